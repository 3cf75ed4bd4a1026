"""The layers of the packaged model, the last of them taught anew: what stands at each piece."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.encoding import package, subwords
from knowledge.encoding.package import Floats, Package
from playbooks.errors import NotReady

GRAPH = Path(__file__).parent / "encoder.onnx"
"""What is computed, without any weights; made by `python -m knowledge.training.graph`."""

WIDTH, INNER, LAYERS, HEADS = 384, 1536, 12, 12
MATRICES = dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH)) | {
    "fi": (INNER, WIDTH),
    "fo": (WIDTH, INNER),
}
"""The matrices of a layer, each (rows, columns): queries, keys, values, what attention gives; the
two of what is made of each place by itself."""

NORMS = ("aln", "oln")
LONGEST = 250
"""Pieces of a text that are read together."""

CANNOT_RUN = "The language model cannot be run: {why}. Notes are read by their wording alone."

Weights = Mapping[str, NDArray[np.generic]]
Place = tuple[int, int]


class Layers:
    """Reads a text as a whole and tells of each of its pieces what it means there.

    `taught` are weights that take the place of the package's, by their names, such as `l7.q.w`.
    Some 30 MB of memory, and about a millisecond of one core for each piece.
    """

    def __init__(self, taught: Weights) -> None:
        self._package = package.opened()
        self._vocabulary = subwords.vocabulary()
        self._lock = Lock()
        self._session = _session(_weights(self._package, taught))
        self._package.put_back()
        self._positions = self._package.floats("emb.pos").reshape(-1, WIDTH)

    def read(self, text: str) -> tuple[Floats, Sequence[Place]]:
        """A vector for each of the first `LONGEST` pieces, shape (pieces, 384), and its place."""
        given, places = self.embedded(text)
        with self._lock:
            states: Floats = self._session.run(None, {"x": given[None]})[0][0]
        return states[1:-1], places

    def embedded(self, text: str) -> tuple[Floats, Sequence[Place]]:
        """What the first layer is given, with the marks that open and close a text, and where the
        pieces between them stand."""
        cut = self._vocabulary.cut(text)
        pieces = self._package.pieces
        ids = np.array([pieces.opening, *cut.ids[:LONGEST], pieces.closing])
        rows = self._package.rows("emb.word", WIDTH, ids)
        summed = rows + self._positions[: len(ids)] + self._package.floats("emb.type")[:WIDTH]
        centred = summed - summed.mean(axis=1, keepdims=True)
        even = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-12)
        scale, shift = self._package.floats("emb.ln.w"), self._package.floats("emb.ln.b")
        return (even * scale + shift).astype(np.float32), cut.places[:LONGEST]


def _weights(kept: Package, taught: Weights) -> dict[str, NDArray[np.generic]]:
    """The weights of all layers under the names that the graph gives them."""
    found = dict(taught)
    for layer in range(LAYERS):
        for name, (_, columns) in MATRICES.items():
            full = f"l{layer}.{name}"
            if f"{full}.w" not in found:
                matrix = kept.quantised(f"{full}.w", columns)
                found |= {f"{full}.w": matrix.packed, f"{full}.s": matrix.scales.reshape(-1)}
                found[f"{full}.b"] = kept.floats(f"{full}.b")
        for name in (f"l{layer}.{norm}.{side}" for norm in NORMS for side in ("w", "b")):
            found.setdefault(name, kept.floats(name))
    return found


def _session(weights: Weights) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise NotReady(CANNOT_RUN, why=error) from error
    options = onnxruntime.SessionOptions()
    # Its threads would wait for one another where others hold the cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    values = {
        name: onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(held))
        for name, held in weights.items()
    }
    options.add_external_initializers(list(values), list(values.values()))
    try:
        return onnxruntime.InferenceSession(GRAPH, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no base of their own
        raise NotReady(CANNOT_RUN, why=error) from error
