"""The picture beside an answer: drawn, laid down in Slack, shown to those who got the answer."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from bot.calling import Undeliverable
from bot.listeners import speaking
from bot.listeners.parts import Parts, Payload
from bot.listeners.speaking import Place
from bot.views import notice, picture
from handlers import texts
from handlers.answers import Answer
from handlers.pictures import alternative
from handlers.pictures.values import Picture
from storage.jobs import TryLater

DRAW = "draw picture"
SHOW = "show picture"

SOON = 0.5
"""Seconds until Slack is asked again whether it has looked at a file."""

PATIENCE = timedelta(minutes=2)
"""How long Slack is asked before its silence is taken for a no."""

PICTURE: TypeAdapter[Picture] = TypeAdapter(Picture)


def show(parts: Parts, place: Place, answer: Answer) -> None:
    """Have the answer's picture follow it, once; drawing and uploading keep nobody waiting."""
    if answer.picture is None:
        return
    where = {name: value for name, value in asdict(place).items() if name != "key"}
    said = {
        "key": place.key,
        "place": where,
        "picture": PICTURE.dump_python(answer.picture, mode="json"),
        "language": answer.language,
        "private": answer.private,
    }
    parts.jobs.enqueue(DRAW, f"{place.key}:picture", said)


def work(parts: Parts) -> None:
    """Say how a picture is drawn and shown."""
    parts.does(DRAW, _draw)
    parts.does(SHOW, _show)


def _draw(parts: Parts, payload: Payload) -> None:
    """Draw and lay down; what is shown is a job of its own, so that it is uploaded once."""
    from bot.pictures import drawing  # brings matplotlib with it, which takes a second

    drawn, language = PICTURE.validate_python(payload["picture"]), payload["language"]
    described = alternative.text(drawn, texts.of(language))
    content = drawing.png(drawn, language)
    try:
        file_id = parts.messenger.uploads.lay_down(f"{drawn.kind}.png", content, described)
    except Undeliverable as refusal:
        _tell(parts, payload, described, refusal)
        return
    said = {name: payload[name] for name in ("key", "place", "language", "private")}
    title = alternative.title(drawn, texts.of(language))
    since = parts.context.now().isoformat()
    said |= {"file": file_id, "title": title, "described": described, "since": since}
    parts.jobs.enqueue(SHOW, f"{payload['key']}:picture:shown", said, delay=SOON)


def _show(parts: Parts, payload: Payload) -> None:
    place, described = speaking.place_of(payload), payload["described"]
    if not parts.messenger.uploads.is_ready(payload["file"]):
        waited = parts.context.now() - datetime.fromisoformat(payload["since"])
        if waited < PATIENCE:
            raise TryLater(SOON, "Slack has not looked at the picture yet")
        _tell(parts, payload, described, Undeliverable("file_not_ready", DRAW))
        return
    shown = picture.message(payload["file"], payload["title"], described)
    if payload["private"] or place.channel is None or place.ephemeral:
        place = _aside(parts, place)
    try:
        speaking.say(parts, place, described, shown, "picture")
    except Undeliverable as refusal:
        _tell(parts, payload, described, refusal)


def _aside(parts: Parts, place: Place) -> Place:
    """The conversation with the asker alone: a whisper would be gone with the next reload."""
    if place.direct:
        return place
    channel = parts.messenger.open_dm(place.user)
    return replace(place, channel=channel, thread_ts=None, direct=True, ephemeral=False)


def _tell(parts: Parts, payload: Payload, described: str, refusal: Undeliverable) -> None:
    """To the asker alone: why there is no picture, and what it would show."""
    _, place = texts.of(payload["language"]), speaking.place_of(payload)
    text = _(
        "The picture could not be shown: Slack says {code}. It would show: {described}",
        code=refusal.code,
        described=described,
    )
    if refusal.code == "missing_scope":
        text = _(
            "The picture could not be shown: the app lacks the scope files:write; an admin can "
            "grant it and install the app again. It would show: {described}",
            described=described,
        )
    speaking.whisper(parts, place, text, notice.message(text), "no picture")
