"""Everything Slack, and everything that starts: app, listeners, views, settings, wiring, CLI, worker.

Inside, imports run `cli > wiring > listeners > views`. Views are pure functions from values to
Block Kit; Slack's dicts never leave this layer.
"""
