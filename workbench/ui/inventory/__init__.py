"""The place where software is found, understood and decided on."""
