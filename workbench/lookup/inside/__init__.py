"""What lies in an image: its layers, streamed and read within bounds."""
