"""A picture in Slack: the image with its words for those who do not see it."""

from bot.views import blocks
from bot.views.blocks import Block

TITLE_LIMIT = 150


def message(file_id: str, title: str, described: str) -> list[Block]:
    """The uploaded file as an image."""
    return [
        {
            "type": "image",
            "slack_file": {"id": file_id},
            "alt_text": described,
            "title": blocks.plain(title, TITLE_LIMIT),
        }
    ]
