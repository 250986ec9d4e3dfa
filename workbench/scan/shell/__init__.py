"""What the commands of a build install and fetch, without running them."""
