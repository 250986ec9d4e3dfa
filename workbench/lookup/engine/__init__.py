"""The Docker or Podman engine of this machine."""
