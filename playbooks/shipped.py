"""The library that ships with Cairn: playbooks and education as Markdown files beside this one."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from playbooks import front_matter
from playbooks.content import Document
from playbooks.errors import BadInput

FOLDER = Path(__file__).parent / "library"

SOURCE = "shipped"


def files() -> dict[str, Path]:
    """The shipped files by the id of the piece, which is the name of the file."""
    return {path.stem: path for path in sorted(FOLDER.glob("*/*.md"))}


def digest(path: Path) -> str:
    """The SHA-256 of a file, by which a changed piece is told without reading it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load(path: Path) -> Document:
    """The piece in a shipped file; raises `BadInput` naming the file and what is wrong in it."""
    try:
        parsed = front_matter.split(path.read_text(encoding="utf-8"))
        piece = front_matter.read(front_matter.Piece, parsed.matter)
        return _document(path, piece, parsed.text)
    except BadInput as error:
        raise BadInput(f"{path.name}: {error}") from None


def documents() -> Iterator[Document]:
    """All shipped pieces, by id."""
    for path in files().values():
        yield load(path)


def _document(path: Path, piece: front_matter.Piece, text: str) -> Document:
    if piece.id != path.stem:
        raise BadInput(f"the id {piece.id} is not the name of the file")
    if piece.kind == "education" and not piece.learning_objective:
        raise BadInput("a piece of education needs a learning_objective")
    own = f"{path.parent.name}/{path.name}"
    # A piece says of itself what a document holds, under the same names.
    return Document(path=own, digest=digest(path), text=text, source=SOURCE, **piece.model_dump())
