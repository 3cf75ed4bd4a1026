"""The library's content: what ships with us, what a workspace adds, and keeping both in step."""

from handlers.content.adding import add
from handlers.content.listing import Listed, learn_notes, listing
from handlers.content.removing import remove
from handlers.content.reports import Changed, Remark, Report
from handlers.content.shipping import load_shipped
from handlers.content.syncing import sync

__all__ = [
    "Changed",
    "Listed",
    "Remark",
    "Report",
    "add",
    "learn_notes",
    "listing",
    "load_shipped",
    "remove",
    "sync",
]
