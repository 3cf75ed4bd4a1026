"""Files that people shared, and what the app reads of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.shapes import Json


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file with its bytes; `url` is where the app downloads it with its token."""

    id: str
    name: str
    mimetype: str
    content: bytes
    user: str
    created: int
    url: str

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2],
            "user": self.user,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": self.url,
            "url_private_download": self.url,
        }
