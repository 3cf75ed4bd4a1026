"""What is said when it is not clear which account is meant, or when nothing may be said."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.answers import Draft, Named
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain
from playbooks.accounts import Account
from playbooks.people import Contact

UNSPOKEN = (
    "I answer in English, Italian and Chinese; please ask in one of them. "
    "Rispondo in inglese, italiano e cinese; fai la domanda in una di queste lingue. "
    "我可以用英语、意大利语和中文回答，请用其中一种语言提问。"
)
MOST_CHOICES = 5


def unspoken(desk: Desk) -> Draft:
    """The question is in a language that we do not speak; said in those that we do."""
    return phrases.abstention(UNSPOKEN)


def ambiguous(desk: Desk) -> Draft:
    """A name fits several accounts: offer them."""
    _, candidates = desk.texts, desk.asked.candidates[:MOST_CHOICES]
    names = phrases.listed(_, [phrases.name(account.name) for account in candidates])
    lead = plain(_("Which account do you mean: {names}?", names=names))
    return replace(phrases.draft(lead, abstained=True), clarify=_named(candidates))


def unknown(desk: Desk) -> Draft:
    """A name fits none: offer the nearest. One that the asker may not see reads the same."""
    _ = desk.texts
    name = phrases.quoted(_, desk.asked.unknown_name or "", 60)
    nearest = desk.asked.nearest[:MOST_CHOICES]
    if nearest:
        names = phrases.listed(_, [phrases.name(account.name) for account in nearest])
        text = _("I know no account called {name}. The nearest: {names}.", name=name, names=names)
    else:
        text = _("I know no account called {name}, and none with a similar name.", name=name)
    settle = _("The account's name as it stands in the records.")
    return replace(phrases.abstention(text, settle), nearest=_named(nearest))


def which(desk: Desk) -> Draft:
    """No account was named: offer the asker's own, the largest first."""
    _ = desk.texts
    mine = [account for account in desk.accounts if desk.asker.id in account.team]
    offered = sorted(mine or desk.accounts, key=lambda a: (-(a.arr or 0), a.name))[:MOST_CHOICES]
    if not offered:
        return phrases.abstention(
            _("No account is recorded that you may see."),
            _("Accounts: import them with `cairn import accounts FILE`."),
        )
    names = phrases.listed(_, [phrases.name(account.name) for account in offered])
    lead = plain(_("Which account is it about? For example: {names}.", names=names))
    return replace(phrases.draft(lead, abstained=True), clarify=_named(offered))


def untested(desk: Desk) -> Draft:
    """Whether the score predicts anything is a question for outcomes, not for an opinion."""
    _ = desk.texts
    return phrases.abstention(
        _("Whether the health score predicts who renews and who leaves has not been tested here."),
        _("Renewals and departures with their dates, to test the score against."),
    )


def nothing(desk: Desk) -> Draft:
    """Guests, and readers of a channel shared with others, are told nothing."""
    return phrases.abstention(desk.texts("There is nothing here that I can show you."))


def nothing_to_show(desk: Desk, made: Draft) -> Draft:
    """No claim could be carried by something that the asker may see."""
    _ = desk.texts
    settle = made.missing or (_("A note, a handoff or a measurement that says so."),)
    return phrases.abstention(
        _("I have nothing on this that I can back with a source you may see."), *settle
    )


def names(desk: Desk) -> Iterable[str]:
    """Names of accounts, colleagues and contacts, which a sentence may state only with a source."""
    said = [account.name for account in desk.accounts]
    said += [alias for account in desk.accounts for alias in account.aliases]
    said += [member.name for member in desk.archive.members.values()]
    asked = [account.id for account in desk.asked.accounts]
    contacts = desk.reader.find(Contact, account_id=asked) if asked else []
    return [*said, *(contact.name for contact in contacts)]


def _named(accounts: Sequence[Account]) -> tuple[Named, ...]:
    return tuple(Named(account.id, account.name) for account in accounts)
