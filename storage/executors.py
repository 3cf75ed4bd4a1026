"""Names for the processes that run durable work, and which of them are still alive."""

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

MOST = 64
"""Processes that can work on one database at once."""

LOCK_SPACE = 0x0CA1
"""First half of the advisory lock keys in PostgreSQL; the number is the second."""


class Seats(Protocol):
    """Numbered seats; a process holds one for as long as it lives, and loses it with a kill -9."""

    def take(self, number: int) -> bool:
        """Hold the seat; False when a living process holds it."""

    def leave(self, number: int) -> None:
        """Give the seat back."""

    def close(self) -> None:
        """Give all seats back."""


@dataclass(frozen=True, slots=True)
class Seat:
    """The seat that this process holds."""

    hall: Seats
    number: int


def seats(url: str) -> Seats:
    """The seats of one database: locked files beside SQLite's, advisory locks in PostgreSQL."""
    prefix = "sqlite:///"
    if url.startswith(prefix):
        return FileSeats(Path(url.removeprefix(prefix) + ".seats"))
    return LockSeats(url)


def sit_down(hall: Seats) -> Seat:
    """Hold the first free seat.

    A process that takes the seat of one that was killed finds the work that it left. Raises
    RuntimeError when all seats are taken.
    """
    for number in range(MOST):
        if hall.take(number):
            return Seat(hall, number)
    hall.close()
    raise RuntimeError(f"{MOST} processes already work on this database.")


class FileSeats:
    """One locked file for each seat; the kernel unlocks it when the process ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[int, int] = {}

    def take(self, number: int) -> bool:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = os.open(self._folder / str(number), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._held[number] = file
        return True

    def leave(self, number: int) -> None:
        with suppress(KeyError):
            os.close(self._held.pop(number))

    def close(self) -> None:
        for number in list(self._held):
            self.leave(number)


class LockSeats:
    """One advisory lock for each seat; the server releases it when the connection ends."""

    def __init__(self, url: str) -> None:
        engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._connection: Connection = engine.connect()
        self._held: set[int] = set()

    def take(self, number: int) -> bool:
        # A session may take its own advisory lock again, so what is held is remembered here.
        if number in self._held or not self._ask("pg_try_advisory_lock", number):
            return False
        self._held.add(number)
        return True

    def leave(self, number: int) -> None:
        self._held.discard(number)
        self._ask("pg_advisory_unlock", number)

    def close(self) -> None:
        # The server ends a connection a moment after it is closed; the next process may be quicker.
        with suppress(DBAPIError):
            for number in list(self._held):
                self.leave(number)
        self._connection.close()

    def _ask(self, function: str, number: int) -> bool:
        query = text(f"SELECT {function}(:space, :number)")
        values = {"space": LOCK_SPACE, "number": number}
        return bool(self._connection.execute(query, values).scalar_one())
