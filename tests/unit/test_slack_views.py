"""What people see in Slack, within Slack's limits, in all three languages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from bot.playground.blockkit import blocks as message_rules
from bot.playground.blockkit import views as view_rules
from bot.views import answer as answer_view
from bot.views import (
    blocks,
    channel,
    digest,
    handoff,
    handoff_entry,
    handoff_form,
    handoff_steps,
    helping,
    home,
    note,
    note_entry,
    note_form,
    notice,
    nudge,
    nudge_forms,
    prompts,
    record_form,
    rhythm,
    shared_file,
)
from handlers import channels, handoff_forms, handoffs, note_filling, notes, texts
from handlers.answers import Answer, Citation, Named, Part, Ref, Request, Section, Sentence
from handlers.digests import updates
from handlers.handoff_prefill import Suggestion
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise
from playbooks.encounters import Encounter
from playbooks.handoffs import FURTHER, MANDATORY, Handoff, HandoffState, Promise
from playbooks.member_preferences import MemberPreferences
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import Goal, ProductGap, Ticket
from playbooks.people import Contact, Member, Role
from playbooks.stages import Stage

DAY = date(2026, 11, 20)
LANGUAGES = ("en", "it", "zh")
LONG = "<script>&amp; " + "x" * 5000
HOSTILE = (
    "Acme & <@U1> <!channel> <!subteam^S1> <https://evil.example|here> https://evil.example/x "
    "www.evil.example ![p](https://evil.example/p.png) [a](https://evil.example) @here "
    "\u202etxt.exe\u2069 ht\u200btps://evil.example\u2028[1]"
)
LIVE = re.compile(r"https?://(?!x\.slack\.com/)|www\.|<[@!#]|!\[|@here|[\u200b\u202e\u2028\u2069]")
LIVE_IN_MARKUP = re.compile(rf"{LIVE.pattern}|&(?!(?:amp|lt|gt);)")
SHOWING = {"answer", "channel", "digest", "handed", "handoff", "home", "note", "nudge", "seller"}
"""First words of the names of views that show what people wrote."""


def proposal(account: str, text: str) -> notes.Proposal:
    kept = Note("n1", "a1", DAY, text, author="U1")
    cues = tuple(Cue(f"c{name}", "a1", "n1", DAY, name, text) for name in note.CUES)
    promise = Promise("p1", "a1", text, due=DAY)
    gap = ProductGap("n1.gap", "a1", DAY, text, "deal_breaker", "n1")
    return notes.Proposal(
        Account("a1", account), kept, "negative", cues, (promise,), (), None, (kept,), (gap,)
    )


def shown_nudge(text: str) -> nudge.Shown:
    evidence = tuple(nudge.Evidence(text, "https://x.slack.com/archives/C1/p1") for _ in range(9))
    return nudge.Shown("n1", text, text, text, 1, evidence, evidence[0], DAY, has_letter=True)


def full_page(text: str) -> home.Page:
    line = home.Line(
        "a1", text, "at_risk", 38, 22, 61, 0.64, ("adoption",), DAY, Decimal(84000), "GBP", DAY
    )
    spots = tuple((text, text) for _ in range(20))
    member = Member("U1", "Maya", role=Role.CSM)
    return home.Page(member, DAY, (line,) * 30, 400, (shown_nudge(text),) * 9, 9, spots, 20)


def full_note_form(text: str) -> note_form.Form:
    """Everything that can stand in a note form at once."""
    filled = note_filling.Filled(
        "note_V1",
        "a1",
        text,
        DAY,
        "meeting",
        Direction.TWO_WAY,
        "negative",
        "renewal",
        (text,),
        True,
        "C1",
        "https://x.slack.com/archives/C1/p1",
        tuple(note_filling.FilledPromise(text, "U12345678", None, f"{n}") for n in range(6)),
        tuple(note_filling.FilledPromise(text, text, DAY, f"t{n}") for n in range(4)),
        ("unhappy", "expansion"),
        "competitive_switch",
        tuple(note_filling.FilledGap(text[:400], "deal_breaker", n) for n in range(1, 7)),
        True,
    )
    return note_form.Form(
        filled,
        Named("a1", text),
        (Named("a1", text),) * 3,
        {"0": ("03/04/05", (DAY, date(2027, 3, 4)))},
        (("unhappy", text),),
        note_form.Alike("n0", DAY, text, text, True),
        remark=text,
    )


def whole_elsewhere(text: str) -> note_form.Form:
    """A transcript of which the form shows the beginning."""
    shown = full_note_form(text)
    filled = replace(shown.filled, text=None)
    return replace(shown, filled=filled, beginning=text, length=2_000_000)


def channel_linked(_: texts.Texts, text: str) -> Any:
    linked = channels.Linked(Account("a1", text), "audit_1")
    return channel.changed(_, channel.linked_text(_, linked), linked)


def channel_summary(_: texts.Texts, text: str) -> Any:
    period = {"channel": "C1", "oldest": "1.000000", "latest": "2.000000"}
    return channel.summary(_, text, (text,) * 21, text, period)


def messages(text: str) -> Iterator[tuple[str, Any]]:
    saved = notes.SavedNote(proposal(text, text), "audit_1")
    given = Handoff("h1", "a1", why_bought=text, problem=text, time_expectation=text)
    handed = handoffs.SavedHandoff(given, (Promise("p", "a1", text, due=DAY),), 0.5, "audit_2")
    for language in LANGUAGES:
        _ = texts.of(language)
        yield f"note saved {language}", note.saved(_, saved)
        yield f"channel joined {language}", channel.joined(_)
        yield f"channel linked {language}", channel_linked(_, text)
        yield f"channel summary {language}", channel_summary(_, text)
        yield f"file offered {language}", shared_file.offer_note(_, text, "F1", for_library=True)
        yield f"handed over {language}", handoff.saved(_, handed, text, text)
        yield f"handoff received {language}", handoff.received(_, handed, text, text)
        returned = replace(handed, handoff=replace(given, returned_reason=text))
        yield f"handoff returned {language}", handoff.told_returned(_, returned, text, text)
        yield f"handoff back {language}", handoff.returned(_, text, "audit_3")
        yield f"handoff accepted {language}", handoff.accepted(_, text)
        yield f"seller told {language}", handoff.told_accepted(_, text, text)
        yield f"help {language}", helping.message(_)
        yield f"nudge {language}", nudge.message(_, shown_nudge(text))


def full_sheet(text: str) -> handoff_forms.Sheet:
    """A handoff that came back, with something known for every field."""
    given = Handoff("h1", "a1", HandoffState.RETURNED, returned_reason=text, why_bought=text)
    empty = [name for name in (*MANDATORY, *FURTHER) if getattr(given, name) is None]
    known: dict[str, Any] = {name: Suggestion(text, "note", DAY) for name in empty}
    known |= {"licences_sold": Suggestion(120, "subscription")}
    known |= {"kickoff_date": Suggestion(DAY, "meeting")}
    promises = (note_filling.FilledPromise(text, "U1", DAY, "h1.form.1"),) * 10
    return handoff_forms.Sheet(given, Account("a1", text), promises, known, True, 3)


def handoff_forms_of(text: str) -> dict[str, Any]:
    """Each step of the handoff form, begun and gone on with."""
    sheet = full_sheet(text)
    left = handoff_forms.Unfinished(sheet.handoff, sheet.account, 0.4, ("problem",))
    made: dict[str, Any] = {
        f"{step} {fresh}": partial(_drawn, replace(sheet, fresh=fresh), step, text)
        for step in handoff_steps.PAGES
        for fresh in (True, False)
    }
    made |= {f"record {kind}": partial(_record, kind, text) for kind in record_form.FIELDS}
    met = Encounter("e1", "a1", Stage.RENEWAL, text)
    made["pick"] = lambda _: record_form.pick(_, "touchpoint", "a1", (met,) * 120, {})
    made["customer"] = lambda _: handoff_form.customer(_, (left,) * 9)
    made["return"] = lambda _: handoff.return_form(_, "h1", text)
    return made


def _record(kind: str, text: str, _: Any) -> Any:
    held = {
        "contact": Contact("c1", "a1", text[:900], role="champion", language="de"),
        "goal": Goal("g1", "a1", text[:900], target=2.5, reached=False),
        "survey": None,
        "touchpoint": Encounter("e1", "a1", Stage.RENEWAL, text[:900], DAY, moment_of_truth=True),
        "customer_promise": CustomerPromise("cp1", "a1", text[:900], None, text[:900], DAY),
    }[kind]
    return record_form.form(_, kind, "a1", held, {"user": "U1"})


def _drawn(sheet: handoff_forms.Sheet, step: handoff_steps.Step, text: str, _: Any) -> Any:
    return handoff_form.form(_, sheet, step, text, 3)


def modals(text: str) -> Iterator[tuple[str, Any]]:
    filled = full_note_form(text)
    for language in LANGUAGES:
        _ = texts.of(language)
        yield f"note form {language}", note_form.form(_, filled)
        yield f"long note {language}", note_form.form(_, whole_elsewhere(text))
        yield f"channel form {language}", channel.form(_, "C1", Named("a1", text))
        yield f"note waiting {language}", note_form.waiting(_, _("I am reading it…"))
        for name, shown in handoff_forms_of(text).items():
            yield f"handoff {name} {language}", shown(_)
        origin = nudge_forms.Origin("n1", "C1", "1.2")
        yield f"snooze form {language}", nudge_forms.snooze(_, origin)
        yield f"outcome form {language}", nudge_forms.outcome(_, origin, "helped")
        yield f"pass on form {language}", nudge_forms.pass_on(_, origin)
        quiet = MemberPreferences("U1", time(12), time(13, 30))
        yield f"quiet hours {language}", nudge_forms.quiet_hours(_, quiet, Role.CSM)
        ticket = Ticket("t1", "a1", DAY, title=text, update_every_days=4, update_contact="c1")
        promised = updates.Rhythm(ticket, Account("a1", text), (Contact("c1", "a1", text),))
        yield f"rhythm form {language}", rhythm.form(_, promised)
        yield f"refusal {language}", notice.modal(_, notice.outsider(_))


@pytest.mark.parametrize(
    "text", ["Northgate Foods", HOSTILE, LONG], ids=["plain", "hostile", "long"]
)
def test_every_message_keeps_within_slacks_limits(text: str) -> None:
    faults = {name: list(message_rules.check(shown, "message")) for name, shown in messages(text)}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    "text", ["Northgate Foods", HOSTILE, LONG], ids=["plain", "hostile", "long"]
)
def test_every_form_keeps_within_slacks_limits(text: str) -> None:
    faults = {name: list(view_rules.check_modal(shown)) for name, shown in modals(text)}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text", ["Northgate Foods", HOSTILE, LONG], ids=["plain", "hostile", "long"]
)
def test_a_full_home_tab_keeps_within_slacks_limits(text: str, language: str) -> None:
    shown = home.view(texts.of(language), full_page(text))
    assert list(view_rules.check_home(shown)) == []


def texts_of(shown: Any) -> Iterator[dict[str, Any]]:
    """Every text that Slack renders; what a person edits in a form stays as they wrote it."""
    if isinstance(shown, dict):
        if shown.get("type") in ("mrkdwn", "plain_text"):
            yield shown
        for name, part in shown.items():
            if name != "initial_value":
                yield from texts_of(part)
    if isinstance(shown, (list, tuple)):
        for part in shown:
            yield from texts_of(part)


def every_view(text: str) -> Iterator[tuple[str, Any]]:
    yield from messages(text)
    yield from modals(text)
    for language in LANGUAGES:
        _ = texts.of(language)
        yield f"home {language}", home.view(_, full_page(text))
        yield f"digest {language}", digest.message(_, [digest.Entry(shown_nudge(text), text)])
        yield f"answer {language}", answer_view.message(full_answer(text), _)


def full_answer(text: str) -> Answer:
    """An answer whose every word comes from somebody else."""
    sentence = Sentence(text, (Ref("note", "n1"),))
    named = (Named("a1", text),)
    source = Citation("n1", "note", text, text, "https://x.slack.com/archives/C1/p1", DAY)
    return Answer(
        "en",
        Request.HEALTH,
        sentence,
        (Section(Part.REASONS, (sentence,)),),
        named,
        (source,),
        clarify=named,
        notice=text,
        reply_id="r1",
    )


def test_nothing_that_people_wrote_is_live_or_hidden_in_any_view() -> None:
    shown = [(name, text) for name, view in every_view(HOSTILE) for text in texts_of(view)]
    assert {name.split()[0] for name, text in shown if "Acme" in text["text"]} >= SHOWING
    for name, text in shown:
        live = LIVE if text["type"] == "plain_text" else LIVE_IN_MARKUP
        assert live.search(text["text"]) is None, (name, text["text"])


def test_slack_makes_no_links_of_its_own_in_any_view() -> None:
    named: set[str] = set()
    for name, shown in every_view("acme.com"):
        marked = [text for text in texts_of(shown) if text["type"] == "mrkdwn"]
        assert all(text["verbatim"] for text in marked), name
        named.update(name.split()[0] for text in marked if "acme.com" in text["text"])
    assert named >= SHOWING


@pytest.mark.parametrize("language", ["it", "zh"])
def test_nothing_is_left_in_english(language: str) -> None:
    english = str(home.view(texts.of("en"), full_page("X")))
    labels = set(re.findall(r"'text': '([A-Za-z][^']{6,})'", english))
    translated = str(home.view(texts.of(language), full_page("X")))
    left = {label for label in labels if f"'{label}'" in translated}
    assert left <= {"Onboarding", "Escalation"}  # Italians say these as we do.


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("language", LANGUAGES)
def test_at_most_four_prompts_are_suggested_to_a_role(role: Role, language: str) -> None:
    offered = prompts.for_role(texts.of(language), role)
    assert 0 < len(offered) <= 4
    assert all(one["title"] and one["message"] for one in offered)


def submitted(view: Any) -> Any:
    """The form as Slack sends it when nobody changed anything."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            values[block["block_id"]] = {
                element["action_id"]: {
                    "value": element.get("initial_value"),
                    "selected_option": element.get("initial_option"),
                    "selected_date": element.get("initial_date"),
                    "selected_user": element.get("initial_user"),
                    "selected_options": element.get("initial_options", []),
                }
            }
    return {**view, "id": "V1", "state": {"values": values}}


@pytest.mark.parametrize("rounds", [0, 2])
def test_a_note_form_gives_back_what_was_proposed_however_long(rounds: int) -> None:
    text = "\n".join(f"line {number} " for number in range(900)).strip()
    shown = replace(full_note_form(text), days=None, alike=None, round=rounds)
    filled = replace(
        shown.filled,
        gaps=(
            note_filling.FilledGap("SFTP", "deal_breaker"),
            note_filling.FilledGap("an app", "challenge", 3),
        ),
        participants=("Nora Blythe", "李娜"),
    )
    promises = tuple(replace(one, what="a plan") for one in filled.promises)
    theirs = tuple(replace(one, what="their plan", owner="李娜") for one in filled.theirs)
    filled = replace(filled, promises=promises, theirs=theirs)
    entry = note_entry.parse(
        submitted(note_form.form(texts.of("en"), replace(shown, filled=filled)))
    )
    assert entry.filled == filled
    assert (entry.account_id, entry.round) == ("a1", rounds)


def test_a_date_that_can_be_read_in_several_ways_is_asked_for_on_both_sides() -> None:
    shown = full_note_form("Acme")
    [theirs, *others] = shown.filled.theirs
    filled = replace(shown.filled, theirs=(replace(theirs, due=None), *others))
    days = {**(shown.days or {}), theirs.id or "": ("06/07/08", (DAY,))}
    drawn = note_form.form(texts.of("en"), replace(shown, filled=filled, days=days))
    sent = submitted(drawn)
    for name, wording in (("which_due_1", "03/04/05"), ("which_theirs_due_1", "06/07/08")):
        [asked] = [one for one in drawn["blocks"] if one.get("block_id") == name]
        assert asked["label"]["text"] == f"Which day is “{wording}”?"
        assert asked["optional"] is False
        option = asked["element"]["options"][0]
        sent["state"]["values"][name][name]["selected_option"] = option
    entry = note_entry.parse(sent).filled
    assert (entry.promises[0].due, entry.theirs[0].due) == (DAY, DAY)


def test_promises_without_room_in_a_form_are_counted_and_come_back_with_it() -> None:
    shown = replace(full_note_form("Acme"), days=None, alike=None)
    more = tuple(note_filling.FilledPromise("a list", "Nora", DAY, f"t{n}") for n in range(7))
    drawn = note_form.form(
        texts.of("en"), replace(shown, filled=replace(shown.filled, theirs=more))
    )
    assert "3 more promises stay as they are." in str(drawn)
    entry = note_entry.parse(submitted(drawn))
    assert entry.filled.hidden == ("t4", "t5", "t6")
    again = note_form.form(texts.of("en"), note_form.again(entry, shown))
    assert note_entry.parse(submitted(again)).filled.hidden == ("t4", "t5", "t6")


def test_two_notes_that_say_nearly_the_same_are_shown_side_by_side() -> None:
    shown = full_note_form("Acme")
    asked = {one.get("block_id"): one for one in note_form.form(texts.of("it"), shown)["blocks"]}
    assert [o["value"] for o in asked["alike"]["element"]["options"]] == ["anyway", "join"]
    others = replace(shown, alike=replace(shown.alike, own=False)) if shown.alike else shown
    asked = {one.get("block_id"): one for one in note_form.form(texts.of("it"), others)["blocks"]}
    assert [o["value"] for o in asked["alike"]["element"]["options"]] == ["anyway"]


def test_a_health_score_is_never_shown_without_its_range_and_coverage() -> None:
    shown = str(home.view(texts.of("en"), full_page("Acme")))
    assert "at risk 38 of 100 (22 to 61), 64% known" in shown
    assert "As of 20 Nov 2026" in shown


def test_an_unknown_band_shows_no_score() -> None:
    line = home.Line("a1", "Acme", "unknown", 71, 5, 96, 0.1)
    page = home.Page(Member("U1", "Maya"), DAY, (line,), 1)
    shown = str(home.view(texts.of("en"), page))
    assert "too little is known to say (10%)" in shown
    assert "71" not in shown


def test_a_band_below_its_score_says_what_holds_it_down() -> None:
    why = "somebody speaks against us"
    line = home.Line("a1", "Acme", "watch", 100, 44, 100, 0.6, held=why)
    page = home.Page(Member("U1", "Maya"), DAY, (line,), 1)
    assert f"100 of 100 (44 to 100), 60% known; held down: {why}" in str(
        home.view(texts.of("en"), page)
    )
    assert "被压低" in str(home.view(texts.of("zh"), page))


def test_text_is_cut_with_an_ellipsis() -> None:
    assert blocks.cut("abcdef", 4) == "abc…"
    assert blocks.cut("abcd", 4) == "abcd"


@pytest.mark.parametrize("step", handoff_steps.PAGES)
def test_a_step_of_the_handoff_form_gives_back_what_stands_in_it(step: handoff_steps.Step) -> None:
    sheet = full_sheet("a sentence")
    entry = handoff_entry.parse(submitted(handoff_form.form(texts.of("it"), sheet, step, None, 2)))
    assert (entry.step, entry.account_id, entry.round, entry.fresh) == (step, "a1", 2, True)
    if step is handoff_steps.Step.PROMISES:
        assert entry.written.promises == sheet.promises
        assert entry.hand_over
    elif step is handoff_steps.Step.DETAILS:
        assert entry.written.fields["licences_sold"] == 120
        assert entry.written.fields["kickoff_date"] == DAY
        assert entry.written.fields["risks"] == "a sentence"
    else:
        assert set(entry.written.fields.values()) == {"a sentence"}


def test_what_is_too_long_for_a_field_of_the_handoff_is_shown_and_stays() -> None:
    given = Handoff("h1", "a1", problem="x" * 4000, risks="y" * 4000)
    sheet = handoff_forms.Sheet(given, Account("a1", "Acme"), ())
    for step, name in (
        (handoff_steps.Step.ESSENTIALS, "problem"),
        (handoff_steps.PAGES[1], "risks"),
    ):
        shown = handoff_form.form(texts.of("en"), sheet, step)
        assert "4,000 characters" in str(shown)
        assert name not in handoff_entry.parse(submitted(shown)).written.fields


def test_the_reminder_of_a_handoff_opens_its_form() -> None:
    waiting = replace(shown_nudge("Acme"), handoff_of="a1")
    first = nudge.buttons(texts.of("it"), waiting)["elements"][0]
    assert (first["action_id"], first["value"]) == (handoff_form.CONTINUE, "a1")
