"""Lists of the software that is installed on hosts."""
