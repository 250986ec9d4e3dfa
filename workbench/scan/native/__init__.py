"""Build files of C and C++, and which library their names mean."""
