"""Lists of the software that is installed on hosts, and the systems they show."""
