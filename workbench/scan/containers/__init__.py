"""What Dockerfiles, compose files, charts, pod specs and Skaffold say about images."""
