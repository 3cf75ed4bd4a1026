"""What an answer needs to know, read once for each question and as of one day."""
