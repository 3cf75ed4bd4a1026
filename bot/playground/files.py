"""Files that people shared, and what the app reads of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.shapes import Json


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file with its bytes; `url` is where the app downloads it with its token.

    One that the app is uploading has no content yet; `size` is what it announced. One that it has
    just uploaded is `looked_at` a moment later: Slack does not know its type before, and shows it
    in no message.
    """

    id: str
    name: str
    mimetype: str
    content: bytes
    user: str
    created: int
    url: str
    permalink: str = ""
    title: str = ""
    announced: int | None = None
    looked_at: bool = True

    @property
    def size(self) -> int:
        return len(self.content) if self.announced is None else self.announced

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype if self.looked_at else "",
            "filetype": self.name.rpartition(".")[2],
            "user": self.user,
            "size": self.size,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": self.url,
            "url_private_download": self.url,
            "permalink": self.permalink,
        }
