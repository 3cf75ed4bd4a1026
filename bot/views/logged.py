"""The thanks for a record that was logged in one line, and the way back."""

from bot.views import blocks, note
from bot.views.blocks import Block
from handlers.presales import Logged
from handlers.texts import Texts


def saved(_: Texts, result: Logged) -> list[Block]:
    """What was logged, for whom, and the button that takes it back."""
    account = blocks.escaped(result.account.name)
    said = _("Logged for *{account}*. Thank you.", account=account)
    return [blocks.section(said), *note.undoing(_, result.audit_entry_id)]
