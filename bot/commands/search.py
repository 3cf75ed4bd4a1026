"""`cairn search`: passages and notes from the command line, one query or many."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.commands import options
from bot.console import Console
from handlers import search as searching
from handlers.search import Query, Result
from playbooks.errors import BadInput, CairnError

SHOWN = 400
"""Characters of a passage that the text shows; --json gives all of it."""


@click.command()
@click.argument("query", required=False)
@click.option("--stage", type=click.Choice(searching.STAGES), help="Only this stage.")
@click.option("--kind", type=click.Choice(searching.KINDS), help="Only this kind.")
@options.language("Only in this language.")
@click.option("--account", help="Notes of this account: a name, an alias or an id.")
@click.option("-k", "k", type=int, default=5, show_default=True, help="How many results.")
@options.member("Member to search as")
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Queries from a JSONL file; one JSON line out for each.",
)
@options.as_json
@click.pass_obj
def search(
    console: Console,
    query: str | None,
    stage: str | None,
    kind: str | None,
    language: str | None,
    account: str | None,
    k: int,
    who: str | None,
    batch: Path | None,
    as_json: bool,
) -> None:
    """Find passages in the library, or notes with --kind note or --account."""
    if batch is not None:
        for line in _batch(console, batch, who):
            console.say(line, _text_of_line(line), as_json=as_json)
    elif query is None:
        raise BadInput('There is nothing to search for. Write it in quotes: cairn search "churn".')
    else:
        asked = Query(query, k, kind, stage, language, account, rewording=True)
        found = searching.find(console.context, asked, who)
        console.say(document(found), _text(found), as_json=as_json)
    if trouble := console.context.library.trouble:
        console.mention(console.sentence(trouble, who))


def document(results: list[Result]) -> dict[str, Any]:
    """Results in the shape that `--json` prints."""
    return {"results": [asdict(result) for result in results]}


def _batch(console: Console, file: Path, who: str | None) -> Iterator[dict[str, Any]]:
    """Results for each line, in order; what is wrong with a line is said in its place."""
    with file.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _found(console, line, number, who)


def _found(console: Console, line: str, number: int, who: str | None) -> dict[str, Any]:
    given: Mapping[str, Any] = {}
    try:
        given = _parsed(line, number)
        results = searching.find(console.context, _query(given, number), given.get("as") or who)
    except CairnError as error:
        said = console.sentence(error, given.get("as") or who)
        return {"id": given.get("id"), "error": said, "results": []}
    return {"id": given.get("id"), **document(results)}


def _parsed(line: str, number: int) -> Mapping[str, Any]:
    try:
        given = json.loads(line)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise BadInput("Line {number} is not a JSON object.", number=number)
    return given


def _query(given: Mapping[str, Any], number: int) -> Query:
    text, k = given.get("query"), given.get("k")
    if not isinstance(text, str):
        raise BadInput("Line {number} has no query.", number=number)
    if k is not None and not isinstance(k, int):
        raise BadInput("Line {number}: k is the number of results.", number=number)
    named = {name: given.get(name) for name in ("kind", "stage", "language", "account")}
    return Query(text, 5 if k is None else k, **named, rewording=True)


def _text_of_line(line: Mapping[str, Any]) -> str:
    results = [Result(**result) for result in line["results"]]
    return f"{line['id']}: {line.get('error') or ''}\n{_text(results)}"


def _text(results: list[Result]) -> str:
    if not results:
        return "Nothing was found. Try other words, or fewer filters."
    return "\n\n".join(_shown(number, one) for number, one in enumerate(results, start=1))


def _shown(number: int, result: Result) -> str:
    place = f"{result.title} › {result.heading}" if result.heading else result.title
    source = " · ".join(part for part in (result.kind, result.stage, result.path) if part)
    text = textwrap.shorten(" ".join(result.text.split()), SHOWN, placeholder=" …")
    return f"{number}. {place}\n   {source}\n{textwrap.indent(textwrap.fill(text, 96), '   ')}"
