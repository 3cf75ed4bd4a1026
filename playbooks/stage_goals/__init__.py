"""The goals of each stage as figures over some accounts: how much, of how many, over how long.

The field names the goals and gives no definitions; these are ours, one function each. A figure
over nothing is unknown, never zero.
"""
