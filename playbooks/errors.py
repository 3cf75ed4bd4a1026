"""The errors that a person may see, each with a sentence that says what to do."""


class CairnError(Exception):
    """Root of all expected failures; `str(error)` is the sentence to show."""


class BadInput(CairnError):
    """What was given cannot be used; nothing was changed. Exit code 2."""


class NotFound(BadInput):
    """No such item, or none that this person may see: both read the same."""

    def __init__(self, sentence: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.nearest = nearest


class Ambiguous(BadInput):
    """A name fits more than one account; `candidates` are account ids."""

    def __init__(self, sentence: str, candidates: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.candidates = candidates


class NotReady(CairnError):
    """A part that the request needs is missing or misconfigured; the rest keeps working.

    `values` fill the places of `message`, so that it can be said in another language too.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message = message
        self.values = values
