"""A large workspace made up for measuring: the same one for the same seed."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from handlers.context import Context
from playbooks.accounts import Account, Subscription
from playbooks.content import Document
from playbooks.handoffs import Handoff, HandoffState, Promise
from playbooks.intents import Intent, IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import Goal, MetricSample, Outcome, SurveyResponse, Ticket
from playbooks.people import Contact, Member, Role
from playbooks.stages import Enrolment, Stage


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MEMBERS = 25
CONTACTS = 4
PASSAGES_EACH = 10
PARAGRAPH = 60
"""Words of a passage."""

NAMES = _words(
    "Alder Birch Cobalt Delta Ember Fjord Garnet Harbour Indigo Juniper Kestrel Larch Meridian "
    "Nimbus Onyx Pewter Quartz Rowan Sable Tundra Umber Vesper Willow Yarrow Zephyr"
)
TRADES = _words(
    "Foods Freight Retail Pharma Textiles Robotics Energy Paper Glass Optics Marine Rail Tools "
    "Media Travel Health Motors Chemicals Dairy Farms"
)
WORDS = _words(
    "customer renewal onboarding adoption goal value licence usage training champion sponsor "
    "meeting workshop ticket escalation promise plan date team report contract risk health "
    "engagement survey feedback feature depth breadth review quarter playbook stage owner step"
)
SAID = (
    "{name} was open: the team plans on paper. We agreed on a workshop next week.",
    "Call with {name}: use is steady, they asked for two more licences.",
    "{name} non è contenta: il report arriva tardi. Ho promesso una data.",
    "Incontro con {name}: l’obiettivo del trimestre è raggiunto.",
    "与{name}通话：使用正常，希望增加培训。",
    "{name}对响应速度不满意，要求升级处理。",
    "Budget is frozen until spring, said {name}. The pilot goes on.",
    "{name} will speak for us at the user day.",
)
CUES = ("unhappy", "expansion", "outcome_reached", "budget_freeze", "escalation", "advocate")


def fill(context: Context, accounts: int, notes: int, passages: int, seed: int) -> list[Account]:
    """Put so many accounts with their records, notes and library passages into an empty home."""
    chance, today = random.Random(seed), context.today()
    made = [_account(number, chance, today) for number in range(accounts)]
    with context.workspace.writing() as writer:
        writer.put_many([_member(number) for number in range(MEMBERS)])
        writer.put_many(made)
        for values in _records(made, chance, today):
            writer.put_many(values)
        for values in _notes(made, notes, chance, today):
            writer.put_many(values)
    with context.workspace.writing() as writer:
        for number in range(passages // PASSAGES_EACH):
            document = _document(number, chance)
            writer.put(document)
            context.library.add(writer, document)
    context.library.refresh(context.workspace)
    return made


def _member(number: int) -> Member:
    roles = (Role.CSM, Role.CSM, Role.SALES, Role.PRESALES, Role.MANAGER)
    name = f"{NAMES[number]} {TRADES[number % len(TRADES)]}son"
    return Member(f"U{number:03}", name, f"@m{number}", role=roles[number % len(roles)])


def _account(number: int, chance: random.Random, today: date) -> Account:
    name = f"{NAMES[number % len(NAMES)]} {TRADES[number // len(NAMES) % len(TRADES)]}"
    started = today - timedelta(days=chance.randint(60, 900))
    return Account(
        f"a{number}",
        name,
        segment=chance.choice(("enterprise", "mid_market", "smb")),
        arr=Decimal(chance.randint(5, 400) * 1000),
        currency=chance.choice(("EUR", "USD")),
        contract_start=started,
        renewal_date=today + timedelta(days=chance.randint(1, 365)),
        owner=f"U{number % MEMBERS:03}",
        account_executive=f"U{(number + 2) % MEMBERS:03}",
    )


def _records(accounts: Sequence[Account], chance: random.Random, today: date) -> list[list[Any]]:
    """What a workspace of a year holds of each account besides notes, kind by kind."""
    made: dict[str, list[Any]] = {}
    for account in accounts:
        for value in _of(account, chance, today):
            made.setdefault(type(value).__name__, []).append(value)
    return list(made.values())


def _of(account: Account, chance: random.Random, today: date) -> list[Any]:
    key = account.id

    def ago(low: int, high: int) -> date:
        return today - timedelta(days=chance.randint(low, high))

    roles = ("champion", "economic_buyer", "user", "executive_sponsor")
    values: list[Any] = [
        Contact(f"c{key}{n}", key, f"{chance.choice(NAMES)} {chance.choice(TRADES)}berg", role=role)
        for n, role in enumerate(roles[:CONTACTS])
    ]
    values += [
        Enrolment(f"e{key}1", key, Stage.ONBOARDING, ago(200, 400), exited=ago(90, 190)),
        Enrolment(f"e{key}2", key, Stage.ADOPTION, ago(10, 80)),
        Subscription(f"s{key}", key, "Planner", chance.randint(20, 300), ago(60, 900)),
        Handoff(f"h{key}", key, HandoffState.ACCEPTED, ago(200, 400), why_bought="An old tool."),
        Promise(f"p{key}", key, "A report by site", f"h{key}", due=ago(-60, 60)),
        Goal(f"g{key}", key, "Waiting time", "minutes", 20, chance.randint(15, 40), ago(5, 60)),
        Outcome(f"o{key}", key, ago(300, 700), "renewal", account.arr, account.currency),
        IntentReading(
            f"i{key}",
            key,
            chance.choice(list(Intent)[:4]),
            ago(200, 400),
            0.8,
            "handoff",
            f"h{key}",
        ),
    ]
    for month in range(12):
        day = today - timedelta(days=30 * month + 3)
        users = chance.randint(10, 200)
        values.append(MetricSample(f"mu{key}{month}", key, day, "active_users", users, "users"))
        values.append(MetricSample(f"ml{key}{month}", key, day, "licences_bought", 200, "licences"))
    for n in range(3):
        values.append(SurveyResponse(f"v{key}{n}", key, ago(1, 360), "csat", chance.randint(1, 5)))
        values.append(Ticket(f"t{key}{n}", key, ago(1, 360), title="Sync", escalated=n == 0))
    return values


def _notes(
    accounts: Sequence[Account], count: int, chance: random.Random, today: date
) -> tuple[list[Note], list[Cue]]:
    notes, cues = [], []
    for number in range(count):
        account = accounts[number % len(accounts)]
        day = today - timedelta(days=chance.randint(0, 420))
        text = chance.choice(SAID).format(name=chance.choice(NAMES)) + f" ({number})"
        author = account.owner
        note = Note(f"n{number}", account.id, day, text, author, direction=Direction.TWO_WAY)
        notes.append(note)
        if chance.random() < 0.3:
            cue = Cue(f"k{number}", account.id, note.id, day, chance.choice(CUES), text)
            cues.append(cue)
    return notes, cues


def _document(number: int, chance: random.Random) -> Document:
    stage = chance.choice(("presales", "onboarding", "adoption", "renewal", "escalation"))
    title = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}".capitalize()
    parts = [
        f"## {chance.choice(WORDS)} {part}\n\n" + " ".join(chance.choices(WORDS, k=PARAGRAPH))
        for part in range(PASSAGES_EACH)
    ]
    text = f"# {title}\n\n" + "\n\n".join(parts)
    kind = "education" if number % 4 == 0 else "playbook"
    key = f"bench{number}"
    return Document(key, f"{key}.md", title, kind, "en", key, text, stage=stage, summary=title)
