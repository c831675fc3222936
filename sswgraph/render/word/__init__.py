"""Pages as Word documents."""
