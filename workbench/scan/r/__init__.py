"""R's package descriptions, renv's locks, and what R code uses."""
