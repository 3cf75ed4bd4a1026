"""The prompts that Slack suggests above an empty conversation, four for each role."""

from handlers.texts import Texts
from playbooks.people import Role

Prompt = dict[str, str]


def for_role(_: Texts, role: Role) -> list[Prompt]:
    """At most four prompts, each a short title and the question that it asks."""
    if role is Role.SALES:
        return _sales(_)
    if role is Role.PRESALES:
        return _presales(_)
    return _manager(_) if role in (Role.MANAGER, Role.ADMIN) else _csm(_)


def _csm(_: Texts) -> list[Prompt]:
    return [
        _prompt(_("My accounts at risk"), _("Which of my accounts are at risk, and why?")),
        _prompt(_("Renewals ahead"), _("Which of my accounts renew in the next 90 days?")),
        _prompt(_("Where are my blind spots?"), _("Which of my accounts do we know least about?")),
        _prompt(_("Onboarding that drags"), _("What should I do when onboarding is overdue?")),
    ]


def _sales(_: Texts) -> list[Prompt]:
    return [
        _prompt(
            _("What we promised"), _("What have we promised to my accounts, and is any overdue?")
        ),
        _prompt(_("A complete handoff"), _("What does a complete handoff need?")),
        _prompt(_("Ready to expand"), _("Which of my accounts show signs of expansion?")),
        _prompt(_("Renewals ahead"), _("Which of my accounts renew in the next 90 days?")),
    ]


def _presales(_: Texts) -> list[Prompt]:
    return [
        _prompt(_("What customers miss"), _("Which product gaps do customers report most?")),
        _prompt(_("A proof of value"), _("How do I run a proof of value?")),
        _prompt(_("Accounts before the sale"), _("Which accounts are in presales?")),
        _prompt(_("Where hours go"), _("Where do our presales hours go, by stage?")),
    ]


def _manager(_: Texts) -> list[Prompt]:
    return [
        _prompt(_("Accounts at risk"), _("Which accounts are at risk, and why?")),
        _prompt(_("Renewals ahead"), _("Which accounts renew in the next 90 days?")),
        _prompt(_("Silence"), _("Which accounts have had no two-way contact for 30 days?")),
        _prompt(_("Blind spots"), _("Which accounts do we know least about?")),
    ]


def _prompt(title: str, message: str) -> Prompt:
    return {"title": title, "message": message}
