"""Pictures of results: a small layer of SVG, and a drawing for each kind of result that has one."""
