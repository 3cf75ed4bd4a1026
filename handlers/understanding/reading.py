"""What the words of one text say, before the conversation is called on for the rest."""

from dataclasses import dataclass
from datetime import date

from handlers.scene import Names, Scene
from handlers.understanding import kinds
from handlers.understanding.talk import Talk
from knowledge import acts, clauses, cues, languages, periods, wording
from knowledge.acts import Act

SHORT = 80
"""Characters of a turn that may narrow a list without asking: "those at risk except Acme"."""


@dataclass(frozen=True, slots=True)
class Read:
    """A text as read. `leftover` are the words that are neither names, period nor connectives.

    `goes_on` is true when it begins as people go on: "and …", "e …", "那…".
    """

    names: Names
    language: languages.Detected
    period: periods.Period | None
    act: Act | None
    leftover: str
    folded: str
    pronoun: bool
    everyone: bool
    goes_on: bool
    question: bool

    @property
    def named(self) -> bool:
        """Whether some account is named, known to us or not, or somebody at one."""
        known = self.names.accounts or self.names.candidates or self.names.contacts
        return bool(known or self.names.stranger)


def read(text: str, talk: Talk, setting: Scene, today: date) -> Read:
    """Read `text`; `talk` tells whom an ambiguous name means, and which language is likely."""
    named = setting.names(text, talk.accounts, leaves_out=_may_leave_out(text))
    period = periods.find(named.bare, today)
    folded = _without_remark(named)
    kept = f"{folded[: period.start]} {folded[period.end :]}" if period else folded
    goes_on = bool(cues.about("goes_on").match(folded.strip()))
    without = cues.about("openers").sub(" ", cues.about("pronouns").sub(" ", kept))
    return Read(
        names=named,
        language=languages.detect(named.bare, talk.language or "en"),
        period=period,
        act=_act(named, talk),
        leftover=" ".join(wording.keys(without)),
        folded=folded,
        pronoun=bool(cues.about("pronouns").search(kept)),
        everyone=bool(cues.about("everyone").search(folded)) and not (talk.accounts and goes_on),
        goes_on=goes_on,
        question=bool(cues.about("questions").search(wording.folded(named.masked).strip())),
    )


def _may_leave_out(text: str) -> bool:
    """Whether it is a question or short; in what is told, "all but Acme" names Acme."""
    return len(text) <= SHORT or bool(cues.about("questions").search(wording.folded(text).strip()))


def points_back(text: str) -> bool:
    """Whether `text` speaks of something said before: "they", "and …", "why do you say that?"."""
    words = wording.folded(wording.plain(text))
    back = cues.about("pronouns").search(words) or cues.about("goes_on").match(words)
    return bool(back) or points_to_several(text) or acts.of(text) is not None


def points_to_several(text: str) -> bool:
    """Whether `text` speaks of accounts that were listed: "those three", "both", "the second"."""
    words = wording.folded(wording.plain(text))
    return any(cues.about(name).search(words) for name in OF_A_LIST)


OF_A_LIST = ("several", "first_one", "second_one", "third_one", "middle_one", "last_one")
"""Words that speak of accounts which an answer listed."""


def _without_remark(named: Names) -> str:
    """The folded words, a remark before them blanked that names nobody."""
    folded = wording.folded(named.bare)
    end = clauses.remark(named.bare)
    return folded if named.text[:end] != named.bare[:end] else " " * end + folded[end:]


def _act(named: Names, talk: Talk) -> Act | None:
    """What the turn does with the answer before it; one that names an account asks anew.

    "How many are there?" and "who looks after them?" are asked of a list, and of nothing else.
    """
    act = acts.of(named.text)
    if act is None or act.name == "recall":
        return act
    anew = named.accounts or named.candidates
    of_none = act.name == "of_list" and talk.request not in kinds.LISTED
    return None if anew or of_none else act
