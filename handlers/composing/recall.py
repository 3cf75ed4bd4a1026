"""What was answered before: the asker's own earlier replies, by account and day."""

from collections.abc import Sequence

from handlers import conversation
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import grounds, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from playbooks.accounts import Account
from playbooks.conversations import Reply

LOOKED_AT = 200
MOST = 5


def compose(desk: Desk) -> Draft:
    """Each reply with its day, on the sources that it had and that the asker may still see."""
    _ = desk.texts
    since, until = desk.asked.period or (None, None)
    replies = conversation.said_between(desk.reader, desk.asker.id, since, until, LOOKED_AT)
    lines = [line for reply in _about(desk, replies) if (line := _line(desk, reply)) is not None]
    if not lines:
        return phrases.abstention(
            _("I find no answer of mine to you on this that I may show again."),
            _("The question itself: ask it again, and it is answered as of today."),
        )
    lead = plain(_("This is what I said, the newest first:"))
    return phrases.draft(lead, phrases.section(Part.REASONS, lines, most=MOST))


def _about(desk: Desk, replies: Sequence[Reply]) -> list[Reply]:
    """Those that speak of the accounts asked about, or all when none was."""
    accounts = desk.asked.accounts
    cited = [reply for reply in replies if reply.cited]
    return [r for r in cited if not accounts or any(_speaks_of(r, one) for one in accounts)]


def _speaks_of(reply: Reply, account: Account) -> bool:
    said = f"{reply.question} {reply.text}".casefold()
    return any(name.casefold() in said for name in (account.name, *account.aliases))


def _line(desk: Desk, reply: Reply) -> Sentence | None:
    """The reply's first sentence; None when what carried it is out of sight."""
    _ = desk.texts
    refs = [Ref.parse(written) for written in reply.cited]
    found = desk.archive.read(refs)
    seen = [ref for ref in refs if ref in found and found[ref].allowed]
    if not seen or len(seen) < len(refs):
        return None
    words = phrases.quoted(_, grounds.first_line(reply), 240)
    asked = phrases.quoted(_, reply.question, 120)
    day = _.date(reply.asked_at.date())
    text = _("{date}, asked {question}: {words}", date=day, question=asked, words=words)
    return claim(text, *seen, said=(words, asked, day, reply.asked_at.date()))
