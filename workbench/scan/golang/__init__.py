"""Go module files."""
