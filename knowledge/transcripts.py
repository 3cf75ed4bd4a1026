"""Transcripts of calls as turns: WebVTT and SRT captions, and text with a speaker to a line."""

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO

from playbooks import exchanges
from playbooks.exchanges import Exchange, Turn

CAPTIONS = {".vtt": "vtt", ".srt": "srt"}

_STAMP = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?)"
_SPEAKER = r"(?P<speaker>[^\W\d_][^:：\n\[\]()<>]{0,48}?)"
_LINE = re.compile(
    rf"^\s*(?:{_STAMP}\s*)?{_SPEAKER}\s*(?:[\[(]\d[\d:.,]*[\])])?\s*[:：]\s*(?P<text>\S.*)$"
)
_NAMED_ABOVE = re.compile(rf"^\s*{_SPEAKER}\s{{1,4}}{_STAMP}\s*$")
"""A speaker and a time on a line of their own, as Teams and Zoom write them."""

_NO_NAME = re.compile(
    r"^(?:https?|ps|nb|note|re|fw|todo|subject|date|attendees|agenda|next steps?|action items?"
    r"|oggetto|nota|data|partecipanti|主题|备注|日期|参会人)$",
    re.IGNORECASE,
)
FEW_WORDS = 5
"""Words of a speaker's name at most; a longer beginning before a colon is a sentence."""

LEAST_TURNS = 4
"""Lines with a speaker from which a text is a transcript, if they are also a third of all."""

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)")


def read(content: bytes, ending: str) -> Exchange | None:
    """The turns of a transcript; `ending` is its file name's, such as `.vtt`.

    None for a text that nobody is named in. Raises `UnicodeDecodeError` for what is no text, and
    `ValueError` for captions that are broken.
    """
    text = decoded(content)
    if ending in CAPTIONS:
        return Exchange(tuple(exchanges.joined(_captions(text, CAPTIONS[ending]))))
    return spoken(text)


def decoded(content: bytes) -> str:
    """A file's text, in UTF-16 where its mark says so; raises `UnicodeDecodeError` for no text."""
    return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def spoken(text: str) -> Exchange | None:
    """The turns of a text in which the speakers are named line by line; None for any other."""
    turns = list(_lines(text))
    named = sum(bool(turn.speaker) for turn in turns)
    if named < LEAST_TURNS or named * 3 < len(turns):
        return None
    return Exchange(tuple(exchanges.joined(_carried_on(turns))))


def day_in(name: str) -> date | None:
    """The day that a file's name gives, as in `acme-2026-11-12.vtt`."""
    found = _DAY.search(name)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _captions(text: str, kind: str) -> Iterator[Turn]:
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        captions = webvtt.from_buffer(StringIO(text), format=kind).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise ValueError(str(error)) from error
    for caption in captions:
        said = " ".join(caption.text.split())
        named = _LINE.match(said) if not caption.voice else None
        if named and _is_name(named["speaker"]):
            yield Turn(named["speaker"].strip(), named["text"])
        else:
            yield Turn((caption.voice or "").strip(), said)


def _lines(text: str) -> Iterator[Turn]:
    above = ""
    for line in filter(str.strip, text.splitlines()):
        heading = _NAMED_ABOVE.match(line)
        if heading and _is_name(heading["speaker"]):
            above = heading["speaker"].strip()
            continue
        named = _LINE.match(line)
        if named and _is_name(named["speaker"]):
            yield Turn(named["speaker"].strip(), named["text"].strip())
        else:
            yield Turn(above, line.strip())
        above = ""


def _carried_on(turns: list[Turn]) -> Iterator[Turn]:
    """A line without a name belongs to whoever spoke before."""
    speaker = ""
    for turn in turns:
        speaker = turn.speaker or speaker
        yield Turn(speaker, turn.text)


def _is_name(words: str) -> bool:
    return len(words.split()) <= FEW_WORDS and not _NO_NAME.match(words.strip())
