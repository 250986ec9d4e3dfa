"""Pure functions: evidence and decisions to status, plan, readiness."""
