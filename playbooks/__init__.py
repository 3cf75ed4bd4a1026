"""The domain: stages, handoff, intent, health, nudge rules and the shipped playbook texts.

This layer is pure: it takes values and a date and returns readings, nudges and missing
fields. It imports the standard library, pydantic and the parsers of its own shipped files,
and nothing of ours above it.
"""
