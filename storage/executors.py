"""Names for the processes that run durable work, and which of them are still alive."""

import fcntl
import logging
import os
import threading
from collections.abc import Callable
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

LOOKED_AFTER = 30.0
"""Seconds between two looks whether the process still holds its seat."""

LOCK = "SELECT pg_try_advisory_lock(:space, :number)"
UNLOCK = "SELECT pg_advisory_unlock(:space, :number)"
LOCKED = """
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
        AND classid = :space AND objid = :number
    )
"""

log = logging.getLogger("cairn.jobs")


class Seats(Protocol):
    """Numbered seats; a process holds one for as long as it lives, and loses it with a kill -9."""

    def take(self, number: int) -> bool:
        """Hold the seat; False when a living process holds it."""

    def holds(self, number: int) -> bool:
        """True while the seat is this process's; one that was lost is taken again if it is free."""

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


class Watch:
    """Looks now and then whether the process still holds its seat, for as long as it works.

    Two processes on one seat would run each other's work. When somebody else sits there, `gone` is
    called, once. A server that does not answer is asked again the next time.
    """

    def __init__(self, seat: Seat, gone: Callable[[], None], seconds: float = LOOKED_AFTER) -> None:
        self._seat = seat
        self._gone = gone
        self._seconds = seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="seat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no longer."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(self._seconds):
            if not self._is_held():
                self._gone()
                return

    def _is_held(self) -> bool:
        try:
            return self._seat.hall.holds(self._seat.number)
        except DBAPIError as error:
            log.warning("Whether seat %d is held is not known: %s", self._seat.number, error.orig)
            return True


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

    def holds(self, number: int) -> bool:
        return number in self._held

    def leave(self, number: int) -> None:
        with suppress(KeyError):
            os.close(self._held.pop(number))

    def close(self) -> None:
        for number in list(self._held):
            self.leave(number)


class LockSeats:
    """One advisory lock for each seat; the server releases it when the connection ends."""

    def __init__(self, url: str) -> None:
        engine = create_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            # A server that has gone without a word is noticed as soon.
            connect_args={"tcp_user_timeout": int(LOOKED_AFTER * 1000)},
        )
        self._connection: Connection = engine.connect()
        self._held: set[int] = set()
        # Whoever looks after the seat and whoever adopts work share one connection.
        self._asking = threading.RLock()

    def take(self, number: int) -> bool:
        with self._asking:
            # A session may take its own advisory lock again: what is held is remembered here.
            if number in self._held or not self._ask(LOCK, number):
                return False
            self._held.add(number)
            return True

    def holds(self, number: int) -> bool:
        with self._asking:
            return self._ask(LOCKED, number)

    def leave(self, number: int) -> None:
        with self._asking:
            self._held.discard(number)
            self._ask(UNLOCK, number)

    def close(self) -> None:
        # The server ends a connection a moment after it is closed; the next process may be quicker.
        with self._asking, suppress(DBAPIError):
            for number in list(self._held):
                self.leave(number)
        self._connection.close()

    def _ask(self, query: str, number: int) -> bool:
        if not self._connection.invalidated:
            try:
                return self._asked(query, number)
            except DBAPIError:
                if not self._connection.invalidated:
                    raise
        self._sit_down_again()
        return self._asked(query, number)

    def _sit_down_again(self) -> None:
        """With its connection the process lost its seats: take those that are still free."""
        self._connection.rollback()
        self._held = {n for n in self._held if self._asked(LOCK, n)}

    def _asked(self, query: str, number: int) -> bool:
        values = {"space": LOCK_SPACE, "number": number}
        return bool(self._connection.execute(text(query), values).scalar_one())
