"""What a loopback remote does wrong, and when."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from starlette.responses import Response


@dataclass(slots=True)
class Faults:
    """Answers to give instead of the right ones; the right one may be cut, too.

    `next` are given first, one for each request. Afterwards a share of `rate` of all requests goes
    wrong, as the dice fall on one of `kinds`.
    """

    kinds: dict[str, Response]
    rate: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(20261122))
    next: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    def instead_of(self, good: Response) -> Response:
        """The answer that leaves the server."""
        kind = next(self._kinds(), None)
        if kind is None:
            return good
        self.made.append(kind)
        if kind == "half":
            return Response(good.body[: len(good.body) // 2], media_type="application/json")
        return self.kinds[kind]

    def _kinds(self) -> Iterator[str]:
        if self.next:
            yield self.next.pop(0)
        elif self.rate and self.dice.random() < self.rate:
            yield self.dice.choice([*self.kinds, "half"])


def page_of_the_web() -> Response:
    """What a proxy or a maintenance page says, with a good status."""
    return Response("<!doctype html><title>Be right back</title>", media_type="text/html")
