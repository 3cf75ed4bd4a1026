"""Facts of many accounts side by side say the same as each account's by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbooks import catalogue
from playbooks.accounts import Account
from playbooks.facts import Fact
from playbooks.frame import Frame
from playbooks.health import reading
from playbooks.health import rules as health_rules
from playbooks.health.values import Band, Override, PersonAnswer, Verdict
from playbooks.nudges import rules as nudge_rules

AT = date(2026, 11, 20)
HEALTH = health_rules.load()
NUDGES = nudge_rules.load()

WORDS = {
    "segment": ["enterprise", "smb", "elsewhere"],
    "handoff_state": ["draft", "accepted", "returned"],
    "detractor_role": ["economic_buyer", "user"],
}
KINDS = ["note", "handoff", "survey", "intent", "metric", "ticket"]


def days(most: int) -> st.SearchStrategy[date]:
    return st.integers(0, most).map(lambda age: AT - timedelta(days=age))


def values(meaning: catalogue.Definition) -> st.SearchStrategy[float | bool | str]:
    if meaning.unit == "truth":
        return st.booleans()
    if meaning.unit == "words":
        return st.sampled_from(WORDS.get(meaning.name, ["2026-12-31"]))
    return st.sampled_from([-50, -0.3, 0, 0.2, 0.6, 1, 3, 9, 40, 200])


def facts() -> st.SearchStrategy[dict[str, Fact]]:
    names = sorted(set(catalogue.CATALOGUE) - {"health_score", "health_coverage", "health_band"})

    def known(name: str) -> st.SearchStrategy[Fact]:
        return st.builds(
            Fact,
            st.just(name),
            values(catalogue.CATALOGUE[name]),
            days(600),
            st.sampled_from(KINDS),
            st.sampled_from(["N1", "N2"]),
            quote=st.sampled_from([None, "their words", "other words"]),
        )

    chosen = st.lists(st.sampled_from(names), unique=True, max_size=40)
    return chosen.flatmap(lambda some: st.fixed_dictionaries({name: known(name) for name in some}))


PERSONS = st.lists(
    st.builds(
        PersonAnswer,
        st.sampled_from(["P1", "P2", "P3"]),
        st.just("A"),
        st.sampled_from(list(HEALTH.questions)),
        st.sampled_from(list(Verdict)),
        days(400),
        st.just("maya"),
    ),
    max_size=4,
)
OVERRIDES = st.none() | st.builds(
    Override,
    st.just("O1"),
    st.just("A"),
    st.sampled_from(list(Band)),
    st.just("they told me"),
    st.just("maya"),
    days(30).map(lambda day: day + timedelta(days=15)),
    days(60),
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(facts(), PERSONS, OVERRIDES), min_size=2, max_size=3))
def test_an_account_reads_the_same_alone_and_among_others(
    given: list[tuple[dict[str, Fact], list[PersonAnswer], Override | None]],
) -> None:
    known = {f"A{n}": found for n, (found, _, _) in enumerate(given)}
    persons = {f"A{n}": answers for n, (_, answers, _) in enumerate(given)}
    overrides = {f"A{n}": band for n, (_, _, band) in enumerate(given) if band}
    together = reading.assess_all(Frame.of(known), persons, overrides, AT, HEALTH)
    accounts = {account_id: Account(account_id, account_id) for account_id in known}
    due = nudge_rules.due(known, accounts, [], AT, NUDGES)
    for key, found in known.items():
        alone = reading.assess(key, found, persons[key], overrides.get(key), AT, HEALTH)
        assert together.of(key) == alone
        by_itself = nudge_rules.due({key: found}, accounts, [], AT, NUDGES)
        assert [one for one in due if one.account_id == key] == by_itself


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(facts(), min_size=1, max_size=3))
def test_facts_come_back_as_they_went_in(given: list[dict[str, Fact]]) -> None:
    known = {f"A{n}": found for n, found in enumerate(given)}
    frame = Frame.of(known)
    assert dict(frame) == known
    for key, found in known.items():
        kept = frame[key]
        assert {n: type(f.value) for n, f in kept.items()} == {
            n: type(f.value) for n, f in found.items()
        }


def test_a_fact_that_one_account_has_is_unknown_of_the_others() -> None:
    frame = Frame.of({"A1": {"csat": Fact("csat", 2, AT, "survey", "S1")}, "A2": {}})
    assert frame["A2"] == {}
    assert frame.fact("csat", 1) is None


def test_a_threshold_is_that_of_each_accounts_own_segment() -> None:
    def of(segment: str) -> dict[str, Fact]:
        share = Fact("licence_utilisation", 0.65, AT, "metric", "M1")
        return {"segment": Fact("segment", segment, AT, "account", "A"), share.name: share}

    frame = Frame.of({"A1": of("enterprise"), "A2": of("smb"), "A3": {}})
    assert frame.limits({"any": 0.7, "enterprise": 0.6}).tolist() == [0.6, 0.7, 0.7]


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_accounts_are_no_trouble(count: int) -> None:
    known: dict[str, dict[str, Fact]] = {f"A{n}": {} for n in range(count)}
    readings = reading.assess_all(Frame.of(known), {}, {}, AT, HEALTH)
    assert [readings.of(key).band for key in known] == [Band.UNKNOWN] * count
