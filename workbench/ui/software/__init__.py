"""Adding software that no file names."""
