"""What is wrong in a rule file, in the reader's language; words of the file stay as they are."""

from handlers import quoting
from handlers.composing import phrases
from handlers.texts import Texts
from playbooks.rulefaults import Fault, Why


def say(_: Texts, fault: Fault) -> str:
    """The line, the place in the file, and why it does not fit."""
    reason = why(_, fault.why)
    if not fault.place:
        return _("line {line}: {why}", line=fault.line, why=reason)
    return _("line {line}, {place}: {why}", line=fault.line, place=fault.place, why=reason)


def with_file(_: Texts, fault: Fault) -> str:
    """The same behind the file's path."""
    return _("{file}, {fault}", file=fault.path, fault=say(_, fault))


def why(_: Texts, found: Why) -> str:
    """Why it does not fit, and what may have been meant."""
    said = _(found.message, **{name: quoting.inner(str(v)) for name, v in found.values.items()})
    if not found.near:
        return said
    return _("{why}; near it: {names}", why=said, names=phrases.listed(_, found.near))
