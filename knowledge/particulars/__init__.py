"""Which recorded sentences answer a question for one particular thing, and whether they do."""
