"""A conversation in the terminal: the same questions and answers as in Slack, line by line."""

import sys
from collections.abc import Iterable, Iterator

import click

from bot.console import Console, interactive
from bot.pictures import command
from handlers import access, ask, confirming, refusals
from handlers.answers import Answer, Proposal, Question
from handlers.texts import Texts
from handlers.texts import of as texts_of
from handlers.understanding.asking import AGREES
from knowledge import acts
from playbooks.errors import CairnError
from playbooks.people import Member

PROMPT = "› "
COMMANDS = "/as @handle · /new · /quit"
LEAVE = ("/quit", "/exit", "/q")
YES = frozenset(("y", "ok", "s", "va bene", "是", "好", "好的", "行", "可以"))
NO = frozenset(
    (
        *("n", "no", "nope", "no thanks", "cancel", "drop it", "forget it"),
        *("no grazie", "annulla", "lascia perdere", "lascia stare"),
        *("不", "不用", "不用了", "不要", "算了", "取消", "否"),
    )
)


class Conversation:
    """One person at the terminal, in one thread; `/as` changes the person and the thread."""

    def __init__(self, console: Console, who: str | None) -> None:
        self.console = console
        self.member = self._member(who)
        self.thread_id = self._new_thread()
        self.pending: Proposal | None = None
        self.language = self.member.language

    @property
    def texts(self) -> Texts:
        """What the program says by itself, in the language of the last answer."""
        return texts_of(self.language)

    def run(self, lines: Iterable[str]) -> None:
        """Answer line after line until the end or `/quit`."""
        for line in lines:
            text = line.strip()
            if text in LEAVE:
                return
            if text:
                self._respond(text)

    def _respond(self, text: str) -> None:
        try:
            if text.startswith("/"):
                self._obey(text)
            elif self.pending is not None:
                self._decide(self.pending, text)
            else:
                self._answer(text)
        except CairnError as error:
            click.echo(refusals.say(self.texts, error) + "\n")

    def _obey(self, command: str) -> None:
        name, argument = (*command.split(maxsplit=1), "")[:2]
        if name == "/as" and argument:
            self.member = self._member(argument.strip())
            self.language = self.member.language
        if (name == "/as" and argument) or name == "/new":
            self.thread_id = self._new_thread()
        _ = self.texts
        if name == "/as" and argument:
            said = _("You are {name} now.", name=self.member.name)
        elif name == "/new":
            said = _("A new thread: what was said before is not assumed.")
        else:
            said = _("{commands}: anything else is a question.", commands=COMMANDS)
        click.echo(f"{said}\n")

    def _answer(self, text: str) -> None:
        question = Question(
            text,
            asker=self.member.id,
            thread_id=self.thread_id,
            language=self.member.language,
        )
        answer = ask.answer(self.console.context, question)
        self.language = answer.language
        click.echo(f"{answer.text}\n")
        self._point_to_picture(answer)
        self._offer(answer)

    def _point_to_picture(self, answer: Answer) -> None:
        """The terminal shows no pictures; a command writes the one that belongs to the answer."""
        if answer.picture is not None:
            home = self.console.home_option
            typed = command.drawing(answer.picture, home, self.member.id)
            _ = self.texts
            click.echo(_("As a picture: {command}", command=typed) + "\n")

    def _offer(self, answer: Answer) -> None:
        self.pending = answer.proposal
        if answer.proposal is not None:
            _ = self.texts
            click.echo(_("Save this? Type yes to save it, no to drop it.") + "\n")

    def _decide(self, proposal: Proposal, text: str) -> None:
        """Save on a yes, drop on a no; anything else is answered, and the note still waits."""
        _, agreed = self.texts, _agrees(text)
        if agreed is None:
            self._answer(text)
            if self.pending is None:
                self.pending = proposal
                click.echo(_waits(self.texts, proposal) + "\n")
            return
        self.pending = None
        if not agreed:
            click.echo(_("Nothing was saved.") + "\n")
            return
        confirming.keep(self.console.context, proposal, self.member.id)
        click.echo(_saved(_, proposal) + "\n")

    def _member(self, who: str | None) -> Member:
        with self.console.context.workspace.reading() as reader:
            return access.find_member(reader, who)

    def _new_thread(self) -> str:
        return self.console.context.new_id("terminal")


def typed(*, echo: bool) -> Iterator[str]:
    """Lines from standard input; `echo` repeats each one, so that a transcript reads well."""
    while True:
        if interactive():
            click.echo(PROMPT, nl=False)
        line = sys.stdin.readline()
        if not line:
            return
        if echo and line.strip():
            click.echo(f"{PROMPT}{line.strip()}")
        yield line


def _agrees(text: str) -> bool | None:
    """Whether a line says yes or no to what is to be saved; None when it says something else."""
    said = text.casefold().strip(" .!。！,，")
    act = acts.of(text)
    if said in YES or (act is not None and act.name in AGREES):
        return True
    return False if said in NO else None


def _waits(_: Texts, proposal: Proposal) -> str:
    return _(
        "The note for {account} still waits: type yes to save it, no to drop it.",
        account=proposal.account,
    )


def _saved(_: Texts, proposal: Proposal) -> str:
    return _(
        "Saved to {account}. `cairn audit list` shows it and can undo it.", account=proposal.account
    )
