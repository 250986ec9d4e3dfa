"""How large a bill of materials or a list may be."""

MOST_BYTES = 128 * 1024 * 1024
"""Tools write bills of materials of images with hundreds of thousands of files."""
