"""How a contact likes to be reached, and how not, in words."""

import re

from handlers import quoting, terms
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks import preferences


def say(_: Texts, preference: str) -> str:
    """A preference such as "phone yes|self-service search no": by phone; not by search.

    Channels that we do not know, and wishes without a yes or no, stay as they were written.
    """
    wanted: list[str] = []
    refused: list[str] = []
    for wish in preferences.wishes(quoting.plain(preference)):
        (wanted if wish.willing else refused).append(_channel(_, wish.channel))
    if not refused:
        return phrases.listed(_, wanted)
    never = _("not {channels}", channels=phrases.listed(_, refused))
    return phrases.clauses(_, [phrases.listed(_, wanted), never]) if wanted else never


def _channel(_: Texts, written: str) -> str:
    code = re.sub(r"[\s-]+", "_", written.casefold())
    return terms.say(_, code) if code in terms.CHANNELS else written
