"""The people and bots of the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.playground.shapes import Json


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can be in a channel; `team_id` differs from ours for other organisations."""

    id: str
    handle: str
    name: str
    team_id: str
    email: str | None = None
    time_zone: str = "UTC"
    locale: str = "en-US"
    is_admin: bool = False
    is_bot: bool = False
    is_guest: bool = False
    is_single_channel_guest: bool = False
    is_deactivated: bool = False

    def as_json(self, home_team: str, at: float, include_locale: bool = False) -> Json:
        """A user object as `users.info` gives it; `at` decides the offset of the time zone."""
        shown: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.handle,
            "real_name": self.name,
            "deleted": self.is_deactivated,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_guest or self.is_single_channel_guest,
            "is_ultra_restricted": self.is_single_channel_guest,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_stranger": self.team_id != home_team,
            "updated": int(at),
            **self._time_zone_fields(at),
            "profile": self.profile(),
        }
        return {**shown, "locale": self.locale} if include_locale else shown

    def profile(self) -> Json:
        profile: Json = {"real_name": self.name, "display_name": self.handle, "team": self.team_id}
        return {**profile, "email": self.email} if self.email else profile

    def _time_zone_fields(self, at: float) -> Json:
        here = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(self.time_zone))
        offset = here.utcoffset()
        seconds = int(offset.total_seconds()) if offset else 0
        return {"tz": self.time_zone, "tz_label": here.tzname(), "tz_offset": seconds}
