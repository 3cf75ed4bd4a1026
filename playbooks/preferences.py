"""What a contact is willing and not willing to be reached by, read from how it was written down."""

import re
from dataclasses import dataclass

WISH = re.compile(r"\s*(?P<channel>.+?)[\s:：]+(?P<answer>yes|no|sì|si|是|否)\s*", re.IGNORECASE)
WILLING = ("yes", "sì", "si", "是")

CHANNELS = {
    "email": re.compile(r"\be-?mails?\b|\bmails?\b|posta|邮件", re.IGNORECASE),
    "call": re.compile(r"phone|\bcalls?\b|telefon|chiamat|电话", re.IGNORECASE),
    "survey": re.compile(r"surve|questionar|sondagg|问卷|调查", re.IGNORECASE),
    "meeting": re.compile(r"meeting|riunion|会议|开会", re.IGNORECASE),
    "workshop": re.compile(r"workshop|研讨", re.IGNORECASE),
}
"""Ways in which we reach somebody, as kinds of notes have them, and surveys."""

IN_BULK = re.compile(r"bulk|newsletter|massa|群发", re.IGNORECASE)
"""A refusal of mail to many is none of a letter to one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One channel as it was written, and whether they want it; without an answer they do."""

    channel: str
    willing: bool


def wishes(written: str) -> list[Wish]:
    """The wishes in "phone yes|self-service search no", in their order."""
    found = []
    for part in filter(None, map(str.strip, written.split("|"))):
        wish = WISH.fullmatch(part.partition(",")[0])
        channel = wish["channel"] if wish else part
        found.append(Wish(channel, wish is None or wish["answer"].casefold() in WILLING))
    return found


def refused(written: str) -> frozenset[str]:
    """The kinds of contact that they do not want; what we cannot tell apart is left out."""
    unwanted = [
        w.channel for w in wishes(written) if not w.willing and not IN_BULK.search(w.channel)
    ]
    return frozenset(
        kind for kind, named in CHANNELS.items() for channel in unwanted if named.search(channel)
    )
