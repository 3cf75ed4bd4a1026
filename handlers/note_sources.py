"""What a note is made from: a message, a mail or a transcript, as text or as a file."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from handlers import accounts, participants
from handlers.accounts import Meant
from handlers.answers import Named, Proposal
from handlers.context import Context
from handlers.notes import NoteDraft
from knowledge import mails, transcripts
from knowledge.mails import Mail
from playbooks import exchanges
from playbooks.accounts import Account
from playbooks.errors import BadInput
from playbooks.exchanges import Exchange, Turn
from playbooks.notes import Direction
from playbooks.people import Contact, Member
from storage.workspace import Reader

LARGEST = 4_000_000
"""Bytes of a file that becomes a note."""

MAIL, TRANSCRIPT, TEXT = (".eml",), (".vtt", ".srt"), (".txt", ".md")
ENDINGS = (*MAIL, *TRANSCRIPT, *TEXT)
"""Files that can become a note, by the end of their name."""

NAMED_IN = 2_000
"""Characters at the beginning of a text in which the customer is named."""


@dataclass(frozen=True, slots=True)
class Source:
    """A note to be, what it is made from, and what tells whom it is about: words, addresses.

    `meant` is set where that is known already.
    """

    draft: NoteDraft
    origin: str
    about: str
    addresses: tuple[str, ...] = ()
    meant: Meant | None = None


def is_readable(name: str) -> bool:
    """Whether a file called so can become a note."""
    return Path(name).suffix.lower() in ENDINGS


def of_text(text: str, day: date | None = None) -> Source:
    """A text as somebody wrote or pasted it; a mail and a transcript are told by their form."""
    mail = mails.pasted(text)
    if mail is not None and mail.text:
        return _of_mail(mail, day)
    spoken = transcripts.spoken(text)
    if spoken is not None:
        return _of_exchange(spoken, text.strip(), text[:NAMED_IN], day)
    return Source(NoteDraft("", text.strip(), day), "message", text[:NAMED_IN])


def check(name: str, size: int) -> None:
    """Raises `BadInput` for a file that cannot become a note; `size` is in bytes."""
    if not is_readable(name):
        raise BadInput(
            "{name} cannot become a note: I take mails (.eml), transcripts (.vtt, .srt) and text "
            "(.txt, .md). Nothing was saved.",
            name=name,
        )
    if size > LARGEST:
        raise BadInput("{name} is larger than 4 MB; split it. Nothing was saved.", name=name)


def of_summary(text: str, exchange: Exchange, origin: str) -> Source:
    """A thread or a channel by its summary; `exchange` is all that was said."""
    days = exchanges.period(exchange.turns)
    both = {turn.ours for turn in exchange.turns} >= {True, False}
    draft = NoteDraft(
        "",
        text,
        days[1] if days else None,
        kind="chat",
        direction=Direction.TWO_WAY if both else None,
        participants=exchange.speakers[: participants.MOST],
        exchange=exchange,
    )
    return Source(draft, origin, exchange.text[:NAMED_IN])


def of_proposal(prepared: Proposal) -> Source:
    """The note that an answer proposed."""
    draft = NoteDraft("", prepared.text, prepared.date, prepared.kind)
    meant = Meant(Named(prepared.account_id, prepared.account))
    return Source(draft, "message", prepared.text, meant=meant)


def of_file(name: str, content: bytes) -> Source:
    """A mail or a transcript as a file; raises `BadInput` that says what is wrong with it."""
    check(name, len(content))
    ending = Path(name).suffix.lower()
    source = _of_mail(mails.read(content), None) if ending in MAIL else _spoken(name, content)
    if not source.draft.text.strip():
        raise BadInput("There is no text in {name}. Nothing was saved.", name=name)
    return source


def account_of(
    context: Context, source: Source, member: str, channel: str | None
) -> accounts.Meant:
    """The account that a source is about: by the addresses in it, its words, or its channel."""
    with context.workspace.reading() as reader:
        found = _by_address(reader, source.addresses)
    if found is not None:
        return Meant(Named(found.id, found.name))
    return accounts.meant_by(context, member, source.about, channel)


def _spoken(name: str, content: bytes) -> Source:
    ending = Path(name).suffix.lower()
    try:
        spoken = transcripts.read(content, ending)
    except (UnicodeError, ValueError) as error:
        raise BadInput(
            "{name} cannot be read: it is no text, or its captions are broken. Nothing was saved; "
            "export it anew as .vtt or .txt.",
            name=name,
        ) from error
    day = transcripts.day_in(name)
    if spoken is None:
        return of_text(transcripts.decoded(content), day)
    # Captions are put together to turns; a text stays as it was written.
    text = spoken.text if ending in TRANSCRIPT else transcripts.decoded(content).strip()
    words = Path(name).stem.replace("_", " ").replace("-", " ")
    return _of_exchange(spoken, text, f"{words}\n{text[:NAMED_IN]}", day)


def _of_exchange(exchange: Exchange, text: str, about: str, day: date | None) -> Source:
    draft = NoteDraft(
        "",
        text,
        day,
        kind="call",
        direction=Direction.TWO_WAY if len(exchange.speakers) > 1 else None,
        participants=exchange.speakers[: participants.MOST],
        exchange=exchange,
    )
    return Source(draft, "transcript", about)


def _of_mail(mail: Mail, day: date | None) -> Source:
    people = [mail.sender, *mail.recipients]
    text = "\n\n".join(filter(None, (mail.subject, mail.text)))
    draft = NoteDraft(
        "",
        text,
        mail.day or day,
        kind="email",
        direction=Direction.TWO_WAY if mail.answers else None,
        participants=tuple(
            dict.fromkeys(name or address for name, address in people if any((name, address)))
        ),
        exchange=_written_by(mail),
    )
    addresses = tuple(address.casefold() for _name, address in people if address)
    return Source(draft, "mail", text[:NAMED_IN], addresses)


def _written_by(mail: Mail) -> Exchange | None:
    """A mail as what its sender said: "I" and "we" in it are theirs; None for a nameless one."""
    name, address = mail.sender
    speaker = name or address
    return Exchange((Turn(speaker, mail.text),), sender=address or None) if speaker else None


def _by_address(reader: Reader, addresses: tuple[str, ...]) -> Account | None:
    """The one account whose contact or domain stands among the addresses."""
    if not addresses:
        return None
    ours = {(member.email or "").casefold() for member in reader.find(Member)}
    theirs = [address for address in addresses if address not in ours]
    ids = {contact.account_id for contact in reader.find(Contact, email=theirs)}
    domains = [address.rpartition("@")[2] for address in theirs]
    ids |= {account.id for account in reader.find(Account, domain=domains)}
    return reader.get(Account, ids.pop()) if len(ids) == 1 else None


def named(source: Source, account: str) -> NoteDraft:
    """The note to be, about that account."""
    return replace(source.draft, account=account)
