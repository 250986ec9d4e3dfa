"""How much load each side holds at the service level that matters."""
