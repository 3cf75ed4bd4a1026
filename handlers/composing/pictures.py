"""Whether a picture is wished for, and the one that shows what an answer says."""

from dataclasses import replace
from datetime import date

from handlers import trajectory
from handlers.answers import Draft, Request
from handlers.composing import portfolio
from handlers.composing.desk import Desk
from handlers.pictures import making
from handlers.pictures.values import Picture
from handlers.trajectory import Sight
from knowledge import cues, wording
from playbooks.accounts import Account


def beside(desk: Desk, request: Request, made: Draft) -> Draft:
    """The draft with a picture, where one is wished for and what it shows may be shown.

    A trajectory brings its own: a path is there to be seen.
    """
    if made.picture is not None or made.abstained or not _says(desk, "picture"):
        return made
    if request is Request.PORTFOLIO:
        return _with_map(desk, made)
    about_health = request in (Request.HEALTH, Request.TRAJECTORY)
    if about_health and len(desk.asked.accounts) == 1:
        return _with_health(desk, desk.asked.accounts[0], made)
    return made


def action(desk: Desk) -> date | None:
    """The day of an action, when the time before and after it is asked for."""
    since, until = desk.asked.period or (None, None)
    return (since or until) if _says(desk, "around") else None


def as_map(desk: Desk) -> bool:
    """Whether several accounts are wished for side by side rather than together."""
    return _says(desk, "picture") and _says(desk, "map")


def of_health(desk: Desk, account: Account) -> Picture:
    """Health over time when its course is asked for, by component otherwise."""
    if _says(desk, "course"):
        return making.history(desk.reader, account, desk.today, desk.rules, trajectory.SHOWN_MONTHS)
    return making.components(account, desk.reading(account), desk.rules)


def _with_map(desk: Desk, made: Draft) -> Draft:
    accounts = portfolio.fitting(desk)
    if not accounts:
        return made
    sight = Sight(desk.reader, desk.audience, accounts)
    each = trajectory.paths(desk.reader, accounts, desk.today, sight, span=1)
    private = made.private or not sight.shared
    return replace(made, picture=making.portfolio(accounts, each), private=private)


def _with_health(desk: Desk, account: Account, made: Draft) -> Draft:
    """Readings are for those who may see the account's internals."""
    if not desk.audience.asker.sees_internals(account):
        return made
    private = made.private or not desk.audience.all_see_internals(account)
    return replace(made, picture=of_health(desk, account), private=private)


def _says(desk: Desk, name: str) -> bool:
    """Whether the question holds words of a list of `knowledge.cues`."""
    text = wording.folded(wording.plain(desk.question.text))
    return cues.about(name).search(text) is not None
