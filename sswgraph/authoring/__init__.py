"""Ways into a framework for people who write no Turtle: an empty one, a choice from a menu, a list of tasks."""
