"""Maven, Gradle, sbt and Ivy builds, and JARs, as far as an inventory needs them."""
