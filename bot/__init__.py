"""Everything Slack and everything that starts: app, listeners, views, wiring, command line, worker.

Inside, imports run `cli > wiring > listeners > views`. Views are pure functions from values to
Block Kit; Slack's dicts never leave this layer.
"""

import os

# The encoder multiplies small matrices: a second BLAS thread waits more than it works, and made
# one question in twenty ten times slower on a busy machine. To be set before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
