"""Rule files shared by an admin: rehearsed on history, and told to the admin alone."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import downloads
from bot.listeners import speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import notice
from bot.views.blocks import escaped_lines
from handlers import rule_faults
from handlers.nudges import rehearsal, rehearsing
from handlers.texts import Texts
from playbooks.errors import BadInput
from playbooks.people import Member, Role
from storage.jobs import BACKGROUND

REHEARSE = "rules.rehearse"
ENDINGS = (".yaml", ".yml")

MOST_BYTES = 200_000
MOST_CHARACTERS = 2_900
"""Slack takes 3,000 in one section."""

SHOWN = 3
"""Firings of each rule that are written out in Slack; the command line shows more."""


def work(parts: Parts) -> None:
    """Say what is done with one; a rehearsal takes longer than a person's question may wait."""
    parts.does(REHEARSE, _rehearse, lane=BACKGROUND)


def take_in(parts: Parts, event: dict[str, Any], place: Payload) -> bool:
    """Keep a message's rule file to be rehearsed; False when it shares none."""
    shared = [f for f in event.get("files", []) if (f.get("name") or "").endswith(ENDINGS)]
    for one in shared[:1]:
        key = f"msg:{event['channel']}:{event['ts']}:rules"
        parts.keep(REHEARSE, key, {"place": place, "file": one["id"]})
    return bool(shared)


def _rehearse(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        if member.role is not Role.ADMIN:
            raise BadInput("Only admins rehearse rule files. Nothing was read.")
        shared = downloads.fetch(parts.client, payload["file"], _check)
        with TemporaryDirectory() as folder:
            # By a name of ours: theirs may be anything.
            path = Path(folder) / "rules.yaml"
            path.write_bytes(shared.content)
            made = rehearsal.rehearse(parts.context, path, language=member.language)
        lines = rehearsing.lines(_, made, SHOWN)
        lines += [_("Left out: {fault}.", fault=rule_faults.say(_, one)) for one in made.faults]
        text = _shortened("\n".join(lines))
        speaking.whisper(parts, place, text, notice.message(text), "rehearsed")

    speaking.with_member(parts, payload, work)


def _check(_name: str, size: int) -> None:
    if size > MOST_BYTES:
        raise BadInput(
            "A rule file of more than {most} kB is none that I read. Nothing was rehearsed.",
            most=MOST_BYTES // 1000,
        )


def _shortened(text: str) -> str:
    said = escaped_lines(text)
    return said if len(said) <= MOST_CHARACTERS else said[:MOST_CHARACTERS].rstrip() + "…"
