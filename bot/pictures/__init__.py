"""Drawing pictures as PNG: pure functions from values to bytes; the only place with matplotlib."""
