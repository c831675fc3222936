"""A page for every kind of value, made of blocks that every format can write."""
