"""Whether the title in a document's properties says anything."""

import pytest

from knowledge.conversion import titles


@pytest.mark.parametrize(
    "left",
    [
        None,
        "",
        "  \n",
        "Untitled",
        "(anonymous)",
        "Document1",
        "PowerPoint Presentation",
        "Presentazione standard di PowerPoint",
        "演示文稿1",
        "Q3 plan.docx",
        "Microsoft Word - plan.doc",
    ],
)
def test_what_a_program_left_is_no_title(left: str | None) -> None:
    assert titles.own(left) is None


def test_a_title_is_one_line_without_the_name_of_its_program() -> None:
    assert titles.own(" Renewal\n handbook ") == "Renewal handbook"
    assert titles.own("Microsoft Word - Renewal handbook") == "Renewal handbook"
    assert titles.own("Presentation skills") == "Presentation skills"
