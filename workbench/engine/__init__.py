"""Opens a project, scans, folds in decisions, holds the assessed snapshot."""
