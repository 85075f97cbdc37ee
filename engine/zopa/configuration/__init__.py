"""Settings of a team for its workspace: `zopa.toml`, or `[tool.zopa]` of `pyproject.toml`.

They are data. They can name no program, no file outside the workspace, and no output file.
"""

from __future__ import annotations

import fnmatch
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from zopa.diagnostics import documentation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Configured

__all__ = [
    "CONFIGURATIONS",
    "SHARED",
    "Configuration",
    "matches",
    "read_configuration",
]


OWN, SHARED = "zopa.toml", "pyproject.toml"
CONFIGURATIONS: Final = (OWN, SHARED)
"""Files next to `terms/` that may have settings; the first one with settings counts."""


@dataclass(frozen=True)
class Configuration:
    """The valid settings of a workspace."""

    path: str = ""
    """The file; empty without one."""
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Values of settings by key, with dots."""
    origins: Mapping[str, str] = field(default_factory=dict[str, str])
    """For each setting its origin: `path:line`, a flag, or a variable."""
    diagnostics: tuple[Diagnostic, ...] = ()

    def get(self, key: str) -> Any:  # noqa: ANN401
        """The value of a setting; None if it is not set."""
        return self.values.get(key)

    def over(self, given: Mapping[str, Any], origin: Mapping[str, str]) -> Configuration:
        """The same with values that override those of the file."""
        return replace(
            self,
            values={**self.values, **given},
            origins={**self.origins, **origin},
        )

    def reads(self, path: str) -> bool:
        """True if a file of the workspace is read: all but excluded scenarios."""
        return not any(matches(each, path) for each in self.get("exclude") or ())

    def from_file(self) -> tuple[str, ...]:
        """Keys of the settings that the file itself sets."""
        return tuple(key for key, at in self.origins.items() if at.startswith(f"{self.path}:"))

    @property
    def docs(self) -> str:
        """Address of the documentation site; empty if there is none."""
        return str(self.get("docs") or documentation())

    @property
    def assumed(self) -> Configured | None:
        """The assumptions that it sets for every question."""
        if not self.values:
            return None
        from zopa.model.corpus import Configured, Kind

        hold = self.get("assumptions.hold")
        found = Configured(
            self.path,
            as_of=self.get("assumptions.as-of"),
            hold=None if hold is None else tuple(map(Kind, hold)),
            table=self.get("assumptions.at-the-table"),
            readings=self.get("assumptions.readings") or {},
        )
        return found if found.stated else None


def matches(pattern: str, path: str) -> bool:
    """True if a path matches a pattern: `*` is any text; a folder includes its content."""
    return fnmatch.fnmatchcase(path, pattern) or path.startswith(f"{pattern.rstrip('/')}/")


def read_configuration(root: Path) -> Configuration:
    """The configuration next to a workspace, with its findings in `diagnostics`."""
    texts: dict[str, bytes | Diagnostic] = {}
    for name in CONFIGURATIONS:
        file = root / name
        if os.path.lexists(file):
            from zopa.documents import Limits, open_and_read

            texts[name] = open_and_read(file, name, Limits(), root=root)
    if not texts:
        return Configuration()
    from zopa.configuration.settings import read_texts

    return read_texts(texts)
