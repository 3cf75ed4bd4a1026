"""Which criteria a question for a list of accounts names, learned from examples."""
