"""How a member wants to be spoken to: their own quiet hours, and what they do without."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class MemberPreferences:
    """One member's own wishes; `id` is the member's.

    Between `quiet_from` and `quiet_until`, on the member's own clock, nothing is sent; the hours
    may span midnight. `without` names the regular messages that they switched off.
    """

    id: str
    quiet_from: time | None = None
    quiet_until: time | None = None
    without: tuple[str, ...] = ()

    def quiet_ends(self, local: datetime) -> datetime | None:
        """When the quiet hours end in which `local` lies, on the same clock; None outside them."""
        begins, ends = self.quiet_from, self.quiet_until
        if begins is None or ends is None or begins == ends:
            return None
        now = local.time()
        if begins < ends:
            inside, days = begins <= now < ends, 0
        else:
            inside, days = now >= begins or now < ends, int(now >= begins)
        if not inside:
            return None
        return datetime.combine(local.date() + timedelta(days=days), ends, local.tzinfo)
