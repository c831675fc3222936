"""Ways to make a framework without writing Turtle: an empty one, a selection, a list of tasks, a translation."""
