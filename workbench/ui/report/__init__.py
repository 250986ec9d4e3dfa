"""The place where the report is prepared and written."""
