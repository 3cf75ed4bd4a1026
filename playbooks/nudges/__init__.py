"""Nudges: when Cairn speaks first, why, to whom, and with which next step."""
