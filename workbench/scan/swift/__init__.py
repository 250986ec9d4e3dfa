"""Swift package files."""
