"""Files that a command is given: their text or their bytes, or a sentence that says why not."""

from pathlib import Path

from playbooks.errors import BadInput


def text(file: Path) -> str:
    """The file's text; raises `BadInput` for one that is not there or no UTF-8."""
    try:
        return content(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "{file} is not UTF-8 text (byte {byte}).", file=file.name, byte=error.start
        ) from error


def content(file: Path) -> bytes:
    """The file's bytes; raises `BadInput` for one that cannot be read."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise BadInput("There is no file {file}. Nothing was written.", file=str(file)) from None
    except OSError as error:
        raise BadInput(
            "{file} cannot be read: {why}.", file=file.name, why=error.strerror
        ) from error
