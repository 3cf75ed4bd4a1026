"""A streamed answer: what Cairn adds to a model's own time until its first sentence is shown."""

import statistics
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import playground, sample
from bot.console import Console
from bot.listeners.stage import Stage
from bot.messenger import Messenger
from bot.streams import Reader
from handlers import ask, texts
from handlers.answers import Question
from handlers.context import Context
from handlers.onlookers import Said
from knowledge import scripted
from knowledge.model import Model
from knowledge.scripted import Exchange, ScriptedModel
from playbooks.accounts import Account

QUESTIONS = 40
PAUSE = 0.02
"""Seconds between two pieces of ten characters: some 120 tokens a second."""


class Author:
    """A model that writes two sentences from the records at a known pace, and notes the time."""

    def __init__(self) -> None:
        self.asked = self.busy = self.written = 0.0

    def __call__(self, exchange: Exchange) -> None:
        """Say what the first source says: it carries itself."""
        self.asked, self.busy = time.perf_counter(), time.process_time()
        findings = scripted.material(exchange)["findings"]
        finding = next(one for one in findings if one["sources"])
        line = scripted.sentence(finding["text"], *finding["sources"], part="answer")
        pieces = [line[start : start + 10] for start in range(0, len(line), 10)]
        exchange.said(pieces, PAUSE, self._has_written)

    def _has_written(self) -> None:
        self.written = time.perf_counter()


class Watch:
    """Watches a stage, and notes when Slack has taken the first sentence."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.shown = 0.0

    def sees(self, step: str) -> None:
        """Pass it on."""
        self._stage.sees(step)

    def hears(self, said: Said) -> None:
        """Pass it on, and look at the clock."""
        self._stage.hears(said)
        self.shown = self.shown or time.perf_counter()


def measure(_console: Console, _options: dict[str, Path | None]) -> dict[str, Any]:
    """Milliseconds over the sample workspace, a loopback model and a loopback Slack."""
    author = Author()
    with (
        TemporaryDirectory() as folder,
        Console(Path(folder)) as console,
        ScriptedModel(author) as server,
        playground.Slack() as slack,
    ):
        context = sample.console(console).context
        context = replace(context, model=Model("scripted", "none", server.url))
        before, worked, after = _timed(context, slack, author)
    added = [one + other for one, other in zip(before, after, strict=True)]
    return {
        "questions": len(added),
        "until the model is asked, p50, ms": statistics.median(before),
        "of which this process worked, p50, ms": statistics.median(worked),
        "from its first sentence until Slack shows it, p50, ms": statistics.median(after),
        "added together, p50, ms": statistics.median(added),
        "added together, p95, ms": sorted(added)[int(len(added) * 0.95)],
    }


def _timed(
    context: Context, slack: playground.Slack, author: Author
) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds before the model is asked (elapsed, worked) and after its first sentence."""
    person = slack.add_member("ruth", "Ruth Adler")
    messenger = Messenger(slack.client(), context.workspace, context.now)
    with context.workspace.reading() as reader:
        names = [account.name for account in reader.find(Account)]
    before, worked, after = [], [], []
    for number in range(QUESTIONS + 1):
        root = person.has_said("A question")
        where = Reader(root.channel, root.ts, person.id, "T1")
        watch = Watch(Stage(messenger.stream(f"bench:{number}", where), texts.of("en")))
        started, busy = time.perf_counter(), time.process_time()
        ask.answer(context, Question(f"How is {names[number % len(names)]} doing?"), watch)
        # The first question brings in what the others share.
        if number and watch.shown:
            before.append((author.asked - started) * 1000)
            worked.append((author.busy - busy) * 1000)
            after.append((watch.shown - author.written) * 1000)
    return before, worked, after
