"""What closes a gap at least cost: the problem, the exact model, and the plan."""
