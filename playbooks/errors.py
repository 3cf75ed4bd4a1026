"""The errors that a person may see, each with a sentence that says what to do."""


class CairnError(Exception):
    """Root of all expected failures; `str(error)` is the sentence to show, in English.

    `values` fill the places of `message`, so that the sentence can be said in another language
    too; several names are a list or a tuple, which each language writes in its own way.
    """

    def __init__(self, message: str, **values: object) -> None:
        written = {name: _written(value) for name, value in values.items()}
        super().__init__(message.format_map(written) if values else message)
        self.message = message
        self.values = values


class BadInput(CairnError):
    """What was given cannot be used; nothing was changed. Exit code 2."""


class NotFound(BadInput):
    """No such item, or none that this person may see: both read the same."""

    def __init__(self, message: str, nearest: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(message, **values)
        self.nearest = nearest


class Ambiguous(BadInput):
    """A name fits more than one account; `candidates` are account ids."""

    def __init__(self, message: str, candidates: tuple[str, ...], **values: object) -> None:
        super().__init__(message, **values)
        self.candidates = candidates


class NotReady(CairnError):
    """A part that the request needs is missing or misconfigured; the rest keeps working."""


def _written(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
