"""Jobs as they are kept: putting one there, listing them by their state, and letting go of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage import engine
from storage.engine import Payload

if TYPE_CHECKING:
    from dbos import WorkflowStatus

NOT_BEGUN = ["ENQUEUED", "DELAYED"]
RUNNABLE = ["ENQUEUED", "PENDING"]
WAITING = [*RUNNABLE, "DELAYED"]
DONE = ["SUCCESS", "CANCELLED"]
FAILED = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

FORGOTTEN_AT_ONCE = 10_000
"""Jobs that one call drops at most."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it is kept: `due` is when a delayed one runs, `why` is why a failed one failed."""

    key: str
    name: str
    state: str
    due: datetime | None = None
    why: str | None = None


def put(job: Payload, lane: str, delay: float) -> bool:
    """Keep one run of a job for good, to begin after `delay` seconds; False when it is there."""
    from dbos import DBOS, EnqueueOptions, error

    options = EnqueueOptions(
        workflow_name=engine.WORKFLOW,
        queue_name=lane,
        workflow_id=job["key"] if job["run"] == 1 else f"{job['key']}#{job['run']}",
        workflow_id_reuse_policy="reject",
        app_version=engine.VERSION,
    )
    if delay > 0:
        options["delay_seconds"] = delay
    try:
        DBOS.enqueue_workflow_with_options(options, job)
    except error.DBOSWorkflowIDInUseError:
        return False
    return True


def listed(states: list[str]) -> list[Job]:
    """The jobs in these states, oldest first."""
    from dbos import DBOS

    return [_kept(status) for status in DBOS.list_workflows(status=states, name=engine.WORKFLOW)]


def with_key(key: str, states: list[str]) -> list[tuple[str, Payload]]:
    """The runs of one job in these states: each one's workflow id, and what it is given."""
    from dbos import DBOS

    statuses = DBOS.list_workflows(status=states, name=engine.WORKFLOW)
    found = ((status.workflow_id, _given(status)) for status in statuses)
    return [(workflow, job) for workflow, job in found if job["key"] == key]


def delete(workflow: str) -> None:
    """Let one run go, with all that is known of it."""
    from dbos import DBOS

    DBOS.delete_workflow(workflow)


def cancel(workflows: list[str]) -> None:
    """Keep runs from beginning."""
    from dbos import DBOS

    DBOS.cancel_workflows(workflows)


def forget(before: datetime) -> int:
    """Drop jobs that were over before then, `FORGOTTEN_AT_ONCE` at most; says how many."""
    from dbos import DBOS

    over = DBOS.list_workflows(
        status=[*DONE, *FAILED],
        completed_before=before.isoformat(),
        load_input=False,
        load_output=False,
        limit=FORGOTTEN_AT_ONCE,
    )
    DBOS.delete_workflows([status.workflow_id for status in over])
    return len(over)


def _kept(status: "WorkflowStatus") -> Job:
    job = _given(status)
    due = status.delay_until_epoch_ms if status.status == "DELAYED" else None
    return Job(
        key=job["key"],
        name=job["name"],
        state=status.status.lower(),
        due=datetime.fromtimestamp(due / 1000, UTC) if due else None,
        why=str(status.error) if status.error else None,
    )


def _given(status: "WorkflowStatus") -> Payload:
    arguments: Sequence[Payload] = status.input["args"] if status.input else ()
    return arguments[0]
