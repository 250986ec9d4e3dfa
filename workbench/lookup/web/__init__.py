"""HTTP as look-ups need it: bounded, paced by host, and with errors that people understand."""
