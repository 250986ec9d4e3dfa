"""The place "Tests": runs, the question, the answer, and the charts that prove it."""
