"""What is lacking: what a target requires against what is held."""
