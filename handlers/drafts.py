"""A message to a customer, prepared for a person to edit and send; never sent from here."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import quote, urlencode

from handlers import access, naming, texts, wording
from handlers.answers import Citation, Ref
from handlers.context import Context
from handlers.drafting import addressing, caveats, letters, shareable
from handlers.drafting.addressing import VOICE, Address, Way
from handlers.drafting.letters import Letter
from handlers.drafting.shareable import Shelf
from handlers.drafting.writing import Pen, Written
from handlers.evidence import Archive
from handlers.nudges import planning
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.facts import Fact, from_json
from playbooks.nudges import spread
from playbooks.nudges.values import Nudge
from playbooks.people import Channel, Contact, Member
from storage import facts as fact_store
from storage.workspace import Reader

MAILTO_LIMIT = 1900
"""Characters of a link that mail programs open; a longer letter is copied instead."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written: the letter of a nudge, that of a `rule` to an account, or one about
    a `topic` in one's own words, on an `occasion` of `letters.OWN`.

    `contact` (an id, or a name), `language` and `way` are chosen by the customer's records when
    None; `informal` addresses the reader as a friend.
    """

    nudge_id: str | None = None
    account: str | None = None
    rule: str | None = None
    topic: str | None = None
    occasion: str | None = None
    contact: str | None = None
    language: str | None = None
    informal: bool = False
    way: str | None = None

    @property
    def carried(self) -> str:
        """The wish as a button carries it."""
        chosen = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(chosen, ensure_ascii=False)

    @classmethod
    def of(cls, carried: str) -> "Wish":
        """The wish that `carried` wrote."""
        return cls(**json.loads(carried))


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is laid before its writer, who edits and sends it.

    `citations` are the records that it rests on; `left_out` are facts of the nudge, in words, that
    are not for the customer; `remarks` say what is not known of the reader. `blanks` are left to
    fill in. `contacts` are all that it could be written to.
    """

    account: Account
    address: Address
    subject: str
    text: str
    blanks: tuple[str, ...]
    citations: tuple[Citation, ...]
    left_out: tuple[str, ...]
    remarks: tuple[str, ...]
    contacts: tuple[Contact, ...]
    wish: Wish
    rule: str | None = None

    @property
    def is_spoken(self) -> bool:
        """Whether it is what to say by voice rather than a letter."""
        return self.address.way in VOICE

    @property
    def mailto(self) -> str | None:
        """A link that opens it in the writer's mail program; None where mail is not the way."""
        contact = self.address.contact
        if contact is None or not contact.email or self.address.way is not Way.EMAIL:
            return None
        return mail_link(contact.email, self.subject, self.text)


def draft(context: Context, nudge_id: str, asker: str | None = None) -> Message:
    """The message that answers a nudge; raises as `write` does."""
    return write(context, Wish(nudge_id=nudge_id), asker)


def belongs_to(nudge: Nudge) -> bool:
    """Whether a message to the customer belongs to the step that a nudge asks for."""
    written = nudge.rule in letters.LETTERS or bool(nudge.draft)
    return written and not nudge.episode.startswith(spread.EPISODE)


def write(
    context: Context, wish: Wish, asker: str | None = None, own: str | None = None
) -> Message:
    """The message that is wished for, with what it rests on.

    `own` is the language in which the writer reads what stands beside it, theirs when None. Raises
    `NotFound` for a nudge, account or contact that is not there or not the asker's to see,
    and `BadInput` where a nudge is settled among ourselves, without a message to the customer.
    """
    nudge = _nudge(context, wish.nudge_id) if wish.nudge_id else None
    with context.workspace.reading() as reader:
        return _Desk(context, reader, asker, own).write(wish, nudge)


def texts_of(context: Context, nudges: Sequence[Nudge]) -> dict[str, str]:
    """The message that belongs to each nudge, as its owner would begin with it, by the nudge's id.

    Those that are settled among ourselves are left out, and those whose owner may not see them.
    """
    by_owner: dict[str | None, list[Nudge]] = defaultdict(list)
    for nudge in nudges:
        if belongs_to(nudge):
            by_owner[nudge.owner].append(nudge)
    found: dict[str, str] = {}
    with context.workspace.reading() as reader:
        for owner, theirs in by_owner.items():
            with suppress(NotFound):
                found |= _Desk(context, reader, owner).texts_of(theirs)
    return found


def mail_link(address: str, subject: str, text: str) -> str:
    """A `mailto:` link with subject and text; without the text where that would be too long."""
    link = f"mailto:{quote(address, safe='@')}?" + urlencode({"subject": subject}, quote_via=quote)
    body = "&" + urlencode({"body": text.replace("\n", "\r\n")}, quote_via=quote)
    return link + body if len(link) + len(body) <= MAILTO_LIMIT else link


class _Desk:
    """One writer's place, in one transaction."""

    def __init__(
        self, context: Context, reader: Reader, asker: str | None, own: str | None = None
    ) -> None:
        audience = access.audience(reader, asker)
        self._context = context
        self._reader = reader
        self._viewer = audience.asker
        self._texts = _ = texts.of(own or self._viewer.member.language)
        members = {member.id: member for member in reader.find(Member)}
        channels = {channel.id: channel for channel in reader.find(Channel)}
        hosts = context.link_hosts
        self._archive = Archive(reader, context.library, audience, _, members, channels, hosts)

    def texts_of(self, nudges: Sequence[Nudge]) -> dict[str, str]:
        """The messages of several nudges, for which the facts are gathered once."""
        ids = sorted({nudge.account_id for nudge in nudges})
        live = fact_store.gather(self._reader, self._today(), ids)
        found = {}
        for nudge in nudges:
            with suppress(NotFound):
                wish = Wish(nudge_id=nudge.id)
                found[nudge.id] = self.write(wish, nudge, live[nudge.account_id]).text
        return found

    def _today(self) -> date:
        return self._context.today(self._viewer.member)

    def write(
        self, wish: Wish, nudge: Nudge | None, live: Mapping[str, Fact] | None = None
    ) -> Message:
        """The message; `live` are the account's facts of today, gathered here when None."""
        if nudge is None:
            account = naming.account(self._reader, self._viewer, wish.account or "")
        else:
            account = self._account_of(nudge)
        letter = _letter(nudge, wish)
        today = self._today()
        fired = [from_json(one) for one in nudge.facts] if nudge else []
        if live is None:
            live = fact_store.gather(self._reader, today, [account.id])[account.id]
        facts = {**live} | {fact.name: fact for fact in fired if fact.name in ITEMS}
        shelf = Shelf(self._reader, self._viewer, account, today)
        known = shelf.take(facts) if letter.facts or letter.proposal else {}
        concerned = shelf.concerned(nudge.rule if nudge else wish.rule, facts)
        contacts = addressing.at(self._reader, account.id)
        address = self._address(account, contacts, letter, wish, concerned)
        pen = Pen(address, informal=wish.informal)
        written = pen.write(letter, known, self._viewer.member, today, wish.topic)
        return self._message(account, contacts, address, written, wish, nudge, fired)

    def _account_of(self, nudge: Nudge) -> Account:
        """The nudge's account, for its owner or somebody who may see the account's health."""
        account = self._reader.get(Account, nudge.account_id)
        if account is None:
            raise NotFound("There is no such nudge. Nothing was changed.")
        own = nudge.owner == self._viewer.member.id and self._viewer.sees_account(account)
        if not own and not self._viewer.sees_internals(account):
            raise NotFound("There is no such nudge. Nothing was changed.")
        return account

    def _address(
        self,
        account: Account,
        contacts: Sequence[Contact],
        letter: Letter,
        wish: Wish,
        concerned: str | None,
    ) -> Address:
        chosen = addressing.named(contacts, wish.contact or concerned)
        if wish.contact and chosen is None:
            raise NotFound(
                "Nobody called {name} is recorded at {account}. Nothing was written.",
                tuple(one.name for one in contacts),
                name=wish.contact,
                account=account.name,
            )
        own = self._viewer.member.language
        by = Way(wish.way) if wish.way else None
        wanted = chosen.id if chosen else None
        return addressing.choose(contacts, letter.roles, own, wanted, wish.language, by)

    def _message(
        self,
        account: Account,
        contacts: Sequence[Contact],
        address: Address,
        written: Written,
        wish: Wish,
        nudge: Nudge | None,
        fired: Sequence[Fact],
    ) -> Message:
        return Message(
            account=account,
            address=address,
            subject=written.subject,
            text=written.text,
            blanks=written.blanks,
            citations=tuple(self._citations(written.used)),
            left_out=tuple(self._left_out(fired, written.used)),
            remarks=tuple(caveats.of_reader(self._texts, address)),
            contacts=tuple(contacts),
            wish=wish,
            rule=nudge.rule if nudge else wish.rule,
        )

    def _citations(self, refs: Sequence[Ref]) -> list[Citation]:
        found = self._archive.read(refs)
        seen = [found[ref] for ref in refs if ref in found and found[ref].allowed]
        return [
            Citation(one.ref.id, one.ref.kind, one.title, one.quote, one.url, one.as_of)
            for one in seen
        ]

    def _left_out(self, fired: Sequence[Fact], used: Sequence[Ref]) -> list[str]:
        """What made the nudge fire and is for us alone, by its name."""
        told = {(ref.kind, ref.id) for ref in used}
        ours = (fact for fact in fired if fact.name not in shareable.NAMES)
        names = (f.name for f in ours if (f.evidence_kind, f.evidence_id) not in told)
        return list(dict.fromkeys(wording.label(self._texts, name) for name in names))


ITEMS = (*shareable.OF_PROMISES, *shareable.OF_THEIRS, *shareable.OF_TICKETS)
"""Facts that name the very promise or ticket that a nudge is about."""


def _nudge(context: Context, nudge_id: str) -> Nudge:
    """The nudge that is kept, or that would be today."""
    with context.workspace.reading() as reader:
        kept = reader.get(Nudge, nudge_id)
    if kept is not None:
        return kept
    today = context.today()
    planned = planning.plan(context, today).planned
    fresh = (planning.nudge(context, one, today) for one in planned)
    found = next((one for one in fresh if one.id == nudge_id), None)
    if found is None:
        raise NotFound("There is no such nudge. Nothing was changed.")
    return found


def _letter(nudge: Nudge | None, wish: Wish) -> Letter:
    if nudge is None and wish.rule is None:
        return letters.OWN.get(wish.occasion or "", letters.ABOUT)
    letter = letters.LETTERS.get(nudge.rule if nudge else wish.rule or "")
    if nudge is not None and nudge.draft:
        # What an admin's own rule file says comes before ours.
        letter = letters.in_the_words_of(nudge.draft)
    if letter is None or (nudge is not None and not belongs_to(nudge)):
        raise BadInput(
            "No message to the customer belongs to this step: it is settled among ourselves."
        )
    return letter
