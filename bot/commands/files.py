"""Files that a command reads or writes, or a sentence that says why it cannot."""

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


def write(file: Path, content: bytes) -> None:
    """Write the bytes; raises `BadInput` where that is not possible."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadInput(
            "{file} cannot be written: {why}. Nothing was written.",
            file=str(file),
            why=error.strerror or str(error),
        ) from error
