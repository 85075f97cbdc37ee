"""Layout of a workspace: its folder, the files in it that zopa could read, places in them."""

from __future__ import annotations

import contextlib
import enum
import os
import posixpath
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zopa import Refused

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
    "TOOL",
    "Place",
    "Role",
    "Span",
    "Targets",
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


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Point between two characters of a file."""

    line: int
    """Line number, from 1."""
    column: int
    """Column number, from 1, in code points."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of text in one file: `end` is not included."""

    path: str
    """Relative to the workspace, with `/`."""
    start: Place
    end: Place

    def __str__(self) -> str:
        return f"{self.path}:{self.start.line}:{self.start.column}"


def _allowed(variable: str, usual: int) -> int:
    """Return a limit on files; users can raise it in the environment.

    Raises:
        Refused: the value is no number.
    """
    text = os.environ.get(variable, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:20]) < 1 << 40):
        message = f"{variable} is not a whole number from 1 on"
        raise Refused(message, f"unset it, or write digits only, like {usual * 10}")
    return int(text)


MARK = Path("terms", "corpus.yaml")
"""File that makes a folder a workspace."""
LARGEST = _allowed("ZOPA_MAX_FILE_BYTES", 1_048_576)
"""Largest size of a file in bytes; larger files are refused unread."""
MOST_VALUES = _allowed("ZOPA_MAX_VALUES", 100_000)
"""Largest number of keys, values and collections in a file."""
MORE = 16_384
"""Bytes to read beyond the reported size of a file."""
FOLDERS = ("terms", "scenarios")
READ_FOLDERS = frozenset({"terms/issues", "terms/positions", "terms/rules", "scenarios"})
"""Folders in which every file with a YAML suffix is read."""
DEPTH = 3
"""Number of levels that `near` descends."""
MOST_FOLDERS = 200
"""Number of folders that `near` visits."""
SUFFIXES = frozenset({".yaml", ".yml"})
FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
"""Flags for opening: never wait for a pipe without a writer, never acquire a terminal."""


def find(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upward, that is a workspace."""
    here = start.resolve()
    return next((each for each in (here, *here.parents) if (each / MARK).is_file()), None)


def own(path: Path) -> Path | None:
    """Return the workspace that a file or folder belongs to by its place.

    A link belongs to its own place, not to its target; a link outside every workspace belongs
    to that of its target.
    """
    whole = path.absolute()
    if ".." in whole.parts:
        whole = whole.parent.resolve() / whole.name
    stands = next((each for each in (whole, *whole.parents) if (each / MARK).is_file()), None)
    return find(path) if stands is None else stands.resolve()


def near(start: Path) -> list[Path]:
    """Return workspaces a few folders below, in order; hidden folders are skipped."""
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
    """Return every file in the workspace's two folders with a YAML suffix, in order.

    Relative to the root, with `/`. Links to folders are not followed, except the two folders
    themselves. Such a link is listed itself, as is an unreadable folder or one named like a
    file; its reader reports it.
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
    """Normalise a name so that systems can compare it: é is one character in every encoding."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def twins(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield paths that some systems confuse with an earlier one, each with that one."""
    first: dict[str, str] = {}
    for each in names:
        known = first.setdefault(composed(composed(each).casefold()), each)
        if known != each:
            yield each, known


def there(path: Path) -> Path:
    """Return the path, or an existing path that differs only in Unicode normalisation."""
    if path.exists() or path.name.isascii():
        return path
    with contextlib.suppress(OSError):
        for each in path.parent.iterdir():
            if composed(each.name) == composed(path.name):
                return each
    return path


def named_yaml(name: str) -> bool:
    """Return True if a file's name has a YAML suffix, in any case.

    Files that zopa does not read must at least be reported.
    """
    return (dot := name.rfind(".")) > 0 and name[dot:].lower() in SUFFIXES


def leads_out(root: Path, file: Path) -> bool:
    """Return True if a link leads from its place in the workspace out of it."""
    base, whole = root.absolute(), file.absolute()
    if not whole.is_relative_to(base) or whole == base:
        return False
    top = base / whole.relative_to(base).parts[0]
    if not (whole.is_symlink() or top.is_symlink()):
        return False
    real = os.path.realpath(base)  # never raises, not even for cyclic links
    return os.path.commonpath([real, os.path.realpath(whole)]) != real


def called(root: Path, file: Path) -> str:
    """Return the displayed path of a file: relative to its workspace, else as given.

    A link has its own place; a link outside a workspace has that of its target.
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
    """Return the bytes of a regular file of at most that size; None for all others."""
    try:
        descriptor = os.open(file, FLAGS)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return None
        # Only the needed size: allocating a megabyte takes longer than reading.
        raw = os.read(descriptor, status.st_size + 1)
        while len(raw) <= most and (more := os.read(descriptor, MORE)):
            raw += more
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return raw if len(raw) <= most else None


# -- roles of files, by their folders --


class Role(enum.StrEnum):
    """Role of a file; the value is the stem of its schema."""

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
    """Return the role of a file, or None if zopa does not read it.

    Args:
        path: relative to the workspace, with `/`.
    """
    folder, _, name = path.rpartition("/")
    if folder in FOLDER_ROLES and name.endswith(".yaml") and not name.startswith("."):
        return FOLDER_ROLES[folder]
    return FILES.get(path)


def is_draft(path: str, drafts: AbstractSet[str] = frozenset()) -> bool:
    """Return True if a file is read as a scenario, by its folder or because it was named.

    Args:
        path: as for `role_of`.
        drafts: paths of scenarios in other places.
    """
    role = role_of(path)
    if role is None:
        return path in drafts and not path.startswith("terms/")
    return role is Role.SCENARIO


# -- shipped files, installed or in a checkout --


PACKAGE = Path(__file__).resolve().parent.parent
"""Installation folder of zopa; it is never written to."""
IN_CHECKOUT = {"diagnostics": "docs/diagnostics", "glossary": "docs"}
"""Folders of a checkout by their names in a wheel."""


def shipped(name: str) -> Path:
    """Return a folder of files that zopa ships.

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
    tried = " or ".join(map(str, places))
    message = f"the installation of zopa is incomplete: no folder {name!r} at {tried}"
    raise FileNotFoundError(message)


# -- schemas that comments for editors name, and their identities --


TOOL: Final = "yaml-language-server"
TARGET: Final = re.compile(r"\$schema=(\S+)")
IDENTITY: Final = re.compile(r'"\$id":\s*"([^"]*)"')
FIRST: Final = 4096
"""Characters of a schema that are searched for its `$id`."""


class Targets:
    """Schemas named by the files of one workspace; each is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._identities: dict[str, str] = {}

    def identity(self, path: str, target: str) -> str:
        """Return the `$id` of a schema in the workspace; schemas elsewhere are not read.

        Args:
            path: the file that names it.
            target: its path in that file.
        """
        if "://" in target:
            return target
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if place.startswith(("/", "../")) or "\0" in place:
            return ""
        if place not in self._identities:
            self._identities[place] = _identity_in(self._root / place, self._root)
        return self._identities[place]

    def named_in(self, path: str, raw: bytes) -> list[str]:
        """Return the `$id` of every schema that a file may name: its findings need them."""
        if TOOL.encode() not in raw:
            return []
        text = raw.decode(errors="replace")
        return [self.identity(path, each) for each in TARGET.findall(text)]


def _identity_in(file: Path, root: Path) -> str:
    try:
        if not (file.is_file() and file.resolve().is_relative_to(root.resolve())):
            return ""
        with file.open(encoding="utf-8", errors="replace") as stream:
            found = IDENTITY.search(stream.read(FIRST))
    except OSError:
        return ""
    return found[1] if found else ""
