"""What a Markdown file says of itself."""

import pytest

from playbooks import front_matter
from playbooks.errors import BadInput


def test_front_matter_and_text_are_told_apart() -> None:
    parsed = front_matter.split("---\ntitle: Kickoff\n---\n# Kickoff\n")
    assert parsed == front_matter.Parsed({"title": "Kickoff"}, "# Kickoff\n")


def test_a_page_without_front_matter_is_all_text() -> None:
    assert front_matter.split("# Kickoff\n\n---\n\nmore").matter == {}


def test_text_between_two_rules_is_not_lost() -> None:
    page = "---\nJust a line.\n---\nMore."
    assert front_matter.split(page) == front_matter.Parsed({}, page)


def test_front_matter_that_is_never_closed_is_refused() -> None:
    with pytest.raises(BadInput, match="never closed"):
        front_matter.split("---\ntitle: Half a file\n\n# Text")


def test_broken_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"not valid YAML: .* \(line \d\)"):
        front_matter.split("---\ntitle: ok\nstage: [renewal\n---\n")


def test_an_unknown_stage_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="stage"):
        front_matter.read(front_matter.Page, {"stage": "launch"})


def test_one_name_may_stand_where_several_are_allowed() -> None:
    page = front_matter.read(front_matter.Page, {"triggers": "silence", "sidebar": 3})
    assert page.triggers == ("silence",)


def test_a_shipped_piece_may_not_have_unknown_keys() -> None:
    with pytest.raises(BadInput, match="sidebar"):
        front_matter.read(front_matter.Piece, {"sidebar": 3, **_PIECE})


_PIECE = {
    "id": "x",
    "kind": "playbook",
    "title": "X",
    "stage": "any",
    "audience": ["csm"],
    "segments": ["any"],
    "intents": ["any"],
    "language": "en",
    "summary": "When and why.",
}
