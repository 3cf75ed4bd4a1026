"""Library content: playbooks and education as documents, and the passages cut from them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of the library. `path` is as it was given to `content add`.

    `kind` is `playbook` or `education`; `stage` is a stage name or `any`; `source` is `shipped`
    for our own library and `added` for a workspace's pages. `location` is where an added one lies:
    an absolute path, or the address of a file in Slack. `digest` is the file's SHA-256.
    """

    id: str
    path: str
    title: str
    kind: str
    language: str
    digest: str
    text: str
    stage: str | None = None
    audience: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    steps: tuple[dict[str, str | int], ...] = ()
    learning_objective: str | None = None
    summary: str | None = None
    source: str = "added"
    location: str | None = None
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable piece of a document. `heading` is the path of headings above it, joined by ` › `.

    `digest` is the SHA-256 of what is embedded; together with the model's name it keys the vector.
    """

    id: str
    document_id: str
    position: int
    heading: str
    text: str
    language: str
    digest: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """A passage together with what its document says of it."""

    passage: Passage
    title: str
    path: str
    kind: str
    stage: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the library stands: `revision` changes with its content.

    `serving` names the generation of vectors that answers searches, and `read` is the revision up
    to which that one has read everything; both are None as long as there is none.
    """

    revision: str = ""
    serving: str | None = None
    read: str | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """A file or folder that was added, and that `content sync` follows.

    `path` is as it was given; `location` is where it lies, whatever folder one works in later.
    """

    id: str
    path: str
    location: str
    kind: str = "playbook"
    added_at: datetime | None = None
