"""The brief: an account's summary asked for by its name, without a question around it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from handlers import naming, reception, respond, texts
from handlers.answers import Answer, Draft, Question, Request
from handlers.composing import meeting, renewal, summary
from handlers.composing.desk import Desk
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import Ambiguous


def brief(
    context: Context,
    account: str,
    asker: str | None = None,
    *,
    at: date | None = None,
    language: str | None = None,
) -> Answer:
    """The summary of the account with that name, alias or id, as of a day.

    `language` is the asker's own when it is None. Raises `NotFound` for an account that is not
    there, or that the asker may not see, with the nearest names, and `Ambiguous` for a name that
    fits several.
    """
    return about(
        context, account, asker, summary.compose, Request.SUMMARY, at=at, language=language
    )


def before_meeting(
    context: Context,
    account: str,
    asker: str | None = None,
    *,
    meeting_id: str | None = None,
    at: date | None = None,
    language: str | None = None,
) -> Answer:
    """What to know before the account's next meeting, or before that one; else as `brief`."""
    compose = partial(meeting.compose, meeting_id=meeting_id)
    return about(context, account, asker, compose, Request.SUMMARY, at=at, language=language)


def before_renewal(
    context: Context,
    account: str,
    asker: str | None = None,
    *,
    at: date | None = None,
    language: str | None = None,
) -> Answer:
    """What to take into the renewal; else as `brief`."""
    return about(
        context, account, asker, renewal.compose, Request.SUMMARY, at=at, language=language
    )


def about(
    context: Context,
    account: str,
    asker: str | None,
    compose: Callable[[Desk], Draft],
    request: Request,
    *,
    at: date | None = None,
    language: str | None = None,
) -> Answer:
    """What a composer says of the account with that name; else as `brief`."""
    question = Question(account, asker, at=at)
    with context.workspace.reading() as reader:
        desk = reception.receive(context, reader, question)
        said = texts.of(language or desk.asker.language)
        asked = replace(desk.asked, accounts=(_meant(desk, account),), request=request.value)
        archive = replace(desk.archive, texts=said)
        ready = replace(desk, asked=asked, texts=said, archive=archive)
        return respond.finish(ready, compose(ready), request)


def _meant(desk: Desk, name: str) -> Account:
    wanted = name.strip().casefold()
    exact = [a for a in desk.accounts if wanted in (a.name.casefold(), a.id.casefold())]
    exact = exact or [a for a in desk.accounts if wanted in map(str.casefold, a.aliases)]
    found = [] if reception.is_outsider(desk) else exact or list(desk.asked.accounts)
    if len(found) > 1 or (not found and desk.asked.candidates):
        offered = found or desk.asked.candidates
        raise Ambiguous(
            "“{name}” fits several accounts: {several}. Name one of them.",
            tuple(account.id for account in offered),
            name=name,
            several=[account.name for account in offered],
        )
    if not found:
        raise naming.not_found(name, [account.name for account in desk.asked.nearest])
    return found[0]
