"""What people say of a reply or a nudge, kept so that the product can be judged by it."""

from typing import Any

from handlers import access
from handlers.context import Context
from playbooks.conversations import Feedback, Reply
from playbooks.errors import BadInput, NotFound
from playbooks.nudges.values import Nudge

VERDICTS = ("good", "bad")
ABOUT: dict[str, type[Any]] = {"reply": Reply, "nudge": Nudge}


def give(
    context: Context,
    about_kind: str,
    about_id: str,
    verdict: str,
    member: str | None,
    comment: str | None = None,
) -> Feedback:
    """Keep a verdict, `good` or `bad`, on a `reply` or a `nudge`.

    The same person's second verdict on the same item replaces the first. Raises `BadInput` for
    another verdict or kind and `NotFound` for an item that is not there.
    """
    if verdict not in VERDICTS or about_kind not in ABOUT:
        raise BadInput(
            "A verdict is {verdicts}, on a {subjects}.", verdicts=VERDICTS, subjects=ABOUT
        )
    with context.workspace.writing() as writer:
        person = access.find_member(writer, member)
        if writer.get(ABOUT[about_kind], about_id) is None:
            raise NotFound("That answer is not in the records any more; thank you all the same.")
        given = Feedback(
            id=f"{about_kind}.{about_id}.{person.id}",
            about_kind=about_kind,
            about_id=about_id,
            member=person.id,
            verdict=verdict,
            at=context.now(),
            comment=(comment or "").strip() or None,
        )
        writer.put(given)
        return given
