"""`cairn note`, `handoff`, `notes read` and `audit`: the whole command over a home of its own."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cairn
from playbooks.errors import Ambiguous, BadInput, NotFound

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that knows the account Harbour Tea, to copy: the first command loads the library."""
    home = tmp_path_factory.mktemp("records") / "home"
    accounts = home.with_name("accounts.csv")
    accounts.write_text("id,name,aliases\nA1,Harbour Tea,HT\n", encoding="utf-8")
    imported = CliRunner().invoke(cairn, ["--home", str(home), "import", "accounts", str(accounts)])
    assert imported.exit_code == 0
    return home


@pytest.fixture
def run(furnished: Path, tmp_path: Path) -> Run:
    """Run a command over one home, which knows the account Harbour Tea."""
    home = shutil.copytree(furnished, tmp_path / "home")

    def _run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cairn, ["--home", str(home), *arguments], input=stdin)

    return _run


def test_a_note_is_written_shown_and_undone(run: Run) -> None:
    written = json.loads(
        run("note", "ht", "I'll send the guide by Friday.", "--at", "2026-11-18", "--json").stdout
    )
    assert (written["account"], written["date"]) == ("Harbour Tea", "2026-11-18")
    assert written["commitments"] == [
        {"what": "the guide", "owner": "admin", "due": "2026-11-20", "by_us": True}
    ]
    (entry,) = json.loads(run("audit", "list", "--json").stdout)["entries"]
    assert (entry["action"], entry["id"]) == ("note.added", written["undo"])
    assert "as it was before" in run("audit", "undo", entry["id"]).stdout


def test_a_note_comes_from_standard_input(run: Run) -> None:
    result = run("note", "HT", "-", stdin="Nora ha risposto con tre domande.\n")
    assert "two_way_engagement" in result.stdout


def test_what_cannot_be_saved_says_why(run: Run) -> None:
    assert isinstance(run("note", "Harbor", "x").exception, NotFound)
    assert isinstance(run("note", "HT", " ").exception, BadInput)
    assert not isinstance(run("note", "HT", " ").exception, Ambiguous)


def test_an_incomplete_handoff_names_the_fields_and_is_completed_later(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "handoff.yaml"
    file.write_text("why_bought: To replace their spreadsheets.\npromises: [A label layout]\n")
    refused = run("handoff", "HT", str(file))
    assert isinstance(refused.exception, BadInput)
    assert "problem, time_expectation" in str(refused.exception)
    file.write_text("problem: Stock counts are off.\ntime_expectation: Ten weeks\n")
    saved = json.loads(run("handoff", "HT", str(file), "--json").stdout)
    assert (saved["state"], saved["why_bought"]) == ("submitted", "To replace their spreadsheets.")
    assert [promise["what"] for promise in saved["promises"]] == ["A label layout"]


@pytest.mark.parametrize(
    ("text", "said"), [("a: [", "not YAML"), ("- 1\n- 2\n", "one handoff"), ("", "one handoff")]
)
def test_a_handoff_file_that_cannot_be_read_says_so(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "handoff.yaml"
    file.write_text(text)
    assert said in str(run("handoff", "HT", str(file)).exception)
    assert "no file" in str(run("handoff", "HT", str(tmp_path / "none.yaml")).exception)


def test_notes_are_read_in_order_and_broken_lines_reported_with_their_number(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "notes.jsonl"
    file.write_text(
        '{"id": "1", "text": "Our champion Dana left the company.", "account": "HT"}\n'
        "{half a line\n"
        '{"id": "3", "date": "2026-11-18", '
        '"text": "客户问再加50个账号，我会在下周五前报价。"}\n'
        '{"id": "4", "text": ""}\n',
        encoding="utf-8",
    )
    result = run("notes", "read", str(file), "--json")
    assert result.exit_code == 0
    first, broken, third, empty = map(json.loads, result.stdout.splitlines())
    assert first["cues"] == [
        {
            "cue": "champion_left",
            "quote": "Our champion Dana left the company.",
            "because": "champion Dana left",
        }
    ]
    assert (first["accounts"], first["language"], first["intent"]) == (["Harbour Tea"], "en", None)
    assert (broken["line"], empty["id"]) == (2, "4")
    assert third["cues"][0]["cue"] == "expansion"
    assert third["commitments"][0]["due"] == "2026-11-27"
    assert "Line 2" in result.stderr
    assert json.loads(run("audit", "list", "--json").stdout) == {"entries": []}


def test_a_transcript_becomes_a_note_that_is_amended_deleted_and_brought_back(
    run: Run, tmp_path: Path
) -> None:
    call = tmp_path / "call-2026-11-12.vtt"
    call.write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Nora Blythe>We are unhappy\n\n"
        "00:02.000 --> 00:03.000\n<v Nora Blythe>with support.\n",
        encoding="utf-8",
    )
    saved = json.loads(run("note", "HT", "--file", str(call), "--json").stdout)
    assert (saved["kind"], saved["date"]) == ("call", "2026-11-12")
    shown = json.loads(run("notes", "show", saved["id"], "--json").stdout)
    assert shown["text"] == "Nora Blythe: We are unhappy with support."
    run("notes", "amend", saved["id"], "Nora is happy again.")
    again = json.loads(run("notes", "show", saved["id"], "--json").stdout)
    assert [one["text"] for one in again["versions"]] == [shown["text"]]
    gone = json.loads(run("notes", "delete", saved["id"], "--json").stdout)
    assert "no note" in run("notes", "list", "HT").stdout
    run("audit", "undo", gone["undo"])
    assert "Nora is happy again." in run("notes", "list", "HT").stdout


def test_a_note_is_exported_erased_after_a_rehearsal_and_gone(run: Run, tmp_path: Path) -> None:
    saved = json.loads(run("note", "HT", "Nora fears layoffs.", "--json").stdout)
    file = tmp_path / "export.jsonl"
    assert run("export", "note", saved["id"], "--out", str(file)).exit_code == 0
    exported = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert exported[0]["text"] == "Nora fears layoffs."
    assert {one["record"] for one in exported} >= {"note", "audit_entry"}
    assert "Run it again with --yes" in run("erase", "note", saved["id"]).stdout
    assert "Nora fears" in run("notes", "list", "HT").stdout
    erased = json.loads(run("erase", "note", saved["id"], "--yes", "--json").stdout)
    assert (erased["erased"], erased["gone"]["note"]) == (True, 1)
    assert "no note" in run("notes", "list", "HT").stdout
    assert isinstance(run("erase", "note", saved["id"], "--yes").exception, NotFound)


@pytest.fixture
def staffed(run: Run, tmp_path: Path) -> Run:
    """The same home with a CSM, who owns the account, and a seller."""
    members, accounts = tmp_path / "members.csv", tmp_path / "accounts.csv"
    members.write_text("handle,name,role\n@maya,Maya,csm\n@sam,Sam,sales\n", encoding="utf-8")
    accounts.write_text("id,name,owner\nA1,Harbour Tea,@maya\n", encoding="utf-8")
    for kind, file in (("members", members), ("accounts", accounts)):
        assert run("import", kind, str(file)).exit_code == 0
    return run


def _json(run: Run, *arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def test_a_handoff_is_listed_sent_back_accepted_and_briefed(staffed: Run, tmp_path: Path) -> None:
    file = tmp_path / "handoff.yaml"
    file.write_text("why_bought: Paper.\nproblem: Stock is off.\ntime_expectation: By March\n")
    assert staffed("handoff", "HT", str(file), "--as", "@sam").exit_code == 0
    [listed] = _json(staffed, "handoffs", "list")["handoffs"]
    assert (listed["account"], listed["state"]) == ("Harbour Tea", "submitted")
    back = _json(staffed, "handoffs", "return", "HT", "Which site?", "--as", "@maya")
    assert (back["state"], back["returned_reason"]) == ("returned", "Which site?")
    staffed("handoff", "HT", str(file), "--as", "@sam")
    assert _json(staffed, "handoffs", "accept", "HT", "--as", "@maya")["state"] == "accepted"


def test_people_goals_surveys_touchpoints_and_lines_are_logged(
    staffed: Run, tmp_path: Path
) -> None:
    nora = _json(staffed, "log", "contact", "HT", "--name", "Nora", "--role", "champion")
    left = _json(staffed, "log", "contact", "HT", "--id", nora["id"], "--left-on", "2026-01-02")
    assert (left["name"], left["active"]) == ("Nora", False)
    goal = _json(staffed, "log", "goal", "HT", "--goal", "Less waste", "--current", "4")
    assert goal["as_of"] is not None
    assert _json(staffed, "log", "survey", "HT", "nps", "9", "--role", "user")["score"] == 9
    assert "Nothing was saved" in str(staffed("log", "survey", "HT", "nps", "11").exception)
    line = _json(staffed, "log", "line", "2h POV workshop with Harbour Tea", "--as", "@sam")
    assert (line["hours"], line["member"]) == (2.0, "@sam")


def test_hours_and_gaps_are_imported_and_what_is_wrong_is_named(
    staffed: Run, tmp_path: Path
) -> None:
    file = tmp_path / "activities.csv"
    file.write_text(
        "account,date,member,kind,hours\nHarbour Tea,2026-11-02,@sam,demo,1.5\n"
        "Harbour Tea,2026-11-03,@sam,demo,9000\n"
    )
    report = _json(staffed, "import", "activities", str(file))
    assert (report["created"], report["rejected"][0]["field"]) == (1, "hours")
    file.write_text("account,date,title,kind\nHarbour Tea,2026-11-02,No SSO,deal_breaker\n")
    assert _json(staffed, "import", "gaps", str(file))["created"] == 1


def test_many_questions_are_asked_as_the_options_say_where_a_line_says_nothing(
    run: Run, tmp_path: Path
) -> None:
    members = tmp_path / "members.csv"
    members.write_text("id,name,handle,role\nU1,Mo Lund,@mo,csm\nU2,Gus Hart,@gus,guest\n")
    assert run("import", "members", str(members)).exit_code == 0
    lines = [
        {"id": 1, "text": "Who is responsible for Harbour Tea?"},
        {"id": 2, "text": "Who is responsible for Harbour Tea?", "as": "@mo"},
        {"id": 3, "text": "How is Harbour Tea?", "as": "@mo", "at": 20261120},
        {"id": 4, "text": ["How?"]},
        {"id": 5, "text": "And their renewal?", "thread": [7]},
        {"id": 6, "text": "How healthy is Harbour Tea?", "thread": []},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    said = run("ask", "--batch", str(file), "--as", "@gus", "--json").stdout.splitlines()
    answers = [json.loads(line) for line in said]
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, 5, 6]
    assert (answers[0]["accounts"], answers[1]["accounts"]) == ([], ["Harbour Tea"])
    faults = {answer["id"]: answer["error"] for answer in answers if "error" in answer}
    assert set(faults) == {3, 4, 5}
    assert faults[3].startswith("Line 3: “at” is no text.")
    past = run("ask", "--batch", str(file), "--at", "2026-01-15", "--json").stdout.splitlines()
    assert "15 Jan 2026" in json.loads(past[-1])["text"]
