"""Why something could not be done, said in the reader's language."""

from datetime import date

from handlers import quoting, rule_faults, terms
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks.errors import CairnError
from playbooks.rulefaults import Fault


def say(_: Texts, error: CairnError) -> str:
    """The error's sentence, its lists, numbers and days as the language writes them."""
    if not error.values:
        return _(error.message)
    return _(error.message, **{name: _said(_, value) for name, value in error.values.items()})


def _said(_: Texts, value: object) -> str:
    if isinstance(value, CairnError):
        return say(_, value)
    if isinstance(value, Fault):
        return rule_faults.say(_, value)
    if isinstance(value, (list, tuple)):
        return phrases.listed(_, [_said(_, one) for one in value])
    if isinstance(value, date):
        return _.date(value)
    if isinstance(value, int):
        return _.number(value)
    text = quoting.plain(str(value))
    return terms.say(_, text) if text in terms.WORDS else text
