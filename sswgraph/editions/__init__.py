"""A new edition of the base: what it means for an adaptation, and what people decide about it."""
