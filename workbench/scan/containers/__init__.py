"""What Dockerfiles, compose files, charts and pod specs say about images."""
