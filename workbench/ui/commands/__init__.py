"""What the actions do: each file holds the commands of one concern."""
