"""Reads newer copies of the public sources that the catalog rests on."""
