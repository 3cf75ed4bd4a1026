"""Notes without words: the mood that their signs tell."""

import re

from playbooks.sentiment import Sentiment

GLAD = "👍🎉😀😃😄😁😊🙂😍🥳🤩🙌👏💪❤💚💙🧡💜✅🚀⭐🌟🏆😎🤝☺😂😌🔥💯"
SORRY = "👎😡😠🤬😞😟😢😭😤😩😫🙁☹💔❌🚨⚠😱😰😒🙄📉😔😖🤯"
NEITHER = "😐😑😶🤷🤔😕➖"

NAMED_GLAD = re.compile(
    r":(?:\+1|thumbsup|tada|smil\w*|grin\w*|heart\w*|clap|raised_hands|rocket|star\w*|fire|100"
    r"|white_check_mark|heavy_check_mark|partying_face|muscle|handshake|blush|slightly_smiling_face"
    r"|trophy|joy|sunglasses)(?::skin-tone-\d)?:"
)
NAMED_SORRY = re.compile(
    r":(?:-1|thumbsdown|rage\w*|angry|cry|sob|disappointed\w*|worried|weary|tired_face|x"
    r"|broken_heart|rotating_light|warning|scream|frowning\w*|slightly_frowning_face|pensive"
    r"|unamused|face_with_rolling_eyes|chart_with_downwards_trend)(?::skin-tone-\d)?:"
)
NAMED_NEITHER = re.compile(r":(?:neutral_face|expressionless|shrug|thinking_face|confused):")
_NAMED = re.compile(r":[a-z0-9_+'-]+:(?::skin-tone-\d:)?")


def has_words(text: str) -> bool:
    """True when anything in the text can be read: a letter or a digit outside Slack's signs."""
    return any(character.isalnum() for character in _NAMED.sub(" ", text))


def of_signs(text: str) -> Sentiment | None:
    """The mood of a text without words; None for words, and for signs that tell no mood."""
    if has_words(text):
        return None
    glad = sum(sign in GLAD for sign in text) + len(NAMED_GLAD.findall(text))
    sorry = sum(sign in SORRY for sign in text) + len(NAMED_SORRY.findall(text))
    if glad == sorry:
        neither = any(sign in NEITHER for sign in text) or NAMED_NEITHER.search(text)
        return "neutral" if glad or neither else None
    return "positive" if glad > sorry else "negative"
