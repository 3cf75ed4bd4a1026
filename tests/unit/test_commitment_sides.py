"""Whose promise it is, by the people who are known around the account."""

import pytest

from playbooks.commitment_sides import People, sided
from playbooks.commitments import Commitment

PEOPLE = People(
    theirs={"anna": "Anna Prato", "anna prato": "Anna Prato", "沈毅": "沈毅", "alex": "Alex Roe"},
    ours={"theo": "U2", "sam": "U3", "sam okafor": "U3", "alex": "U4"},
)


def read(opening: str, *, by_us: bool) -> tuple[bool, str | None]:
    """Whose promise it is after an opening, and its owner."""
    said = sided(Commitment("the export", by_us, opening=opening), PEOPLE)
    return said.by_us, said.owner


@pytest.mark.parametrize(
    "opening",
    [
        "Anna ",
        "Mezz'ora persa per turno. Anna ",
        "Ha detto che Anna ",
        "Ho chiamato il reparto e Anna Prato ",
        "和沈毅说好，沈毅周五前",
        "和沈毅说好，他在下周五前从",
    ],
)
def test_who_opens_the_clause_makes_the_promise_when_a_contact(opening: str) -> None:
    by_us, owner = read(opening, by_us=True)
    assert not by_us
    assert owner in {"Anna Prato", "沈毅"}


@pytest.mark.parametrize(
    ("opening", "owner"),
    [
        ("Three decisions: Theo ", "U2"),
        ("Told him Sam ", "U3"),
        ("Ho detto che Theo ", "U2"),
        ("- Sam Okafor: ", "U3"),
        ("Anna was there, and Theo ", "U2"),
    ],
)
def test_a_colleague_who_opens_the_clause_owns_our_promise(opening: str, owner: str) -> None:
    assert read(opening, by_us=False) == (True, owner)


@pytest.mark.parametrize(
    "opening",
    [
        "I send Anna ",
        "Anna asked us to ",
        "Anna wants ",
        "Anna gets ",
        "Anna's team saw that I ",
        "Anna aspetta ",
        "Anna la chiamo io, ",
        "沈毅要求我们",
        "Alex ",
        "Annabel ",
        "They ",
        "",
    ],
)
def test_whoever_asks_or_is_given_something_promises_nothing(opening: str) -> None:
    assert read(opening, by_us=True) == (True, None)
    assert read(opening, by_us=False) == (False, None)


def test_an_owner_whom_the_text_names_by_half_is_told_by_the_full_name() -> None:
    said = Commitment("the export", by_us=False, owner="Anna", opening="Anna ")
    assert sided(said, PEOPLE).owner == "Anna Prato"


def test_an_owner_who_does_not_open_the_clause_stays_as_it_was_read() -> None:
    said = Commitment("the export", by_us=False, owner="Bea", opening="We agreed with Bea ")
    assert sided(said, PEOPLE) == said
