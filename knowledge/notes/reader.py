"""Reading a note: by wording and by what labelled sentences taught, or by wording alone."""

import hashlib
import itertools
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from knowledge.notes import hearing, lacking, mood, promises, said
from knowledge.notes.hearing import HEARD
from knowledge.notes.lacking import Lack
from playbooks import commitments, cues, sentiment
from playbooks.commitments import Commitment
from playbooks.cues import FoundCue
from playbooks.errors import NotReady
from playbooks.gap_wording import GAP
from playbooks.sentiment import Sentiment
from playbooks.wording import sentences

KEPT = 20_000
"""Notes of which is kept what they say, some kB each."""

TOGETHER = 256
"""Notes whose sentences are embedded at once."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a note says: its cues, each name once; promises of both sides; the customer's mood.

    `lacks` are the things that they miss in the product.
    """

    cues: tuple[FoundCue, ...]
    promises: tuple[Commitment, ...]
    mood: Sentiment
    lacks: tuple[Lack, ...] = ()


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
        lacks = lacking.read(heard, found[GAP]) if GAP in found else ()
    except NotReady:
        return _read_by_wording(text, champions)
    rest = text[HEARD:]
    found = {cue.name: cue for cue in cues.read(rest, champions)} | found
    made += commitments.read(rest)
    lacks += lacking.by_wording(sentences.told(rest))
    return Understood(tuple(found.values()), tuple(made), sounds.mood, lacks)


def _read_by_wording(text: str, champions: Sequence[str]) -> Understood:
    found = tuple(cues.read(text, champions))
    lacks = lacking.by_wording(sentences.told(text))
    return Understood(found, tuple(commitments.read(text)), sentiment.of(text, found), lacks)


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
