"""Slack's markup in what people write, turned into plain words."""

import html
import re
from collections.abc import Mapping

MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")
CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|([^>]*))?>")
SPECIAL = re.compile(r"<!(?:subteam\^[A-Z0-9]+|date\^[^|>]*|[a-z]+)(?:\|([^>]*))?>")
LINK = re.compile(r"<((?:https?|mailto|tel):[^|>]+)(?:\|([^>]*))?>")


def readable(text: str, names: Mapping[str, str]) -> str:
    """The text as people see it; `names` gives the words for user and channel ids."""
    text = MENTION.sub(lambda found: f"@{_named(found, names)}", text)
    text = CHANNEL.sub(lambda found: f"#{_named(found, names)}", text)
    text = SPECIAL.sub(lambda found: found.group(1) or "", text)
    text = LINK.sub(lambda found: found.group(2) or found.group(1), text)
    return html.unescape(text).strip()


def without_mention(text: str, user: str) -> str:
    """The text without mentions of `user`, as a question to the app is meant."""
    return re.sub(rf"\s*<@{re.escape(user)}(?:\|[^>]*)?>[\s,:]*", " ", text).strip()


def mentioned(text: str) -> set[str]:
    """The ids of the people whom the text mentions."""
    return {found.group(1) for found in MENTION.finditer(text)}


def _named(found: re.Match[str], names: Mapping[str, str]) -> str:
    return found.group(2) or names.get(found.group(1)) or found.group(1)
