"""What several people said to each other: a thread, a call, a mail; turn by turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person said in one go. `ours` is None where nobody knows whose side they are on."""

    speaker: str
    text: str
    day: date | None = None
    ours: bool | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Turns in their order; `left_out` counts those that were not read.

    `sender` is the address of who wrote a mail, which is an exchange of one turn.
    """

    turns: tuple[Turn, ...]
    left_out: int = 0
    sender: str | None = None

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who said something, in the order in which they first spoke."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))

    @property
    def text(self) -> str:
        """All of it, a turn to a line."""
        return "\n".join(map(line, self.turns))


def line(turn: Turn) -> str:
    """A turn as one line, with its speaker's name before it."""
    said = " ".join(turn.text.split())
    return f"{turn.speaker}: {said}" if turn.speaker else said


def joined(turns: Iterable[Turn]) -> list[Turn]:
    """Turns in which one person's consecutive ones, such as captions of a film, are one."""
    made: list[Turn] = []
    for turn in turns:
        if made and made[-1].speaker == turn.speaker and made[-1].day == turn.day:
            made[-1] = _followed(made[-1], turn)
        elif turn.text.strip():
            made.append(turn)
    return made


def period(turns: Sequence[Turn]) -> tuple[date, date] | None:
    """The first and the last day on which something was said; None when no day is known."""
    days = [turn.day for turn in turns if turn.day]
    return (min(days), max(days)) if days else None


def _followed(turn: Turn, following: Turn) -> Turn:
    text = f"{turn.text.rstrip()} {following.text.lstrip()}"
    return Turn(turn.speaker, text, turn.day, turn.ours, turn.member)
