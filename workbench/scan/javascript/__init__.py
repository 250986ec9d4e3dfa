"""What the manifests, workspaces and lock files of npm, Yarn, pnpm and Bun mean."""
