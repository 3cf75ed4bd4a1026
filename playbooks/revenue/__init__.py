"""What customers pay: satisfaction against spending, lifetime, and value against attention."""
