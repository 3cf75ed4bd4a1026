"""Which weights history would propose; a person adopts them, and may take that back."""

from dataclasses import dataclass

from handlers import access, audit, backtest
from handlers.context import Context
from playbooks.conversations import AuditEntry
from playbooks.errors import BadInput, NotFound
from playbooks.frame import ANY
from playbooks.health.rules import HealthRules
from playbooks.health.values import AdoptedWeights
from playbooks.people import Role
from playbooks.prediction import proposing
from playbooks.prediction.proposing import Proposal
from playbooks.prediction.testing import Progress
from playbooks.prediction.values import Backtest, Target
from storage.workspace import Writer

ADOPTED = "adopted"
"""The id of the one set of weights that a workspace may have adopted."""

MAY_ADOPT = (Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The back-test with the weights in force, and the weights that history proposes."""

    tested: Backtest
    proposal: Proposal


def run(
    context: Context, target: Target = Target.CHURN, progress: Progress | None = None
) -> Calibration:
    """Test the weights in force, and fit others to the same history. Writes nothing."""
    tested = backtest.tested(context, None, None, target, progress)
    proposal = proposing.propose(tested.history, _weights(tested.rules))
    return Calibration(tested.finding, proposal)


def adopt(context: Context, found: Calibration, author: str | None) -> AuditEntry:
    """Put the proposed weights in force, for all segments; can be undone by the audit entry.

    Raises `NotFound` for whoever is neither manager nor admin, and `BadInput` when the proposed
    weights are no better than chance would make them; then nothing is changed.
    """
    with context.workspace.writing() as writer:
        actor = access.find_member(writer, author)
        if actor.role not in MAY_ADOPT:
            raise NotFound("There are no weights that you could adopt. Nothing was changed.")
        if not found.proposal.better:
            raise BadInput(
                "The proposed weights are no better than chance would make them. Keep the present "
                "ones; nothing was changed."
            )
        before = writer.get(AdoptedWeights, ADOPTED)
        given = _adopted(context, writer, found, actor.id)
        writer.put(given)
        return audit.record(
            context,
            writer,
            actor.id,
            "weights.adopted",
            given,
            before=[before] if before else [],
            after=[given],
        )


def _adopted(context: Context, writer: Writer, found: Calibration, author: str) -> AdoptedWeights:
    number = 1 + writer.count(AuditEntry, action="weights.adopted")
    base = found.tested.weights_version.partition("+")[0]
    proposal = found.proposal
    gain = proposal.gain
    assert gain is not None
    return AdoptedWeights(
        id=ADOPTED,
        version=f"{base}+history.{number}",
        date=context.today(),
        author=author,
        weights=proposal.proposed,
        ground=(
            f"AUC {gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f}), n = {proposal.n}, "
            f"{proposal.events} left, {found.tested.cutoffs[0]} to {found.tested.cutoffs[-1]}"
        ),
    )


def _weights(rules: HealthRules) -> dict[str, float]:
    return {name: rules.weights(name)[ANY] for name in rules.by_component}
