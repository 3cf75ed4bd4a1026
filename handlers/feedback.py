"""What people say of a reply or a nudge, kept so that the product can be judged by it."""

from handlers.context import Context
from playbooks.conversations import Feedback


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
    raise NotImplementedError
