"""What `cairn doctor` finds: each part, whether it is set up, and what to do about it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from bot import credentials, wiring
from bot.connectors import opening
from bot.hooks import signing
from bot.settings import Settings
from handlers.syncing import plans, running
from knowledge.index import Index
from knowledge.library import Reading
from playbooks.accounts import Account
from playbooks.content import Document
from playbooks.errors import CairnError
from playbooks.health import rules as health_rules
from playbooks.notes import Note
from playbooks.nudges import rulefile
from playbooks.people import Member
from playbooks.remotes import Run, RunState
from storage import migrate, spending
from storage.database import Database
from storage.jobs import Jobs
from storage.workspace import Workspace

COUNTED = {Account: "accounts", Member: "members", Note: "notes", Document: "library pages"}
"""What the records are counted by."""


class State(StrEnum):
    """Missing parts do no harm: what needs them is off. Wrong ones do."""

    OK = "ok"
    MISSING = "missing"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the set-up."""

    name: str
    state: State
    detail: str


def examine(settings: Settings, team_id: str) -> list[Finding]:
    """Look at the records, the library, durable work, Slack and models; changes nothing."""
    return [
        _records(settings, team_id),
        _library(settings, team_id),
        *_index(settings),
        *_rules(settings),
        _work(settings),
        *_slack(settings),
        *_connectors(settings, team_id),
        _model(settings, team_id),
    ]


def document(findings: Iterable[Finding]) -> dict[str, object]:
    """The findings as `--json` prints them."""
    listed = list(findings)
    ready = all(finding.state is not State.WRONG for finding in listed)
    return {"ready": ready, "findings": [asdict(finding) for finding in listed]}


def text(findings: Iterable[Finding]) -> str:
    """The findings as a table for a person."""
    return "\n".join(f"{one.state:<8} {one.name:<22} {one.detail}" for one in findings)


def _records(settings: Settings, team_id: str) -> Finding:
    try:
        with closing(wiring.open_database(settings)) as database:
            return _held(database, team_id, settings)
    except CairnError as error:
        return Finding("records", State.WRONG, str(error))


def _held(database: Database, team_id: str, settings: Settings) -> Finding:
    where = f"SQLite under {settings.home}" if database.is_sqlite else "PostgreSQL"
    if not migrate.is_newest(database):
        return Finding("records", State.MISSING, f"{where} has no schema of today: cairn migrate")
    with Workspace(database, team_id).reading() as reader:
        counted = [f"{reader.count(kind):,} {name}" for kind, name in COUNTED.items()]
    return Finding("records", State.OK, f"{where}: {', '.join(counted)}")


def _library(settings: Settings, team_id: str) -> Finding:
    """Whether the model answers, and how far it has read the library."""
    try:
        with (
            closing(wiring.open_database(settings)) as database,
            closing(wiring.library(settings)) as library,
        ):
            if not migrate.is_newest(database):
                return Finding("library", State.MISSING, "there is none yet")
            with Workspace(database, team_id).reading() as reader:
                reading = library.reading(reader)
            library.ask()
    except CairnError as error:
        return Finding("library", State.WRONG, str(error))
    return Finding("library", *_read(reading))


def _read(reading: Reading) -> tuple[State, str]:
    wanted, passages = _model_of(reading.wanted), f"{reading.passages:,} passages"
    if reading.lacking == 0 and reading.serving == reading.wanted:
        return State.OK, f"{wanted} has read all {passages}"
    done = f"{wanted} has read {reading.passages - reading.lacking:,} of {passages}"
    if reading.serving in (None, reading.wanted):
        return State.MISSING, f"{done}; `cairn content sync` reads the rest"
    earlier = _model_of(str(reading.serving))
    detail = f"{done}; until it has read all, {earlier} serves. `cairn serve` goes on with it"
    return State.MISSING, f"{detail} in the background, `cairn content sync` at once"


def _model_of(generation: str) -> str:
    return generation.rpartition("/")[0]


def _index(settings: Settings) -> Iterator[Finding]:
    if settings.chroma_url is not None:
        with closing(Index(settings.index, settings.chroma_url)) as mirror:
            yield _checked("CHROMA_URL", settings.chroma_url, lambda: _chroma(settings, mirror))


def _chroma(settings: Settings, mirror: Index) -> str:
    mirror.check()
    return f"the Chroma server at {settings.chroma_url} answers"


def _rules(settings: Settings) -> Iterator[Finding]:
    """What of an admin's rule files is not in force, and why."""
    if settings.rules is None:
        return
    try:
        health_rules.load(settings.rules)
        faults = [f"{one.path}, {one}" for one in rulefile.load(settings.rules).faults]
    except CairnError as error:
        faults = [str(error)]
    state = State.WRONG if faults else State.OK
    yield Finding("CAIRN_RULES", state, "; ".join(faults) or f"{settings.rules}: all in force")


def _work(settings: Settings) -> Finding:
    """What waits and what failed for good, with the reason of the newest failure."""
    file = settings.jobs.removeprefix("sqlite:///")
    if settings.jobs.startswith("sqlite") and not Path(file).exists():
        return Finding("durable work", State.OK, "none yet; `cairn serve` begins it")
    jobs = Jobs(settings.jobs)
    jobs.start()
    try:
        waiting, failed = len(jobs.waiting()), jobs.failed()
    finally:
        jobs.stop()
    if not failed:
        return Finding("durable work", State.OK, f"{waiting} waiting, none failed")
    last = failed[-1]
    detail = f"{waiting} waiting, {len(failed)} failed; the last, {last.name}: {last.why}"
    return Finding("durable work", State.WRONG, detail)


def _slack(settings: Settings) -> Iterator[Finding]:
    yield _checked("SLACK_BOT_TOKEN", settings.slack_bot_token, lambda: _bot(settings))
    yield _checked("SLACK_APP_TOKEN", settings.slack_app_token, lambda: _socket(settings))
    yield _checked("SLACK_SIGNING_SECRET", settings.slack_signing_secret, lambda: _http(settings))


def _checked(name: str, value: object, check: Callable[[], str]) -> Finding:
    if value is None:
        return Finding(name, State.MISSING, NEEDED_FOR[name])
    try:
        return Finding(name, State.OK, check())
    except CairnError as error:
        return Finding(name, State.WRONG, str(error))


def _bot(settings: Settings) -> str:
    identity = credentials.identity(credentials.client(settings))
    return f"Slack knows the app in {identity.url} (team {identity.team_id})"


def _socket(settings: Settings) -> str:
    token = credentials.app_token(settings)
    if settings.slack_bot_token is not None:
        credentials.check_app_token(credentials.client(settings), token)
    return "Slack opens Socket Mode with it"


def _http(settings: Settings) -> str:
    credentials.signing_secret(settings)
    return "set; whether it is Slack's shows with the first delivery"


def _connectors(settings: Settings, team_id: str) -> Iterator[Finding]:
    """Each connector of which anything is set: whether it lets us in, and how its last run went."""
    for name, variables in opening.NEEDED.items():
        if name in opening.configured(settings):
            yield _remote(settings, team_id, name)
        elif opening.begun(settings, name):
            lacking = f"not set up whole: {', '.join(variables)}"
            yield Finding(name, State.WRONG, lacking)
    if settings.webhook_secret is not None:
        secret = settings.webhook_secret.get_secret_value()
        yield _checked("CAIRN_WEBHOOK_SECRET", secret, lambda: _webhook(secret))


def _remote(settings: Settings, team_id: str, name: str) -> Finding:
    try:
        plans.load(name, opening.plan_file(settings, name))
        found = f"{opening.opened(settings, name).check()} lets us in"
    except CairnError as error:
        return Finding(name, State.WRONG, str(error))
    last = _last_run(settings, team_id, name)
    if last is None:
        return Finding(name, State.MISSING, f"{found}; nothing was synced yet: cairn sync {name}")
    if last.state is RunState.FAILED:
        return Finding(name, State.WRONG, f"{found}; the last run stopped: {last.why}")
    return Finding(name, State.OK, f"{found}; last run {last.started:%Y-%m-%d %H:%M} UTC")


def _last_run(settings: Settings, team_id: str, name: str) -> Run | None:
    with closing(wiring.open_database(settings)) as database:
        if not migrate.is_newest(database):
            return None
        with Workspace(database, team_id).reading() as reader:
            return running.last(reader, name)


def _webhook(secret: str) -> str:
    signing.key_of(secret)
    return "usage and surveys are taken in by `cairn serve --http` or `--webhook`"


def _model(settings: Settings, team_id: str) -> Finding:
    """Where the model is, and what it has used of its day; asks it nothing, which would cost."""
    if settings.openai_api_key is None:
        detail = "answers are composed from facts and quoted passages, without a language model"
        return Finding("OPENAI_API_KEY", State.MISSING, detail)
    where = settings.openai_base_url or "OpenAI"
    most = settings.model_tokens_per_day
    writes = f"{settings.model} at {where} writes answers"
    use = _used_today(settings, team_id)
    if use is None:
        return Finding("OPENAI_API_KEY", State.OK, f"{writes}, at most {most:,} tokens a day")
    used = f"{use.tokens:,} of {most:,} tokens used today (UTC) in {use.calls:,} calls"
    if use.tokens >= most:
        spent = f"{used}: it writes again tomorrow, or raise CAIRN_MODEL_TOKENS_PER_DAY"
        return Finding("OPENAI_API_KEY", State.MISSING, spent)
    return Finding("OPENAI_API_KEY", State.OK, f"{writes}; {used}")


def _used_today(settings: Settings, team_id: str) -> spending.Use | None:
    """None where the records cannot be read; that is a finding of its own."""
    try:
        with closing(wiring.open_database(settings)) as database:
            if not migrate.is_newest(database):
                return None
            with Workspace(database, team_id).reading() as reader:
                return spending.on(reader, datetime.now(UTC).date())
    except CairnError:
        return None


NEEDED_FOR = {
    "SLACK_BOT_TOKEN": "not set; `cairn serve` needs it (OAuth & Permissions, begins with xoxb-)",
    "SLACK_APP_TOKEN": "not set; Socket Mode needs it (App-Level Tokens, begins with xapp-)",
    "SLACK_SIGNING_SECRET": "not set; `cairn serve --http` needs it (Basic Information)",
}
