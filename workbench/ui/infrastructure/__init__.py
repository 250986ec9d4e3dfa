"""The place "Infrastructure": what the project runs on, and the change of it as a diff."""
