"""Numbers that a command is given: figures of something, so neither endless nor none at all."""

import math
from typing import Any

import click

from handlers.imports.cells import LARGEST


class Figure(click.FloatRange):
    """A number within its range; `nan`, `inf` and what no column could keep are refused."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number; fails with a sentence for the person."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number) or abs(number) >= LARGEST:
            self.fail(f"{value} is no figure that can be kept: give a number.", param, ctx)
        return number
