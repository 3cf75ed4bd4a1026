"""Pictures: what is on them, from the records, and the words that say the same without seeing."""
