"""The folder of a workspace: where it is, and which files in it could be meant for zopa."""

from __future__ import annotations

import contextlib
import enum
import os
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

__all__ = [
    "FLAGS",
    "FOLDERS",
    "LARGEST",
    "MARK",
    "MOST_VALUES",
    "PACKAGE",
    "Role",
    "called",
    "composed",
    "contents",
    "find",
    "is_draft",
    "leads_out",
    "named_yaml",
    "near",
    "own",
    "paths",
    "role_of",
    "shipped",
    "there",
    "twins",
]


def _allowed(variable: str, usual: int) -> int:
    """How much a file may have: more than usual where somebody says so of their own files.

    Raises:
        Refused: what they say is no number.
    """
    text = os.environ.get(variable, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:20]) < 1 << 40):
        message = f"{variable} is not a whole number from 1 on"
        raise Refused(message, f"unset it, or write digits only, like {usual * 10}")
    return int(text)


MARK = Path("terms", "corpus.yaml")
"""The file that makes a folder a workspace."""
LARGEST = _allowed("ZOPA_MAX_FILE_BYTES", 1_048_576)
"""Bytes of a file; one with more is refused unread."""
MOST_VALUES = _allowed("ZOPA_MAX_VALUES", 100_000)
"""Keys, values and collections of a file."""
MORE = 16_384
"""Bytes that a file is asked for after those that it says it has."""
FOLDERS = ("terms", "scenarios")
READ_FOLDERS = frozenset({"terms/issues", "terms/positions", "terms/rules", "scenarios"})
"""Where every file with the suffix of YAML is read."""
DEPTH = 3
"""Folders down that `near` looks."""
MOST_FOLDERS = 200
"""Folders that `near` looks into."""
SUFFIXES = frozenset({".yaml", ".yml"})
FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
"""A pipe without a writer must not hold us up, nor a terminal become ours."""


def find(start: Path) -> Path | None:
    """The nearest folder, from `start` upward, that is a workspace."""
    here = start.resolve()
    return next((each for each in (here, *here.parents) if (each / MARK).is_file()), None)


def own(path: Path) -> Path | None:
    """The workspace that a file or folder belongs to by where it lies.

    A link lies where it stands, not where it leads to; one that stands in no workspace
    belongs to that of its target.
    """
    whole = path.absolute()
    if ".." in whole.parts:
        whole = whole.parent.resolve() / whole.name
    stands = next((each for each in (whole, *whole.parents) if (each / MARK).is_file()), None)
    return find(path) if stands is None else stands.resolve()


def near(start: Path) -> list[Path]:
    """Workspaces a few folders below a folder, in order; hidden folders are not looked into."""
    found: list[Path] = []
    level, looked = [start], 0
    for _ in range(DEPTH):
        below: list[Path] = []
        for folder in level:
            looked += 1
            if looked > MOST_FOLDERS:
                return sorted(found)
            try:
                inside = sorted(each for each in folder.iterdir() if each.is_dir())
            except OSError:
                continue
            for each in inside:
                if (each / MARK).is_file():
                    found.append(each)
                elif not each.name.startswith(".") and not each.is_symlink():
                    below.append(each)
        level = below
    return sorted(found)


def paths(root: Path) -> list[str]:
    """Every file in the workspace's two folders with the suffix of YAML, in order.

    Relative to the root, with `/`. Links to folders are not followed, but for the
    two folders themselves. Such a link is listed itself, as is a folder that may not
    be read, or is called like a file: whoever reads it says so.
    """
    found: list[str] = []
    left = list(FOLDERS)
    while left:
        folder = left.pop()
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    name = entry.name
                    named = named_yaml(name)
                    if _is_folder(entry):
                        linked = entry.is_symlink()
                        if not linked:
                            left.append(f"{folder}/{name}")
                        named = linked or (named and folder in READ_FOLDERS)
                    if named:
                        found.append(f"{folder}/{name}")
        except FileNotFoundError:
            continue
        except OSError:
            found.append(folder)
    found.sort()
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def composed(text: str) -> str:
    """A name as all systems can compare it: é is one character, however it is encoded."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def twins(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Paths that some system takes for the same as an earlier one, each with that."""
    first: dict[str, str] = {}
    for each in names:
        known = first.setdefault(composed(composed(each).casefold()), each)
        if known != each:
            yield each, known


def there(path: Path) -> Path:
    """The path, or what is there under a name that only is composed in another way."""
    if path.exists() or path.name.isascii():
        return path
    with contextlib.suppress(OSError):
        for each in path.parent.iterdir():
            if composed(each.name) == composed(path.name):
                return each
    return path


def named_yaml(name: str) -> bool:
    """Whether a file's name has the suffix of YAML, in whatever case.

    As everywhere in the two folders: what is not read must at least be seen.
    """
    return (dot := name.rfind(".")) > 0 and name[dot:].lower() in SUFFIXES


def leads_out(root: Path, file: Path) -> bool:
    """Whether a link takes a file of the workspace, by where it stands, out of it."""
    base, whole = root.absolute(), file.absolute()
    if not whole.is_relative_to(base) or whole == base:
        return False
    top = base / whole.relative_to(base).parts[0]
    if not (whole.is_symlink() or top.is_symlink()):
        return False
    real = os.path.realpath(base)  # never raises, not even for links in a circle
    return os.path.commonpath([real, os.path.realpath(whole)]) != real


def called(root: Path, file: Path) -> str:
    """How a file is called: within the workspace where it stands there, else as given.

    A link stands where it is; one that stands elsewhere is what it leads to.
    """
    whole = file.absolute()
    if ".." in whole.parts:
        whole = whole.parent.resolve() / whole.name
    base = root.resolve()
    for each in (whole, whole.parent.resolve() / whole.name, file.resolve()):
        for start in (root.absolute(), base):
            if each.is_relative_to(start):
                return each.relative_to(start).as_posix()
    return file.as_posix()


def contents(file: str, most: int) -> bytes | None:
    """The bytes of a regular file of at most that size; None of anything else."""
    try:
        descriptor = os.open(file, FLAGS)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return None
        # As much room as is needed: to make and cut a megabyte takes longer than to read.
        raw = os.read(descriptor, status.st_size + 1)
        while len(raw) <= most and (more := os.read(descriptor, MORE)):
            raw += more
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return raw if len(raw) <= most else None


# -- what a file is, by where it lies --


class Role(enum.StrEnum):
    """What a file says; the value is the stem of its schema."""

    CORPUS = "corpus"
    SOURCES = "sources"
    PARTIES = "parties"
    STATEMENTS = "statements"
    STATE = "state"
    ISSUES = "issues"
    RULES = "rules"
    POSITIONS = "positions"
    RECORD = "record"
    VOCABULARY = "vocabulary"
    SCENARIO = "scenario"


FILES = {
    f"terms/{role}.yaml": role
    for role in Role
    if role not in {Role.ISSUES, Role.POSITIONS, Role.SCENARIO}
}
FOLDER_ROLES = {
    "terms/issues": Role.ISSUES,
    "terms/positions": Role.POSITIONS,
    "terms/rules": Role.RULES,
    "scenarios": Role.SCENARIO,
}


def role_of(path: str) -> Role | None:
    """What a file is.

    Args:
        path: relative to the workspace, with `/`.

    Returns:
        None for a file that zopa does not read.
    """
    folder, _, name = path.rpartition("/")
    if folder in FOLDER_ROLES and name.endswith(".yaml") and not name.startswith("."):
        return FOLDER_ROLES[folder]
    return FILES.get(path)


def is_draft(path: str, drafts: AbstractSet[str] = frozenset()) -> bool:
    """Whether a file is read as a scenario: by its place, or because it was named as one.

    Args:
        path: as for `role_of`.
        drafts: paths of scenarios wherever they lie.
    """
    role = role_of(path)
    if role is None:
        return path in drafts and not path.startswith("terms/")
    return role is Role.SCENARIO


# -- where the files that come with zopa lie, installed or in a checkout --


PACKAGE = Path(__file__).resolve().parent.parent
"""Where zopa is installed; nothing is ever written there."""

IN_CHECKOUT = {"diagnostics": "docs/diagnostics", "glossary": "docs"}
"""Where a checkout has what a wheel has under the name."""


def shipped(name: str) -> Path:
    """A folder of files that zopa ships.

    Args:
        name: `schema`, `terms`, `scenarios`, `examples` (further workspaces), `vocabulary`,
            `diagnostics` (the pages of the codes) or `glossary` (its page).

    Raises:
        FileNotFoundError: this installation lacks it.
    """
    places = (PACKAGE / "_shipped" / name, PACKAGE.parent.parent / IN_CHECKOUT.get(name, name))
    for place in places:
        if place.is_dir():
            return place
    msg = f"zopa is not installed whole: no folder {name!r} at {' or '.join(map(str, places))}"
    raise FileNotFoundError(msg)
