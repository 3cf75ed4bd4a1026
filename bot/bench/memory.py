"""How much memory this process has held at the most."""

import resource
import sys

UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts it."""


def peak_megabytes() -> float:
    """The most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / (1024 * 1024)
