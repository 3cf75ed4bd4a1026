"""`cairn ask` and `cairn brief`: questions from the command line, one or many."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.commands import options
from bot.console import Console
from bot.views import answer as answer_view
from handlers import ask as asking
from handlers import brief as briefs
from handlers import kickoff, texts
from handlers.answers import Answer, Question
from handlers.pictures import alternative
from handlers.understand import Turn
from playbooks.errors import BadInput, CairnError


@click.command()
@click.argument("question", required=False)
@options.member("Member to ask as")
@click.option("--channel", help="Channel in which the answer would appear.")
@click.option("--thread", help="Id of the conversation that this question belongs to.")
@options.day("--at", said="Answer as of this day (YYYY-MM-DD).")
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Questions from a JSONL file; one JSON line out for each.",
)
@options.as_json
@click.pass_obj
def ask(
    console: Console,
    question: str | None,
    who: str | None,
    channel: str | None,
    thread: str | None,
    at: date | None,
    batch: Path | None,
    as_json: bool,
) -> None:
    """Ask one question, or many from a file."""
    asked = Question(question or "", who, channel, thread, at=at)
    if batch is not None:
        for line in _batch(console, batch, asked):
            console.say(line, line["text"], as_json=as_json)
        return
    if question is None:
        raise BadInput('There is no question. Write it in quotes: cairn ask "How is Acme doing?"')
    found = asking.answer(console.context, asked)
    console.say(document(found), found.text, as_json=as_json)


@click.command()
@click.argument("account")
@click.option("--meeting", "kind", flag_value="meeting", help="For the next meeting with them.")
@click.option("--renewal", "kind", flag_value="renewal", help="For their renewal.")
@click.option("--kickoff", "kind", flag_value="kickoff", help="For their kickoff.")
@options.member("Member to read as")
@options.at
@options.language("Language of the brief.")
@options.as_json
@click.pass_obj
def brief(
    console: Console,
    account: str,
    kind: str | None,
    who: str | None,
    at: date | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Summarise an account on one screen, every line with its source; or for an occasion."""
    prepare = BRIEFS[kind]
    found = prepare(console.context, account, who, at=at, language=language)
    console.say(document(found), found.text, as_json=as_json)


BRIEFS: dict[str | None, Callable[..., Answer]] = {
    None: briefs.brief,
    "meeting": briefs.before_meeting,
    "renewal": briefs.before_renewal,
    "kickoff": kickoff.prepare,
}
"""What is prepared for each occasion, the summary for none."""


def document(answer: Answer) -> dict[str, Any]:
    """An answer in the shape that `--json` prints."""
    return {
        "text": answer.text,
        "language": answer.language,
        "request": answer.request.value,
        "accounts": [account.name for account in answer.accounts],
        "account_ids": [account.id for account in answer.accounts],
        "citations": [
            {
                "id": citation.id,
                "kind": citation.kind,
                "title": citation.title,
                "quote": citation.quote,
                "url": citation.url,
                "as_of": citation.as_of,
            }
            for citation in answer.citations
        ],
        "clarify": [account.name for account in answer.clarify],
        "nearest": [account.name for account in answer.nearest],
        "abstained": answer.abstained,
        "missing": list(answer.missing),
        "private": answer.private,
        "blocks": answer_view.message(answer, texts.of(answer.language)),
        "model": answer.model,
        "notice": answer.notice,
        "proposal": _proposal(answer),
        "picture": _picture(answer),
        "thread": answer.thread_id,
        "reply": answer.reply_id,
    }


def _picture(answer: Answer) -> dict[str, str] | None:
    """What Slack would show beside the answer; `cairn picture` draws it."""
    if answer.picture is None:
        return None
    said = alternative.text(answer.picture, texts.of(answer.language))
    return {"kind": answer.picture.kind, "text": said}


def _proposal(answer: Answer) -> dict[str, Any] | None:
    made = answer.proposal
    if made is None:
        return None
    return {
        "account": made.account,
        "account_id": made.account_id,
        "text": made.text,
        "kind": made.kind,
        "date": made.date,
        "author": made.author,
    }


def _batch(console: Console, file: Path, default: Question) -> Iterator[dict[str, Any]]:
    """An answer for each line, in order; what is wrong with a line is its answer. Who asks, where
    and as of when is as by `default` where a line does not say."""
    with file.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _answered(console, line, number, default)


def _answered(console: Console, line: str, number: int, default: Question) -> dict[str, Any]:
    given: Mapping[str, Any] = {}
    try:
        given = _parsed(line, number)
        found = asking.answer(console.context, _question(given, number, default))
    except CairnError as error:
        who = given.get("as", default.asker)
        said = console.sentence(error, who if isinstance(who, str) else None)
        return {"id": given.get("id"), "error": said, **_refused(said)}
    return {"id": given.get("id"), **document(found)}


def _parsed(line: str, number: int) -> Mapping[str, Any]:
    try:
        given = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(
            "Line {number} is not JSON: {why}. The other lines go on.", number=number, why=error.msg
        ) from error
    if not isinstance(given, dict):
        raise BadInput("Line {number} is not a JSON object. The other lines go on.", number=number)
    return given


def _question(given: Mapping[str, Any], number: int, default: Question) -> Question:
    thread = given.get("thread")
    turns = [_turn(one, number) for one in thread] if isinstance(thread, list) else None
    written = _text(given, "at", number)
    return Question(
        _text(given, "text", number) or default.text,
        _text(given, "as", number) or default.asker,
        _text(given, "channel", number) or default.channel,
        (_text(given, "thread", number) or default.thread_id) if turns is None else None,
        turns=tuple(turns or ()),
        at=default.at if written is None else _day(written, number),
    )


def _text(given: Mapping[str, Any], key: str, number: int) -> str | None:
    value = given.get(key)
    if value is not None and not isinstance(value, str):
        raise BadInput(
            "Line {number}: “{key}” is no text. Write it in quotes. The other lines go on.",
            number=number,
            key=key,
        )
    return value


def _turn(turn: Any, number: int) -> Turn:
    if not isinstance(turn, dict):
        raise BadInput(
            "Line {number}: a turn of the thread is no JSON object. The other lines go on.",
            number=number,
        )
    return Turn(str(turn.get("role")), str(turn.get("text")))


def _day(written: str, number: int) -> date:
    try:
        return date.fromisoformat(written[:10])
    except ValueError as error:
        raise BadInput(
            "Line {number}: “{written}” is not a date. Write it as YYYY-MM-DD.",
            number=number,
            written=written,
        ) from error


def _refused(sentence: str) -> dict[str, Any]:
    """The shape of an answer for a line that could not be answered."""
    return {
        "text": sentence,
        "language": "en",
        "request": "other",
        "accounts": [],
        "citations": [],
        "clarify": [],
        "abstained": True,
        "missing": [],
        "private": False,
        "blocks": [],
        "model": None,
    }
