"""What may be shown of words that others wrote: no live link, no mention, no image."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from playbooks.wording import sentences

LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.|mailto:|javascript:)[^\s<>|)\]]+", re.IGNORECASE
)
SLACK_LINK = re.compile(r"<(?:https?|mailto|tel)[^|<>\s]*(?:\|([^<>]*))?>", re.I)
SLACK_MENTION = re.compile(r"<[@#!]([^|<>]*)(?:\|([^<>]*))?>")
IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
NAMED_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
BROADCAST = re.compile(r"@+(channel|here|everyone)\b", re.I)
MARKER = re.compile(r"\[(\d+)\]")
INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff"
    r"\U000e0000-\U000e0fff]"
)
"""Characters that show nothing, hide others or turn the direction of writing."""

INNER = str.maketrans({"“": "‘", "”": "’", "«": "‘", "»": "’", "「": "‘", "」": "’", '"': "'"})
AT_A_GLANCE = 110
"""Characters of an excerpt that are read at once, and shown of a source below an answer."""

RECOGNISED, CUT = 40, 10
"""Characters by which a quotation is found again, and that a cut between words may take."""

LEVELED = str.maketrans(dict.fromkeys('“”«»「」『』‘’"', "'"))
LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
REMOVED = "[link]"

SLACK_HOST = ".slack.com"
MESSAGES = "/archives/"


def inert(text: str) -> str:
    """The text, line by line, in which nothing is live, hidden, or looks like a mark of ours.

    This is the one place through which words of others pass before they are shown: names of
    accounts, people and files, notes, playbooks, threads and what a model wrote. What is taken out
    may leave something live behind, one within another, until nothing more is found.
    """
    before = None
    while before != text:
        before, text = text, _taken_out(text)
    return text


def _taken_out(text: str) -> str:
    text = INVISIBLE.sub("", LINE_ENDS.sub("\n", text))
    text = SLACK_LINK.sub(lambda match: match.group(1) or REMOVED, text)
    text = SLACK_MENTION.sub(lambda match: match.group(2) or match.group(1), text)
    text = NAMED_LINK.sub(r"\1", IMAGE.sub(r"\1", text))
    return BROADCAST.sub(r"\1", LINK.sub(REMOVED, text))


def plain(text: str) -> str:
    """The same on one line; numbers in square brackets are no sources of ours."""
    return " ".join(MARKER.sub(r"(\1)", inert(text)).split())


def inner(text: str) -> str:
    """The same with single quotation marks inside, as it stands within marks of ours."""
    return plain(text).translate(INNER)


def excerpt(text: str, limit: int = 180) -> str:
    """The beginning of the text in plain form, cut between words, at most `limit` characters."""
    said = plain(text)
    if len(said) <= limit:
        return said
    cut = said[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:，；：") + "…"


def around(text: str, said: str, limit: int = 180) -> str:
    """The excerpt, or where what is `said` in the text stands far behind, one that begins there."""
    whole, sought = plain(text), plain(said).rstrip("…")
    place = _leveled(whole).find(_leveled(sought)) if sought else -1
    last = place + min(len(sought), RECOGNISED) + CUT - AT_A_GLANCE
    if last < 0:
        return excerpt(whole, limit)
    starts = (sentence.start for sentence in sentences.split(whole))
    start = next((start for start in starts if last < start <= place), place)
    return "…" + excerpt(whole[start:], limit - 1)


def _leveled(text: str) -> str:
    """The text with all quotation marks alike."""
    return text.translate(LEVELED)


def openable(url: str | None, hosts: Collection[str] = ()) -> str | None:
    """The address when it may be opened: a message in Slack, or a page on one of the `hosts`.

    Every other one is dropped: whoever writes a note must not decide where a click leads.
    """
    if not url or set(url) & set("<>|\\\"' \t\r\n") or INVISIBLE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        strange = parts.scheme != "https" or parts.username or parts.port not in (None, 443)
    except ValueError:
        return None
    in_slack = host.endswith(SLACK_HOST) and parts.path.startswith(MESSAGES)
    return url if not strange and (in_slack or host in hosts) else None
