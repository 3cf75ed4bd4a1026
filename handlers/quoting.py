"""What may be shown of words that others wrote: no live link, no mention, no image, one line."""

import re
from urllib.parse import urlsplit

LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,15}://|\bwww\.|\bmailto:|\bjavascript:)[^\s<>|)\]]+", re.I
)
SLACK_LINK = re.compile(r"<(?:https?|mailto|tel)[^|<>\s]*(?:\|([^<>]*))?>", re.I)
SLACK_MENTION = re.compile(r"<[@#!]([^|<>]*)(?:\|([^<>]*))?>")
IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
NAMED_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
BROADCAST = re.compile(r"@(channel|here|everyone)\b", re.I)
INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
REMOVED = "[link]"

SLACK_HOST = ".slack.com"


def plain(text: str) -> str:
    """The text on one line without live links, mentions, images and invisible characters."""
    text = INVISIBLE.sub("", text)
    text = SLACK_LINK.sub(lambda match: match.group(1) or REMOVED, text)
    text = SLACK_MENTION.sub(lambda match: match.group(2) or match.group(1), text)
    text = NAMED_LINK.sub(r"\1", IMAGE.sub(r"\1", text))
    text = BROADCAST.sub(r"\1", LINK.sub(REMOVED, text))
    return " ".join(text.split())


def excerpt(text: str, limit: int = 180) -> str:
    """The beginning of the text in plain form, cut between words, at most `limit` characters."""
    said = plain(text)
    if len(said) <= limit:
        return said
    cut = said[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:，；：") + "…"


def openable(url: str | None) -> str | None:
    """The address when it is a message in Slack; every other one is dropped."""
    if not url:
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    in_slack = parts.scheme == "https" and host.endswith(SLACK_HOST) and not parts.username
    return url if in_slack and not set(url) & set("<>| \n") else None
