"""Which play to use: the best playbook for the question, its steps, and where to read on."""

from collections.abc import Sequence

from handlers import sources, terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import conflicts, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.texts import Texts
from knowledge import clauses, wording
from knowledge.library import Hit, Item
from playbooks.content import Document
from playbooks.intents import Intent

CLEAR = 0.3
"""By how much the first document's score (0 to 1) must exceed the second's to be plainly meant."""

NAMED = 0.6
"""How far the second title may say the words too, of what the first says, where one is named."""

FITTING, SHOWN = 12, 4
"""Pieces among which those of a title, a stage and an intent are looked for, and those told."""

WARNINGS = "pitfalls"
"""The heading under which our playbooks list what goes wrong; no answer to "how do I"."""


def compose(desk: Desk) -> Draft:
    """Passages of playbooks for the question; with an account, for its stage and intent."""
    _ = desk.texts
    hits = find(desk, "playbook")
    if not hits:
        return phrases.abstention(
            _("The library has nothing on this."),
            _("A playbook on it: add one with `cairn content add`."),
        )
    best = desk.context.library.document(desk.reader, hits[0].document_id)
    return phrases.draft(
        lead(desk, _ref(hits[0]), hits[0].title, best),
        phrases.section(Part.STEPS, steps(desk, hits[0], best), most=7),
        phrases.section(Part.REASONS, [passage(desk, hit) for hit in _telling(hits)], most=2),
        phrases.section(Part.STATE, _why_here(desk)),
        phrases.section(Part.CONFLICTS, conflicts.prescribed(desk, hits), most=2),
    )


def find(desk: Desk, kind: str) -> list[Hit]:
    """The best passages for the topic; where it does not plainly mean one piece, those come first
    whose title it names, or that also fit the account's stage and intent."""
    topic, leaning = desk.asked.topic or desk.question.text, _leaning(desk)
    near = desk.passages(topic, kind, k=FITTING)
    hits = near[:SHOWN]
    if _is_clear(hits):
        return hits
    titled = _titled(desk, topic, near)
    beside = desk.passages(" ".join([topic, *leaning]), kind, k=FITTING) if leaning else []
    fits = {hit.document_id: hit.score for hit in beside}

    def place(hit: Hit) -> tuple[bool, float]:
        return hit.document_id != titled, -hit.score - fits.get(hit.document_id, 0.0)

    return sorted(hits, key=place)


def for_case(desk: Desk) -> list[Sentence]:
    """The playbook for what is told beside the question, "their champion left", with its steps;
    nothing where nothing is told, or no playbook is plainly meant."""
    case = _by_role(desk, clauses.case(desk.asked.topic.rpartition("\n")[2]))
    hits = desk.passages(case, "playbook", k=2) if case else []
    if not _is_clear(hits):
        return []
    best = desk.context.library.document(desk.reader, hits[0].document_id)
    return [lead(desk, _ref(hits[0]), hits[0].title, best), *steps(desk, hits[0], best)]


def _titled(desk: Desk, text: str, near: Sequence[Hit]) -> str | None:
    """The piece of those whose title, in the reader's language, the words name as no other's."""
    _ = desk.texts
    items = [Item(hit.document_id, _(hit.title), _.language) for hit in near if hit.title]
    ranked = desk.context.library.rank(desk.reader, text, items)
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return ranked[0][0] if ranked and second <= NAMED * ranked[0][1] else None


def _by_role(desk: Desk, case: str) -> str:
    """The case, and before it the role of whoever is named: playbooks speak of roles, not names."""
    said = set(wording.keys(desk.question.text))
    contacts = desk.dossier(desk.asked.accounts[0]).contacts if case else ()
    roles = (one.role for one in contacts if one.role and said.intersection(wording.keys(one.name)))
    return f"{terms.WORDS.get(next(roles, ''), '')} {case}".strip()


def _is_clear(hits: Sequence[Hit]) -> bool:
    """Whether the first piece is plainly meant, and not one of several."""
    return bool(hits) and (len(hits) < 2 or hits[0].score - hits[1].score >= CLEAR)


def lead(desk: Desk, ref: Ref, name: str, document: Document | None) -> Sentence:
    """Names the piece and says when to use it."""
    _ = desk.texts
    title = phrases.title(_, name)
    if document is not None and document.summary and document.kind == "playbook":
        summary = phrases.prescribed(_, document.summary, 260)
        text = _("Use the playbook {title}: {summary}", title=title, summary=summary)
    elif document is not None and document.summary:
        summary = phrases.prescribed(_, document.summary, 260)
        text = _("Read {title}: {summary}", title=title, summary=summary)
    else:
        text = _("The best the library has on this is {title}.", title=title)
    return claim(text, ref)


def steps(desk: Desk, hit: Hit, document: Document | None) -> list[Sentence]:
    """The prescribed steps, each with its owner and the days it may take from the start."""
    _ = desk.texts
    lines = []
    for number, step in enumerate(document.steps if document else (), start=1):
        text = f"{number}. {phrases.prescribed(_, str(step.get('do', '')), 200)}"
        owner, within = step.get("owner"), step.get("within_days")
        if owner and within is not None:
            text = phrases.joined(_, text, _until(_, terms.say(_, str(owner)), int(within)))
        lines.append(claim(text, _ref(hit), said=(number,)))
    return lines


def _until(_: Texts, owner: str, days: int) -> str:
    """Who has a step, and how long it may take from the start."""
    if not days:
        return _("({owner}, the same day)", owner=owner)
    return _("({owner}, within {days})", owner=owner, days=phrases.days(_, days))


def passage(desk: Desk, hit: Hit) -> Sentence:
    """One passage in its own words."""
    _ = desk.texts
    where = phrases.title(_, hit.title, 80)
    words = phrases.quoted(_, sources.prose(hit.text), 240)
    return claim(_("{where} says: {words}", where=where, words=words), _ref(hit))


def _telling(hits: Sequence[Hit]) -> list[Hit]:
    """The passages that say what to do and why before those that warn of mistakes."""
    return sorted(hits, key=lambda hit: hit.heading.casefold().endswith(WARNINGS))


def _leaning(desk: Desk) -> Sequence[str]:
    """Words for the stage and the intent of the account asked about, in the library's tongue."""
    if not desk.asked.accounts:
        return []
    dossier = desk.dossier(desk.asked.accounts[0])
    stage = [] if desk.asked.stage else [s.stage.value for s in dossier.open_stages[:1]]
    intent = dossier.intents[-1].intent if dossier.intents else Intent.UNKNOWN
    known = intent not in (Intent.UNKNOWN, Intent.OTHER)
    return [*stage, *([terms.WORDS[intent.value]] if known else [])]


def _why_here(desk: Desk) -> list[Sentence]:
    """Where the account stands, when the question was about one."""
    _ = desk.texts
    if not desk.asked.accounts:
        return []
    dossier = desk.dossier(desk.asked.accounts[0])
    if not dossier.open_stages:
        account = phrases.name(dossier.account.name)
        return [plain(_("In which stage {account} is, is not recorded.", account=account))]
    stage = dossier.open_stages[-1]
    text = _(
        "{account} is in {stage} since {date}.",
        account=phrases.name(dossier.account.name),
        stage=terms.say(_, stage.stage),
        date=_.date(stage.entered),
    )
    return [claim(text, Ref("stage", stage.id))]


def _ref(hit: Hit) -> Ref:
    return Ref(hit.kind, hit.id)
