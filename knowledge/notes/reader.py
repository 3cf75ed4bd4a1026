"""Reading a note: by wording and by what labelled sentences taught, or by wording alone."""

import hashlib
import itertools
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from knowledge.notes import hearing, mood, promises, said
from knowledge.notes.hearing import HEARD
from playbooks import commitments, cues, sentiment
from playbooks.commitments import Commitment
from playbooks.cues import FoundCue
from playbooks.errors import NotReady
from playbooks.sentiment import Sentiment

KEPT = 20_000
"""Notes of which is kept what they say, some kB each."""

TOGETHER = 256
"""Notes whose sentences are embedded at once."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a note says: its cues, each name once; promises of both sides; the customer's mood."""

    cues: tuple[FoundCue, ...]
    promises: tuple[Commitment, ...]
    mood: Sentiment


_kept: OrderedDict[bytes, Understood] = OrderedDict()
_lock = Lock()


def prepare(texts: Iterable[str]) -> None:
    """Read notes ahead, as many as are kept, so that reading them again takes no time.

    Raises `NotReady` without the encoder.
    """
    unread = (text for text in dict.fromkeys(texts) if _key(text) not in _kept)
    wanted = list(itertools.islice(unread, KEPT))
    for start in range(0, len(wanted), TOGETHER):
        batch = wanted[start : start + TOGETHER]
        hearing.prepare(batch)
        for text in batch:
            _keep(text, _read(text, ()))


def read(text: str, champions: Sequence[str] = ()) -> Understood:
    """Read a note; `champions` are names of contacts whose leaving counts by name alone.

    Its first `HEARD` characters are judged as well, the rest is read by its wording. So is all of
    it when the encoder cannot be loaded.
    """
    named = [person for person in champions if _is_named(text, person)]
    with _lock:
        known = None if named else _kept.get(_key(text))
    return known or _read(text, named)


def promised(text: str) -> list[Commitment]:
    """The promises of a text, such as what one person said in an exchange; the sure ones."""
    try:
        return [said for said in promises.read(text, hearing.hear(text)) if said.sure]
    except NotReady:
        return commitments.read(text)


def _read(text: str, champions: Sequence[str]) -> Understood:
    try:
        heard = hearing.hear(text)
        sounds = mood.of(heard)
        found = {cue.name: cue for cue in said.read(heard, sounds.gladness, champions)}
        made = promises.read(text, heard)
    except NotReady:
        found = {cue.name: cue for cue in cues.read(text, champions)}
        made = commitments.read(text)
        return Understood(
            tuple(found.values()), tuple(made), sentiment.of(text, tuple(found.values()))
        )
    rest = text[HEARD:]
    found = {cue.name: cue for cue in cues.read(rest, champions)} | found
    return Understood(tuple(found.values()), (*made, *commitments.read(rest)), sounds.mood)


def _is_named(text: str, person: str) -> bool:
    """Whether the text may name somebody, in full or by the first name."""
    return any(first in text.lower() for first in person.lower().split()[:1])


def _keep(text: str, understood: Understood) -> None:
    with _lock:
        _kept[_key(text)] = understood
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
