"""Use cases, one module for each thing that a person asks for.

No Slack types, no SQL and no vendor SDK here: a handler opens a transaction of `storage`, asks
`playbooks` for the rule and `knowledge` for the passage, and returns a value.
"""
