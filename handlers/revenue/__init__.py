"""What customers pay, and what goes with it: satisfaction, lifetime, and the attention they get."""
