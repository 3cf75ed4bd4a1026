"""How a contact likes to be reached, and how not, in words."""

import re

from handlers import quoting, terms
from handlers.composing import phrases
from handlers.texts import Texts

WISH = re.compile(r"\s*(?P<channel>.+?)[\s:：]+(?P<answer>yes|no|sì|si|是|否)\s*", re.IGNORECASE)
WILLING = ("yes", "sì", "si", "是")


def say(_: Texts, preference: str) -> str:
    """A preference such as "phone yes|self-service search no": by phone; not by search.

    Channels that we do not know, and wishes without a yes or no, stay as they were written.
    """
    wanted: list[str] = []
    refused: list[str] = []
    for wish in filter(None, map(str.strip, quoting.plain(preference).split("|"))):
        found = WISH.fullmatch(wish)
        channel = _channel(_, found["channel"] if found else wish)
        willing = found is None or found["answer"].casefold() in WILLING
        (wanted if willing else refused).append(channel)
    if not refused:
        return phrases.listed(_, wanted)
    never = _("not {channels}", channels=phrases.listed(_, refused))
    return phrases.clauses(_, [phrases.listed(_, wanted), never]) if wanted else never


def _channel(_: Texts, written: str) -> str:
    code = re.sub(r"[\s-]+", "_", written.casefold())
    return terms.say(_, code) if code in terms.CHANNELS else written
