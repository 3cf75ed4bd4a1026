"""The sources that are laid before a language model, by the keys under which it may cite them."""

import json
from collections.abc import Iterable, Mapping

from handlers.answers import Ref, Sentence
from handlers.evidence import Evidence

MOST = 20
"""Findings, and sources, that are laid out at once; the rest of a long answer is left out."""

WORDS = 300
"""Characters of a source's own words that the model reads at first."""


class Exhibits:
    """Everything that one model was shown; a source keeps its key.

    With `in_public`, only what everyone who reads along may see is shown.
    """

    def __init__(self, in_public: bool) -> None:
        self.keys: dict[str, Ref] = {}
        self._in_public = in_public
        self._computed: dict[Ref, tuple[str, ...]] = {}

    def lay_out(self, sentences: Iterable[Sentence], evidence: Mapping[Ref, Evidence]) -> str:
        """The findings and their sources as JSON: content to read, never instructions."""
        shown = {ref: item for ref, item in evidence.items() if self.may_show(item)}
        keys = {ref: self._key(ref) for ref in shown}
        findings = [_finding(s, keys) for s in sentences if all(ref in keys for ref in s.cites)]
        document = {
            "findings": findings[:MOST],
            "sources": [
                {"key": key, "title": shown[ref].title, "words": shown[ref].words[:WORDS]}
                for ref, key in list(keys.items())[:MOST]
            ],
        }
        return json.dumps(document, ensure_ascii=False)

    def compute(self, sentences: Iterable[Sentence]) -> None:
        """Remember what rules computed from the sources of these sentences."""
        for sentence in sentences:
            for ref in sentence.cites:
                known = self._computed.get(ref, ())
                self._computed[ref] = tuple(dict.fromkeys((*known, *sentence.said)))

    def sentence(self, text: str, keys: Iterable[str]) -> Sentence:
        """A sentence of the model's with the records behind the keys that it named."""
        refs = tuple(dict.fromkeys(self.keys[key] for key in keys if key in self.keys))
        said = tuple(word for ref in refs for word in self._computed.get(ref, ()))
        return Sentence(text, refs, said, free=True)

    def may_show(self, item: Evidence) -> bool:
        """Whether the asker may see it, and with them everyone who reads along."""
        return item.allowed and (item.shared or not self._in_public)

    def _key(self, ref: Ref) -> str:
        for key, known in self.keys.items():
            if known == ref:
                return key
        key = f"S{len(self.keys) + 1}"
        self.keys[key] = ref
        return key


def _finding(sentence: Sentence, keys: Mapping[Ref, str]) -> dict[str, object]:
    return {"text": sentence.text, "sources": [keys[ref] for ref in sentence.cites]}
