"""What its writer reads beside a message to a customer: to whom it goes, and what to mind."""

from handlers import preferences as contact_wishes
from handlers import quoting, terms
from handlers.composing import phrases
from handlers.drafting.addressing import Way
from handlers.drafts import Message
from handlers.texts import Texts


def heading(_: Texts, found: Message) -> str:
    """To whom, in which language and by which way it goes, in the words of its writer."""
    contact = found.address.contact
    if contact is None:
        return _("To {account}: nobody is recorded", account=quoting.plain(found.account.name))
    role = terms.say(_, contact.role) if contact.role else _("role not known")
    who = _("{name} ({role})", name=quoting.plain(contact.name), role=role)
    languages = {"en": _("in English"), "it": _("in Italian"), "zh": _("in Chinese")}
    return _(
        "To {who}, {account}: {way}, {language}",
        who=who,
        account=quoting.plain(found.account.name),
        way=ways(_)[found.address.way],
        language=languages[found.address.language],
    )


def ways(_: Texts) -> dict[Way, str]:
    """The ways in which a message goes, in words."""
    return {Way.EMAIL: _("by e-mail"), Way.CALL: _("by phone"), Way.MEETING: _("in a meeting")}


def beside(_: Texts, found: Message) -> list[str]:
    """What the writer should know of it: what to fill in, what is not known, what is left out."""
    lines = caveats(_, found)
    return [*lines, _("It rests on:")] if found.citations else lines


def caveats(_: Texts, found: Message) -> list[str]:
    """The same without what leads on to the sources."""
    lines = list(found.remarks)
    if found.blanks:
        lines.append(
            _.plural("{count} blank to fill in.", "{count} blanks to fill in.", len(found.blanks))
        )
    contact = found.address.contact
    if contact is not None and contact.channel_preference:
        wish = contact_wishes.say(_, contact.channel_preference)
        lines.append(_("How they like to be reached: {wish}.", wish=wish))
    if found.left_out:
        names = phrases.listed(_, found.left_out)
        lines.append(_("Not for the customer, so not in it: {names}.", names=names))
    return lines
