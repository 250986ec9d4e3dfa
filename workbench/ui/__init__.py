"""The window: the only wing that imports Qt."""
