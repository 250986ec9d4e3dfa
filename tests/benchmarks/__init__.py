"""Speed, as ratios to a baseline in the same run. By hand: `make bench`; no test asserts a time."""
