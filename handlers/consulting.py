"""What the language model may look up: the same use cases as without it, as plain functions.

All of them only read, and only what the asker may see; what is shown to a whole channel is
written from what everyone there may see. What they return is data, each source under a key.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import wraps
from threading import RLock
from typing import Any

from handlers import citations, quoting, respond, rulebook, search
from handlers.answers import Answer, Ref, Request
from handlers.composing import lookup
from handlers.composing.desk import Desk
from handlers.exhibits import Exhibits
from knowledge.criteria.asked import Asked
from playbooks.accounts import Account
from playbooks.errors import Ambiguous, BadInput, CairnError
from playbooks.notes import Note

MOST = 20
"""Accounts that are listed for a name that may mean several."""

MOST_NAMED = 3
"""Accounts of a question whose notes are laid out at once."""

NOTES = 4
"""Notes of each, those that fit the question best."""

WHOLE = 4_000
"""Characters of a source that is opened."""

ONE_ACCOUNT = (
    "health",
    "intent",
    "summary",
    "changes",
    "next_steps",
    "guidance",
    "education",
    "handoff",
    "promises",
    "people",
    "trajectory",
    "revenue",
    "gaps",
)
ALL_ACCOUNTS = ("portfolio", "revenue", "capacity", "gaps", "promises", "next_steps", "trajectory")
LIBRARY = ("playbook", "education")

Tool = Callable[..., str]


def _reads(tool: Tool) -> Tool:
    """One tool at a time (the model may call several), and a sentence in place of an error."""

    @wraps(tool)
    def guarded(self: "Consultation", *args: Any, **kwargs: Any) -> str:
        with self.lock:
            try:
                return tool(self, *args, **kwargs)
            except CairnError as error:
                return json.dumps({"error": str(error)}, ensure_ascii=False)

    return guarded


class Consultation:
    """One model's look into the records, and what was laid before it.

    With `in_public`, only what everyone who reads along may see is laid before it.
    """

    def __init__(self, desk: Desk, *, in_public: bool) -> None:
        self.desk = desk
        self.in_public = in_public
        self.exhibits = Exhibits(in_public)
        self.lock = RLock()

    def tools(self) -> list[Tool]:
        """The functions that the model may call."""
        return [
            self.find_accounts,
            self.read_account,
            self.compare_accounts,
            self.read_portfolio,
            self.search_library,
            self.search_notes,
            self.open_source,
        ]

    def lay_out(self, composed: Answer) -> str:
        """The model's first material: what the composed answer rests on, and notes that fit."""
        with self.desk.context.workspace.reading() as reader:
            desk = self.desk.within(reader)
            refs = [citation.ref for citation in composed.citations]
            for account in desk.asked.accounts[:MOST_NAMED]:
                fitting = desk.best_notes(account, desk.question.text, NOTES)
                refs += [Ref("note", note.id) for note in fitting]
            evidence = desk.archive.read(refs)
        sentences = [composed.lead, *(s for part in composed.sections for s in part.sentences)]
        self.exhibits.compute(sentences)
        read = {ref: evidence[ref] for ref in refs if ref in evidence}
        return self.exhibits.lay_out(sentences, read)

    @_reads
    def find_accounts(self, name: str) -> str:
        """The customer accounts whose name is or resembles a name.

        Args:
            name: The name as the person wrote it.
        """
        try:
            found = [search.account_named(name, self._accounts())]
        except Ambiguous as several:
            found = [a for a in self._accounts() if a.id in several.candidates]
        names = [quoting.plain(account.name) for account in found[:MOST]]
        return json.dumps({"accounts": names}, ensure_ascii=False)

    @_reads
    def read_account(self, account: str, about: str, since: str = "", until: str = "") -> str:
        """What is recorded about one customer account.

        Args:
            account: The account's name.
            about: One of health, intent, summary, changes, next_steps, guidance, education,
                handoff, promises, people, trajectory, revenue, gaps.
            since: First day of the period asked about, as YYYY-MM-DD; empty for any.
            until: Last day of the period asked about, as YYYY-MM-DD; empty for today.
        """
        found = self._account(account)
        about = _one_of(about, ONE_ACCOUNT)
        period = (_day(since), _day(until)) if since or until else None
        return self._composed(Request(about), accounts=(found,), period=period)

    @_reads
    def compare_accounts(self, accounts: list[str]) -> str:
        """Two or three customer accounts side by side: health, intent, money, journey.

        Args:
            accounts: The accounts' names.
        """
        found = tuple(self._account(name) for name in accounts[:3])
        return self._composed(Request.COMPARE, accounts=found)

    @_reads
    def read_portfolio(
        self,
        about: str = "portfolio",
        at_risk: bool = False,
        blind_spots: bool = False,
        renewing_within_days: int = 0,
        silent_days: int = 0,
        segment: str = "",
        stage: str = "",
        criteria: Sequence[str] = (),
    ) -> str:
        """What is recorded about all customer accounts together, or those that fit.

        Args:
            about: One of portfolio, revenue, capacity, gaps, promises, next_steps, trajectory.
            at_risk: Only accounts whose health is at risk.
            blind_spots: Only accounts of which too little is known.
            renewing_within_days: Only those that renew within so many days; 0 for all.
            silent_days: Only those without two-way engagement for so many days; 0 for all.
            segment: enterprise, mid_market or smb; empty for all.
            stage: presales, onboarding, adoption, renewal or escalation; empty for all.
            criteria: Names of what all of them must share, such as healthy, champion_missing,
                use_low, competitor, nps_low, goals_missing; a wrong one is answered with all names.
        """
        known = rulebook.criteria(self.desk.context)
        named = Asked(tuple(known[_one_of(name, tuple(known))] for name in criteria))
        filters = replace(
            self.desk.asked.filters,
            at_risk=at_risk,
            blind_spots=blind_spots,
            renewing_within_days=renewing_within_days or None,
            silent_days=silent_days or None,
            named=named,
        )
        asked: dict[str, Any] = {"filters": filters, "segment": segment or None}
        asked |= {"stage": stage or None}
        request = Request(_one_of(about, ALL_ACCOUNTS))
        if request == self.desk.asked.request:
            return self._composed(request, accounts=(), **asked)
        # The words and the time that something else was asked in do not narrow this.
        return self._composed(request, accounts=(), period=None, topic="", worded="", **asked)

    @_reads
    def search_library(self, query: str, kind: str = "playbook", stage: str = "") -> str:
        """Passages of the library of playbooks and education.

        Args:
            query: What to look for, in a few words.
            kind: playbook or education.
            stage: presales, onboarding, adoption, renewal or escalation; empty for any.
        """
        wanted = search.Query(query, kind=_one_of(kind, LIBRARY), stage=stage or None)
        return self._found(wanted)

    @_reads
    def search_notes(self, query: str, account: str = "") -> str:
        """The notes that fit a query best, in their own words.

        Args:
            query: What to look for, in a few words.
            account: The account's name; empty for the notes of all accounts.
        """
        within = self._account(account).id if account else None
        return self._found(search.Query(query, kind="note", account=within))

    @_reads
    def open_source(self, key: str) -> str:
        """A source in full that was laid out with its first words.

        Args:
            key: The source's key, such as S3.
        """
        ref = self.exhibits.keys.get(key.strip("[] "))
        with self.desk.context.workspace.reading() as reader:
            evidence = self.desk.within(reader).archive.read([ref] if ref else [])
            note = reader.get(Note, ref.id) if ref and ref.kind == "note" else None
        if ref not in evidence or not self.exhibits.may_show(evidence[ref]):
            raise BadInput("There is no source under that key.")
        item = evidence[ref]
        whole = {"key": key, "title": item.title, "words": (note.text if note else item.words)}
        return json.dumps({**whole, "words": whole["words"][:WHOLE]}, ensure_ascii=False)

    def _accounts(self) -> list[Account]:
        audience = self.desk.audience
        seen = self.desk.accounts
        return [a for a in seen if not self.in_public or audience.all_see_account(a)]

    def _account(self, name: str) -> Account:
        return search.account_named(name, self._accounts())

    def _composed(self, request: Request, worded: str | None = None, **asked: Any) -> str:
        """The composer's own answer to a request, each sentence checked as ever.

        `worded` takes the place of the question's words.
        """
        meant = replace(self.desk.asked, request=request.value, sub_kind=None, **asked)
        question = self.desk.question
        text = question.text if worded is None else worded
        with self.desk.context.workspace.reading() as reader:
            desk = self.desk.within(reader).about(meant)
            desk = replace(desk, question=replace(question, text=text))
            draft = respond.COMPOSERS[request](desk)
            evidence = desk.archive.read(r for s in draft.sentences() for r in s.cites)
            checked = citations.check(draft, evidence, lookup.names(desk))
        kept = [checked.lead] if checked.lead else []
        kept += [sentence for section in checked.sections for sentence in section.sentences]
        cited = {c.ref: evidence[c.ref] for c in checked.citations}
        self.exhibits.compute(draft.sentences())
        return self.exhibits.lay_out(kept, cited)

    def _found(self, query: search.Query) -> str:
        """Search results; notes are found as everyone in the place may read them."""
        channel = self.desk.question.channel if self.in_public else None
        # The model has put the query into words already; the search need not ask it again.
        context = replace(self.desk.context, model=None)
        found = search.find(context, query, self.desk.asker.id, channel)
        refs = [Ref(result.kind, result.id) for result in found]
        with self.desk.context.workspace.reading() as reader:
            evidence = self.desk.within(reader).archive.read(refs)
        return self.exhibits.lay_out([], {ref: evidence[ref] for ref in refs if ref in evidence})


def _one_of(given: str, allowed: tuple[str, ...]) -> str:
    if given not in allowed:
        raise BadInput(f"{given!r} must be one of {', '.join(allowed)}.")
    return given


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise BadInput(f"{written!r} is no date; write YYYY-MM-DD.") from None
