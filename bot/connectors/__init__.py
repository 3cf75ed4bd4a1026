"""Edges to other systems: the only code that knows their clients. They read, and cannot write."""
