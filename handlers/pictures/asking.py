"""Pictures that somebody asks for by name, as far as they may see what is on them."""

from collections.abc import Sequence
from datetime import date

from handlers import access, naming, rulebook, trajectory
from handlers import portfolio as portfolios
from handlers.access import Audience
from handlers.context import Context
from handlers.pictures import making
from handlers.pictures.values import Picture
from handlers.trajectory import Sight
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from storage.workspace import Reader


def path(
    context: Context, account: str, who: str | None, at: date, span: int, action: date | None = None
) -> Picture:
    """The months of one account, with the time before and after an action.

    Raises `NotFound` for an account that is not there or that the member may not see, and
    `BadInput` for an action that is still to come.
    """
    if action is not None and action > at:
        raise BadInput("{day} is still to come. Nothing was drawn.", day=action)
    with context.workspace.reading() as reader:
        audience, found = _account(reader, who, account)
        sight = Sight(reader, audience, [found])
        months = trajectory.paths(reader, [found], at, sight, span)[found.id]
        around = trajectory.around(reader, found, action, at, sight) if action else None
        return making.path(found, months, at, around)


def together(
    context: Context, who: str | None, segment: str | None, at: date, span: int
) -> Picture:
    """The months of all accounts, or of those of a segment, as one path."""
    accounts = _portfolio(context, who, None, segment, at)
    with context.workspace.reading() as reader:
        sight = Sight(reader, access.audience(reader, who), accounts)
        each = trajectory.paths(reader, accounts, at, sight, span)
        return making.together(list(each.values()), at, segment)


def portfolio(
    context: Context,
    who: str | None,
    names: Sequence[str],
    owner: str | None,
    segment: str | None,
    at: date,
) -> Picture:
    """The named accounts on a map, or without names those of an owner or a segment."""
    accounts = [] if names else _portfolio(context, who, owner, segment, at)
    with context.workspace.reading() as reader:
        audience = access.audience(reader, who)
        accounts += [naming.account(reader, audience.asker, name) for name in names]
        sight = Sight(reader, audience, accounts)
        return making.portfolio(accounts, trajectory.paths(reader, accounts, at, sight, span=1))


def history(context: Context, account: str, who: str | None, at: date, span: int) -> Picture:
    """Health at the end of each month, for those who may see health internals."""
    with context.workspace.reading() as reader:
        found = _with_internals(reader, who, account)
        rules = rulebook.health(context, reader)
        return making.history(reader, found, at, rules, span)


def components(context: Context, account: str, who: str | None, at: date) -> Picture:
    """The components of health on a day, for those who may see health internals."""
    with context.workspace.reading() as reader:
        found = _with_internals(reader, who, account)
        rules = rulebook.health(context, reader)
        return making.components(found, making.read(reader, found, at, rules), rules)


def _account(reader: Reader, who: str | None, name: str) -> tuple[Audience, Account]:
    audience = access.audience(reader, who)
    return audience, naming.account(reader, audience.asker, name)


def _with_internals(reader: Reader, who: str | None, name: str) -> Account:
    """Denied reads the same as not found."""
    audience, found = _account(reader, who, name)
    if not audience.asker.sees_internals(found):
        raise NotFound(
            "There is no health reading of {account}. Nothing was read.", account=found.name
        )
    return found


def _portfolio(
    context: Context, who: str | None, owner: str | None, segment: str | None, at: date
) -> list[Account]:
    wanted = portfolios.Filter(owner=owner, segment=segment)
    found = [line.account for line in portfolios.read(context, wanted, who, at).lines]
    if not found:
        raise NotFound("No account fits. Nothing was drawn.")
    return found
