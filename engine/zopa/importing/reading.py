"""Texts of foreign files, and refusals with their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zopa.diagnostics import one_line, quoted, shown
from zopa.documents.characters import name_of, refused
from zopa.refused import Refused

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MOST_BYTES", "SOURCE", "checked_name", "fault", "text_of"]

SOURCE: Final = "model"
"""Id of the source that all imported items cite."""
MOST_BYTES: Final = 8 * 2**20
"""Largest size of a file in bytes; no more is read."""
LONGEST_NAME: Final = 200
"""Largest number of characters of a name."""


def fault(file: str, line: int, message: str, *way_out: str) -> Refused:
    """Return the refusal of a file, with the wrong line; 0 if there is none."""
    place = f"{file}:{line}" if line else file
    return Refused(f"{shown(place)}: {message}", *way_out)


def text_of(file: Path) -> str:
    """Return the text of a file in UTF-8, with line feeds only.

    Raises:
        Refused: it is too large, not UTF-8, or has a character that texts may not have.
        OSError: it cannot be read.
    """
    name = str(file)
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        most = f"the most that is read is {MOST_BYTES // 2**20} MiB"
        raise fault(name, 0, "the file is too large", most)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault(name, line, "the text is not UTF-8", "save it as UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if character := refused(text.replace("\n", " ")):
        line = text.count("\n", 0, text.index(character)) + 1
        message = f"the text holds {name_of(character)}"
        raise fault(name, line, message, "delete the character")
    return text


def checked_name(file: str, line: int, name: str, what: str) -> str:
    """Return a name on one line, valid in a title.

    Raises:
        Refused: it is empty, too long, or has a character that texts may not have.
    """
    found = one_line(name)
    if not found:
        raise fault(file, line, f"{what} has no name")
    if len(found) > LONGEST_NAME:
        message = f"the name of {what} has more than {LONGEST_NAME} characters: {quoted(found)}"
        raise fault(file, line, message, "shorten it")
    if character := refused(found):
        message = f"the name of {what} holds {name_of(character)}: {quoted(found)}"
        raise fault(file, line, message, "delete the character")
    return found
