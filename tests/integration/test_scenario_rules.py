"""The rules of docs/examples/scenarios: accounts of which each fires exactly what it should."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.context import Context
from handlers.nudges import planning
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.health.values import Band, Override
from playbooks.notes import Direction, Note
from playbooks.nudges import rulefile
from playbooks.observations import MetricSample
from playbooks.people import Contact, Member, Role
from playbooks.stages import Enrolment, Stage
from storage.shelf import Shelf
from storage.workspace import Workspace
from tests.conftest import NOW

TODAY = NOW.date()
RULES = Path(__file__).parents[2] / "docs" / "examples" / "scenarios"
OWN = set(rulefile.load(RULES).rules) - set(rulefile.load().rules)
MAYA = Member("U1", "Maya", manager="U9")
RUTH = Member("U9", "Ruth", role=Role.MANAGER)
TALIA = Member("U3", "Talia", role=Role.PRESALES)


@dataclass(frozen=True)
class Customer:
    """A customer of whom nothing has to be done, unless something is changed; None is unknown."""

    tenure: int | None = 400
    onboarding: int | None = None
    renewal: int | None = 300
    used: float | None = 0.9
    band: Band = Band.HEALTHY
    pulse: float | None = 4
    behind: float | None = 0
    technical: float | None = 90
    roles: tuple[str, ...] = ("champion", "economic_buyer")
    contacted: int | None = 5
    direction: Direction = Direction.TWO_WAY
    segment: str = "mid_market"


EVEN = Customer()
RISK = {"renewal_needs_the_leaders", "renewal_to_assess", "renewal_to_get_well", "health_not_good"}
NEW = replace(EVEN, tenure=10, onboarding=10, used=None)

CASES: dict[str, tuple[Customer, set[str]]] = {
    "nothing to do": (EVEN, set()),
    "nothing known": (
        Customer(None, None, None, None, Band.HEALTHY, None, None, None, (), None),
        set(),
    ),
    # A customer who is just signing.
    "has just signed": (NEW, {"customer_signed"}),
    "an old customer onboards another team": (replace(EVEN, onboarding=10), set()),
    "signed a while ago": (replace(NEW, onboarding=15), set()),
    "in its sixth week below the goal": (
        replace(EVEN, tenure=40, used=0.5),
        {"seats_goal_in_danger"},
    ),
    "in its sixth week at the goal": (replace(EVEN, tenure=40, used=0.8), set()),
    "in its fourth week below the goal": (replace(EVEN, tenure=29, used=0.5), set()),
    # Below 80 % of the seats, and the same 45 days and more into the contract.
    "below the goal after 45 days": (replace(EVEN, tenure=45, used=0.79), {"seats_below_goal"}),
    "at the goal after 45 days": (replace(EVEN, tenure=45, used=0.8), set()),
    "half of the seats": (replace(EVEN, used=0.4), {"seats_below_goal"}),
    "seats unknown": (replace(EVEN, used=None), set()),
    # Low use, and why.
    "low use and far behind": (
        replace(EVEN, used=0.6, behind=4),
        {"seats_below_goal", "low_use_with_a_cause", "technically_behind"},
    ),
    "low use without a champion": (
        replace(EVEN, used=0.6, roles=("economic_buyer",)),
        {"seats_below_goal", "low_use_with_a_cause", "champion_wanted"},
    ),
    # Renewals.
    "six months ahead and healthy": (replace(EVEN, renewal=183), set()),
    "six months ahead and on watch": (
        replace(EVEN, renewal=183, band=Band.WATCH),
        {"renewal_needs_the_leaders", "health_not_good"},
    ),
    "184 days ahead and at risk": (
        replace(EVEN, renewal=184, band=Band.AT_RISK),
        {"health_not_good"},
    ),
    "180 days ahead and healthy": (replace(EVEN, renewal=180), {"renewal_to_assess"}),
    "180 days ahead and on watch": (replace(EVEN, renewal=180, band=Band.WATCH), RISK),
    "90 days ahead and at risk": (replace(EVEN, renewal=90, band=Band.AT_RISK), RISK),
    "181 days ahead and healthy": (replace(EVEN, renewal=181), set()),
    "renewed yesterday": (replace(EVEN, renewal=-1, band=Band.AT_RISK), {"health_not_good"}),
    # Health.
    "on watch": (replace(EVEN, band=Band.WATCH), {"health_not_good"}),
    "at risk": (replace(EVEN, band=Band.AT_RISK), {"health_not_good"}),
    "a bad feeling": (replace(EVEN, pulse=2), {"pulse_low"}),
    "a middling feeling": (replace(EVEN, pulse=3), set()),
    "no feeling": (replace(EVEN, pulse=None), set()),
    "three releases behind": (replace(EVEN, behind=3), {"technically_behind"}),
    "two releases behind": (replace(EVEN, behind=2), set()),
    "technically weak": (replace(EVEN, technical=59), {"technically_behind"}),
    "technically just good enough": (replace(EVEN, technical=60), set()),
    # People.
    "no champion": (replace(EVEN, roles=("economic_buyer", "user")), {"champion_wanted"}),
    "no buyer": (replace(EVEN, roles=("champion",)), {"buyer_wanted"}),
    "nobody who matters": (replace(EVEN, roles=("user",)), {"champion_wanted", "buyer_wanted"}),
    "contacts unknown": (replace(EVEN, roles=()), set()),
    # Contact.
    "not contacted for 30 days": (replace(EVEN, contacted=30), {"not_contacted"}),
    "not contacted for 29 days": (replace(EVEN, contacted=29), set()),
    "an enterprise, not contacted for 21 days": (
        replace(EVEN, contacted=21, segment="enterprise"),
        {"not_contacted"},
    ),
    "a small business, not contacted for 59 days": (
        replace(EVEN, contacted=59, segment="smb"),
        set(),
    ),
    "written to in vain for long": (
        replace(EVEN, contacted=40, direction=Direction.ONE_WAY),
        {"not_contacted"},
    ),
    "only noted among ourselves": (
        replace(EVEN, contacted=40, direction=Direction.INTERNAL),
        set(),
    ),
}


def records(key: str, customer: Customer) -> Iterator[object]:
    begun = None if customer.tenure is None else TODAY - timedelta(customer.tenure)
    ends = None if customer.renewal is None else TODAY + timedelta(customer.renewal)
    yield Account(
        key,
        key,
        segment=customer.segment,
        arr=Decimal(50_000),
        currency="EUR",
        owner=MAYA.id,
        solution_architect=TALIA.id,
        contract_start=begun,
        renewal_date=ends,
    )
    if customer.onboarding is not None:
        entered = TODAY - timedelta(customer.onboarding)
        yield Enrolment(f"E {key}", key, Stage.ONBOARDING, entered)
    seats = {} if customer.used is None else {"licences_bought": 100.0}
    figures: dict[str, float | None] = {
        **seats,
        "active_users": None if customer.used is None else customer.used * 100,
        "adviser_pulse": customer.pulse,
        "versions_behind": customer.behind,
        "technical_health": customer.technical,
    }
    for name, value in figures.items():
        if value is not None:
            yield MetricSample(f"{name} {key}", key, TODAY, name, value)
    for role in customer.roles:
        yield Contact(f"{role} {key}", key, role, role=role)
    if customer.contacted is not None:
        day = TODAY - timedelta(customer.contacted)
        yield Note(f"N {key}", key, day, "We spoke about it.", direction=customer.direction)
    until = TODAY + timedelta(30)
    yield Override(f"O {key}", key, customer.band, "We know them.", "U1", until, TODAY)


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path) -> Context:
    kinds: dict[type, list[object]] = {}
    for key, (customer, _) in CASES.items():
        for record in records(key, customer):
            kinds.setdefault(type(record), []).append(record)
    with workspace.writing() as writer:
        writer.put_many([MAYA, RUTH, TALIA])
        for those in kinds.values():
            writer.put_many(those)
    return Context(
        workspace=workspace,
        library=Library(embedders.default(), Index(tmp_path / "index", None), Shelf),
        now=lambda: NOW,
        new_id=lambda prefix: prefix,
        rules=RULES,
    )


def test_each_customer_fires_exactly_the_rules_of_its_situation(context: Context) -> None:
    fired: dict[str, set[str]] = {key: set() for key in CASES}
    made = planning.plan(context, TODAY)
    for one in made.planned:
        if one.due.rule in OWN:
            fired[one.due.account_id].add(one.due.rule)
    assert fired == {key: expected for key, (_, expected) in CASES.items()}
    told = {one.due.rule: one.receiver for one in made.planned}
    assert told["renewal_needs_the_leaders"] == RUTH.id
    assert told["technically_behind"] == TALIA.id


def test_every_situation_has_a_customer_who_fires_it() -> None:
    assert {rule for _, expected in CASES.values() for rule in expected} == OWN
    assert rulefile.load(RULES).faults == ()
