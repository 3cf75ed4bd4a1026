"""Loopback CRMs, as far as their public documentation describes what Cairn asks of them."""
