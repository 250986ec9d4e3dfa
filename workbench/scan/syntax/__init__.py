"""JSON, YAML, TOML, XML and properties files as values that know their lines."""
