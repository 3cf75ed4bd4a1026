"""Speaking first: what is due, who gets it when, what became of it."""
