"""Maven and Gradle builds as far as an inventory needs them."""
