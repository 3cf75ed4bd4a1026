"""Mails as text, without the mails that they answer and without signatures."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from knowledge import dates

LONGEST = 10_000
LONGEST_LINE = 1_000
"""Characters of a mail, and of a line in it, that are looked through for a signature.

The patterns of the parser take their time with endless lines, which no person writes.
"""

NAMES = {
    "sender": ("from", "da", "发件人"),
    "recipients": ("to", "a", "cc", "收件人", "抄送"),
    "subject": ("subject", "oggetto", "主题"),
    "date": ("date", "sent", "data", "inviato", "发送时间", "日期"),
}
"""The lines above a mail that somebody pasted, in three languages."""

_HEADER = re.compile(r"^\s*\*?([A-Za-z\u4e00-\u9fff]{1,10})\s?[:：]\*?\s*(.*)$")
_ANSWERED = re.compile(
    r"^>?\s*(?:On\b.{5,200}\bwrote|Il\b.{5,200}\bha scritto|.{0,80}\d{4}年.{3,200}写道)\s?[:：]\s*$"
    r"|^-{4,} ?(?:Original Message|Messaggio originale|原始邮件).{0,40}$"
    r"|^\*?(?:From|Da|发件人)\s?[:：].{1,200}\n"
    r"(?=\*?(?:Sent|Date|To|Inviato|Data|A|发送时间|收件人|日期)\*?\s?[:：])",
    re.MULTILINE,
)
_HANDED_ON = re.compile(
    r"^(?:-{4,} ?|Begin |Inizio ?)(?:forwarded message|messaggio inoltrato|转发的?邮件)[ :：-]*$",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\n\s*(?:cordiali saluti|cordialmente|distinti saluti|un (?:caro )?saluto|saluti|a presto"
    r"|grazie e (?:un )?salut[io]|grazie mille|best wishes|cheers|many thanks|thanks"
    r"|warm(?:est)? regards|sincerely|此致|祝好|顺祝商祺|谢谢|祝.{1,6}愉快|敬礼)"
    r"\s?[,!，。！.]?[ \t]*\n"
    r"(?:.{0,80}\n?){0,8}\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: who wrote it to whom and when, and what is new in it.

    Persons are (name, address) pairs, either empty where it is not known. `answers` is true of a
    mail that quotes an earlier one.
    """

    text: str
    sender: tuple[str, str] = ("", "")
    recipients: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    day: date | None = None
    answers: bool = False


def read(content: bytes) -> Mail:
    """A mail as a file (RFC 822, `.eml`); one that only hands another on is that other one."""
    message = message_from_bytes(content, policy=policy.default)
    written = _body(message)
    if _HANDED_ON.search(written) and (forwarded := pasted(written)):
        return forwarded
    return Mail(
        text=_new_part(written),
        sender=next(iter(getaddresses(_all(message, "from"))), ("", "")),
        recipients=tuple(getaddresses([*_all(message, "to"), *_all(message, "cc")])),
        subject=str(message.get("subject", "")).strip(),
        day=_day(str(message.get("date", ""))),
        answers="in-reply-to" in message or bool(_ANSWERED.search(written)),
    )


def pasted(text: str) -> Mail | None:
    """The mail that a text is when somebody pasted or forwarded one; None for any other text."""
    handed_on = _HANDED_ON.search(text)
    remark = text[: handed_on.start()].strip() if handed_on else ""
    headers, body = _headers(text[handed_on.end() :] if handed_on else text)
    if len(headers) < 2 and not _ANSWERED.search(text):
        return None
    given = {name: _given(headers, names) for name, names in NAMES.items()}
    return Mail(
        text="\n\n".join(filter(None, (remark, _new_part(body)))),
        sender=next(iter(getaddresses([given["sender"]])), ("", "")),
        recipients=tuple(one for one in getaddresses([given["recipients"]]) if any(one)),
        subject=given["subject"],
        day=_day(given["date"]),
        answers=bool(_ANSWERED.search(body)),
    )


def _all(message: EmailMessage, name: str) -> list[str]:
    return [str(value) for value in message.get_all(name, [])]


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        written = str(part.get_content())
    except LookupError:  # a character set that nobody knows
        part.set_param("charset", "utf-8")
        written = str(part.get_content())
    if part.get_content_type() == "text/html":
        return _readable(written)
    return written


def _readable(markup: str) -> str:
    """A mail's own text; what it answers stands in a block of its own in most mail programs."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(markup, "html.parser")
    for part in page(("style", "script", "head", "blockquote")):
        part.decompose()
    for ended in page(("br", "p", "div", "tr", "li")):
        ended.append("\n")
    lines = (" ".join(line.split()) for line in page.get_text().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _new_part(written: str) -> str:
    """What the writer added: above what they answer, and above their signature."""
    text = written.replace("\r\n", "\n").strip()
    answered = _ANSWERED.search(text)
    if answered and text[: answered.start()].strip():
        text = text[: answered.start()].strip()
    if len(text) > LONGEST or any(len(line) > LONGEST_LINE for line in text.splitlines()):
        return text
    return _unsigned(text)


def _unsigned(text: str) -> str:
    from mailparser_reply.parser import EmailMessage as Parsed

    replies = Parsed(text, languages=["en", "it", "zh"], keep_hyphen_lists=True).read().replies
    said = next((reply.body for reply in replies if reply.body.strip()), "") or text
    return _SIGNED.sub("", f"{said.strip()}\n").strip() or said.strip()


def _headers(text: str) -> tuple[dict[str, str], str]:
    """The lines `From: …` above a pasted mail, and what follows them."""
    known = {name for names in NAMES.values() for name in names}
    headers: dict[str, str] = {}
    lines = text.lstrip().splitlines()
    for number, line in enumerate(lines):
        if not line.strip() and headers:
            return headers, "\n".join(lines[number:])
        match = _HEADER.match(line)
        if match is None or match[1].casefold() not in known:
            return headers, "\n".join(lines[number:])
        headers[match[1].casefold()] = match[2].strip()
    return headers, ""


def _given(headers: dict[str, str], names: tuple[str, ...]) -> str:
    return ", ".join(headers[name] for name in names if headers.get(name))


def _day(written: str) -> date | None:
    for read_as in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read_as(written.strip()).date()
        except (ValueError, TypeError, IndexError):
            continue
    # As mail programs write it above a forwarded mail: Thu, 12 Nov 2026 at 10:12.
    return dates.parse(written, date(2000, 1, 1)) if re.search(r"\b20\d\d\b", written) else None
