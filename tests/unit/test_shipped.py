"""The library that ships with us."""

from pathlib import Path

import pytest

from knowledge import chunks
from playbooks import shipped
from playbooks.errors import BadInput
from playbooks.nudges import rulefile
from playbooks.stages import Stage


def test_every_piece_can_be_read_and_cut() -> None:
    for piece in shipped.documents():
        assert chunks.cut(piece.text).pieces, piece.id


def test_there_are_enough_playbooks_and_enough_education() -> None:
    kinds = [piece.kind for piece in shipped.documents()]
    assert kinds.count("playbook") >= 30
    assert kinds.count("education") >= 12


@pytest.mark.parametrize("rule", sorted(rulefile.load().rules))
def test_every_nudge_rule_has_its_play(rule: str) -> None:
    assert any(rule in p.triggers for p in shipped.documents() if p.kind == "playbook")


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_its_play(stage: Stage) -> None:
    assert any(p.stage == stage for p in shipped.documents() if p.kind == "playbook")


def test_a_piece_whose_id_is_not_its_file_name_is_refused(tmp_path: Path) -> None:
    source = next(iter(shipped.files().values()))
    copy = tmp_path / "other-name.md"
    copy.write_bytes(source.read_bytes())
    with pytest.raises(BadInput, match="not the name of the file"):
        shipped.load(copy)
