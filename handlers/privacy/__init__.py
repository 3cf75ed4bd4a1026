"""What is kept of a customer or a person: given out whole, and erased for good."""
