"""Architecture-specific source: one pass over bytes, then a look at the context."""
