"""Who hears what of a handoff: its seller, the CSM who takes over, and the kickoff brief."""

from dataclasses import replace

from bot.calling import Undeliverable
from bot.listeners import answering, speaking, views
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import blocks, handoff, note, notice
from bot.views.blocks import Block, View
from handlers import handoffs, kickoff, texts
from handlers.handoffs import SavedHandoff
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Handoff
from playbooks.people import Member
from storage.workspace import Reader

ANSWERED = "handoff.answered"
SHARE = "share file"
DESCRIBED = 1000
"""Characters that a screen reader gets of a file."""


def work(parts: Parts) -> None:
    """Say what is done when a handoff was answered, and how its brief is shared."""
    parts.does(ANSWERED, _answered)
    parts.does(SHARE, _share)


def handed_over(parts: Parts, _: Texts, author: Member, view: View, saved: SavedHandoff) -> None:
    """Thank the seller, and tell the CSM who takes over in their own language."""
    with parts.context.workspace.reading() as reader:
        account = _account(reader, saved.handoff)
        owner = reader.get(Member, account.owner) if account.owner else None
    text = _("Handed over: {account}.", account=account.name)
    thanks = handoff.saved(_, saved, account.name, owner.name if owner else None)
    views.keep_telling(parts, view, author.id, text, thanks)
    if owner is not None and owner.id != author.id:
        own = texts.of(owner.language)
        told = own("{author} handed {account} over.", author=author.name, account=account.name)
        shown = handoff.received(own, saved, account.name, author.name)
        views.keep_telling(parts, view, owner.id, told, shown, "owner")


def sent_back(parts: Parts, _: Texts, by: Member, view: View, saved: SavedHandoff) -> None:
    """Tell the seller why, with the way on; and the CSM that it is done."""
    with parts.context.workspace.reading() as reader:
        account, seller = _account(reader, saved.handoff), _seller(reader, saved.handoff)
    text = _("Sent back: {account}.", account=account.name)
    shown = handoff.returned(_, account.name, saved.audit_entry_id)
    views.keep_telling(parts, view, by.id, text, shown)
    if seller is not None:
        own = texts.of(seller.language)
        told = own(
            "{name} sent your handoff of {account} back.", name=by.name, account=account.name
        )
        back = handoff.told_returned(own, saved, account.name, by.name)
        views.keep_telling(parts, view, seller.id, told, back, "seller")


def _answered(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        if payload["action"] == handoff.ACCEPT:
            _accept(parts, place, member, _, payload)
        _brief(parts, place, member, _, payload["value"])

    speaking.with_member(parts, payload, work)


def _accept(parts: Parts, place: Place, member: Member, _: Texts, payload: Payload) -> None:
    saved = handoffs.accept(parts.context, payload["value"], member.id)
    with parts.context.workspace.reading() as reader:
        account, seller = _account(reader, saved.handoff), _seller(reader, saved.handoff)
    shown: list[Block] = [*payload["blocks"], *handoff.accepted(_, account.name)]
    shown += note.undoing(_, saved.audit_entry_id)
    speaking.put_in_place(parts, place, _("Accepted: {account}.", account=account.name), shown)
    if seller is not None and seller.id != member.id:
        own = texts.of(seller.language)
        text = own("{name} accepted {account}.", name=member.name, account=account.name)
        told = handoff.told_accepted(own, account.name, member.name)
        # Accepted twice, the seller hears it once.
        once = Place(parts.key(f"handoff:{saved.handoff.id}:accepted"), seller.id)
        speaking.whisper(parts, once, text, told, "seller")


def _brief(parts: Parts, place: Place, member: Member, _: Texts, handoff_id: str) -> None:
    """The kickoff brief as a message, and as a file behind it; to the person alone."""
    with parts.context.workspace.reading() as reader:
        given = reader.get(Handoff, handoff_id)
    if given is None:
        raise NotFound(
            "There is no handoff {handoff_id}. Nothing was changed.", handoff_id=handoff_id
        )
    found = kickoff.prepare(parts.context, given.account_id, member.id, language=member.language)
    channel = parts.messenger.open_dm(member.id)
    aside = replace(
        place, channel=channel, thread_ts=None, direct=True, ephemeral=False, response_url=None
    )
    answering.show(parts, aside, found)
    name, written = kickoff.file_name(found), kickoff.document(found, parts.context.today())
    described = blocks.cut(found.text, DESCRIBED)
    try:
        file_id = parts.messenger.uploads.send(name, written.encode(), described)
    except Undeliverable as refusal:
        text = _(
            "The brief could not be laid down as a file: Slack says {code}.", code=refusal.code
        )
        speaking.whisper(parts, aside, text, notice.message(text), "no file")
        return
    said = {"key": f"{place.key}:brief", "file": file_id, "name": name, "channel": channel}
    parts.jobs.enqueue(SHARE, f"{place.key}:brief", said)


def _share(parts: Parts, payload: Payload) -> None:
    """A job of its own, so that the file is shared once."""
    parts.messenger.uploads.share(payload["file"], payload["name"], payload["channel"])


def _account(reader: Reader, given: Handoff) -> Account:
    account = reader.get(Account, given.account_id)
    if account is None:
        raise BadInput("The customer is not there any more; nothing was saved.")
    return account


def _seller(reader: Reader, given: Handoff) -> Member | None:
    return reader.get(Member, given.author) if given.author else None
