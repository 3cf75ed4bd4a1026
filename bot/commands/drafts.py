"""`cairn draft`: a message to a customer, to be edited and sent by a person."""

from typing import Any

import click

from bot.commands import options
from bot.console import Console
from handlers import access, draft_captions, drafts, layout, texts
from handlers.drafting import letters
from handlers.drafting.addressing import Way
from handlers.drafts import Message, Wish
from handlers.texts import Texts
from playbooks.errors import BadInput


@click.command()
@click.argument("nudge_id", required=False)
@click.option("--account", help="Write to this account: a name, an alias or an id.")
@click.option("--rule", type=click.Choice(sorted(letters.LETTERS)), help="The letter of this rule.")
@click.option("--about", "topic", help="What it is about, in the language of the reader.")
@click.option("--to", "contact", help="Who it goes to: a contact's name or id.")
@options.language("Write in this language.")
@click.option("--by", "way", type=click.Choice([way.value for way in Way]), help="By this way.")
@click.option("--informal", is_flag=True, help="Address the reader as a friend: tu, 你.")
@options.member("Member who writes")
@options.as_json
@click.pass_obj
def draft(
    console: Console,
    nudge_id: str | None,
    account: str | None,
    rule: str | None,
    topic: str | None,
    contact: str | None,
    language: str | None,
    way: str | None,
    informal: bool,
    who: str | None,
    as_json: bool,
) -> None:
    """Write to a customer about a nudge (NUDGE_ID), or to an --account; sends nothing.

    Nothing that is for ourselves is in it: no health, no mood, no note, no other customer.
    """
    if (nudge_id is None) == (account is None):
        raise BadInput("Name a nudge (see `cairn nudges list`), or an account with --account.")
    wish = Wish(
        nudge_id,
        account,
        rule,
        topic,
        contact=contact,
        language=language,
        informal=informal,
        way=way,
    )
    found = drafts.write(console.context, wish, who)
    with console.context.workspace.reading() as reader:
        _ = texts.of(access.find_member(reader, who).language)
    console.say(document(found, _), text(found, _), as_json=as_json)


def document(found: Message, _: Texts) -> dict[str, Any]:
    """The message in the shape that `--json` prints."""
    contact = found.address.contact
    to = contact and {"id": contact.id, "name": contact.name, "role": contact.role}
    return {
        "account": found.account.name,
        "account_id": found.account.id,
        "nudge": found.wish.nudge_id,
        "rule": found.rule,
        "to": to,
        "language": found.address.language,
        "informal": found.wish.informal,
        "way": found.address.way,
        "subject": found.subject,
        "text": found.text,
        "blanks": found.blanks,
        "citations": [
            {"id": c.id, "kind": c.kind, "title": c.title, "quote": c.quote, "as_of": c.as_of}
            for c in found.citations
        ],
        "left_out": found.left_out,
        "remarks": found.remarks,
        "mailto": found.mailto,
    }


def text(found: Message, _: Texts) -> str:
    """The message, and below it what stands beside it for its writer."""
    lines = [draft_captions.heading(_, found), ""]
    if not found.is_spoken:
        lines += [_("Subject: {subject}", subject=found.subject), ""]
    lines += [found.text, "", "—", *draft_captions.beside(_, found)]
    lines += [layout.source(number, one, _) for number, one in enumerate(found.citations, 1)]
    return "\n".join(lines)
