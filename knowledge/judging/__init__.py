"""Sentences judged by what labelled examples taught: what a note says, what a list is of."""
