"""What Cairn can do for the person who asks, by role, with questions to try."""

from handlers.answers import Draft, Part
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain
from handlers.texts import Texts
from knowledge import scope
from playbooks.people import Role

SHOWN = 5
"""Questions to try: more of them nobody reads."""


def compose(desk: Desk) -> Draft:
    """One sentence on what this is, and questions that somebody in this role asks."""
    _ = desk.texts
    lead = plain(
        _(
            "I keep what you tell me about each customer, answer what they want and how they are "
            "doing with the source beside each claim, find the play for their stage, and tell you "
            "when something needs doing."
        )
    )
    examples = [plain(text) for text in questions(_, _role(desk), _example(desk))]
    writing = [
        _("To note something, write “note:” and what happened. You confirm before it is saved."),
        _("To hand an account over, use the shortcut “Log a handoff”."),
    ]
    return phrases.draft(
        lead,
        phrases.section(Part.EXAMPLES, examples, most=SHOWN),
        phrases.section(Part.NEXT, [plain(text) for text in writing]),
    )


def _role(desk: Desk) -> Role:
    """The role that is asked about, "what can you do for a seller?", or the asker's own."""
    named = scope.role(desk.question.text)
    return Role(named) if named else desk.asker.role


def questions(_: Texts, role: Role, account: str) -> list[str]:
    """Questions to try, the most useful for the role first."""
    doing = _("How is {account} doing?", account=account)
    todo = _("What should I do today?")
    wanted = _("What does {account} want from us?", account=account)
    by_role = {
        Role.CSM: [
            doing,
            wanted,
            todo,
            _("What changed at {account} since last month?", account=account),
            _("How do I get a silent customer back?"),
        ],
        Role.SALES: [
            _("Is the handoff of {account} complete?", account=account),
            _("What did we promise {account}?", account=account),
            wanted,
            _("Who decides at {account}?", account=account),
        ],
        Role.PRESALES: [
            _("What do customers miss in the product?"),
            _("How do I run a proof of value?"),
            wanted,
            _("Where do our hours go?"),
        ],
        Role.MANAGER: [
            _("Summarise {account}.", account=account),
            _("Which accounts are at risk?"),
            _("Which contracts renew in the next 90 days?"),
            _("Where do our hours go?"),
            _("What is the team's largest segment worth?"),
        ],
    }
    return by_role.get(role, by_role[Role.MANAGER])


def _example(desk: Desk) -> str:
    """An account of the asker's own, or the largest one that they may see."""
    mine = [account for account in desk.accounts if desk.asker.id in account.team]
    chosen = max(mine or desk.accounts, key=lambda a: a.arr or 0, default=None)
    return phrases.name(chosen.name) if chosen else desk.texts("your largest account")
