"""Why a nudge fires and what to do, as sentences in the reader's language."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers import quoting, texts, wording
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks.facts import Fact
from playbooks.nudges import rule
from playbooks.nudges.values import Due


def reasons(_: Texts, due: Due, account: str) -> str:
    """Why a nudge fires, in one line."""
    return fill(_, due.reasons, due.facts, account)


def fill(_: Texts, messages: Iterable[str], facts: Sequence[Fact], account: str) -> str:
    """Messages with `{fact}` places filled from the facts, each value with its unit.

    `{fact_said}` ends a sentence with the words that carry the fact.
    """
    values: dict[str, object] = {known.name: wording.value(_, known) for known in facts}
    values |= {f"{known.name}{rule.SAID}": _said(_, known) for known in facts}
    day = max((known.as_of for known in facts), default=date.min)
    places = _Places(values | {"account": account, "as_of": _.date(day)})
    return phrases.joined(_, *(texts.filled(_(message), places) for message in messages))


def step(_: Texts, due: Due) -> str:
    """The one next step, with its time."""
    return _.plural(
        "{step} (within {count} day)",
        "{step} (within {count} days)",
        due.within_days,
        step=_(due.step).rstrip(".。"),
    )


def _said(_: Texts, known: Fact) -> str:
    """How a sentence ends: with the source's own words, or without any when they are not told."""
    return _(": “{quote}”", quote=quoting.inner(known.quote)) if known.quote else _(".")


class _Places(dict[str, object]):
    """Values for a message's places; one that is not known says so."""

    def __missing__(self, name: str) -> str:
        return "?"
