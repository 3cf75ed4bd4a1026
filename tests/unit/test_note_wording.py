"""The wording of notes: sentences, and which patterns may be passed over unread."""

import json

import pytest

from knowledge.judging import judge
from playbooks.wording import beginnings, patterns, sentences

EXAMPLES = judge.KNOWLEDGE / "notes" / "cues.jsonl"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Voss left. She was kind!", ["Dr. Voss left.", "She was kind!"]),
        ("他走了。我们不认识别人！真的？", ["他走了。", "我们不认识别人！", "真的？"]),
        ("- one\n- two", ["one", "two"]),
        ("Costa 3.5 euro. Bene.", ["Costa 3.5 euro.", "Bene."]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, expected: list[str]) -> None:
    found = list(sentences.split(text))
    assert [sentence.text for sentence in found] == expected
    assert all(text[s.start : s.start + len(s.text)] == s.text for s in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They are fine with it.", ("en",)),
        ("Non sono contenti della cosa.", ("it",)),
        ("客户很满意", ("zh",)),
        ("OK", ("en", "it")),
    ],
)
def test_a_sentence_is_read_in_its_language_or_in_both(
    text: str, language: tuple[str, ...]
) -> None:
    assert sentences.languages(text) == language


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?:left|resign(?:ed|s))", {"left", "resig"}),
        (r"(?<!\w)(?:un)?happy(?!\w)", {"un", "happy"}),
        ("s?old", {"s", "old"}),
        ("(?:a|b)?(?:cd|ef)", {"a", "b", "cd", "ef"}),
        (r"n['’]t", {"n"}),
        (r"\d+ users", None),
        ("(?:left|[A-Z]x)", None),
    ],
)
def test_the_letters_that_begin_a_pattern_are_known(
    pattern: str, expected: set[str] | None
) -> None:
    assert beginnings.of(pattern) == expected


@pytest.mark.parametrize("language", ["en", "it"])
def test_no_pattern_is_passed_over_that_would_match(language: str) -> None:
    lines = map(json.loads, EXAMPLES.read_text(encoding="utf-8").splitlines())
    texts = [line["text"] for line in lines if line["language"] == language][:400:3]
    rules = patterns.wording(language).rules.values()
    written = [p for rule in rules for p in (*rule.patterns, *rule.firm) if p.beginnings]
    for text in texts:
        lower = text.lower()
        begun = beginnings.in_text(lower)
        passed_over = (p for p in written if p.beginnings and p.beginnings.isdisjoint(begun))
        for pattern in passed_over:
            assert not pattern.expression.search(text if pattern.cased else lower), pattern.body
