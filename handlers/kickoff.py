"""The kickoff brief of an account, as an answer and as a file to take into the meeting."""

from datetime import date

from handlers import brief, layout, texts
from handlers.answers import Answer, Request
from handlers.composing import kickoff
from handlers.context import Context
from handlers.texts import Texts


def prepare(
    context: Context,
    account: str,
    asker: str | None = None,
    *,
    at: date | None = None,
    language: str | None = None,
) -> Answer:
    """What to open with, to train first and to watch for; raises as `brief.brief` does."""
    return brief.about(
        context, account, asker, kickoff.compose, Request.HANDOFF, at=at, language=language
    )


def document(answer: Answer, as_of: date) -> str:
    """The brief as Markdown: headings, lines with numbered sources, and the sources below."""
    _ = texts.of(answer.language)
    numbers = layout.numbering(answer.citations)
    names = ", ".join(account.name for account in answer.accounts)
    parts = [f"# {_('Kickoff brief')}: {_plain(names)}", layout.marked(answer.lead, numbers, _)]
    for section in answer.sections:
        lines = [f"- {layout.marked(one, numbers, _)}" for one in section.sentences]
        parts.append("\n".join([f"## {layout.title(section.part, _)}", "", *lines]))
    parts.append("\n".join([f"## {_('Sources')}", "", *_sources(answer, _)]))
    parts.append(_("As of {date}.", date=_.date(as_of)))
    return "\n\n".join(parts) + "\n"


def file_name(answer: Answer) -> str:
    """A name for the file that says whose brief it is."""
    names = "-".join(account.name for account in answer.accounts)
    kept = "".join(letter if letter.isalnum() else "-" for letter in names).strip("-")
    return f"kickoff-{kept or 'brief'}.md"


def _sources(answer: Answer, _: Texts) -> list[str]:
    return [
        f"{number}. {layout.source(number, one, _).partition('] ')[2]}"
        for number, one in enumerate(answer.citations, 1)
    ]


def _plain(name: str) -> str:
    return " ".join(name.split())
