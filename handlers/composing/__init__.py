"""One module for each kind of request: facts, readings and passages in, a draft answer out.

A composer claims nothing without naming the records that carry it, and says what is not known.
"""
