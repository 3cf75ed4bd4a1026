"""The nudge rules in force, in words that a leader of customer success reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers import rulebook, terms, texts, units, wording
from handlers.composing import phrases
from handlers.context import Context
from handlers.texts import Texts
from playbooks import catalogue, conditions
from playbooks.conditions import Condition, Limit
from playbooks.frame import ANY
from playbooks.nudges import rulefile
from playbooks.nudges.rule import SAID, Case, Rule
from playbooks.nudges.rulefile import NudgeRules
from storage.workspace import Reader

OURS, CHANGED, OWN = "ours", "changed", "own"
"""Where a rule comes from: with us, with us and changed by an admin, or an admin's own."""


@dataclass(frozen=True, slots=True)
class Way:
    """One case in which a rule fires, and what it says then."""

    when: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule in words; each of its conditions is a sentence's part, `episode` a sentence."""

    rule: Rule
    title: str
    to: str
    origin: str
    is_on: bool
    when: tuple[str, ...]
    unless: tuple[str, ...]
    ways: tuple[Way, ...]
    urgent: tuple[str, ...]
    over: tuple[str, ...]
    goal: tuple[str, ...]
    episode: str
    shows: tuple[str, ...]
    step: str
    draft: str | None
    play: str | None
    play_title: str | None


def all_rules(context: Context, language: str) -> list[Ruling]:
    """Every rule in the order of the file, those that are switched off too."""
    rules, _ = rulebook.nudges(context), texts.of(language)
    with context.workspace.reading() as reader:
        return [_ruling(context, reader, _, name, rules) for name in rules.file.rules]


def condition(_: Texts, asked: Condition) -> str:
    """A condition as a person would say it: Licence utilisation: less than 50% (…)."""
    label, limit = wording.label(_, asked.fact), asked.limits[ANY]
    if limit in conditions.KNOWING:
        unknown = asked.asks_for_the_unknown
        return _("{label}: unknown", label=label) if unknown else _("{label}: known", label=label)
    if isinstance(limit, bool):
        holds = limit == (asked.sign == "is")
        return label if holds else _("{label}: no", label=label)
    return _(SIGNS[asked.sign], label=label, value=_limits(_, asked))


SIGNS = {
    ">=": "{label}: at least {value}",
    "<=": "{label}: at most {value}",
    ">": "{label}: more than {value}",
    "<": "{label}: less than {value}",
    "is": "{label}: {value}",
    "is not": "{label}: not {value}",
    conditions.WITHIN: "{label}, within the last {value}",
}


def _ruling(context: Context, reader: Reader, _: Texts, name: str, rules: NudgeRules) -> Ruling:
    rule, is_on = rules.every[name], name in rules.rules
    play = _play(context, reader, rule, _.language)
    # What every rule excludes is said once, not with each of them.
    unless = [one for one in rule.unless if one.wording not in rules.file.never]
    return Ruling(
        rule=rule,
        title=_(rule.title),
        to=terms.say(_, rule.role),
        origin=_origin(name, rules),
        is_on=is_on,
        when=_said(_, rule.when),
        unless=_said(_, unless),
        ways=tuple(Way(_said(_, case.when), _reason(_, rule, case)) for case in rule.cases),
        urgent=_said(_, rule.urgent),
        over=_said(_, rule.over),
        goal=_said(_, rule.goal),
        episode=_episode(_, rule),
        shows=tuple(wording.label(_, fact) for fact in rule.shows),
        step=_(rule.step),
        draft=_(rule.draft) if rule.draft else None,
        play=play[0] if play else None,
        play_title=play[1] if play else None,
    )


def _origin(name: str, rules: NudgeRules) -> str:
    shipped = rulefile.load()
    if name not in shipped.every:
        return OWN
    same = rules.every[name] == shipped.every[name] and name in rules.rules
    return OURS if same else CHANGED


def _said(_: Texts, asked: Iterable[Condition]) -> tuple[str, ...]:
    return tuple(condition(_, one) for one in asked)


def _limits(_: Texts, asked: Condition) -> str:
    """The figure that counts, and beside it those of the segments that have their own."""
    general = _limit(_, asked, asked.limits[ANY])
    own = [
        _("{segment}: {value}", segment=terms.say(_, segment), value=_limit(_, asked, limit))
        for segment, limit in asked.limits.items()
        if segment != ANY
    ]
    if not own:
        return general
    return _("{value} ({exceptions})", value=general, exceptions=phrases.listed(_, own))


def _limit(_: Texts, asked: Condition, limit: Limit) -> str:
    if isinstance(limit, str):
        return terms.say(_, limit) if limit in terms.WORDS else limit
    meaning = catalogue.definition(asked.fact)
    unit = "days" if asked.sign == conditions.WITHIN else meaning.unit if meaning else ""
    return units.say(_, unit, float(limit))


def _reason(_: Texts, rule: Rule, case: Case) -> str:
    """What is said when the case holds, with the names of the facts in place of their values."""
    lead = (rule.reason,) if rule.reason else ()
    said = phrases.joined(_, *(_(message) for message in (*lead, case.reason)))
    names = dict.fromkeys(asked.fact for asked in (*rule.when, *case.when))
    places = {name: f"[{wording.label(_, name)}]" for name in names}
    places |= {f"{name}{SAID}": _(": “{quote}”", quote="…") for name in names}
    day = _("[day]")
    return texts.filled(said, {**places, "account": _("[account]"), "as_of": day})


def _episode(_: Texts, rule: Rule) -> str:
    named = [name for name in (rule.episode, *(case.episode for case in rule.cases)) if name]
    if not named:
        return _("Once for as long as it holds.")
    labels = phrases.listed(_, [wording.label(_, name) for name in dict.fromkeys(named)])
    return _("Once for each item or date behind: {facts}.", facts=labels)


def _play(context: Context, reader: Reader, rule: Rule, language: str) -> tuple[str, str] | None:
    library = context.library
    if rule.play is not None:
        found = library.document(reader, rule.play)
    else:
        found = next(iter(library.for_trigger(reader, rule.name, language=language)), None)
    return (found.id, texts.of(language)(found.title)) if found else None
