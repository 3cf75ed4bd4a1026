"""How a contact likes to be reached, in the reader's language."""

import pytest

from handlers import preferences, texts


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "phone yes|email yes", "phone, e-mail"),
        ("en", "meeting yes|self-service search no", "meeting, not self-service search"),
        ("it", "phone yes|newsletter no", "telefono, non newsletter"),
        ("zh", "meeting yes|email no", "会议，不接受邮件"),
        ("zh", "电话 是|传真 否", "电话，不接受传真"),
        ("it", "telefono sì", "telefono"),
        ("en", "surveys no", "not surveys"),
        ("en", "only before noon", "only before noon"),
        ("en", "<!channel> yes", "channel"),
    ],
)
def test_a_preference_says_what_is_welcome_and_what_is_not(
    language: str, written: str, said: str
) -> None:
    assert preferences.say(texts.of(language), written) == said
