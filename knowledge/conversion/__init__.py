"""Documents of other programs turned into Markdown, each in a process apart from ours.

What people share may be broken or made to do harm. The process that reads it has no network, no
secrets, little memory and little time; when it dies, one document is refused and nothing else.
"""
