"""Lists of accounts by a criterion: who is on it and why, who may be, and who said what."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from handlers import ask
from handlers.answers import Answer, Part, Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.handoffs import Promise
from playbooks.notes import Direction, Note
from playbooks.observations import MetricSample
from playbooks.people import Channel, Contact, Member, Role

TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def filled(context: Context) -> Context:
    """Harbour has a champion and half-empty seats, Quarry neither; of Meadow nothing is known."""
    records: list[list[Any]] = [
        [Member("maya", "Maya", "maya", role=Role.CSM), Member("sam", "Sam", "sam")],
        [Channel("C9", "quarry-inside", private=True, members=("sam",))],
        [
            Account("A1", "Harbour", segment="smb", owner="maya"),
            Account("A2", "Quarry", segment="smb", owner="maya"),
            Account("A3", "Meadow", segment="smb", owner="maya"),
        ],
        [
            Contact("P1", "A1", "Ann Lee", role="champion"),
            Contact("P2", "A2", "Bo Reed", role="user"),
        ],
        [
            MetricSample("M1", "A1", ago(3), "active_users", 20, "users"),
            MetricSample("M2", "A1", ago(3), "licences_bought", 80, "licences"),
            MetricSample("M3", "A2", ago(3), "active_users", 18, "users"),
            MetricSample("M4", "A2", ago(3), "licences_bought", 20, "licences"),
        ],
        [
            Note("N1", "A1", ago(20), "Ann wants single sign-on.", direction=Direction.TWO_WAY),
            Note("N2", "A2", ago(9), "Bo asked about single sign-on.", author="sam", channel="C9"),
        ],
    ]
    with context.workspace.writing() as writer:
        for values in records:
            writer.put_many(values)
    return context


def listed(context: Context, text: str, asker: str = "maya") -> tuple[Answer, list[str], str]:
    """The answer, the accounts on the list, and what is said not to be known."""
    answer = ask.answer(context, Question(text, asker))
    parts = {one.part: [sentence.text for sentence in one.sentences] for one in answer.sections}
    on_it = [
        name
        for name in ("Harbour", "Quarry", "Meadow")
        for s in parts.get(Part.ACCOUNTS, [])
        if name in s
    ]
    return answer, on_it, " ".join(parts.get(Part.UNKNOWN, []))


def test_an_account_of_which_nothing_is_recorded_is_named_beside_the_list(filled: Context) -> None:
    answer, on_it, unknown = listed(filled, "Which accounts have no champion?")
    assert on_it == ["Quarry"]
    assert "Meadow" in unknown
    assert "A champion is present" in unknown
    assert answer.citations


def test_of_whom_health_is_not_known_is_not_said_to_be_unhealthy(filled: Context) -> None:
    _answer, on_it, unknown = listed(filled, "Which accounts are healthy?")
    assert on_it == []
    assert "answers to the health questions" in unknown
    assert all(name in unknown for name in ("Harbour", "Quarry", "Meadow"))


def test_a_figure_in_the_question_decides_instead_of_ours(filled: Context) -> None:
    assert listed(filled, "Which accounts use less than half of their licences?")[1] == ["Harbour"]
    assert listed(filled, "Which accounts use less than 95% of their licences?")[1] == [
        "Harbour",
        "Quarry",
    ]


def test_an_empty_list_shows_no_accounts_that_do_not_fit(filled: Context) -> None:
    answer, on_it, unknown = listed(filled, "quali clienti hanno un NPS basso?")
    assert on_it == []
    assert "punteggi bassi nei sondaggi" in answer.text
    assert "Harbour" in unknown


def test_who_brought_something_up_is_told_with_the_words_that_the_asker_may_read(
    filled: Context,
) -> None:
    assert listed(filled, "Which customers brought up single sign-on?")[1] == ["Harbour"]
    answer, on_it, unknown = listed(filled, "Which customers are in Texas?")
    assert (on_it, answer.abstained) == ([], True)
    assert "No field is kept" in unknown
    assert "Texas" in answer.text


def test_a_colleagues_name_is_nothing_to_look_for_in_notes(filled: Context) -> None:
    assert listed(filled, "Which of Maya's customers brought up single sign-on?")[1] == ["Harbour"]
    assert len(listed(filled, "Maya's accounts")[1]) == 3


def test_what_no_field_is_kept_for_is_sought_in_the_notes_of_those_who_fit_otherwise(
    filled: Context,
) -> None:
    answer, on_it, unknown = listed(filled, "Which SMB customers are in Texas?")
    assert (on_it, answer.abstained) == ([], True)
    assert "“Texas”" in answer.text
    assert "notes of 3 accounts" in answer.text
    assert "No field is kept" in unknown


def test_a_list_narrowed_in_the_same_thread_keeps_to_the_new_criterion(filled: Context) -> None:
    ask.answer(filled, Question("Show my accounts", "maya", thread_id="T1"))
    found = ask.answer(
        filled, Question("and which of them have a champion?", "maya", thread_id="T1")
    )
    shown = [s.text for one in found.sections if one.part is Part.ACCOUNTS for s in one.sentences]
    assert len(shown) == 1
    assert "Harbour" in shown[0]


def test_a_list_says_the_bound_on_what_its_accounts_pay(filled: Context) -> None:
    answer, on_it, _ = listed(filled, "show me the accounts without a champion above 100k")
    assert on_it == []
    assert "worth at least 100,000 a year" in answer.lead.text


def test_promises_past_their_date_say_whose_they_are(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Promise("PR1", "A1", "a training plan", owner="maya", due=ago(5)))
    late = ask.answer(filled, Question("which promises to Maya's accounts are late?", "sam"))
    assert late.lead.text.startswith("Looked after by Maya: 1 promise is past its date")


def test_my_promises_are_those_that_i_am_to_keep_and_only_anothers_theirs(
    filled: Context,
) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Promise("PR1", "A1", "a training plan", owner="maya", due=ago(5)))
        writer.put(Promise("PR2", "A2", "the price list", owner="maya", due=ago(-9)))
        writer.put(Promise("PR3", "A1", "the security paper", owner="sam", due=ago(2)))
        writer.put(Promise("PR4", "A2", "the site map", owner="maya", due=ago(1)))
    mine = ask.answer(filled, Question("What did I promise?", "maya"))
    assert mine.lead.text.startswith("Maya is to keep 3 promises, 2 past their date")
    assert mine.text.index("a training plan") < mine.text.index("the price list")
    assert "security paper" not in mine.text
    ask.answer(filled, Question("What did I promise?", "maya", None, "t2"))
    going_on = ask.answer(filled, Question("which are late?", "maya", None, "t2"))
    assert going_on.lead.text.startswith("Maya is to keep 3 promises")
    late = ask.answer(filled, Question("which of my promises are late?", "maya", None, "t1"))
    assert "the price list" not in late.text
    others = ask.answer(filled, Question("only Sam's", "maya", None, "t1"))
    assert others.lead.text.startswith("Sam is to keep 1 promise, 1 past its date")


def test_whoever_is_to_keep_nothing_hears_so(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Promise("PR1", "A1", "a training plan", owner="maya", due=ago(5)))
    late = ask.answer(filled, Question("which of my promises are late?", "sam"))
    assert late.lead.text.startswith("Sam is to keep no promise that is past its date")


def test_a_manager_who_keeps_none_means_the_teams_promises(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Member("ruth", "Ruth", "ruth", role=Role.MANAGER))
        writer.put(Member("maya", "Maya", "maya", role=Role.CSM, manager="ruth"))
        writer.put(Promise("PR1", "A1", "a training plan", owner="maya", due=ago(5)))
        writer.put(Promise("PR2", "A1", "the security paper", owner="sam", due=ago(5)))
    said = ask.answer(filled, Question("which of my promises are late?", "ruth")).text
    assert "a training plan" in said
    assert "security paper" not in said


def test_a_manager_asks_for_what_the_team_promised_beside_what_is_their_own(
    filled: Context,
) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Member("ruth", "Ruth", "ruth", role=Role.MANAGER))
        writer.put(Member("maya", "Maya", "maya", role=Role.CSM, manager="ruth"))
        writer.put(Promise("PR1", "A1", "a training plan", owner="maya", due=ago(5)))
        writer.put(Promise("PR2", "A1", "a call", owner="ruth", due=ago(3)))
    own = ask.answer(filled, Question("what did I promise?", "ruth"))
    assert own.lead.text.startswith("Ruth is to keep 1 promise")
    whole = ask.answer(filled, Question("what has my team promised?", "ruth"))
    assert whole.lead.text.startswith("The team of Ruth is to keep 2 promises")


def test_a_manager_who_looks_after_none_means_the_teams_accounts_by_mine(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Member("ruth", "Ruth", "ruth", role=Role.MANAGER))
        writer.put(Member("maya", "Maya", "maya", role=Role.CSM, manager="ruth"))
        writer.put(Account("A4", "Foundry", segment="smb", owner="sam"))
    answer, on_it, _unknown = listed(filled, "Which of my accounts have no champion?", "ruth")
    assert on_it == ["Quarry"]
    assert "Foundry" not in answer.text
    assert "looked after by the team of Ruth" in answer.text


def test_whoever_looks_after_none_and_leads_nobody_hears_that_all_are_meant(
    filled: Context,
) -> None:
    with filled.workspace.writing() as writer:
        writer.put(Member("kim", "Kim", "kim", role=Role.MANAGER))
    answer, on_it, _unknown = listed(filled, "Which of my accounts have no champion?", "kim")
    assert on_it == ["Quarry"]
    assert "of everybody, as Kim looks after none" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "which accounts renew before 1 March?",
        "renewals before 1 March",
        "quali clienti rinnovano entro il 1 marzo?",
    ],
)
def test_a_day_without_a_year_to_which_renewals_are_asked_for_is_one_to_come(
    context: Context, question: str
) -> None:
    with context.workspace.writing() as writer:
        writer.put(Member("U9", "Mo", "@mo", role=Role.MANAGER))
        for name, day in (("Near", date(2027, 2, 25)), ("Far", date(2027, 4, 1))):
            writer.put(Account(name, f"{name} Bakery", owner="U9", renewal_date=day))
    listed = ask.answer(context, Question(question, "U9")).text
    assert "Near Bakery" in listed
    assert "Far Bakery:" not in listed


@pytest.mark.parametrize(
    "question", ["renewals next quarter", "rinnovi del prossimo trimestre", "下季度续约的客户"]
)
def test_renewals_of_a_time_to_come_are_none_before_it(context: Context, question: str) -> None:
    with context.workspace.writing() as writer:
        writer.put(Member("U9", "Mo", "@mo", role=Role.MANAGER))
        days = {"Soon": date(2026, 12, 20), "Second": date(2027, 2, 25), "Far": date(2027, 4, 1)}
        for name, day in days.items():
            writer.put(Account(name, f"{name} Bakery", owner="U9", renewal_date=day))
    listed = ask.answer(context, Question(question, "U9")).text
    assert "Second Bakery" in listed
    assert "Soon Bakery" not in listed
    assert "Far Bakery" not in listed


def test_where_nothing_renews_so_soon_the_next_renewals_are_shown(context: Context) -> None:
    with context.workspace.writing() as writer:
        writer.put(Member("U9", "Mo", "@mo", role=Role.MANAGER))
        for month in (3, 4, 5, 6, 7):
            name = f"Bakery {month}"
            writer.put(Account(name, name, owner="U9", renewal_date=date(2027, month, 1)))
    answer = ask.answer(context, Question("renewals by the end of the month", "U9"))
    assert answer.lead.text.startswith("None of the 5 accounts")
    listed = next(one for one in answer.sections if one.part is Part.ACCOUNTS)
    shown = [line.text.split(":")[0] for line in listed.sentences]
    assert shown == ["Bakery 3", "Bakery 4", "Bakery 5"]


@pytest.mark.parametrize(
    "question",
    [
        "which customers are at risk and why?",
        "quali clienti sono a rischio e perché?",
        "哪些客户有风险，为什么？",
        "customers at risk, with the reason for each",
    ],
)
def test_why_beside_a_list_is_no_criterion(filled: Context, question: str) -> None:
    text = ask.answer(filled, Question(question, "maya")).lead.text
    for other in ("intent", "intento", "意图"):
        assert other not in text


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("which Italian customers do we have?", "Olmo"),
        ("i clienti italiani", "Olmo"),
        ("中国客户有哪些？", "Lotus"),
    ],
)
def test_customers_of_one_country_are_those_whose_region_says_so(
    context: Context, question: str, name: str
) -> None:
    with context.workspace.writing() as writer:
        writer.put(Member("U9", "Mo", "@mo", role=Role.MANAGER))
        writer.put(Account("O", "Olmo Works", owner="U9", region="Italy"))
        writer.put(Account("L", "Lotus Works", owner="U9", region="China"))
        writer.put(Account("N", "Nowhere Works", owner="U9"))
    text = ask.answer(context, Question(question, "U9")).text
    assert f"{name} Works" in text
    assert len(set(re.findall(r"(Olmo|Lotus|Nowhere) Works", text))) == 1


def test_of_a_country_without_customers_no_other_is_shown(context: Context) -> None:
    with context.workspace.writing() as writer:
        writer.put(Member("U9", "Mo", "@mo", role=Role.MANAGER))
        writer.put(Account("O", "Olmo Works", owner="U9", region="Italy"))
    answer = ask.answer(context, Question("German customers", "U9"))
    assert "Germany" in answer.lead.text
    assert not answer.sections


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("which of my accounts is healthiest?", "the healthiest by score first"),
        ("quali dei miei clienti stanno peggio?", "punteggio di salute più basso"),
        ("我的客户里哪个最健康？", "健康分数最高的在前"),
    ],
)
def test_the_healthiest_or_the_least_healthy_come_first_where_asked(
    filled: Context, question: str, order: str
) -> None:
    answer, on_it, _unknown = listed(filled, question)
    assert order in answer.lead.text
    assert len(on_it) == 3
