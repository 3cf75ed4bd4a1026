"""Cutting a Markdown document into passages at its headings, 80 to 250 words each."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

FEWEST_WORDS = 80
"""A shorter section takes the next one with it, when both fit."""

MOST_WORDS = 250
"""A longer section is cut between its blocks, and a longer block between its lines."""

BETWEEN_HEADINGS = " › "


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage before it has an id: the headings above it, below the title, and its text."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A document's own title, if its first heading is one, and its pieces in order."""

    title: str | None
    pieces: tuple[Piece, ...]


def cut(markdown: str) -> Cut:
    """Pieces of a document without front matter; text keeps lists, tables and code as written.

    Links keep their words and lose their addresses, pictures and comments are left out: what is
    quoted later must not carry a stranger's link.
    """
    sections = _sections(markdown)
    title = _title_of(sections)
    trails = [_Section(_below(title, s.trail), s.blocks) for s in sections if s.blocks]
    return Cut(title, tuple(_packed(list(_fitting(trails)))))


def in_context(title: str, piece_heading: str, text: str) -> str:
    """What is embedded: the text under its document's title and its headings."""
    return f"{context(title, piece_heading)}\n{text}"


def context(title: str, piece_heading: str) -> str:
    """A document's title and the headings of a passage, as one line."""
    return f"{title}{BETWEEN_HEADINGS}{piece_heading}" if piece_heading else title


def count_words(text: str) -> int:
    """Words of a text; two Chinese characters count as one."""
    return len(_WORD.findall(text)) + (len(_CHINESE.findall(text)) + 1) // 2


_WORD = re.compile(r"[^\W\u3400-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)")
_ADDRESS = re.compile(r"<?\bhttps?://[^\s>)]+>?")
_COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class _Section:
    trail: tuple[str, ...]
    blocks: tuple[str, ...]


def _sections(markdown: str) -> list[_Section]:
    lines = _COMMENT.sub("", markdown).splitlines()
    tokens = MarkdownIt("commonmark").enable("table").parse("\n".join(lines))
    levels: list[tuple[int, str]] = []
    sections = [_Section((), ())]
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        if token.level or token.map is None:
            continue
        if token.type == "heading_open" and following is not None:
            level = int(token.tag[1])
            levels = [(n, text) for n, text in levels if n < level]
            levels.append((level, _plain(following.content)))
            sections.append(_Section(tuple(text for _, text in levels), ()))
        elif block := _block(token, lines):
            last = sections[-1]
            sections[-1] = _Section(last.trail, (*last.blocks, block))
    return sections


def _block(token: Token, lines: list[str]) -> str:
    first, end = token.map or (0, 0)
    source = "\n".join(lines[first:end]).strip("\n")
    if token.type in ("fence", "code_block"):
        return source
    if token.type == "html_block":
        source = re.sub(r"[ \t]*\n\s*", "\n", html.unescape(_TAG.sub(" ", source)))
    return _plain(source)


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", _PICTURE.sub("", text))
    text = _TAG.sub(" ", _ADDRESS.sub("", text))
    text = re.sub(r"-{4,}", "---", text)
    return re.sub(r"(?<=\S)[ \t]{2,}", " ", text).strip("\n ")


def _title_of(sections: list[_Section]) -> str | None:
    first = next((s for s in sections if s.trail or s.blocks), None)
    return first.trail[0] if first and first.trail else None


def _below(title: str | None, trail: tuple[str, ...]) -> tuple[str, ...]:
    trail = tuple(heading for heading in trail if heading)
    return trail[1:] if trail and trail[0] == title else trail


def _fitting(sections: Iterable[_Section]) -> Iterator[_Section]:
    """Sections of at most `MOST_WORDS`, cut between blocks."""
    for section in sections:
        kept: list[str] = []
        size = 0
        for block in (part for whole in section.blocks for part in _parts(whole)):
            words = count_words(block)
            if kept and size + words > MOST_WORDS:
                yield _Section(section.trail, tuple(kept))
                kept, size = [], 0
            kept.append(block)
            size += words
        yield _Section(section.trail, tuple(kept))


def _parts(block: str) -> list[str]:
    """A block cut between its lines or sentences, so that each part fits."""
    if count_words(block) <= MOST_WORDS:
        return [block]
    lines = block.splitlines()
    joint = "\n" if len(lines) > 1 else " "
    units = lines if len(lines) > 1 else _sentences(block)
    if len(units) == 1:
        return _by_length(block)
    parts = [""]
    for unit in units:
        joined = f"{parts[-1]}{joint}{unit}" if parts[-1] else unit
        if parts[-1] and count_words(joined) > MOST_WORDS:
            parts.append(unit)
        else:
            parts[-1] = joined
    return [smaller for part in parts if part.strip() for smaller in _again(part, block)]


def _again(part: str, whole: str) -> list[str]:
    return [part] if part == whole else _parts(part)


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


def _by_length(text: str) -> list[str]:
    """The last resort, for a text without lines or sentences."""
    words = text.split(" ")
    if len(words) > 1:
        return [" ".join(words[i : i + MOST_WORDS]) for i in range(0, len(words), MOST_WORDS)]
    step = MOST_WORDS * 2
    return [text[i : i + step] for i in range(0, len(text), step)]


def _packed(sections: list[_Section]) -> Iterator[Piece]:
    """Neighbours joined while the first is short; their headings then stand within the text."""
    held: list[_Section] = []
    for section in sections:
        if held and not _joins(held, section):
            yield _piece(held)
            held = []
        held.append(section)
    if held:
        yield _piece(held)


def _joins(held: list[_Section], section: _Section) -> bool:
    size = sum(map(_size, held))
    near = not held[0].trail or held[0].trail[:1] == section.trail[:1]
    return size < FEWEST_WORDS and size + _size(section) <= MOST_WORDS and near


def _size(section: _Section) -> int:
    return sum(map(count_words, section.blocks))


def _piece(held: list[_Section]) -> Piece:
    texts: list[str] = []
    for before, section in zip([None, *held], held, strict=False):
        if before is not None and section.trail and before.trail != section.trail:
            texts.append(f"**{section.trail[-1]}**")
        texts.extend(section.blocks)
    return Piece(BETWEEN_HEADINGS.join(held[0].trail), "\n\n".join(texts))
