"""What of an answer is streamed: Markdown in which nothing that others wrote is alive."""

import pytest
from markdown_it import MarkdownIt

from bot.views import answer as answer_view
from bot.views import streamed
from handlers import quoting, texts
from handlers.answers import Answer, Citation, Part, Request, Section, Sentence
from handlers.onlookers import Said

HOSTILE = (
    "![x](http://evil.example/y.png)",
    "[click](https://evil.example)",
    "<https://evil.example|here>",
    "<!channel> <@U123>",
    "see evil.example or *bold* _it_ ~~no~~ `code` # head",
    "<b onclick='x'>",
    "back\\slash \\[x](y)",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_others_are_nothing_but_words(text: str) -> None:
    written = streamed.markdown(Said(text, leads=True))
    [_, inline, _] = MarkdownIt("gfm-like", {"linkify": False}).parse(written)
    kinds = {token.type for token in inline.children or []}
    assert kinds <= {"text", "text_special"}
    said = "".join(token.content for token in inline.children or [])
    assert said == quoting.plain(text)
    assert "<" not in written


def test_a_streamed_answer_says_what_the_answer_says() -> None:
    _ = texts.of("it")
    note = Citation("n1", "note", "Nota", "Il cliente è contento.")
    sentences = (Sentence("Rinnova a maggio.", (note.ref,)), Sentence("È contento.", (note.ref,)))
    answer = Answer(
        "it",
        Request.HEALTH,
        Sentence("Sta bene.", (note.ref,)),
        (Section(Part.REASONS, sentences), Section(Part.NEXT, (Sentence("Chiama."),))),
        citations=(note,),
    )
    assert streamed.whole(answer, _) == (
        "Sta bene. \\[1\\]\n\n**Perché**\n- Rinnova a maggio. \\[1\\]\n- È contento. \\[1\\]"
        "\n\n**Che cosa fare ora**\n- Chiama."
    )


def test_a_step_keeps_slacks_limit() -> None:
    assert len(streamed.step(1, "x" * 400, "complete")["title"]) == 256


def test_a_notice_stands_below_what_was_streamed() -> None:
    answer = Answer("en", Request.HEALTH, Sentence("Fine."), notice="Search goes by words alone.")
    assert "Search goes by words alone." in str(answer_view.closing(answer, texts.of("en")))
