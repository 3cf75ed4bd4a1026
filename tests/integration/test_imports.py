"""Importing files of every kind, good and bad, on both databases."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from handlers.context import Context
from handlers.imports import importing, mapping
from playbooks.accounts import Account, Subscription
from playbooks.errors import BadInput
from playbooks.handoffs import Handoff, Promise
from playbooks.notes import Cue, Note
from playbooks.observations import MetricSample
from playbooks.people import Member
from playbooks.stages import Enrolment
from storage.workspace import Workspace

RAVENSTACK = Path(__file__).parents[3] / "shared" / "data" / "ravenstack"
ACCOUNTS = "id,name,aliases,arr,currency,owner\nA1,Harbour Tea,HT|Harbour,12000,EUR,@mo\n"

TEAMS = ("Whole company", "tutta l'azienda", "全公司", "All", "Bakery", "All hands")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file and say where it is."""

    def _write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


@pytest.fixture
def imported(context: Context, write: Callable[[str, str], Path]) -> Callable[..., Any]:
    """Import a text as a file of that name."""

    def _import(kind: str, text: str, name: str = "rows.csv", **options: Any) -> importing.Report:
        return importing.import_file(context, kind, write(name, text), **options)

    return _import


def test_an_account_comes_in_with_all_its_columns(imported: Any, workspace: Workspace) -> None:
    imported("accounts", ACCOUNTS)
    with workspace.reading() as reader:
        account = reader.get(Account, "A1")
    assert account == Account(
        "A1", "Harbour Tea", ("HT", "Harbour"), arr=Decimal(12000), currency="EUR", owner="@mo"
    )


def test_importing_twice_changes_nothing(imported: Any) -> None:
    imported("accounts", ACCOUNTS)
    again = imported("accounts", ACCOUNTS)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)


def test_a_dry_run_reports_and_writes_nothing(imported: Any, workspace: Workspace) -> None:
    report = imported("accounts", ACCOUNTS, dry_run=True)
    assert report.created == 1
    with workspace.reading() as reader:
        assert reader.count(Account) == 0


def test_a_column_that_is_missing_keeps_what_is_known(imported: Any, workspace: Workspace) -> None:
    imported("accounts", ACCOUNTS)
    imported("accounts", "id,name,region\nA1,Harbour Tea,Leith\n")
    with workspace.reading() as reader:
        account = reader.get(Account, "A1")
    assert account is not None
    assert (account.owner, account.region) == ("@mo", "Leith")


def test_a_bad_row_is_named_and_the_good_ones_go_in(imported: Any) -> None:
    imported("accounts", ACCOUNTS)
    report = imported(
        "metrics",
        "account,date,active_users\nHT,2026-11-01,12\nHT,01-11-2026,13\nNobody,2026-11-01,1\n"
        "HT,2026-11-02,many\n",
    )
    assert report.created == 1
    assert [(r.row, r.field) for r in report.rejected] == [
        (3, "date"),
        (4, "account"),
        (5, "active_users"),
    ]
    assert "YYYY-MM-DD" in report.rejected[0].why


def test_a_half_written_file_keeps_its_whole_rows(imported: Any) -> None:
    imported("accounts", ACCOUNTS)
    report = imported("notes", "account,date,text\nHT,2026-11-01,They asked for X.\nHT,2026-1")
    assert report.created == 1
    assert "cut off" in report.rejected[0].why


def test_wrong_columns_are_named_and_nothing_is_changed(imported: Any) -> None:
    with pytest.raises(BadInput, match="lacks name"):
        imported("accounts", "title,arr\nHarbour,1\n")


def test_a_file_that_is_no_text_is_refused(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"\xff\xfe\x00n\x00a")
    with pytest.raises(BadInput, match="not UTF-8"):
        importing.import_file(context, "accounts", path)


def test_a_broken_workbook_is_refused(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_bytes(b"PK\x03\x04 half a workbook")
    with pytest.raises(BadInput, match="cannot be read as a workbook"):
        importing.import_file(context, "accounts", path)


def test_a_workbook_comes_in_like_any_file(
    context: Context, tmp_path: Path, workspace: Workspace
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["id", "name", "renewal_date", "arr"])
    sheet.append(["A1", "Harbour Tea", date(2027, 3, 1), 5000])
    book.save(tmp_path / "rows.xlsx")
    importing.import_file(context, "accounts", tmp_path / "rows.xlsx")
    with workspace.reading() as reader:
        account = reader.get(Account, "A1")
    assert account is not None
    assert (account.renewal_date, account.arr) == (date(2027, 3, 1), Decimal(5000))


def test_wide_metrics_keep_their_units(imported: Any, workspace: Workspace) -> None:
    imported("accounts", ACCOUNTS)
    imported("metrics", "id,account,date,active_users,csat\nM1,A1,2026-11-01,12,\n")
    with workspace.reading() as reader:
        samples = reader.find(MetricSample)
    assert [(s.id, s.metric, s.value, s.unit) for s in samples] == [
        ("M1:active_users", "active_users", 12.0, "users")
    ]


def test_two_figures_for_one_metric_and_day_are_reported(imported: Any) -> None:
    imported("accounts", ACCOUNTS)
    imported("metrics", "id,account,date,metric,value\nM1,A1,2026-11-01,active_users,12\n")
    report = imported("metrics", "id,account,date,metric,value\nM2,A1,2026-11-01,active_users,9\n")
    assert [c.kind for c in report.contradictions] == ["two_figures"]


def test_two_sources_for_one_level_are_reported_and_parts_of_a_count_are_not(imported: Any) -> None:
    imported("accounts", ACCOUNTS)
    header = "id,account,date,metric,value,source\n"
    levels = "M1,A1,2026-11-01,active_users,12,crm\nM2,A1,2026-11-01,active_users,9,billing\n"
    counts = "M3,A1,2026-11-01,usage_count,12,boards\nM4,A1,2026-11-01,usage_count,9,lists\n"
    report = imported("metrics", header + levels + counts)
    assert [c.kind for c in report.contradictions] == ["two_figures"]
    assert report.contradictions[0].items == ("M1", "M2")


def test_a_level_that_is_restated_is_reported_and_what_it_was_is_kept(
    imported: Any, workspace: Workspace
) -> None:
    imported("accounts", ACCOUNTS)
    header = "account,date,metric,value,source\n"
    imported("metrics", header + "A1,2026-11-01,active_users,118,usage export\n")
    report = imported("metrics", header + "A1,2026-11-01,active_users,171,usage export\n")
    assert [c.kind for c in report.contradictions] == ["restated"]
    assert "was 118 and is 171 now" in report.contradictions[0].what
    with workspace.reading() as reader:
        kept = {sample.metric: sample.value for sample in reader.find(MetricSample)}
    assert kept == {"active_users": 171.0, "active_users_elsewhere": 118.0}
    again = imported("metrics", header + "A1,2026-11-01,active_users,171,usage export\n")
    assert again.contradictions == []


@pytest.mark.parametrize(
    ("kind", "text", "field", "why"),
    [
        ("metrics", "account,date,metric,value\nA1,2026-11-01,boards,12\n", "unit", "boards"),
        ("metrics", "account,date,boards\nA1,2026-11-01,12\n", "boards", "unit"),
        (
            "metrics",
            "account,date,metric,value\nA1,2026-11-01,licences_bought,-5\n",
            "value",
            "-5 licences",
        ),
        ("metrics", "account,date,active_users\nA1,2026-11-01,-5\n", "active_users", "-5 users"),
        ("subscriptions", "account,product,seats\nA1,Planner,-5\n", "seats", "-5 seats"),
    ],
)
def test_a_figure_that_cannot_be_is_named_by_row_and_field(
    imported: Any, workspace: Workspace, kind: str, text: str, field: str, why: str
) -> None:
    imported("accounts", ACCOUNTS)
    (rejected,) = imported(kind, text).rejected
    assert (rejected.row, rejected.field) == (2, field)
    assert why in rejected.why
    with workspace.reading() as reader:
        assert reader.count(MetricSample) == reader.count(Subscription) == 0


def test_usage_dated_in_the_future_is_reported(imported: Any) -> None:
    imported("accounts", ACCOUNTS)
    report = imported("metrics", "account,date,active_users\nA1,2036-11-01,5\n")
    assert [c.kind for c in report.contradictions] == ["in_the_future"]


def test_a_second_row_with_the_same_id_is_left_out(imported: Any) -> None:
    imported("accounts", ACCOUNTS)
    report = imported(
        "tickets", "id,account,opened\nT1,A1,2026-10-01\nT1,A1,2026-10-02\nT1,A1,2026-10-01\n"
    )
    assert report.created == 1 + 1
    assert [r.row for r in report.rejected] == [3]


def test_members_may_name_each_other_and_the_accounts_they_own(
    imported: Any, workspace: Workspace
) -> None:
    imported("accounts", ACCOUNTS)
    members = "slack_id,handle,name,role,manager\nU1,@mo,Mo,csm,@bo\nU2,@bo,Bo,manager,\n"
    imported("members", members)
    assert imported("members", members).unchanged == 2
    with workspace.reading() as reader:
        assert [m.manager for m in reader.find(Member)] == ["U2", None]
        assert reader.find(Account)[0].owner == "U1"


def test_a_handoff_brings_its_promises_as_items(imported: Any, workspace: Workspace) -> None:
    imported("accounts", ACCOUNTS)
    text = """
- id: H1
  account: Harbour
  state: submitted
  submitted: 2026-10-01
  why_bought: To replace a paper process.
  promises:
  - {id: P1, what: A migration guide, owner: "@mo", due: 2026-12-01}
"""
    imported("handoffs", text, "handoffs.yaml")
    with workspace.reading() as reader:
        assert reader.find(Handoff)[0].why_bought == "To replace a paper process."
        assert reader.find(Promise) == [
            Promise("P1", "A1", "A migration guide", "H1", owner="@mo", due=date(2026, 12, 1))
        ]


def test_an_empty_cell_empties_nothing_whatever_other_rows_hold(
    imported: Any, workspace: Workspace
) -> None:
    imported("accounts", "id,name,owner\nA1,Harbour Tea,@mo\nA2,Quarry Lane,@mo\n")
    imported("accounts", "id,name,owner\nA1,Harbour Tea,\nA2,Quarry Lane,@lo\n")
    with workspace.reading() as reader:
        assert {a.id: a.owner for a in reader.find(Account)} == {"A1": "@mo", "A2": "@lo"}


def test_a_handoff_that_comes_again_leaves_its_promises_as_people_keep_them(
    imported: Any, workspace: Workspace
) -> None:
    imported("accounts", ACCOUNTS)
    text = (
        "- {id: H1, account: Harbour, promises: [{id: P1, what: A guide}, {id: P2, what: A plan}]}"
    )
    imported("handoffs", text, "handoffs.yaml")
    kept = Promise("P1", "A1", "A guide", "H1", owner="mo", delivered=date(2026, 11, 2))
    with workspace.writing() as writer:
        writer.put(kept)
    again = imported("handoffs", text, "handoffs.yaml")
    assert again.unchanged == 1
    later = imported("handoffs", text.replace("A plan", "A longer plan"), "handoffs.yaml")
    assert later.updated == 1
    with workspace.reading() as reader:
        assert reader.get(Promise, "P1") == kept
        assert reader.get(Promise, "P2") == Promise("P2", "A1", "A longer plan", "H1")


@pytest.mark.parametrize(
    ("cell", "figure"), [("1,250", 1250), ("12,000,000", 12_000_000), ("-1,250.5", -1250.5)]
)
def test_commas_may_part_thousands(
    imported: Any, workspace: Workspace, cell: str, figure: float
) -> None:
    imported("accounts", ACCOUNTS)
    imported("metrics", f'account,date,nps\nHT,2026-11-01,"{cell}"\n')
    with workspace.reading() as reader:
        assert [sample.value for sample in reader.find(MetricSample)] == [figure]


@pytest.mark.parametrize("cell", ["0,750", ",750", "00,750", "1,75"])
def test_a_comma_that_may_be_a_point_is_no_guess(imported: Any, cell: str) -> None:
    imported("accounts", ACCOUNTS)
    report = imported("metrics", f'account,date,nps\nHT,2026-11-01,"{cell}"\n')
    assert report.created == 0
    assert "is not a number" in report.rejected[0].why


def test_cues_are_read_out_of_imported_notes(imported: Any, workspace: Workspace) -> None:
    imported("accounts", ACCOUNTS)
    imported("notes", "id,account,date,text\nN1,A1,2026-11-01,Our champion left the company.\n")
    with workspace.reading() as reader:
        assert reader.get(Note, "N1") is not None
        assert "champion_left" in [cue.name for cue in reader.find(Cue, note_id="N1")]


def test_the_whole_company_is_no_team(imported: Any, workspace: Workspace) -> None:
    imported("accounts", "id,name\nA1,Harbour Tea\n")
    rows = [f"A1,{team},onboarding,2026-01-0{day}" for day, team in enumerate(TEAMS, start=1)]
    imported("stages", "\n".join(("account,team,stage,entered", *rows)))
    with workspace.reading() as reader:
        teams = [stay.team for stay in reader.find(Enrolment)]
    assert teams == [None, None, None, None, "Bakery", "All hands"]


def test_scores_outside_their_scale_are_rejected(imported: Any) -> None:
    imported("accounts", ACCOUNTS)
    report = imported("surveys", "account,date,kind,score\nA1,2026-11-01,nps,40\n")
    assert report.rejected[0].field == "score"


def test_a_mapping_with_a_typing_error_names_the_key(write: Callable[[str, str], Path]) -> None:
    with pytest.raises(BadInput, match="colums"):
        mapping.load(write("map.yaml", "colums: {id: key}\n"))


@pytest.mark.skipif(not RAVENSTACK.exists(), reason="the RavenStack export is not at hand")
def test_ravenstack_comes_in_through_the_shipped_mappings(context: Context) -> None:
    kinds = {
        "accounts": "accounts",
        "subscriptions": "subscriptions",
        "metrics": "feature_usage",
        "tickets": "supports_ticket",
        "outcomes": "churn_events",
    }
    reports = {
        kind: importing.import_file(
            replace(context),
            kind,
            RAVENSTACK / f"ravenstack_{name}.csv",
            mapping.load(Path(f"ravenstack/{kind}.yaml")),
        )
        for kind, name in kinds.items()
    }
    assert {kind: r.created for kind, r in reports.items()} == {
        "accounts": 500,
        "subscriptions": 5000,
        "metrics": 24979,
        "tickets": 2000,
        "outcomes": 600,
    }
    assert len(reports["metrics"].rejected) == 21
    found = Counter(c.kind for r in reports.values() for c in r.contradictions)
    assert found["before_contract_start"] == 1077
    assert Counter(c.kind for c in reports["outcomes"].contradictions) == {
        "flag_against_events": 312
    }
