"""What Cairn can do, said to somebody who asks for help."""

from bot.views import blocks
from bot.views.blocks import Block
from handlers.texts import Texts


def message(_: Texts, command: str = "/cairn") -> list[Block]:
    """The help: what to ask, what to write down, and how."""
    return [
        blocks.section(
            _("I keep what your team knows about each customer, and answer with the sources.")
        ),
        blocks.section(f"*{_('Ask')}*\n" + _bullets(*_questions(_))),
        blocks.section(f"*{_('Write down')}*\n" + _bullets(*_writing(_, command))),
        blocks.section(f"*{_('In a hurry')}*\n" + _bullets(*_commands(_, command))),
        blocks.context(_("What is not known I say, and never count as fine.")),
    ]


def text(_: Texts) -> str:
    """The same in one line, for notifications."""
    return _("What I can do for you")


def _questions(_: Texts) -> tuple[str, ...]:
    return (
        _("“How is Acme doing, and why?”"),
        _("“What did we promise Acme, and is it delivered?”"),
        _("“What should I do when adoption stalls?”"),
        _("“Which accounts renew in the next 90 days?”"),
    )


def _writing(_: Texts, command: str) -> tuple[str, ...]:
    return (
        _("the menu of any message › *Save as note*"),
        _("the lightning menu › *Log a note* or *Log a handoff*"),
        _("`{command} note Acme: their champion left`", command=command),
    )


def _commands(_: Texts, command: str) -> tuple[str, ...]:
    return (
        _("`{command} health Acme`", command=command),
        _("`{command} which accounts are at risk?`", command=command),
    )


def _bullets(*lines: str) -> str:
    return "\n".join(f"• {line}" for line in lines)
