"""Facts, answers, changes and intents as sentences in the reader's language, with their grounds."""

from collections.abc import Sequence
from datetime import date

from handlers import quoting, terms, units
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks import catalogue, intents
from playbooks.facts import Fact
from playbooks.health.rules import HealthRules
from playbooks.health.values import (
    Answer,
    Band,
    Cap,
    Change,
    ChangeKind,
    Finding,
    Reading,
    Source,
    Verdict,
)
from playbooks.intents import Contradiction, Intent, IntentReading

CHANGES = {
    ChangeKind.ANSWERED: "{question} Now {after}, was unknown ({points}).",
    ChangeKind.TURNED: "{question} Now {after}, was {before} ({points}).",
    ChangeKind.LOST: "{question} Unknown again, was {before} ({points}).",
    ChangeKind.STALE: "{question} Still {after}, but the answer is old now ({points}).",
    ChangeKind.RENEWED: "{question} Still {after}, and confirmed anew ({points}).",
    ChangeKind.GROUND: "{question} Still {after}, on other grounds ({points}).",
}
"""What is said of a changed answer, by how it changed."""


def fact(_: Texts, known: Fact) -> str:
    """One sentence: name, value with unit, window, as-of date, and the source's own words."""
    named = label(_, known.name)
    if known.evidence_kind == "person_answer":
        # Its name is the question, which stands beside it.
        named = _("A person answered")
    if known.value is True:
        said = _("{label} ({when})", label=named, when=when(_, known))
    else:
        shown = value(_, known)
        said = _("{label}: {value} ({when})", label=named, value=shown, when=when(_, known))
    if known.quote is None or known.quote == known.value:
        return _("{sentence}.", sentence=said)
    if known.evidence_kind == "contact":
        names = quoting.plain(known.quote).split(", ")
        return _("{sentence}: {names}.", sentence=said, names=phrases.listed(_, names))
    return _("{sentence}: “{quote}”", sentence=said, quote=quoting.inner(known.quote))


def label(_: Texts, name: str) -> str:
    """What a fact is called; a workspace's own metric by its own name."""
    if name.endswith(catalogue.ELSEWHERE):
        told = label(_, name.removesuffix(catalogue.ELSEWHERE))
        return _("{label}, as told elsewhere", label=told)
    meaning = catalogue.definition(name)
    if meaning is not None:
        return _(meaning.label)
    own = name.removeprefix(catalogue.OWN_METRIC)
    if own.endswith(catalogue.TREND):
        return _("Change in {metric}", metric=_words(own.removesuffix(catalogue.TREND)))
    return _words(own)


def value(_: Texts, known: Fact) -> str:
    """The value with its unit, such as 47%, 67 days, 4.2 of 5, yes."""
    if isinstance(known.value, bool):
        return _("yes") if known.value else _("no")
    if isinstance(known.value, str):
        return _word(_, known.value)
    return units.say(_, known.unit or "", float(known.value))


def when(_: Texts, known: Fact) -> str:
    """The window and the day of a figure."""
    day = _.date(known.as_of)
    if known.window_days is None:
        return _("as of {date}", date=day)
    if known.name.endswith(catalogue.TREND) and known.window_days == catalogue.RECENT_DAYS:
        return _(
            "last {days} days against the {before} before, as of {date}",
            days=known.window_days,
            before=catalogue.BEFORE_DAYS,
            date=day,
        )
    if known.name.endswith(("_trend", "_turn")):
        return _(
            "last {days} days against the time before, as of {date}",
            days=known.window_days,
            date=day,
        )
    return _("last {days} days, as of {date}", days=known.window_days, date=day)


def question(_: Texts, rules: HealthRules, question_id: str) -> str:
    """The diagnostic question."""
    return _(rules.questions[question_id].text)


def ask(_: Texts, rules: HealthRules, question_id: str) -> str:
    """The sentence that asks a person when the answer is unknown."""
    return _(rules.questions[question_id].ask)


def component(_: Texts, rules: HealthRules, name: str) -> str:
    """The title of a component."""
    return _(rules.file.components[name].title)


def verdict(_: Texts, answered: Verdict) -> str:
    """Yes, no or unknown."""
    return {Verdict.YES: _("yes"), Verdict.NO: _("no")}.get(answered, _("unknown"))


def band(_: Texts, found: Band) -> str:
    """The band in a word."""
    return terms.say(_, found.value)


def source(_: Texts, found: Source) -> str:
    """Where an answer comes from."""
    names = {
        Source.METRIC: _("measured"),
        Source.TEXT: _("notes and handoff"),
        Source.PERSON: _("answered by a person"),
    }
    return names[found]


def reading(_: Texts, found: Reading) -> str:
    """Score, interval, coverage and band in one sentence; an override beside the computed band."""
    figures = {
        "low": _.number(found.low),
        "high": _.number(found.high),
        "coverage": _.percent(found.coverage),
        "date": _.date(found.as_of),
        "band": band(_, found.computed_band),
    }
    if found.score is None:
        text = _("Health: unknown, nothing is answered (as of {date}).", **figures)
    else:
        text = _(
            "Health: {band}, {score} of 100, between {low} and {high} with {coverage} of the "
            "weight answered (as of {date}).",
            score=_.number(found.score),
            **figures,
        )
    if found.cap is not None:
        text = phrases.joined(_, text, cap(_, found.cap))
    if found.override is None:
        return text
    beside = _(
        "Set to {band} until {date}: {reason}",
        band=band(_, found.override.band),
        date=_.date(found.override.expires),
        reason=found.override.reason,
    )
    return phrases.joined(_, text, beside)


def cap(_: Texts, held: Cap) -> str:
    """Why the band is not the one that the score gives, with the evidence."""
    said = _(
        "By score alone {scored}; not better than {band}, because {reason}.",
        scored=band(_, held.scored),
        band=band(_, held.band),
        reason=_(held.reason),
    )
    return phrases.joined(_, said, _evidence(_, held.evidence))


def answer(_: Texts, rules: HealthRules, given: Answer) -> str:
    """Question, answer and evidence; what is stale or disputed says so; unknown is asked for."""
    asked = question(_, rules, given.question)
    if given.verdict is Verdict.UNKNOWN:
        return _(
            "{question} Unknown. To find out: {ask}",
            question=asked,
            ask=ask(_, rules, given.question),
        )
    said = [
        _(
            "{question} {verdict}: {evidence}",
            question=asked,
            verdict=verdict(_, given.verdict),
            evidence=_evidence(_, given.evidence),
        )
    ]
    if given.stale:
        said.append(_("This is old and counts less."))
    said += [against(_, finding) for finding in given.against]
    if given.also_in:
        said.append(_("The same source answers other questions too; the same words count once."))
    return phrases.joined(_, *said)


def against(_: Texts, finding: Finding) -> str:
    """What another source says to the same question."""
    return _(
        "Against it ({source}), {verdict}: {evidence}",
        source=source(_, finding.source),
        verdict=verdict(_, finding.verdict),
        evidence=_evidence(_, finding.evidence),
    )


def change(_: Texts, rules: HealthRules, moved: Change) -> str:
    """What differs between two readings in one answer, with the evidence that made it."""
    moves = {
        "question": question(_, rules, moved.question),
        "before": verdict(_, moved.before.verdict),
        "after": verdict(_, moved.after.verdict),
        "points": _("{points} of 100 points", points=units.signed(_, moved.points, 1)),
    }
    said = _(CHANGES[moved.kind], **moves)
    return phrases.joined(_, said, *(fact(_, known) for known in moved.came))


def intent(_: Texts, stated: IntentReading | None) -> str:
    """The intent with its words, source, day and confidence."""
    if stated is None:
        return _(
            "Intent: unknown. To find out: {ask}", ask=_(intents.implications(Intent.UNKNOWN)[0])
        )
    said = _(
        "Intent: {intent} ({source}, {date}, confidence {confidence})",
        intent=stated.free_text or _(intents.title(stated.intent)),
        source=_source_of_intent(_, stated),
        date=_.date(stated.date),
        confidence=_.percent(stated.confidence),
    )
    if stated.quote is None:
        return _("{sentence}.", sentence=said)
    return _("{sentence}: “{quote}”", sentence=said, quote=quoting.inner(stated.quote))


def contradiction(_: Texts, found: Contradiction) -> str:
    """Two sources that state different intents, both with their dates."""
    return _(
        "Sources disagree on the intent. {one} {other}",
        one=intent(_, found.one),
        other=intent(_, found.other),
    )


def _evidence(_: Texts, evidence: Sequence[Fact]) -> str:
    return phrases.joined(_, *(fact(_, known) for known in evidence))


def _source_of_intent(_: Texts, stated: IntentReading) -> str:
    names = {"handoff": _("handoff"), "note": _("note"), "person": _("answered by a person")}
    return names.get(stated.source_kind, stated.source_kind)


def _word(_: Texts, word: str) -> str:
    """A code, several codes or an ISO date as people say it; free text stays as it is."""
    try:
        return _.date(date.fromisoformat(word))
    except ValueError:
        codes = word.split(", ")
        if all(code in terms.WORDS for code in codes):
            return phrases.listed(_, [terms.say(_, code) for code in codes])
        return word


def _words(name: str) -> str:
    return name.replace("_", " ")
