"""Jobs that come back: on every morning of a time zone, and in every hour."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

EARLIEST_HOUR = 4
"""Between 00:00 and 04:00 clocks are set forward and back: a time there comes twice, or never."""

CAUGHT_UP_FOR = timedelta(hours=8)
"""A morning that was missed because nothing ran is made up for on the same day until then."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a job comes back. `hour` is local to the zone; without it, the job comes every hour."""

    job: str
    time_zone: str = "UTC"
    hour: int | None = None

    def __post_init__(self) -> None:
        if self.hour is not None and not EARLIEST_HOUR <= self.hour < 24:
            raise ValueError(f"nothing is scheduled before {EARLIEST_HOUR}:00 or after 23:00")

    @property
    def name(self) -> str:
        """What the schedule is kept under; one for each job and zone."""
        return f"{self.job} {self.time_zone}"

    @property
    def cron(self) -> str:
        """The times as cron writes them, in the zone."""
        return "0 * * * *" if self.hour is None else f"0 {self.hour} * * *"

    def key(self, moment: datetime) -> str:
        """The key of the run at `moment`: the local date stands in it, so that a day has one."""
        local = moment.astimezone(ZoneInfo(self.time_zone))
        form = "%Y-%m-%dT%H" if self.hour is None else "%Y-%m-%d"
        return f"{self.name} {local.strftime(form)}"

    def payload(self, moment: datetime) -> dict[str, Any]:
        """What the job is told: the zone, and the local date."""
        local = moment.astimezone(ZoneInfo(self.time_zone))
        return {"time_zone": self.time_zone, "date": local.date().isoformat()}

    def following(self, moment: datetime) -> datetime:
        """The first time after `moment`, in UTC, as cron would name it."""
        local = moment.astimezone(ZoneInfo(self.time_zone))
        if self.hour is None:
            begun = local.replace(minute=0, second=0, microsecond=0)
            return begun.astimezone(UTC) + timedelta(hours=1)
        today = local.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        day = local.date() if today > local else local.date() + timedelta(days=1)
        return datetime.combine(day, time(self.hour), today.tzinfo).astimezone(UTC)

    def is_owed(self, now: datetime) -> bool:
        """True when today's time has passed and it is not too late to make up for it."""
        if self.hour is None:
            return False
        local = now.astimezone(ZoneInfo(self.time_zone))
        time = local.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        return time <= local < time + CAUGHT_UP_FOR
