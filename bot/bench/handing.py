"""A handoff through its steps, as a seller sends them one by one."""

from bot.playground import Person, Slack

ESSENTIALS = {
    "why_bought": "Spreadsheets lose pallets every week.",
    "problem": "Nobody knows what is in aisle 40.",
    "time_expectation": "Before the Easter peak",
}
PATIENCE = 60.0


def begin(slack: Slack, person: Person, timeout: float = PATIENCE) -> None:
    """Open the form, which asks for the customer first."""
    person.uses_shortcut("log_handoff")

    def is_open() -> bool:
        modal = slack.modal_of(person)
        return modal is not None and modal["callback_id"] == "handoff_form"

    slack.wait_for(is_open, timeout=timeout, awaited="the form of a handoff")


def steps(account_id: str, name: str, *, at_once: bool = False) -> list[dict[str, object]]:
    """What is sent at each step: the customer, the essentials, the details, the promises."""
    customer = {"text": {"type": "plain_text", "text": name}, "value": account_id}
    chosen: dict[str, object] = {"account_search": customer}
    if at_once:
        return [chosen, {**ESSENTIALS, "then": "hand_over"}]
    return [chosen, {**ESSENTIALS}, {"products": "Tracking", "licences_sold": "120"}, {}]
