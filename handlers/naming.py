"""The account that somebody names: by id, name, alias or domain, exactly or nearly."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from handlers.access import Viewer
from playbooks.accounts import Account
from playbooks.errors import Ambiguous, BadInput, NotFound
from storage.workspace import Reader

NEAR = 60.0
"""Share of common letters, in per cent, from which a name is offered as what was meant."""

OFFERED = 3


def account(reader: Reader, viewer: Viewer, typed: str) -> Account:
    """The account as far as the viewer may see it; denied reads the same as not found.

    Raises `NotFound` with the nearest names, `Ambiguous` with the accounts that a part of a name
    fits, `BadInput` when nothing is typed.
    """
    return among([a for a in reader.find(Account) if viewer.sees_account(a)], typed)


def by_id(reader: Reader, viewer: Viewer, account_id: str) -> Account:
    """The account with that id, to write to it; denied reads the same as not found."""
    found = reader.get(Account, account_id)
    if found is None or not viewer.sees_account(found):
        raise NotFound("There is no such account. Nothing was saved.")
    return found


def among(known: Sequence[Account], typed: str) -> Account:
    """The one of these accounts that is named; raises as `account` does."""
    wanted = typed.strip().casefold()
    if not wanted:
        raise BadInput("Which account? Give its name, an alias or its id.")
    found = [a for a in known if a.id == typed.strip()] or [a for a in known if wanted in _names(a)]
    found = found or [a for a in known if any(wanted in name for name in _names(a))]
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous(typed, found)
    raise _not_found(typed, known)


def _names(known: Account) -> list[str]:
    names = (known.name, *known.aliases, known.domain)
    return [name.casefold() for name in names if name]


def not_found(typed: str, nearest: Sequence[str]) -> NotFound:
    """There is no such account; with the names that come nearest, if there are any."""
    if not nearest:
        return NotFound("There is no account “{name}”. Nothing was read or written.", name=typed)
    return NotFound(
        "There is no account “{name}”. Nearest: {nearby}. Nothing was read or written.",
        tuple(nearest),
        name=typed,
        nearby=list(nearest),
    )


def _ambiguous(typed: str, found: Sequence[Account]) -> Ambiguous:
    return Ambiguous(
        "“{name}” fits several accounts: {several}. Give the full name or id.",
        tuple(a.id for a in found),
        name=typed,
        several=[f"{a.name} ({a.id})" for a in found[:10]],
    )


def _not_found(typed: str, known: Sequence[Account]) -> NotFound:
    choices = {name: a.name for a in known for name in _names(a)}
    near = process.extract(
        typed.casefold(), list(choices), scorer=fuzz.WRatio, score_cutoff=NEAR, limit=OFFERED
    )
    return not_found(typed, list(dict.fromkeys(choices[name] for name, _score, _index in near)))
