"""What npm's manifests, workspaces and lock files mean."""
