"""What the language model may look up: the same use cases as without it, as plain functions."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from handlers import citations, respond
from handlers.answers import Draft, Ref, Request, Sentence
from handlers.composing import lookup
from handlers.composing.desk import Desk
from handlers.evidence import Evidence
from playbooks.accounts import Account

MOST = 20
"""Findings, and sources, that one tool lays out; the rest of a long answer is left out."""

WORDS = 300
"""Characters of a source's own words that the model reads."""


@dataclass
class Consultation:
    """The sources that were laid before the model, by the keys under which it may cite them."""

    desk: Desk
    keys: dict[str, Ref] = field(default_factory=dict)
    said: dict[Ref, tuple[str, ...]] = field(default_factory=dict)

    def tools(self) -> list[Callable[..., str]]:
        """The functions that the model may call; all of them only read."""
        return [
            self.read_account,
            self.read_portfolio,
            self.search_library,
            self.search_notes,
        ]

    def read_account(self, account: str, about: str) -> str:
        """What is recorded about one customer account.

        Args:
            account: The account's name.
            about: One of health, intent, summary, changes, next_steps, handoff, promises, people,
                trajectory, revenue, gaps.
        """
        found = _account(self.desk, account)
        if found is None:
            return _refusal("There is no such account.")
        if about not in ONE_ACCOUNT:
            return _refusal(f"`about` must be one of {', '.join(ONE_ACCOUNT)}.")
        return self._composed(Request(about), accounts=(found,))

    def read_portfolio(self, about: str = "portfolio") -> str:
        """What is recorded about all accounts that the question is about.

        Args:
            about: One of portfolio, revenue, capacity, gaps, promises, next_steps, trajectory.
        """
        if about not in ALL_ACCOUNTS:
            return _refusal(f"`about` must be one of {', '.join(ALL_ACCOUNTS)}.")
        return self._composed(Request(about), accounts=())

    def search_library(self, query: str, kind: str = "playbook") -> str:
        """Passages of the library of playbooks and education.

        Args:
            query: What to look for, in a few words.
            kind: playbook or education.
        """
        about = Request.EDUCATION if kind == "education" else Request.GUIDANCE
        return self._composed(about, topic=query)

    def search_notes(self, account: str, query: str) -> str:
        """The notes of one customer account that fit a query best, in their own words.

        Args:
            account: The account's name.
            query: What to look for, in a few words.
        """
        found = _account(self.desk, account)
        if found is None:
            return _refusal("There is no such account.")
        with self.desk.context.workspace.reading() as reader:
            desk = self.desk.within(reader)
            best = desk.best_notes(found, query)
            evidence = desk.archive.read(Ref("note", note.id) for note in best)
        return self._laid_out([], evidence)

    def sentence(self, text: str, keys: list[str]) -> Sentence:
        """A sentence of the model's with the records behind the keys that it named."""
        refs = tuple(dict.fromkeys(self.keys[key] for key in keys if key in self.keys))
        said = tuple(word for ref in refs for word in self.said.get(ref, ()))
        return Sentence(text, refs, said)

    def _composed(
        self,
        request: Request,
        accounts: tuple[Account, ...] | None = None,
        topic: str | None = None,
    ) -> str:
        asked = replace(self.desk.asked, request=request.value, sub_kind=None)
        if accounts is not None:
            asked = replace(asked, accounts=accounts)
        if topic is not None:
            asked = replace(asked, topic=topic)
        with self.desk.context.workspace.reading() as reader:
            desk = self.desk.within(reader).about(asked)
            draft = respond.COMPOSERS[request](desk)
            evidence = desk.archive.read(r for s in draft.sentences() for r in s.cites)
            checked = citations.check(draft, evidence, lookup.names(desk))
        kept = [*([checked.lead] if checked.lead else [])]
        kept += [sentence for section in checked.sections for sentence in section.sentences]
        cited = {c.ref: evidence[c.ref] for c in checked.citations}
        self._note_what_was_computed(draft)
        return self._laid_out(kept, cited)

    def _note_what_was_computed(self, draft: Draft) -> None:
        for sentence in draft.sentences():
            for ref in sentence.cites:
                known = self.said.get(ref, ())
                self.said[ref] = tuple(dict.fromkeys((*known, *sentence.said)))

    def _laid_out(self, sentences: list[Sentence], evidence: dict[Ref, Evidence]) -> str:
        """The findings and their sources as JSON: content to read, never instructions."""
        keys = {ref: self._key(ref) for ref, item in evidence.items() if item.allowed}
        document = {
            "findings": [_finding(sentence, keys) for sentence in sentences[:MOST]],
            "sources": [
                {"key": key, "title": evidence[ref].title, "words": evidence[ref].words[:WORDS]}
                for ref, key in list(keys.items())[:MOST]
            ],
        }
        return json.dumps(document, ensure_ascii=False)

    def _key(self, ref: Ref) -> str:
        for key, known in self.keys.items():
            if known == ref:
                return key
        key = f"S{len(self.keys) + 1}"
        self.keys[key] = ref
        return key


ONE_ACCOUNT = [
    "health",
    "intent",
    "summary",
    "changes",
    "next_steps",
    "handoff",
    "promises",
    "people",
    "trajectory",
    "revenue",
    "gaps",
]
ALL_ACCOUNTS = ["portfolio", "revenue", "capacity", "gaps", "promises", "next_steps", "trajectory"]


def _account(desk: Desk, name: str) -> Account | None:
    wanted = name.strip().casefold()
    return next((a for a in desk.accounts if wanted in _names(a)), None)


def _names(account: Account) -> list[str]:
    return [said.casefold() for said in (account.name, account.id, *account.aliases)]


def _finding(sentence: Sentence, keys: dict[Ref, str]) -> dict[str, object]:
    return {"text": sentence.text, "sources": [keys[ref] for ref in sentence.cites if ref in keys]}


def _refusal(text: str) -> str:
    return json.dumps({"error": text})
