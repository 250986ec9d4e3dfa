"""JSON, YAML, TOML, XML, ZIP and properties files, bounded, as values that know their lines."""
