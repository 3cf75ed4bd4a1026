"""Reading one sentence: where a rule's pattern matches and nothing around it voids the match."""

import re
from collections.abc import Iterator

from playbooks.wording import beginnings, patterns
from playbooks.wording.patterns import Pattern, Rule, Wording
from playbooks.wording.sentences import Sentence

NEAR_WORDS = re.compile(r"(?:[\w'’-]+[^\w]*){0,4}$")
NEAR_CHARACTERS = 6


class Reading:
    """One sentence read in one language; what it finds of a word list is found once."""

    def __init__(self, sentence: Sentence, wording: Wording) -> None:
        self.sentence = sentence
        self.wording = wording
        lower = sentence.text.lower()
        # A few letters grow when lowered; places would shift, so capitals are kept then.
        self._lower = lower if len(lower) == len(sentence.text) else sentence.text
        self._begun = beginnings.in_text(self._lower)
        self._present: dict[str, bool] = {}

    def find(self, rule: Rule) -> re.Match[str] | None:
        """The first match of the rule that holds, or None."""
        for match in self._matches(rule.patterns):
            if not any(self._voids(name, match) for name in rule.unless):
                return match
        for match in self._matches(rule.firm):
            others = (name for name in rule.unless if name not in ("negation", "nobody"))
            if not any(self._voids(name, match) for name in others):
                return match
        return None

    def mentions(self, rule: Rule) -> bool:
        """True when a pattern of the rule matches, whether it holds or not, or its contrary."""
        return any(True for _ in self._matches((*rule.patterns, *rule.firm, *rule.contrary)))

    def negated(self, match: re.Match[str]) -> bool:
        """True when a negation stands within or shortly before the match."""
        return self._voids("negation", match) or self._voids("nobody", match)

    def _matches(self, written: tuple[Pattern, ...]) -> Iterator[re.Match[str]]:
        for pattern in written:
            if self._may_begin(pattern) and all(self._has(name) for name in pattern.needs):
                yield from pattern.expression.finditer(self._text(pattern))

    def _has(self, name: str) -> bool:
        if name not in self._present:
            pattern = self.wording.words[name]
            self._present[name] = self._may_begin(pattern) and (
                pattern.expression.search(self._text(pattern)) is not None
            )
        return self._present[name]

    def _may_begin(self, pattern: Pattern) -> bool:
        """False when no word begins as the pattern must; Chinese has no spaces to tell words by."""
        if self.wording.language == "zh" or pattern.beginnings is None:
            return True
        return not pattern.beginnings.isdisjoint(self._begun)

    def _text(self, pattern: Pattern) -> str:
        return self.sentence.text if pattern.cased else self._lower

    def _voids(self, modifier: str, match: re.Match[str]) -> bool:
        if modifier == "question":
            return self.sentence.is_question
        expression = self.wording.modifiers[modifier].expression
        return expression.search(self._scope(modifier, match)) is not None

    def _scope(self, modifier: str, match: re.Match[str]) -> str:
        text = self._lower
        first, last = self.sentence.clause(match.start(), match.end())
        before = text[first : match.start()]
        skipped = " ".join(gap for gap in match.groups() if gap)
        if modifier == "negation":
            return f"{self._near(before)} {skipped}"
        if modifier in ("past", "bystander", "usage", "over"):
            return text[first:last]
        if modifier in ("ours", "nobody"):
            return text[first : match.end()]
        if modifier == "plan":
            return f"{self._sentence_so_far(match.start())} {skipped}"
        if modifier == "hypothetical":
            return f"{text[: match.start()]} {skipped}"
        return f"{before} {skipped}"

    def _sentence_so_far(self, start: int) -> str:
        """What stands before, from the last comma on; a colon does not end a plan: "Goal: …"."""
        before = self._lower[:start]
        return re.split(r"[,;，；]\s?", before)[-1]

    def _near(self, before: str) -> str:
        if self.wording.language == "zh":
            return before[-NEAR_CHARACTERS:]
        found = NEAR_WORDS.search(before)
        return found[0] if found else ""


def read(sentence: Sentence) -> list[Reading]:
    """The sentence in each language that it may be in."""
    return [Reading(sentence, patterns.wording(language)) for language in sentence.languages]
