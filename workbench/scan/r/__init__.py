"""R package and project files."""
