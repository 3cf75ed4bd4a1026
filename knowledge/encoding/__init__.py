"""A small language model, piece of a word by piece of a word: what a text says at each place."""
