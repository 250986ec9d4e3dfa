"""What the window shows while no project is open."""
