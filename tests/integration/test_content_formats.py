"""Documents of other programs in the library: what survives, and what each bad one is told."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pptx import Presentation

from handlers import content
from handlers.context import Context
from knowledge.conversion.converter import Converter
from knowledge.conversion.formats import Format
from playbooks.content import Passage
from playbooks.errors import BadInput

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"

WEBPAGE = """<!DOCTYPE html><html><head><title>Escalations</title><script>steal()</script></head>
<body><nav><a href="/">Home of everything</a></nav><h1>Escalations</h1>
<p>Answer on the <b>same</b> day. <img src="http://127.0.0.1:9/t.png" alt="pixel"></p>
<h2>Who speaks</h2><ul><li>The owner of the account</li><li>The manager</li></ul>
<table><tr><th>Severity</th><th>Hours</th></tr><tr><td>1</td><td>4</td></tr></table>
<iframe src="file:///etc/passwd"></iframe></body></html>"""


@pytest.fixture(scope="module")
def converter() -> Iterator[Converter]:
    with Converter() as converter:
        yield converter


def deck() -> bytes:
    made = Presentation()
    for title, body in (("Kickoff", "Agree on one goal"), ("First value", "Within thirty days")):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = body
    slide.notes_slide.notes_text_frame.text = "Say this slowly."
    made.core_properties.title = "PowerPoint Presentation"
    return _saved(made)


def _saved(made: Presentation) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _word(document: bytes) -> bytes:
    """The Word fixture with another main part."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(DOCUMENTS / "handbook.docx") as parts,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for name in parts.namelist():
            changed.writestr(name, document if name == "word/document.xml" else parts.read(name))
    return written.getvalue()


def _refused(converter: Converter, written: bytes, format: Format) -> str:
    with pytest.raises(BadInput) as refusal:
        converter.convert(written, format)
    return str(refusal.value)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_documents_of_each_format_go_in_with_titles_and_headings(
    context: Context, tmp_path: Path
) -> None:
    for name in ("guide.pdf", "handbook.docx", "mixed.pdf", "pictures.pdf", "locked.pdf"):
        shutil.copy(DOCUMENTS / name, tmp_path)
    (tmp_path / "deck.pptx").write_bytes(deck())
    (tmp_path / "page.html").write_text(WEBPAGE)
    (tmp_path / "plain.txt").write_text("Call the sponsor before the quarter ends.\n")
    report = content.add(context, [str(tmp_path)])

    held = {one.document.path.rpartition("/")[2]: one.document for one in content.listing(context)}
    assert {name: document.title for name, document in held.items()} == {
        "guide.pdf": "Renewal guide",
        "handbook.docx": "Renewal handbook",
        "mixed.pdf": "Workshop",
        "deck.pptx": "Kickoff",
        "page.html": "Escalations",
        "plain.txt": "plain",
    }
    assert (held["guide.pdf"].stage, held["mixed.pdf"].stage) == ("renewal", None)
    assert {Path(one.path).name: one.why.split(".")[0] for one in report.rejected} == {
        "locked.pdf": "The file is locked with a password",
        "pictures.pdf": "The PDF holds pictures of pages and no text, and reading pictures (OCR) "
        "is missing here",
    }
    [remark] = report.remarks
    assert remark.why.startswith("1 of its 2 pages hold no text, only pictures (p. 2)")
    with context.workspace.reading() as reader:
        headings = {p.heading for p in reader.find(Passage, document_id=held["guide.pdf"].id)}
        [hit] = context.library.search(reader, "answer on the same day", 1)
    assert "After the talk (p. 2)" in headings
    assert hit.title == "Escalations"
    assert "pixel" not in hit.text
    assert content.sync(context).unchanged == 6


def test_a_word_document_keeps_headings_lists_and_tables(converter: Converter) -> None:
    made = converter.convert((DOCUMENTS / "handbook.docx").read_bytes(), Format.WORD)
    assert "# Renewal handbook" in made.markdown
    assert "## Numbers to bring" in made.markdown
    assert "* List the goals that were reached" in made.markdown
    assert "| Seats used | 80 % |" in made.markdown


def test_slides_keep_their_titles_numbers_and_notes(converter: Converter) -> None:
    made = converter.convert(deck(), Format.POWERPOINT)
    assert "## Kickoff (slide 1)\n\nAgree on one goal" in made.markdown
    assert "## First value (slide 2)" in made.markdown
    assert "### Notes:\n\nSay this slowly." in made.markdown


def test_a_web_page_brings_its_text_and_nothing_around_it(converter: Converter) -> None:
    made = converter.convert(WEBPAGE.encode(), Format.HTML)
    assert "## Who speaks" in made.markdown
    assert "| 1 | 4 |" in made.markdown
    assert not {"steal", "passwd", "Home of everything"} & set(made.markdown.split())


@pytest.mark.parametrize(
    ("written", "format", "said"),
    [
        (b"<html>not a PDF</html>", Format.PDF, "is not what the ending"),
        (b"%PDF-1.7\n" + b"x" * 2_000, Format.PDF, "damaged or incomplete"),
        (b"PK\x03\x04 torn", Format.WORD, "damaged or incomplete"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, Format.WORD, "locked with a password, or from"),
        (b"\x89PNG\r\n\x1a\n\0\0", Format.POWERPOINT, "is not what the ending"),
        (b"\x89PNG\r\n\x1a\n\0\0", Format.HTML, "is not what the ending"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    converter: Converter, written: bytes, format: Format, said: str
) -> None:
    assert said in _refused(converter, written, format)


def test_a_deck_named_like_a_text_is_refused(converter: Converter) -> None:
    assert "is not what the ending" in _refused(converter, deck(), Format.WORD)


def test_a_file_that_unpacks_to_a_flood_is_not_unpacked(converter: Converter) -> None:
    assert "unpacks to far more" in _refused(converter, _word(b" " * 20_000_000), Format.WORD)


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/hostname"', '"lol lol"'])
def test_entities_of_a_document_are_not_followed(converter: Converter, entity: str) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a {entity}>]><w:document xmlns:w="{space}">'
        "<w:body><w:p><w:r><w:t>before &a; after</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "damaged or incomplete" in _refused(converter, _word(text.encode()), Format.WORD)


def test_a_document_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    endless = b"<html><body><table>" + b"<tr><td>" * 200_000
    with Converter(patience=0.5) as converter:
        assert "took too long" in _refused(converter, endless, Format.HTML)
        converter.patience = 60.0
        guide = converter.convert((DOCUMENTS / "guide.pdf").read_bytes(), Format.PDF)
    assert guide.pages == 2
