"""Evidence from outside: registries, engines, package indexes. Opt-in."""
