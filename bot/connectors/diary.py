"""All calendars in one go: what one of them lacks does not keep the others back."""

from collections.abc import Sequence

from bot.connectors import calendars
from handlers.context import Context
from handlers.syncing import calendars as meetings
from handlers.syncing.calendars import Invitation
from playbooks.errors import CairnError
from playbooks.remotes import Run


def sync(
    context: Context, sources: Sequence[str], hosts: frozenset[str], *, dry_run: bool = False
) -> Run:
    """Read every calendar, then keep their meetings; the run says why one could not be read."""
    read: dict[str, list[Invitation]] = {}
    faults: list[str] = []
    for source in sources:
        name = calendars.name_of(source)
        try:
            text = calendars.read(source, hosts)
            start, end = meetings.horizon(context.now())
            read[name] = calendars.invitations(text, start, end, name)
        except CairnError as error:
            faults.append(str(error))
    return meetings.keep(context, read, " ".join(faults) or None, dry_run=dry_run)
