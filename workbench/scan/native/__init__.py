"""Build files of C and C++."""
