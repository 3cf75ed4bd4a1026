"""Syncs in processes of their own, one for each line on standard input, for a test to kill.

They are forked from this one, which has read the code and the model already: that takes longer than
a sync.
"""

import os
import sys

from bot.bench import sync_once
from knowledge import embedders

embedders.default().query("ready")
for _line in sys.stdin:
    child = os.fork()
    if child == 0:
        sync_once.run(*sys.argv[1:5])
        os._exit(0)
    sys.stdout.write(f"begun {child}\n")
    sys.stdout.flush()
    _, status = os.waitpid(child, 0)
    sys.stdout.write(f"ended {status}\n")
    sys.stdout.flush()
