"""The source line behind an occurrence, without opening anything."""
