"""What is said about a file that somebody shared: the offer, the progress, what became of it."""

from bot.views import blocks, notice
from bot.views.blocks import Block
from handlers import terms
from handlers.content.reports import Sentence
from handlers.content.sharing import Shelved
from handlers.texts import Texts

AS_PLAYBOOK = "file_as_playbook"
AS_EDUCATION = "file_as_education"
AS_NOTE = "file_as_note"
LEAVE = "file_leave"
TAKE_BACK = "file_take_back"

KINDS = {AS_PLAYBOOK: "playbook", AS_EDUCATION: "education"}
"""What a document becomes, by the button."""

NAME = 120
"""Characters of a file's name that are shown."""


def question(_: Texts, name: str) -> str:
    """What is asked about a file."""
    return _("Shall I add {name} to the library?", name=_named(name))


def offer(_: Texts, name: str, file_id: str) -> list[Block]:
    """The question, who will read the file then, and the answers."""
    everyone = _(
        "Everyone in the workspace will be able to find it and read it, even if this conversation "
        "is private."
    )
    choices = [
        blocks.button(_("Add as playbook"), AS_PLAYBOOK, file_id, "primary"),
        blocks.button(_("Add as education"), AS_EDUCATION, file_id),
        blocks.button(_("No"), LEAVE, file_id),
    ]
    asked = blocks.section(f"{question(_, name)}\n{everyone}")
    return [asked, blocks.actions(choices)]


def question_of_note(_: Texts, name: str) -> str:
    """What is asked about a mail, a transcript or a text."""
    return _("What shall I do with {name}?", name=_named(name))


def offer_note(_: Texts, name: str, file_id: str, *, for_library: bool) -> list[Block]:
    """The question about a file that can become a note, or go into the library as well."""
    choices = [blocks.button(_("Save as a note"), AS_NOTE, file_id, "primary")]
    said = question_of_note(_, name)
    if for_library:
        everyone = _("In the library, everyone in the workspace will be able to read it.")
        said = f"{said}\n{everyone}"
        choices.append(blocks.button(_("Add as playbook"), AS_PLAYBOOK, file_id))
        choices.append(blocks.button(_("Add as education"), AS_EDUCATION, file_id))
    choices.append(blocks.button(_("No"), LEAVE, file_id))
    return [blocks.section(said), blocks.actions(choices)]


def unreadable(_: Texts, name: str) -> str:
    """What is said of a file that cannot be added."""
    return _(
        "I cannot read {name}. I can add PDF, Word (.docx), PowerPoint (.pptx), HTML, Markdown "
        "and plain text to the library.",
        name=_named(name),
    )


def not_allowed(_: Texts) -> str:
    """What is said to a member who may read the library and not write it."""
    return _(
        "CSMs, PreSales, managers and admins add files to the library; ask one of them to share it "
        "with me."
    )


def reading(_: Texts) -> str:
    """What stands in place of the buttons while the file is read."""
    return _("I am reading the file…")


def left(_: Texts) -> str:
    """The file was not wanted."""
    return _("All right, the file was not added.")


def heading(_: Texts, shelved: Shelved) -> str:
    """What became of the file, in one line."""
    title = blocks.escaped(blocks.cut(shelved.document.title, NAME))
    if shelved.is_new:
        return _("*{title}* is in the library.", title=title)
    return _("The same content is in the library already, as *{title}*.", title=title)


def added(_: Texts, shelved: Shelved) -> list[Block]:
    """The title, what was found in the file, and the way back."""
    said = [blocks.section(heading(_, shelved)), blocks.context(_found(_, shelved))]
    said += [blocks.context(sentence(_, remark)) for remark in shelved.remarks]
    if shelved.is_new:
        undo = blocks.button(_("Undo"), TAKE_BACK, shelved.document.id)
        said.append(blocks.actions([undo]))
    return said


def taken_back(_: Texts, title: str | None) -> str:
    """The document left the library again, or had done so before."""
    if title is None:
        return _("It was removed from the library before.")
    shown = blocks.escaped(blocks.cut(title, NAME))
    return _("*{title}* was removed from the library.", title=shown)


def sentence(_: Texts, remark: Sentence) -> str:
    """A remark in the reader's language."""
    return notice.refused(_, remark.error())


def _named(name: str) -> str:
    return f"*{blocks.cut(blocks.escaped(name), NAME)}*"


def _found(_: Texts, shelved: Shelved) -> str:
    document = shelved.document
    return " · ".join(
        (
            _("Playbook") if document.kind == "playbook" else _("Education"),
            _.plural("{count} passage", "{count} passages", shelved.passages),
            _("language: {language}", language=_language(_, document.language)),
            _("stage: {stage}", stage=_stage(_, document.stage)),
        )
    )


def _language(_: Texts, code: str) -> str:
    names = {"en": _("English"), "it": _("Italian"), "zh": _("Chinese")}
    return names.get(code, _("not known"))


def _stage(_: Texts, stage: str | None) -> str:
    if stage is None:
        return _("not known")
    return _("every stage") if stage == "any" else terms.say(_, stage)
