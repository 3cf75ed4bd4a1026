"""Filling the note form: what a message, a thread, a channel or a file says is read in a job.

The form is open meanwhile and says how far the reading is: Slack lets nobody open one later.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot import downloads, gathering, mrkdwn, thread_wishes
from bot.listeners import shortcuts, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import note_form, notice
from bot.views.note_form import Alike, Form
from handlers import (
    confirming,
    note_drafts,
    note_filling,
    note_reading,
    note_sources,
    note_summaries,
)
from handlers.accounts import Meant
from handlers.answers import Named
from handlers.note_sources import Source
from handlers.notes import NoteDraft, Proposal
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.errors import CairnError
from playbooks.exchanges import Exchange
from playbooks.notes import Note
from playbooks.people import Member, Role

JOB = "note.prepare"
TOLD_EACH = 200
"""Messages between two lines of progress."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a note is made from, and what is to be said beside it.

    `note_id` is set where the note can be saved in another way as well, so that it is saved once.
    """

    source: Source
    channel: str | None = None
    permalink: str | None = None
    remark: str | None = None
    note_id: str | None = None


def work(parts: Parts) -> None:
    """Say what is done to fill a form that is open."""
    parts.does(JOB, _prepare)


def begin() -> None:
    """Load the wordings of three languages now: the first form must not wait for them."""
    threading.Thread(target=note_reading.warm, name="wordings", daemon=True).start()


def ask(parts: Parts, view_id: str, user: str, source: Payload) -> None:
    """Have an open form filled from a source; `source` names its `kind` and where it is."""
    payload = {"place": {"user": user}, "view": view_id, "source": source}
    parts.keep(JOB, f"note:{view_id}:prepare", payload)


def form_of(
    parts: Parts, _: Texts, member: Member, proposal: Proposal, meant: Meant | None = None
) -> Form:
    """The form of what was read out of a text."""
    days = {
        said.promise_id.rpartition(".")[2]: (said.wording, said.days) for said in proposal.unclear
    }
    account = proposal.account
    return Form(
        filled=note_filling.as_read(proposal),
        account=Named(account.id, account.name) if account.id else None,
        candidates=meant.candidates if meant else (),
        days=days,
        cues=tuple((cue.name, cue.quote) for cue in proposal.cues),
        alike=alike(parts, _, member, proposal.near_duplicates),
    )


def alike(parts: Parts, _: Texts, member: Member, others: Sequence[Note]) -> Alike | None:
    """The likest of the notes that say nearly the same, as the form shows it."""
    if not others:
        return None
    other = others[0]
    with parts.context.workspace.reading() as reader:
        author = reader.get(Member, other.author) if other.author else None
    own = other.author == member.id or member.role is Role.ADMIN
    return Alike(other.id, other.date, author.name if author else _("Somebody"), other.text, own)


def recognised(parts: Parts, member: Member, text: str) -> tuple[Meant, Account | None]:
    """The account that a text is about, as far as it is known."""
    meant = note_sources.account_of(parts.context, note_sources.of_text(text), member.id, None)
    return meant, _account(parts, meant)


def _prepare(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        view_id, note_id = payload["view"], f"note_{payload['view']}"
        try:
            made = SOURCES[payload["source"]["kind"]](parts, _, member, payload)
            note_id = made.note_id or note_id
            drawn = note_form.form(_, _filled(parts, _, member, note_id, made))
        except CairnError as error:
            note_drafts.drop(parts.context, note_id, member.id)
            drawn = notice.modal(_, notice.refused(_, error))
        if not shortcuts.show(parts, view_id, drawn):
            note_drafts.drop(parts.context, note_id, member.id)

    speaking.with_member(parts, payload, work)


def _filled(parts: Parts, _: Texts, member: Member, note_id: str, made: Made) -> Form:
    context, source = parts.context, made.source
    meant = source.meant or note_sources.account_of(context, source, member.id, made.channel)
    account = _account(parts, meant)
    draft = replace(
        source.draft,
        id=note_id,
        date=source.draft.date or shortcuts.today(parts, member),
        channel=made.channel,
        permalink=made.permalink,
    )
    kept = note_drafts.prepare(context, draft, member.id, source.origin, account)
    shown = form_of(parts, _, member, kept, meant) if kept else _empty(draft)
    shown = note_form.shortened(shown, draft.text)
    return replace(shown, origin=source.origin, remark=made.remark)


def _account(parts: Parts, meant: Meant) -> Account | None:
    with parts.context.workspace.reading() as reader:
        return reader.get(Account, meant.account.id) if meant.account else None


def _empty(draft: NoteDraft) -> Form:
    filled = note_filling.Filled(draft.id or "", "", draft.text, draft.date, channel=draft.channel)
    return Form(replace(filled, permalink=draft.permalink))


def _of_message(parts: Parts, _: Texts, member: Member, payload: Payload) -> Made:
    source = payload["source"]
    names = parts.people.names(mrkdwn.mentioned(source["text"]))
    text = mrkdwn.readable(source["text"], names)
    link = parts.permalink(source["channel"], source["ts"], source.get("thread_ts"))
    channel = parts.born_in(source["channel"], member.id)
    return Made(note_sources.of_text(text, gathering.day(source["ts"], member)), channel, link)


def _of_thread(parts: Parts, _: Texts, member: Member, payload: Payload) -> Made:
    source = payload["source"]
    where = {"channel": source["channel"], "ts": source["ts"]}
    exchange = _gathered(parts, _, member, payload, "conversations.replies", where)
    told = tuple(turn for turn in exchange.turns if thread_wishes.saving(turn.text) is None)
    link = parts.permalink(source["channel"], source["ts"])
    made = _summarised(parts, _, member, payload, replace(exchange, turns=told), link)
    if not source.get("account"):
        return made
    return replace(made, source=replace(made.source, about=source["account"]))


def _of_channel(parts: Parts, _: Texts, member: Member, payload: Payload) -> Made:
    source = payload["source"]
    where = {name: source[name] for name in ("channel", "oldest", "latest")}
    exchange = _gathered(parts, _, member, payload, "conversations.history", where)
    link = f"{parts.identity.url}archives/{source['channel']}"
    return _summarised(parts, _, member, payload, exchange, link)


def _of_file(parts: Parts, _: Texts, member: Member, payload: Payload) -> Made:
    shared = downloads.fetch(parts.client, payload["source"]["file"], note_sources.check)
    source = note_sources.of_file(shared.name, shared.content)
    return Made(source, parts.born_in(payload["source"]["channel"], member.id), shared.location)


def _of_proposal(parts: Parts, _: Texts, member: Member, payload: Payload) -> Made:
    """The note that an answer proposed, about the account that was meant there."""
    source = payload["source"]
    channel = source["channel"]
    reads_along = None if channel.startswith("D") else channel
    prepared = confirming.prepared(
        parts.context, source["reply"] or "", source["account"], member.id, reads_along
    )
    born_in, note_id = parts.born_in(channel, member.id), f"note_{source['reply']}"
    return Made(note_sources.of_proposal(prepared), born_in, note_id=note_id)


SOURCES: dict[str, Callable[[Parts, Texts, Member, Payload], Made]] = {
    "message": _of_message,
    "thread": _of_thread,
    "channel": _of_channel,
    "file": _of_file,
    "proposal": _of_proposal,
}


def _gathered(
    parts: Parts, _: Texts, member: Member, payload: Payload, method: str, where: Payload
) -> Exchange:
    note_id, kind = f"note_{payload['view']}", payload["source"]["kind"]
    draft = note_drafts.begun(parts.context, note_id, member.id, kind)
    # A private channel's people are known before anything of it is kept.
    parts.born_in(where["channel"], member.id)

    def told(count: int) -> None:
        if count:
            said = _("I am reading: {count} messages so far…", count=_.number(count))
            shortcuts.show(parts, payload["view"], note_form.waiting(_, said))

    return gathering.gather(parts, draft, method, where, member, told)


def _summarised(
    parts: Parts, _: Texts, member: Member, payload: Payload, exchange: Exchange, link: str
) -> Made:
    def told(count: int) -> None:
        if count and count % TOLD_EACH == 0:
            said = _("I am reading what they tell: message {count}…", count=_.number(count))
            shortcuts.show(parts, payload["view"], note_form.waiting(_, said))

    source = note_sources.of_summary(
        note_summaries.of(parts.context, exchange, _, told), exchange, payload["source"]["kind"]
    )
    channel = parts.born_in(payload["source"]["channel"], member.id)
    return Made(source, channel, link, left_out(_, exchange))


def left_out(_: Texts, exchange: Exchange) -> str | None:
    """What is said of messages that were too many to be read."""
    if not exchange.left_out:
        return None
    return _.plural(
        "Too long to be read whole: {count} message at least was left out.",
        "Too long to be read whole: {count} messages at least were left out.",
        exchange.left_out,
        count=_.number(exchange.left_out),
    )
