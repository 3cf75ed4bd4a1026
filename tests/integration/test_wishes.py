"""Wishes to write: what is prepared, what one click saves, and what one click takes back."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bot.views import answer as answer_view
from handlers import ask, confirming, drafts, texts, undo
from handlers.answers import Answer, Question
from handlers.context import Context
from handlers.drafts import Wish
from handlers.nudges import planning
from knowledge.embedders import SentenceEncoder
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.handoffs import Promise
from playbooks.notes import Note
from playbooks.nudges.values import Nudge
from playbooks.people import Contact, Member
from storage import migrate
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """One account with two open promises, in SQLite."""
    folder = tmp_path_factory.mktemp("wishes")
    database = Database(f"sqlite:///{folder / 'cairn.db'}")
    migrate.upgrade(database)
    migrate.ensure_workspace(database, "T1", "Test workspace", NOW)
    workspace = Workspace(database, "T1")
    counter = itertools.count(1)
    with workspace.writing() as writer:
        writer.put(Account("tea", "Harbour Tea", owner="UMO"))
        writer.put(Member("UMO", "Mo Reed", "@mo"))
        writer.put(Promise("p1", "tea", "SSO for all users", owner="UMO", due=date(2026, 12, 1)))
        writer.put(Promise("p2", "tea", "An export to Excel", owner="UMO"))
    library = Library(SentenceEncoder(), Index(folder / "index"), Shelf)
    yield Context(workspace, library, lambda: NOW, lambda kind: f"{kind}_{next(counter)}")
    database.close()


def asked(context: Context, text: str) -> Answer:
    return ask.answer(context, Question(text, "UMO", thread_id="D1:1"))


def saved(context: Context, text: str) -> tuple[Answer, str | None]:
    """The prepared answer, and the audit entry of saving it."""
    found = asked(context, text)
    done = confirming.save(context, found.reply_id or "", "tea", "UMO", None)
    return found, done.audit_entry_id


def promises(context: Context) -> dict[str, Promise]:
    with context.workspace.reading() as reader:
        return {promise.id: promise for promise in reader.find(Promise)}


@pytest.mark.parametrize(
    ("text", "what", "due"),
    [
        ("Remind me to call Harbour Tea on Friday", "call Harbour Tea on Friday", "2026-11-27"),
        ("ricordami di chiamare Harbour Tea domani", "chiamare Harbour Tea domani", "2026-11-21"),
        ("提醒我周五给Harbour Tea发报价", "周五给Harbour Tea发报价", "2026-11-27"),
        ("we promised Harbour Tea a sandbox by Friday", None, "2026-11-27"),
    ],
)
def test_a_reminder_or_a_promise_becomes_something_to_do_with_its_day(
    context: Context, text: str, what: str | None, due: str
) -> None:
    found, entry = saved(context, text)
    assert found.request == "write"
    made = [p for p in promises(context).values() if p.id not in ("p1", "p2")]
    assert [(p.owner, str(p.due)) for p in made] == [("UMO", due)]
    assert what is None or made[0].what == what
    undo.undo(context, entry or "", "UMO")
    assert promises(context).keys() == {"p1", "p2"}


@pytest.mark.parametrize(
    "text",
    [
        "mark the SSO promise to Harbour Tea as delivered",
        "la promessa dell'SSO a Harbour Tea è stata mantenuta",
        "对Harbour Tea的SSO承诺已兑现",
    ],
)
def test_the_promise_that_is_meant_is_marked_as_kept_and_can_be_reopened(
    context: Context, text: str
) -> None:
    found, entry = saved(context, text)
    assert found.proposal is not None
    assert found.proposal.delivers == "p1"
    assert promises(context)["p1"].delivered == NOW.date()
    assert promises(context)["p2"].delivered is None
    undo.undo(context, entry or "", "UMO")
    assert promises(context)["p1"].delivered is None


def test_which_promise_was_kept_is_asked_when_the_words_fit_none(context: Context) -> None:
    found = asked(context, "mark the promise to Harbour Tea as delivered")
    assert found.proposal is None
    assert "SSO for all users" in found.text
    assert "An export to Excel" in found.text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mark the Excel exports for Harbour Tea as done, I sent it on 12 November", 12),
        ("segna come fatta l'esportazione excel per Harbour Tea", 20),
        ("把 Harbour Tea 的 Excel 导出标记为已完成", 20),
    ],
)
def test_a_promise_is_marked_as_kept_by_an_order_in_words(
    context: Context, text: str, day: int
) -> None:
    proposal = asked(context, text).proposal
    assert proposal is not None
    assert proposal.delivers == "p2"
    assert proposal.date == date(2026, 11, day)


def test_something_else_that_was_delivered_marks_no_promise(context: Context) -> None:
    found = asked(context, "Their new users were delivered a cake yesterday, says Harbour Tea")
    assert found.proposal is None or found.proposal.delivers is None


def test_what_is_to_be_saved_names_the_promises_of_both_sides(context: Context) -> None:
    found = asked(
        context,
        "note for Harbour Tea: I will send them the security paper by Wednesday, "
        "and Irene will send us the signed order form by Friday",
    )
    assert "A promise of ours" in found.text
    assert "Irene is to do, 27 Nov 2026: “the signed order form”" in found.text


def test_what_is_to_be_saved_names_each_thing_that_they_miss(context: Context) -> None:
    found = asked(
        context,
        "note for Harbour Tea: they miss two things: 1) no SSO, a deal breaker 2) no offline mode",
    )
    assert "They miss (deal breaker): “no SSO”" in found.text
    assert "They miss (challenge): “no offline mode”" in found.text
    assert "miss something" not in found.text


@pytest.mark.parametrize(
    "text",
    [
        "note for Harbour Tea: [09:12] Maya: can you send the quotes? [09:15] Moira: yes, Monday",
        'nota per Harbour Tea: mail da Moira: "quando arriva il piano?" Le ho detto mercoledì.',
        "记录 Harbour Tea：她问什么时候能修好？我说下周三前答复",
    ],
)
def test_what_is_headed_as_a_note_is_kept_whatever_is_asked_in_it(
    context: Context, text: str
) -> None:
    proposal = asked(context, text).proposal
    assert proposal is not None
    assert proposal.text in text


def test_a_note_of_yesterday_is_dated_yesterday_and_says_what_it_is(context: Context) -> None:
    found = asked(context, "note that I had a call with Harbour Tea yesterday, they want the API")
    assert found.proposal is not None
    assert found.proposal.date == date(2026, 11, 19)
    assert found.proposal.kind == "call"
    assert "call" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "did Harbour Tea's champion leave?",
        "did Harbour Tea renew",
        "have we delivered the SSO promise to Harbour Tea?",
        "Harbour Tea ha rinnovato?",
        "il referente di Harbour Tea se n'è andato o no?",
        "Harbour Tea的支持者走了没有",
        "Harbour Tea续约了吗",
        "Harbour Tea是不是换了负责人",
        "when did Harbour Tea sign",
    ],
)
def test_a_question_that_mentions_an_event_saves_nothing(context: Context, text: str) -> None:
    found = asked(context, text)
    assert found.request != "write"
    assert found.proposal is None
    with context.workspace.reading() as reader:
        assert reader.count(Note) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Tea's champion left",
        "Harbour Tea renewed",
        "Harbour Tea ha rinnovato",
        "il referente di Harbour Tea se n'è andato",
        "Harbour Tea的支持者走了",
        "Harbour Tea续约了",
        "Harbour Tea换了负责人",
    ],
)
def test_the_same_event_told_is_a_write_to_confirm(context: Context, text: str) -> None:
    found = asked(context, text)
    assert found.request == "write"
    assert found.proposal is not None
    assert found.proposal.text == text


def test_a_letter_asked_for_in_words_is_for_the_asker_alone_and_opens_in_its_form(
    context: Context,
) -> None:
    with context.workspace.writing() as writer:
        writer.put(Account("steel", "Hamlet Steel", owner="UMO"))
        writer.put(Contact("c1", "tea", "Fiona Bianchi", role="champion", language="it"))
        writer.put(Contact("c2", "tea", "Owen Hill", language="en"))
        writer.put(Contact("c3", "steel", "韩玥", language="zh"))
    found = asked(context, "write to Owen at Harbour Tea about the renewal")
    assert "Dear Owen Hill," in found.text
    assert "about the renewal" in found.text
    shown = answer_view.message(found, texts.of("en"))[0]["text"]["text"]
    assert "“Dear Owen Hill,\n\nThis is about the renewal." in shown
    assert (found.private, found.proposal) == (True, None)
    [offer] = found.offers
    wish = Wish.of(offer.item_id or "")
    assert wish == Wish(account="tea", topic="the renewal", contact="c2")
    assert drafts.write(context, wish, "UMO").text in found.text
    assert "____ (the renewal)" in asked(context, "write to Fiona about the renewal").text
    # Somebody at another account than the one talked of is not written to there.
    assert "韩玥，您好" in asked(context, "给韩玥写封邮件").text


def test_a_matter_of_which_a_step_is_open_is_written_with_the_letter_of_that_step(
    context: Context,
) -> None:
    with context.workspace.writing() as writer:
        writer.put(Contact("c2", "tea", "Owen Hill", role="champion", language="en"))
        writer.put(Promise("p3", "tea", "the new plan", owner="UMO", due=date(2026, 11, 10)))
    fresh = asked(context, "write to Owen at Harbour Tea about our promise")
    assert "We promised you “the new plan” by 10 November 2026." in fresh.text
    assert "It is the letter for a step that is open there: A promise is due" in fresh.text
    assert "p3" in [citation.id for citation in fresh.citations]
    rule = "promise_due_or_broken"
    wish = Wish(account="tea", rule=rule, contact="c2")
    assert Wish.of(fresh.offers[0].item_id or "") == wish

    made = planning.plan(context, NOW.date())
    planning.record(context, made)
    [kept] = [n for n in _nudges(context) if n.rule == rule]
    told = asked(context, "scrivi a Owen sulla nostra promessa")
    assert Wish.of(told.offers[0].item_id or "") == Wish(nudge_id=kept.id, contact="c2")
    assert "È la lettera di un passo ancora aperto per questo cliente:" in told.text

    own = asked(context, "write to Owen about our promise and the new price")
    assert "This is about our promise and the new price." in own.text


def _nudges(context: Context) -> list[Nudge]:
    with context.workspace.reading() as reader:
        return reader.find(Nudge)


def test_what_is_kept_keeps_its_lines_and_signs(context: Context) -> None:
    found = asked(context, "记一下Harbour Tea：\n1）缺少单点登录，他们不会签。\n2）周五再谈")
    assert found.proposal is not None
    assert found.proposal.text == "1）缺少单点登录，他们不会签。\n2）周五再谈"


@pytest.mark.parametrize(
    ("told", "refused", "said"),
    [
        ("note for Harbour Tea: they like it", "no thanks", "Nothing is saved"),
        ("nota per Harbour Tea: sono contenti", "lascia perdere", "non viene salvato nulla"),
        ("给Harbour Tea记一条：他们很满意", "算了", "不会保存"),
    ],
)
def test_who_refuses_a_prepared_note_hears_that_nothing_is_saved(
    context: Context, told: str, refused: str, said: str
) -> None:
    assert asked(context, told).proposal is not None
    answer = asked(context, refused)
    assert said in answer.lead.text
    assert answer.proposal is None
