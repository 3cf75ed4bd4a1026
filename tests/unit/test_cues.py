"""Cues in notes: how well they are read, and what must not be taken for one."""

from pathlib import Path

import pytest

from bot.bench import cues as bench
from bot.bench import labelled
from knowledge.judging import judge
from knowledge.notes import hearing, reader
from playbooks import cues
from playbooks.errors import NotReady

DATA = Path(__file__).parents[1] / "data" / "cues"


def names(text: str, champions: tuple[str, ...] = ()) -> set[str]:
    return {cue.name for cue in reader.read(text, champions).cues}


@pytest.mark.parametrize(("language", "floor"), [("en", 0.6), ("it", 0.6), ("zh", 0.6)])
def test_cues_are_read_from_sentences_of_a_writer_from_whom_nothing_was_learned(
    language: str, floor: float
) -> None:
    lines = labelled.lines(DATA / "fresh_2.jsonl")[bench.EVEN]
    count = bench.seven([line for line in lines if line["language"] == language])[language]
    assert (count.f1 or 0) >= floor


@pytest.mark.parametrize(
    "text",
    [
        "Picking errors are back up to 0.47 %.",
        "Chiara: gli attivi a notte sono “quasi zero”. Errori di prelievo risaliti a 0,47 %. "
        "È stanca, chiede se cambieremo referente. Le ho detto di no.",
        "夜班拣货差错率又升到 0.47%，活跃用户几乎为零。",
    ],
)
def test_a_figure_that_moves_the_wrong_way_is_no_goal_that_was_reached(text: str) -> None:
    assert "outcome_reached" not in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Errors fell from 0.6 % to 0.3 %.",
        "Errori di prelievo scesi a 0,3 %, utenti saliti a 210.",
        "差错率降到 0.3%，准时率提高到 97%。",
    ],
)
def test_a_figure_that_moves_the_right_way_is(text: str) -> None:
    assert "outcome_reached" in names(text)


def test_the_shipped_judges_were_learned_from_the_examples_beside_them() -> None:
    assert all(judge.kept_mark(name) == judge.mark(name) for name in judge.JUDGES)


def test_without_the_encoder_notes_are_read_by_their_wording(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_text: str) -> hearing.Heard:
        raise NotReady("The encoder is not here.")

    monkeypatch.setattr(hearing, "hear", missing)
    read = reader.read("Our champion resigned. I'll send the guide by Friday. They are furious.")
    assert [cue.name for cue in read.cues] == ["champion_left", "unhappy"]
    assert [said.when for said in read.promises] == ["Friday"]
    assert read.mood == "negative"


def test_a_cue_names_the_words_that_told_it() -> None:
    found = reader.read("Our sponsor hands in her badge on Friday, nobody named to follow.").cues
    assert [cue.name for cue in found] == ["champion_left"]
    assert found[0].words


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Our champion has not left.", "champion_left"),
        ("If our champion leaves, we are in trouble.", "champion_left"),
        ("Did our champion leave the company?", "champion_left"),
        ("The CEO's daughter left school.", "champion_left"),
        ("Il nostro referente non ha lasciato l'azienda.", "champion_left"),
        ("我们的对接人没有离职。", "champion_left"),
        ("Two years ago they evaluated other vendors.", "competitor"),
        ("Nobody complained about the release.", "unhappy"),
        ("They hope to cut handling time from nine days to two.", "outcome_reached"),
        ("Active users fell from 140 to 60.", "outcome_reached"),
        ("We hope to sell them 50 additional licences.", "expansion"),
        ("There is no budget freeze.", "budget_freeze"),
        ("Third mail, still no reply from her.", "two_way_engagement"),
        ("客户把系统升级到了最新版本。", "escalation"),
    ],
)
def test_negation_hypothesis_question_history_and_other_people_are_no_cue(
    text: str, cue: str
) -> None:
    assert cue not in names(text)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Our champion moved to another team.", "champion_left"),
        ("C'è un alto rischio di zangola su questo cliente.", "churn_threat"),
        ("Ottimo fidanzamento con la squadra, tornano con idee loro.", "two_way_engagement"),
        ("支持通知单升级到一级，对方要求今天答复。", "escalation"),
        ("If this is not fixed by June, they will leave us.", "churn_threat"),
    ],
)
def test_false_friends_and_threats_are_understood(text: str, cue: str) -> None:
    assert cue in names(text)


def test_a_quote_is_an_exact_part_of_the_note() -> None:
    text = "Call with Dana.  Our champion, Dr. Voss, has left the company!\nNext call on Friday."
    found = reader.read(text).cues
    assert [cue.quote for cue in found if cue.name == "champion_left"] == [
        "Our champion, Dr. Voss, has left the company!"
    ]
    assert all(cue.quote in text for cue in found)


def test_of_a_long_sentence_only_the_clause_is_quoted() -> None:
    padding = "we went through the rollout plan for the northern region in great detail, " * 5
    (found,) = [
        c for c in cues.read(f"Today {padding}our champion resigned.") if "resigned" in c.quote
    ]
    assert len(found.quote) < 60


def test_somebody_known_to_matter_leaves_without_being_called_a_champion() -> None:
    assert "champion_left" not in names("Dana is moving on.")
    assert "champion_left" in names("Dana is moving on.", ("Dana Whitlock",))


def test_each_cue_is_named_once_in_the_order_of_the_text() -> None:
    text = "They are unhappy with support. Our champion resigned. They are furious."
    assert [cue.name for cue in cues.read(text)] == ["unhappy", "champion_left"]


@pytest.mark.parametrize("text", ["", "   \n", "🎉🎉", "???", "a" * 5000, "（）。。。"])
def test_odd_texts_hold_no_cue(text: str) -> None:
    assert cues.read(text) == []
