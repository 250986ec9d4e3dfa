"""Mix's project files and locks."""
