"""What is on disk: settings, decision journal, cache."""
