"""What the files of continuous integration say: the runners of jobs, and the images they run in."""
