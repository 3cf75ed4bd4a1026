"""Names of which half is said, where that half tells an account from its namesakes."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from knowledge import bare_names, surfaces, wording
from knowledge.surfaces import Named
from knowledge.usage import Stretch
from knowledge.wording import Word


class Halves:
    """The accounts by the first word of their name, and by the company words behind it."""

    def __init__(self, accounts: Sequence[Named]) -> None:
        self._accounts = accounts
        self._kin: dict[str, set[int]] = {}
        self._bearing: dict[str, list[int]] = {}
        for position, account in enumerate(accounts):
            self._kin.setdefault(_first(account), set()).add(position)
            for key in surfaces.common(account):
                self._bearing.setdefault(key, []).append(position)

    def shortened(self, words: list[Word], taken: list[bool]) -> Iterator[tuple[Stretch, int]]:
        """NW Energy: two or three letters of the first word, and the rest in full."""
        for place, (short, rest) in enumerate(pairwise(words)):
            if taken[place] or taken[place + 1] or short.chinese or short.key in wording.ordinary():
                continue
            bearers = self._bearing.get(rest.key, ())
            fits = [at for at in bearers if surfaces.may_be_short(short.key, self._accounts[at])]
            if len(fits) == 1:
                yield Stretch(place, place + 2, short.key), fits[0]

    def others(
        self,
        text: str,
        words: list[Word],
        taken: list[bool],
        sure: AbstractSet[int],
        open_: AbstractSet[int],
    ) -> Iterator[tuple[Stretch, int]]:
        """Traders, beside Northwind Energy: the word that tells it from those meant already.

        `sure` are positions of the accounts meant, `open_` of those among which a name leaves
        the choice.
        """
        families = [self._kin.get(_first(self._accounts[at]), set()) for at in (*sure, *open_)]
        kin = set().union(*families) - sure
        for place, word in enumerate(words):
            fits = [at for at in self._bearing.get(word.key, ()) if at in kin] if kin else []
            if len(fits) == 1 and not taken[place] and bare_names.is_picked(text, words, place):
                yield Stretch(place, place + 1, word.key), fits[0]


def _first(account: Named) -> str:
    return next(iter(wording.keys(account.name)), "")
