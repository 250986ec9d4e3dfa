"""Requirements, manifests and lock files of Python."""
