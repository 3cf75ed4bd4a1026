"""What is not known of a letter's reader, and what its writer should keep in mind."""

from handlers import quoting
from handlers.drafting.addressing import Address
from handlers.texts import Texts


def of_reader(_: Texts, address: Address) -> list[str]:
    """A sentence for each, in the writer's language."""
    contact, found = address.contact, []
    if contact is None:
        return [_("No contact is recorded there: add who it goes to.")]
    if address.spoken:
        found.append(
            _(
                "Their language ({code}) is none that I write: it is in English.",
                code=quoting.plain(address.spoken),
            )
        )
    elif not address.language_known:
        found.append(_("Their language is not recorded: it is written in yours."))
    if address.unwanted:
        found.append(_("They do not want to be reached like this."))
    if not address.way_known:
        found.append(_("How they like to be reached is not recorded."))
    return found
