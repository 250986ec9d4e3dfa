"""What everything is made of: frozen records and enumerations. Imports nothing of ours."""
