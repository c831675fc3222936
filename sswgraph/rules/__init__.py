"""What a framework has to keep to, whatever file it came from."""
