"""What is known of the selection, and the decision on it."""
