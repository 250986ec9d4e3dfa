"""Component to evidence from outside: registries and the local engine; only when asked for."""
