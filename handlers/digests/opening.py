"""A digest made for one member: composed, its citations checked, None when there is none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from handlers import reception, respond
from handlers.answers import Answer, Draft, Request
from handlers.composing.desk import Desk
from handlers.context import Context
from handlers.digests import portfolio, team

Compose = Callable[[Desk], Draft | None]


def of_portfolio(
    context: Context,
    member: str | None,
    *,
    at: date | None = None,
    language: str | None = None,
) -> Answer | None:
    """What changed at the member's own accounts in a week; None when there is nothing to say.

    Raises `NotFound` for a member who is not there.
    """
    return _open(context, member, portfolio.compose, at, language)


def of_team(
    context: Context,
    member: str | None,
    *,
    at: date | None = None,
    language: str | None = None,
) -> Answer | None:
    """What a manager's team has to do, what was left lying, and its load; else as above."""
    return _open(context, member, team.compose, at, language)


def _open(
    context: Context,
    member: str | None,
    compose: Compose,
    at: date | None,
    language: str | None,
) -> Answer | None:
    with context.workspace.reading() as reader:
        request = Request.PORTFOLIO
        desk = reception.unasked(context, reader, member, request.value, language, at)
        made = None if reception.is_outsider(desk) else compose(desk)
        if made is None:
            return None
        return respond.finish(desk, replace(made, private=True), request)
