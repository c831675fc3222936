"""Pages of every kind of value, as blocks that every format can write."""
