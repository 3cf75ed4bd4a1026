"""Where sources disagree: figures of one day that differ, playbooks with different targets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from handlers import excerpts, figures, sources, wording
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from knowledge import tokens
from knowledge.library import Hit
from playbooks import catalogue
from playbooks.observations import MetricSample
from playbooks.wording import sentences

ALIKE = 0.5
"""Share of the words of the shorter passage from which two speak of the same thing."""

SIDES = 3
"""Figures of one day that are told."""

FEWEST = 3
"""Words, besides the figures, that two statements of one target must have in common."""


def measured(desk: Desk, dossier: Dossier, *metrics: str) -> list[Sentence]:
    """Metrics of which two sources tell different figures for one day of the last quarter.

    The newest day comes first. Parts of a count that come from several sources add up, and are no
    dispute. With `metrics`, only those.
    """
    since = desk.today - timedelta(days=catalogue.QUARTER_DAYS)
    by_day: dict[tuple[date, str], list[MetricSample]] = defaultdict(list)
    for sample in dossier.samples:
        metric = sample.metric.removesuffix(catalogue.ELSEWHERE)
        whole = metric not in catalogue.FLOWS or sample.source is None
        if sample.date > since and whole and metric in (metrics or (metric,)):
            by_day[sample.date, metric].append(sample)
    found = []
    for _day, samples in sorted(by_day.items(), reverse=True):
        different = list({(sample.value, sample.unit): sample for sample in samples}.values())
        if len(different) > 1:
            found.append(_figures(desk, different))
    return found


def prescribed(desk: Desk, hits: Sequence[Hit]) -> list[Sentence]:
    """Passages of different documents that give different targets for the same thing."""
    said = [(hit, sentence) for hit in hits for sentence in _stating(hit)]
    return [
        _targets(desk, one, other)
        for one, other in combinations(said, 2)
        if one[0].document_id != other[0].document_id and _differ(one[1], other[1])
    ]


def _figures(desk: Desk, samples: Sequence[MetricSample]) -> Sentence:
    _ = desk.texts
    text = _(
        "{label}: {told}, all for {date}.",
        label=wording.label(_, samples[0].metric.removesuffix(catalogue.ELSEWHERE)),
        told=phrases.listed(_, [_told(desk, sample) for sample in samples[:SIDES]]),
        date=_.date(samples[0].date),
    )
    refs = [Ref("metric", sample.id) for sample in samples[:SIDES]]
    said = [excerpts.say("metric", sample, _) for sample in samples[:SIDES]]
    return claim(text, *refs, said=said)


def _told(desk: Desk, sample: MetricSample) -> str:
    """A figure with who told it."""
    _, figure = desk.texts, excerpts.say("metric", sample, desk.texts)
    if sample.source is None:
        return _("{figure} according to a source that is not named", figure=figure)
    if sample.metric.endswith(catalogue.ELSEWHERE):
        source = phrases.quoted(_, sample.source, 60)
        return _(
            "{figure} according to {source} before it was restated", figure=figure, source=source
        )
    return _(
        "{figure} according to {source}",
        figure=figure,
        source=phrases.quoted(_, sample.source, 60),
    )


def _stating(hit: Hit) -> Iterator[str]:
    """The sentences of a passage that state a figure."""
    for sentence in sentences.split(sources.prose(hit.text)):
        if figures.read(sentence.text):
            yield sentence.text


def _differ(one: str, other: str) -> bool:
    """True for sentences in the same words whose figures have the same units and differ."""
    mine, theirs = (_words(sentence) for sentence in (one, other))
    shared = mine & theirs
    if len(shared) < max(FEWEST, ALIKE * min(len(mine), len(theirs))):
        return False
    first, second = figures.read(one), figures.read(other)
    units = {figure.unit for figure in first} & {figure.unit for figure in second}
    return bool(units) and all(
        {f.readings for f in first if f.unit == unit}.isdisjoint(
            {f.readings for f in second if f.unit == unit}
        )
        for unit in units
    )


def _words(sentence: str) -> set[str]:
    return {word for word in tokens.words(sentence) if not any(map(str.isdigit, word))}


def _targets(desk: Desk, one: tuple[Hit, str], other: tuple[Hit, str]) -> Sentence:
    _ = desk.texts
    (hit, mine), (rival, theirs) = one, other
    text = _(
        "{one} says: {mine} But {other} says: {theirs}",
        one=phrases.title(_, hit.title, 80),
        mine=phrases.quoted(_, mine, 200),
        other=phrases.title(_, rival.title, 80),
        theirs=phrases.quoted(_, theirs, 200),
    )
    return claim(text, Ref(hit.kind, hit.id), Ref(rival.kind, rival.id))
