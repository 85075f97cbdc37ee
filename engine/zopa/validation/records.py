"""What is kept of a look at a workspace, and what it goes by."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.checks.fast_path import Gist
from zopa.diagnostics import Diagnostic
from zopa.files.layout import LARGEST, MOST_VALUES
from zopa.recorded import recorded, remembered
from zopa.roles import Role, role_of
from zopa.validation.suppressions import Silenced

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zopa.documents import Document
    from zopa.files.schema_links import Targets

__all__ = [
    "NOTHING",
    "UNREADABLE",
    "Content",
    "Record",
    "digest_of",
    "kept",
    "key_of",
    "question_of",
]

Content: TypeAlias = bytes | Diagnostic
"""Of a file; or why it has none."""
Json: TypeAlias = Any
UNREADABLE: Final = (
    KeyError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    RecursionError,
)
"""What comes of a record that nobody wrote."""
NOTHING: Final = Silenced(())
"""Of a scenario that is plainly right under the terms."""

UNSOLVED: Final = frozenset({Role.STATEMENTS, Role.SOURCES, Role.RECORD, Role.CORPUS})
"""Roles of files that the solver is never asked about."""
UNASKED: Final = frozenset(
    {"note", "since", "statements", "strength", "supersedes", "title", "until"}
)
"""The same of keys of positions."""


@dataclass
class Record:
    """What was found, and in what."""

    terms: str = ""
    """Digest of all files but the scenarios."""
    sound: bool = False
    found: Json = None
    """In them, as `recorded` has it."""
    gist: Gist | None = None
    """Of the terms."""
    drafts: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    """By path the digest of each scenario, and what was found in it, as `kept` has it."""

    @classmethod
    def read(cls, raw: bytes | None) -> Record:
        """What was written, or nothing."""
        if raw is None:
            return cls()
        try:
            terms, sound, found, gist, drafts = json.loads(raw)
            remembered(found)
        except UNREADABLE:
            return cls()
        if (
            not isinstance(terms, str)
            or not isinstance(sound, bool)
            or not isinstance(drafts, dict)
        ):
            return cls()
        return cls(terms, sound, found, Gist.read(gist), drafts)

    def written(self) -> bytes:
        """As bytes, for `read`."""
        gist = self.gist.written() if self.gist else None
        known = [self.terms, self.sound, self.found, gist, self.drafts]
        return json.dumps(known, separators=(",", ":")).encode()

    def of_draft(self, path: str, digest: str) -> Silenced | None:
        """What was found in a scenario that was the same; `NOTHING` if it was plainly right."""
        entry = self.drafts.get(path)
        if not isinstance(entry, list) or len(entry) != 2 or entry[0] != digest:
            return None
        if entry[1] == 0:
            return NOTHING
        try:
            return remembered(entry[1])
        except UNREADABLE:
            return None


def kept(found: Silenced) -> Json | None:
    """What was found in a scenario as a JSON value: 0 for `NOTHING`, None if it has none."""
    if found is NOTHING:
        return 0
    value = recorded(found)
    return [[], []] if value == 0 else value


# -- what it goes by ----------------------------------------------------------


def key_of(root: Path, *, ignores: bool) -> str:
    """What a record goes by: the engine, the folder, and what is asked."""
    from zopa.validation.engine_id import engine_identity

    limits = [LARGEST, MOST_VALUES]
    return _digest(
        json.dumps([engine_identity(), str(root.resolve()), ignores, limits]).encode()
    )


def digest_of(path: str, content: Content, targets: Targets) -> str:
    """Of everything that a file's own findings depend on."""
    if isinstance(content, Diagnostic):
        content, others = repr(content).encode(errors="surrogatepass"), ["unread"]
    else:
        others = targets.named_in(path, content)
    head = f"{path}\0{len(content)}\0".encode(errors="surrogateescape")
    return _digest(head + content, *([json.dumps(others).encode()] if others else []))


def question_of(documents: Mapping[str, Document]) -> str:
    """A digest of all that the solver is asked about; of data that nothing is wrong with."""
    asked = [
        [path, _asked(document.data) if role is Role.POSITIONS else document.data]
        for path, document in documents.items()
        if (role := role_of(path)) not in UNSOLVED
    ]
    return _digest(json.dumps(asked, default=repr).encode())


def _asked(data: Json) -> Json:
    """Data of a file of positions without what is nothing to the solver."""
    return {
        key: [
            {name: each for name, each in position.items() if name not in UNASKED}
            for position in value
        ]
        if key == "positions"
        else value
        for key, value in data.items()
    }


def _digest(*parts: bytes) -> str:
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
