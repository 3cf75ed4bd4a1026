"""What PreSales log in one line, in three languages, and what is no such line."""

import pytest

from knowledge import presales_lines
from knowledge.presales_lines import Line
from playbooks import gaps


@pytest.mark.parametrize(
    ("said", "kind", "hours"),
    [
        ("2h POV workshop with Acme", "workshop", 2.0),
        ("90 min call with Valdora", "call", 1.5),
        ("half a day security review with Acme", "security_review", 4.0),
        ("2h30 discovery at Acme", "discovery", 2.5),
        ("Workshop POV di 2 ore con Acme", "workshop", 2.0),
        ("un'ora di demo con Valdora ieri", "demo", 1.0),
        ("mezza giornata di formazione da Acme", "training", 4.0),
        ("和云栈冷链做了2小时的POV研讨会", "workshop", 2.0),
        ("昨天给云栈演示了两个半小时", "demo", 2.5),
    ],
)
def test_hours_are_logged_in_one_line(said: str, kind: str, hours: float) -> None:
    assert presales_lines.read(said) == Line("activity", kind, hours)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Product gap at Acme: no SSO, deal breaker", Line("gap", "deal_breaker", words="no SSO")),
        ("Lacuna di prodotto da Acme: manca SFTP", Line("gap", "challenge", words="manca SFTP")),
        ("Acme产品缺口：没有SSO，致命", Line("gap", "deal_breaker", words="没有SSO")),
        (
            "Technical win at Acme because our API was faster",
            Line("technical", "technical_win", words="our API was faster"),
        ),
        (
            "Acme技术胜出，因为接口更快",
            Line("technical", "technical_win", words="接口更快"),
        ),
        (
            "Il fit di Acme è parziale perché usano SAP",
            Line("fit", "fits_partly", words="usano SAP"),
        ),
    ],
)
def test_gaps_fit_and_the_technical_case_are_logged_in_one_line(said: str, line: Line) -> None:
    assert presales_lines.read(said) == line


@pytest.mark.parametrize(
    "said",
    [
        "How many hours did we spend on workshops with Acme?",
        "Plan a 2h workshop with Acme",
        "Vorrei fissare una demo di 2 ore con Acme",
        "计划下周和Acme做2小时演示",
        "What is our technical win rate",
        "Acme: the workshop went well",
        "In 2h Acme decides",
    ],
)
def test_questions_plans_and_stories_are_no_such_line(said: str) -> None:
    assert presales_lines.read(said) is None


def test_the_same_gap_in_other_words_is_one() -> None:
    assert gaps.alike("No SSO", "SSO missing")
    assert gaps.alike("Single sign-on is missing", "no single sign-on")
    assert not gaps.alike("no single sign-on", "no export to Excel")
