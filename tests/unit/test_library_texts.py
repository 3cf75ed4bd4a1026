"""What search says when it has to do without its model, in the reader's language."""

import pytest

from handlers import refusals, texts
from knowledge import embedders, generations
from playbooks.errors import NotReady

MESSAGES = (
    embedders.NOT_LOADED,
    embedders.NOT_ANSWERED,
    embedders.NOT_HERE,
    generations.OTHER_WIDTH,
)


@pytest.mark.parametrize("language", ["it", "zh"])
@pytest.mark.parametrize("message", MESSAGES)
def test_every_sentence_is_translated_with_its_places(language: str, message: str) -> None:
    values = {"model": "small-3", "why": "refused", "now": 3, "before": 512}
    said = refusals.say(texts.of(language), NotReady(message, **values))
    assert said != str(NotReady(message, **values))
    assert all(str(values[name]) in said for name in values if f"{{{name}}}" in message)
