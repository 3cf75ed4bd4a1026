"""Teaching the packaged model, by hand, where `torch` and `onnx` are installed.

No part of what runs: `docs/how-to/training.md` tells how.
"""
