"""Records quoted as an answer: the sentences that tell it, with those around them and their day."""

from collections.abc import Mapping, Sequence

from handlers.answers import Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.records import Record
from knowledge.particulars import entries
from knowledge.particulars.entries import Stretch

QUOTED = 420
"""Characters of a record that are quoted."""


def of(desk: Desk, stretches: Sequence[Stretch], said: Mapping[str, Record]) -> list[Sentence]:
    """A claim for each stretch, on the record it stands in; none twice."""
    wider = [entries.whole(stretch) for stretch in stretches]
    taken: dict[tuple[str, int], Sentence] = {}
    for stretch in wider:
        places = [(stretch.entry.id, place) for place in stretch.places]
        if not any(place in taken for place in places):
            taken |= dict.fromkeys(places, _quotation(desk, stretch, said[stretch.entry.id]))
    return list(dict.fromkeys(taken.values()))


def _quotation(desk: Desk, stretch: Stretch, record: Record) -> Sentence:
    """The words behind the day on which they were recorded, or the record's own line."""
    _ = desk.texts
    if not record.own:
        line = phrases.labelled(_, phrases.name(record.label), record.words)
        return claim(line, record.ref, said=record.scale)
    words = phrases.quoted(_, stretch.text, QUOTED)
    if record.label:
        words = phrases.labelled(_, record.label, words)
    if record.at is None:
        return claim(words, record.ref)
    return claim(phrases.labelled(_, _.date(record.at), words), record.ref)
