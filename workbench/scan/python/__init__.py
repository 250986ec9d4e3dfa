"""Requirements and project metadata of Python."""
