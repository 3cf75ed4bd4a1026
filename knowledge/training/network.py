"""The packaged model as a network that learns, and its weights back in four bits."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from knowledge.encoding import package
from knowledge.encoding.layers import HEADS, LAYERS, MATRICES, NORMS, WIDTH
from knowledge.encoding.package import BLOCK, Package

FORGOTTEN = 0.1
"""The share of what a layer gives that is left out while it learns."""

TOGETHER = 32
"""Texts that are read at once where nothing is learned."""


def in_four_bits(weight: Tensor) -> tuple[Tensor, Tensor]:
    """For each block of 32 weights whole numbers from -8 to 7, and the scale they share."""
    blocks = weight.reshape(-1, BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    scale = (largest / -8).half().float()
    scale = torch.where(scale == 0, torch.ones_like(scale), scale)
    return (blocks / scale).round().clamp(-8, 7), scale


class Linear(nn.Linear):
    """A matrix that computes with four bits and learns in full."""

    def forward(self, x: Tensor) -> Tensor:
        """Rows of x by the matrix."""
        with torch.no_grad():
            numbers, scale = in_four_bits(self.weight)
            coarse = (numbers * scale).view_as(self.weight)
        return functional.linear(x, self.weight + (coarse - self.weight).detach(), self.bias)


class Layer(nn.Module):
    """Attention, then what is made of each place by itself, each added and evened out."""

    def __init__(self, kept: Package, number: int) -> None:
        super().__init__()
        for name, (rows, columns) in MATRICES.items():
            matrix = Linear(columns, rows)
            full = kept.rows(f"l{number}.{name}.w", columns, np.arange(rows))
            matrix.weight.data = torch.from_numpy(full)
            matrix.bias.data = torch.from_numpy(kept.floats(f"l{number}.{name}.b").copy())
            setattr(self, name, matrix)
        for name in NORMS:
            normal = nn.LayerNorm(WIDTH, 1e-12)
            normal.weight.data = torch.from_numpy(kept.floats(f"l{number}.{name}.w").copy())
            normal.bias.data = torch.from_numpy(kept.floats(f"l{number}.{name}.b").copy())
            setattr(self, name, normal)
        self.dropped = nn.Dropout(FORGOTTEN)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` has the shape (texts, pieces, 384), `mask` (texts, pieces)."""
        queries, keys, values = (self._split(matrix(x)) for matrix in (self.q, self.k, self.v))
        seen = functional.scaled_dot_product_attention(
            queries, keys, values, attn_mask=mask[:, None, None, :].bool()
        )
        x = self.aln(x + self.dropped(self.ao(seen.transpose(1, 2).flatten(2))))
        return self.oln(x + self.dropped(self.fo(functional.gelu(self.fi(x)))))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)


class Network(nn.Module):
    """The layers from `first` on, which learn; those before are fixed."""

    def __init__(self, first: int) -> None:
        super().__init__()
        kept = package.opened()
        self.first = first
        self.fixed = nn.ModuleList(Layer(kept, number) for number in range(first)).eval()
        self.taught = nn.ModuleList(Layer(kept, number) for number in range(first, LAYERS))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """What the last layer gives for what the fixed ones gave."""
        for layer in self.taught:
            x = layer(x, mask)
        return x

    def below(self, embedded: Sequence[NDArray[np.float32]]) -> list[Tensor]:
        """What the fixed layers give for each text, shape (pieces, 384)."""
        order = sorted(range(len(embedded)), key=lambda text: len(embedded[text]))
        found: dict[int, Tensor] = {}
        for start in range(0, len(order), TOGETHER):
            some = order[start : start + TOGETHER]
            x, mask = padded([torch.from_numpy(embedded[text]) for text in some])
            with torch.no_grad():
                for layer in self.fixed:
                    x = layer(x, mask)
            for row, text in enumerate(some):
                found[text] = x[row, : len(embedded[text])].clone()
        return [found[text] for text in range(len(embedded))]

    def weights(self) -> dict[str, NDArray[np.generic]]:
        """The taught layers under the names and in the form in which the encoder takes them."""
        found: dict[str, NDArray[np.generic]] = {}
        for number, layer in enumerate(self.taught, self.first):
            for name, (rows, columns) in MATRICES.items():
                matrix, full = getattr(layer, name), f"l{number}.{name}"
                numbers, scale = in_four_bits(matrix.weight.detach())
                nibbles = (numbers + 8).numpy().astype(np.uint8).reshape(rows, columns // BLOCK, -1)
                found[f"{full}.w"] = nibbles[:, :, 0::2] | (nibbles[:, :, 1::2] << 4)
                found[f"{full}.s"] = scale.numpy().astype(np.float16).reshape(-1)
                found[f"{full}.b"] = matrix.bias.detach().numpy()
            for name in NORMS:
                normal = getattr(layer, name)
                found[f"l{number}.{name}.w"] = normal.weight.detach().numpy()
                found[f"l{number}.{name}.b"] = normal.bias.detach().numpy()
        return found


def padded(texts: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Texts of different lengths in one block, and which of its pieces are real."""
    longest = max(len(text) for text in texts)
    x, mask = torch.zeros(len(texts), longest, WIDTH), torch.zeros(len(texts), longest)
    for row, text in enumerate(texts):
        x[row, : len(text)] = text
        mask[row, : len(text)] = 1
    return x, mask
