"""Notes: forms that open filled in, are saved in their acknowledgement, and can be changed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.listeners import note_preparing, shortcuts, speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import answer as answer_view
from bot.views import note, note_entry, note_form, notice, shared_file
from bot.views.blocks import View
from bot.views.note_entry import Entry
from bot.views.note_form import Form
from handlers import note_changes, note_drafts, note_forms, refusals, texts
from handlers.accounts import Meant
from handlers.answers import Named
from handlers.note_filling import FilledPromise
from handlers.note_forms import Kept
from handlers.notes import NoteDraft
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.errors import CairnError
from playbooks.notes import Draft
from playbooks.people import Member, Role

SAVE_AS_NOTE = "save_as_note"
SAVE_THREAD = "save_thread_as_note"
SAVED, JOIN = "note.saved", "note.join"

Change = Callable[[Parts, Texts, Member, Entry], Form]


def register(app: App, parts: Parts) -> None:
    """Take in what opens the form, and the form."""
    _register_openings(app, parts)

    @app.view(note_form.CALLBACK)
    def on_note(ack: Ack, body: dict[str, Any]) -> None:
        _submitted(parts, ack, body)

    def on_close(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        note_drafts.drop(parts.context, note_entry.note_id(body["view"]), body["user"]["id"])

    app.view_closed(note_form.CALLBACK)(on_close)
    app.view_closed(note_form.WAITING)(on_close)

    def read_again(body: dict[str, Any]) -> None:
        _redraw(parts, body, _read_again)

    def add_promise(body: dict[str, Any]) -> None:
        _redraw(parts, body, _add_promise)

    app.action(note_form.READ_AGAIN)(ack=shortcuts.acknowledge, lazy=[read_again])
    app.action(note_form.ADD_PROMISE)(ack=shortcuts.acknowledge, lazy=[add_promise])


def work(parts: Parts) -> None:
    """Say what is done after a form was sent."""
    parts.does(SAVED, _tell)
    parts.does(JOIN, _join)


def _register_openings(app: App, parts: Parts) -> None:
    def save_message(body: dict[str, Any]) -> None:
        message = body["message"]
        named = {name: message[name] for name in ("ts", "thread_ts") if name in message}
        source = {"kind": "message", "text": message.get("text", ""), **named}
        open_waiting(parts, body, source | {"channel": body["channel"]["id"]})

    def save_thread(body: dict[str, Any]) -> None:
        root = body["message"].get("thread_ts") or body["message"]["ts"]
        open_waiting(parts, body, {"kind": "thread", "channel": body["channel"]["id"], "ts": root})

    def save_this_thread(body: dict[str, Any]) -> None:
        open_waiting(parts, body, {"kind": "thread", **note.thread_of(body["actions"][0]["value"])})

    def save_file(body: dict[str, Any]) -> None:
        channel, file_id = body["channel"]["id"], body["actions"][0]["value"]
        open_waiting(parts, body, {"kind": "file", "channel": channel, "file": file_id})

    def edit_proposed(body: dict[str, Any]) -> None:
        reply_id, account_id = answer_view.parse_value(body["actions"][0]["value"])
        named = {"reply": reply_id, "account": account_id, "channel": body["channel"]["id"]}
        open_waiting(parts, body, {"kind": "proposal", **named})

    def edit(body: dict[str, Any]) -> None:
        shortcuts.open_form(parts, body, lambda _, member: _of_note(parts, _, member, body))

    app.shortcut(SAVE_AS_NOTE)(ack=shortcuts.acknowledge, lazy=[save_message])
    app.shortcut(SAVE_THREAD)(ack=shortcuts.acknowledge, lazy=[save_thread])
    app.action(note.SAVE_THREAD)(ack=shortcuts.acknowledge, lazy=[save_this_thread])
    app.action(shared_file.AS_NOTE)(ack=shortcuts.acknowledge, lazy=[save_file])
    app.action(answer_view.EDIT_PROPOSED)(ack=shortcuts.acknowledge, lazy=[edit_proposed])
    app.action(note.EDIT)(ack=shortcuts.acknowledge, lazy=[edit])


def open_waiting(parts: Parts, body: dict[str, Any], source: Payload) -> None:
    """Open the form at once, and have it filled."""

    def waiting(_: Texts, member: Member) -> View:
        return note_form.waiting(_, _("I am reading it…"))

    view_id = shortcuts.open_form(parts, body, waiting)
    if view_id is not None:
        note_preparing.ask(parts, view_id, body["user"]["id"], source)


def offer_thread(parts: Parts, place: Place, _: Texts, account: str) -> None:
    """The button that opens the form: Slack lets no message open one. To the person alone."""
    shown = note.thread_offer(_, place.channel or "", place.thread_ts or "", account)
    speaking.whisper(parts, place, note.thread_question(_), shown, "save thread")


def _of_note(parts: Parts, _: Texts, member: Member, body: dict[str, Any]) -> View:
    filled, account = note_forms.of_note(parts.context, body["actions"][0]["value"], member.id)
    shown = Form(filled, Named(account.id, account.name), amends=True)
    return note_form.form(_, note_form.shortened(shown, filled.text or ""))


def _submitted(parts: Parts, ack: Ack, body: dict[str, Any]) -> None:
    """Save and acknowledge; or show what is missing, or the note that says nearly the same."""
    member, view = parts.people.known(body["user"]["id"]), body["view"]
    _ = texts.of(member.language if member else "en")
    if member is None or not member.active or member.role is Role.GUEST:
        ack(response_action="update", view=notice.modal(_, notice.outsider(_)))
        return
    entry = note_entry.parse(view)
    if entry.account_id is None:
        field = note_form.block_id("account", entry.round)
        ack(response_action="errors", errors={field: _("Choose the customer.")})
        return
    try:
        other = _alike(parts, _, member, entry)
        if other is not None:
            ack(response_action="update", view=note_form.form(_, other))
        else:
            _keep(parts, member, view, entry)
            ack()
    except CairnError as error:
        field = "text_1" if entry.filled.text is not None else "account"
        errors = {note_form.block_id(field, entry.round): refusals.say(_, error)}
        ack(response_action="errors", errors=errors)


def _alike(parts: Parts, _: Texts, member: Member, entry: Entry) -> Form | None:
    """The form with the note that says nearly the same, unless somebody decided already."""
    if entry.amends or entry.alike_id is not None:
        return None
    found = note_forms.alike(parts.context, entry.filled, member.id)
    if not found:
        return None
    form = _entered(parts, entry)
    return replace(form, alike=note_preparing.alike(parts, _, member, found))


def _keep(parts: Parts, member: Member, view: View, entry: Entry) -> None:
    """Everything that an acknowledged form says is in the records, or in a job, before it is."""
    delivery = f"view:{view['id']}:{view['hash']}:note"
    told: Payload = {"place": {"user": member.id}}
    if entry.wish == note_form.JOIN and entry.alike_id is not None:
        text = note_drafts.text_of(parts.context, entry.filled, member.id)
        parts.keep(JOIN, delivery, told | {"note": entry.alike_id, "text": text})
        note_drafts.drop(parts.context, entry.filled.id, member.id)
        return
    write = note_forms.revise if entry.amends else note_forms.save
    kept = write(parts.context, entry.filled, member.id)
    parts.keep(SAVED, delivery, told | {"note": kept.note.id, "entry": kept.audit_entry_id})


def _tell(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        kept = note_forms.complete(parts.context, payload["note"], payload["entry"])
        if kept is not None:
            _thank(parts, place, _, kept)

    speaking.with_member(parts, payload, work)


def _join(parts: Parts, payload: Payload) -> None:
    def work(place: Place, member: Member, _: Texts) -> None:
        joined = note_changes.join(parts.context, payload["note"], payload["text"], member.id)
        text = _("Added to the note for {account}.", account=joined.proposal.account.name)
        speaking.whisper(parts, place, text, note.saved(_, joined), "saved")

    speaking.with_member(parts, payload, work)


def _thank(parts: Parts, place: Place, _: Texts, kept: Kept) -> None:
    text = _("Saved for {account}.", account=kept.account.name)
    speaking.whisper(parts, place, text, note.kept(_, kept), "saved")


def _redraw(parts: Parts, body: dict[str, Any], change: Change) -> None:
    """Draw the open form anew with what was entered so far, and what `change` makes of it."""
    entry = note_entry.parse(body["view"])

    def form(_: Texts, member: Member) -> View:
        return note_form.form(_, change(parts, _, member, entry))

    shortcuts.redraw(parts, body, form)


def _read_again(parts: Parts, _: Texts, member: Member, entry: Entry) -> Form:
    """What the text says as it stands now; what a person chose stays."""
    filled = entry.filled
    with parts.context.workspace.reading() as reader:
        account = reader.get(Account, filled.account_id) if filled.account_id else None
    meant = Meant()
    if account is None:
        meant, account = note_preparing.recognised(parts, member, filled.text or "")
    draft = NoteDraft(
        "",
        filled.text or "",
        filled.day,
        channel=filled.channel,
        permalink=filled.permalink,
        id=filled.id,
    )
    proposal = note_drafts.prepare(parts.context, draft, member.id, "message", account)
    if proposal is None:
        return _entered(parts, entry)
    return note_form.again(entry, note_preparing.form_of(parts, _, member, proposal, meant))


def _add_promise(parts: Parts, _: Texts, member: Member, entry: Entry) -> Form:
    form = _entered(parts, entry)
    promises = (*entry.filled.promises, FilledPromise(""))
    return replace(form, filled=replace(form.filled, promises=promises))


def _entered(parts: Parts, entry: Entry) -> Form:
    """The form as it is on somebody's screen."""
    with parts.context.workspace.reading() as reader:
        account = reader.get(Account, entry.filled.account_id) if entry.account_id else None
        draft = reader.get(Draft, entry.filled.id)
    shown = Form(
        entry.filled,
        Named(account.id, account.name) if account else None,
        cues=note_drafts.quotes(draft),
        amends=entry.amends,
        round=entry.round + 1,
    )
    if entry.filled.text is None and draft is not None:
        beginning = draft.text[: note_form.PIECE]
        shown = replace(shown, beginning=beginning, length=len(draft.text))
    return shown
