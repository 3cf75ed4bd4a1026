"""The computation of the encoder's layers as a file: `python -m knowledge.training.graph`."""

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from knowledge.encoding.layers import GRAPH, HEADS, LAYERS, MATRICES, WIDTH
from knowledge.encoding.package import BLOCK

FLAT = "flat"
BY_HEADS = "by_heads"
SCALE = "scale"
CONTRIBUTED = "com.microsoft"


class Graph:
    """Nodes and the weights that they name; the weights are handed over when it is run."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self._constant(BY_HEADS, np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
        self._constant(FLAT, np.array([0, 0, WIDTH], np.int64))
        self._constant(SCALE, np.array((WIDTH // HEADS) ** -0.5, np.float32))

    def node(self, kind: str, given: list[str], out: str, domain: str = "", **how: Any) -> str:
        """One step; its result is called `out`."""
        self.nodes.append(helper.make_node(kind, given, [out], domain=domain, **how))
        return out

    def layer(self, x: str, layer: int) -> str:
        """Attention, then what is made of each place by itself, each added and evened out."""
        queries, keys, values = (self._linear(x, layer, name) for name in ("q", "k", "v"))
        seen = self._attention(queries, keys, values, layer)
        x = self._normal(x, self._linear(seen, layer, "ao"), layer, "aln")
        inner = self.node("Gelu", [self._linear(x, layer, "fi")], f"l{layer}.gelu", CONTRIBUTED)
        return self._normal(x, self._linear(inner, layer, "fo"), layer, "oln")

    def _attention(self, queries: str, keys: str, values: str, layer: int) -> str:
        asked = self._by_heads(queries, [0, 2, 1, 3])
        asked = self.node("Mul", [asked, SCALE], f"l{layer}.asked")
        likeness = self.node(
            "MatMul", [asked, self._by_heads(keys, [0, 2, 3, 1])], f"l{layer}.like"
        )
        weights = self.node("Softmax", [likeness], f"l{layer}.weights", axis=-1)
        seen = self.node(
            "MatMul", [weights, self._by_heads(values, [0, 2, 1, 3])], f"l{layer}.seen"
        )
        seen = self.node("Transpose", [seen], f"{seen}.t", perm=[0, 2, 1, 3])
        return self.node("Reshape", [seen, FLAT], f"{seen}.flat")

    def _by_heads(self, x: str, order: list[int]) -> str:
        split = self.node("Reshape", [x, BY_HEADS], f"{x}.split")
        return self.node("Transpose", [split], f"{x}.turned", perm=order)

    def _linear(self, x: str, layer: int, name: str) -> str:
        rows, columns = MATRICES[name]
        full = f"l{layer}.{name}"
        self._weight(f"{full}.w", TensorProto.UINT8, [rows, columns // BLOCK, BLOCK // 2])
        self._weight(f"{full}.s", TensorProto.FLOAT, [rows * columns // BLOCK])
        self._weight(f"{full}.b", TensorProto.FLOAT, [rows])
        how = {"K": columns, "N": rows, "bits": 4, "block_size": BLOCK, "accuracy_level": 4}
        given = [x, f"{full}.w", f"{full}.s"]
        product = self.node("MatMulNBits", given, f"{full}.product", CONTRIBUTED, **how)
        return self.node("Add", [product, f"{full}.b"], f"{full}.out")

    def _normal(self, x: str, more: str, layer: int, name: str) -> str:
        full = f"l{layer}.{name}"
        for side in ("w", "b"):
            self._weight(f"{full}.{side}", TensorProto.FLOAT, [WIDTH])
        both = self.node("Add", [x, more], f"{full}.sum")
        given = [both, f"{full}.w", f"{full}.b"]
        return self.node("LayerNormalization", given, full, axis=-1, epsilon=1e-12)

    def _constant(self, name: str, value: Any) -> None:
        self.weights.append(numpy_helper.from_array(value, name))

    def _weight(self, name: str, kind: int, shape: list[int]) -> None:
        width = 1 if kind == TensorProto.UINT8 else 4
        held = TensorProto(name=name, data_type=kind, dims=shape)
        held.data_location = TensorProto.EXTERNAL
        where = {"location": "weights", "offset": "0", "length": str(int(np.prod(shape)) * width)}
        for key, value in where.items():
            held.external_data.add(key=key, value=value)
        self.weights.append(held)


def build() -> Any:
    """The model: from `x`, shape (1, pieces, 384), to `states` of the same shape."""
    graph = Graph()
    x = "x"
    for layer in range(LAYERS):
        x = graph.layer(x, layer)
    graph.node("Identity", [x], "states")
    given, made = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "pieces", WIDTH])
        for name in ("x", "states")
    )
    whole = helper.make_graph(graph.nodes, "encoder", [given], [made], graph.weights)
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIBUTED, 1)]
    return helper.make_model(whole, opset_imports=versions, ir_version=8)


if __name__ == "__main__":
    onnx.save(build(), GRAPH)
