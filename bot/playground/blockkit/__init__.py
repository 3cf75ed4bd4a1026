"""Block Kit as Slack checks it: what a block, an element and a view may hold, and what a form says.

Limits are those of https://docs.slack.dev/reference/block-kit. Checks return the complaints in
Slack's words, each ending in a JSON pointer; nothing is raised here.
"""
