"""Go modules, workspaces and vendored copies."""
