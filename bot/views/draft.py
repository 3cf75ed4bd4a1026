"""A message to a customer as its writer gets it: a form to edit it in, then a text to copy."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.views import blocks
from bot.views.blocks import Block, View
from handlers import draft_captions, drafts, layout, quoting
from handlers.composing import phrases
from handlers.drafts import Message, Wish
from handlers.texts import Texts

OPEN = "draft_open"
FORM = "draft_form"
TO = "draft_to"
ADDRESS = "draft_address"
WAY = "draft_way"
TEXT = "text"
SUBJECT = "subject"

FORMAL, INFORMAL = "formal", "informal"
MOST_CONTACTS = 100
MOST_TEXT = 2900


@dataclass(frozen=True, slots=True)
class Edited:
    """What somebody took along from the form; `subject` is None for what is said by voice."""

    text: str
    subject: str | None
    mail: str | None


def button(_: Texts, nudge_id: str) -> Block:
    """Opens the message that answers a nudge."""
    return blocks.button(_("Draft a message"), OPEN, nudge_id)


def wanted(value: str) -> Wish:
    """What a button asks to be written: the message of a nudge, or what it carries of a wish."""
    return Wish.of(value) if value.startswith("{") else Wish(nudge_id=value)


def form(_: Texts, found: Message) -> View:
    """The message to edit, with what it rests on below; choosing a reader writes it anew."""
    shown = [blocks.section(blocks.escaped(draft_captions.heading(_, found))), *_choices(_, found)]
    shown += _fields(_, found)
    hint = _("I send nothing. Edit it, then take it with you.")
    shown.append(blocks.context(*_beside(_, found)[:9], hint))
    title = _("Message to the customer")
    metadata = json.dumps({"wish": asdict(found.wish), "mail": _mail(found)}, ensure_ascii=False)
    return blocks.modal(
        FORM, title, shown, submit=_("Take it"), close=_("Close"), metadata=metadata
    )


def wish(view: View) -> Wish:
    """What the form that is open was written for."""
    return Wish(**json.loads(view["private_metadata"])["wish"])


def chosen(view: View, action: Mapping[str, Any]) -> Wish:
    """The wish after somebody chose another reader or form of address."""
    value = action["selected_option"]["value"]
    if action["action_id"] == TO:
        return replace(wish(view), contact=value, language=None, way=None)
    if action["action_id"] == WAY:
        return replace(wish(view), way=value)
    return replace(wish(view), informal=value == INFORMAL)


def parse(view: View) -> Edited:
    """What was taken along."""
    written: dict[str, str] = {}
    for values in view["state"]["values"].values():
        written |= {name: one["value"] for name, one in values.items() if one.get("value")}
    mail = json.loads(view["private_metadata"])["mail"]
    return Edited(written.get(TEXT, "").strip(), written.get(SUBJECT), mail)


def taken(_: Texts, edited: Edited, blanks: Iterable[str]) -> list[Block]:
    """The message ready to be copied, and a link into one's own mail program."""
    shown = [blocks.section(_("Ready to copy. I have sent nothing."))]
    open_ = ", ".join(blocks.escaped(blank) for blank in blanks)
    if open_:
        said = _("There are blanks left to fill in: {blanks}", blanks=open_)
        shown.append(blocks.context(f"⚠️ {said}"))
    shown += [_copied(part) for part in (edited.subject, edited.text) if part]
    if edited.mail:
        link = drafts.mail_link(edited.mail, edited.subject or "", edited.text)
        shown.append(blocks.section(blocks.link(link, _("Open in my mail program"))))
    return shown


def _choices(_: Texts, found: Message) -> list[Block]:
    """Who reads it, and how they are addressed."""
    menus = [
        blocks.menu(
            ADDRESS,
            [
                blocks.option(_("formal"), FORMAL),
                blocks.option(_("among friends"), INFORMAL),
            ],
            _("Form of address"),
            INFORMAL if found.wish.informal else FORMAL,
        )
    ]
    ways = [
        blocks.option(phrases.capitalised(said), way)
        for way, said in draft_captions.ways(_).items()
    ]
    menus.append(blocks.menu(WAY, ways, _("By which way"), found.address.way))
    contact = found.address.contact
    if contact is not None:
        people = [blocks.option(one.name, one.id) for one in found.contacts[:MOST_CONTACTS]]
        menus.insert(0, blocks.menu(TO, people, _("To whom"), contact.id))
    return [blocks.actions(menus)]


def _fields(_: Texts, found: Message) -> list[Block]:
    """A field keeps what stands in it as long as its block has the same name."""
    contact = found.address.contact
    drawn = f"{contact.id if contact else ''}:{found.wish.informal}:{found.address.way}"
    written = blocks.text_input(
        TEXT, blocks.cut(found.text, MOST_TEXT), multiline=True, max_length=MOST_TEXT
    )
    label = _("What to say") if found.is_spoken else _("Message")
    fields = [blocks.field(f"{TEXT}:{drawn}", label, written, optional=False)]
    if not found.is_spoken:
        subject = blocks.text_input(SUBJECT, found.subject, max_length=200)
        fields.insert(0, blocks.field(f"{SUBJECT}:{drawn}", _("Subject"), subject))
    return fields


def _beside(_: Texts, found: Message) -> list[str]:
    """What the writer should know, and then the sources one by one."""
    known = "\n".join(map(blocks.escaped, draft_captions.beside(_, found)))
    sources = [layout.source(number, one, _) for number, one in enumerate(found.citations, 1)]
    return [text for text in (known, *map(blocks.escaped, sources)) if text]


def _copied(text: str) -> Block:
    """Text as it is, with Slack's own button to copy it."""
    element = {"type": "text", "text": quoting.inert(text)}
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [element]}],
    }


def _mail(found: Message) -> str | None:
    contact = found.address.contact
    return contact.email if contact is not None and found.mailto else None
