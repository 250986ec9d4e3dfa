"""What infrastructure as code asks for, whatever language it is written in."""
