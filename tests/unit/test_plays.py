"""Which playbooks answer a nudge rule."""

from dataclasses import replace
from typing import Any

from knowledge import plays
from knowledge.plays import Case
from playbooks import shipped
from playbooks.content import Document
from playbooks.health import rules as health_rules


def _play(name: str, **more: Any) -> Document:
    values: dict[str, Any] = {"triggers": ("silence",), "segments": ("any",), "intents": ("any",)}
    return Document(name, name, name, "playbook", "en", "", "", **{**values, **more})


def _chosen(documents: list[Document], **case: Any) -> list[str]:
    return [d.id for d in plays.for_trigger(documents, "silence", Case(**case))]


def test_only_plays_that_name_the_rule_are_given() -> None:
    assert _chosen([_play("a"), _play("b", triggers=("detractor",))]) == ["a"]


def test_a_play_for_another_segment_is_left_out() -> None:
    documents = [_play("big", segments=("enterprise",)), _play("all")]
    assert _chosen(documents, segment="smb") == ["all"]


def test_the_play_for_exactly_this_stage_comes_first() -> None:
    documents = [_play("any", stage="any"), _play("renewal", stage="renewal")]
    assert _chosen(documents, stage="renewal") == ["renewal", "any"]


def test_the_play_in_the_readers_language_comes_first() -> None:
    italian = replace(_play("it"), language="it")
    assert _chosen([_play("en"), italian], language="it") == ["it", "en"]


def test_the_play_that_was_written_for_the_rule_comes_first() -> None:
    second = _play("second", triggers=("detractor", "silence"))
    assert _chosen([second, _play("written")]) == ["written", "second"]


def test_every_play_of_a_health_question_is_in_the_library_and_every_question_has_one() -> None:
    there = set(shipped.files())
    for question in health_rules.load().questions.values():
        assert question.plays, question.id
        assert set(question.plays) <= there, question.id
