"""What a recovery file says, and where it lies."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.files import writing as saving
from zopa.model.conditions import Name, Value
from zopa.model.corpus import Kind, Waiver
from zopa_tui.session.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LOCK", "Recovery", "files", "places", "read", "state_folder", "write"]

VERSION = 1
LOCK = ".lock"
"""Ending of the file that says that a session is alive."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """A draft that was not saved."""

    file: Path
    """The recovery file."""
    scenario: Path
    """What the draft belongs to."""
    base: str
    """Digest of the scenario's file when it was last read or saved; empty for none."""
    pid: int
    """Of the process that wrote it."""
    written: dt.datetime
    labels: tuple[str, ...]
    """The unsaved steps, oldest first."""
    draft: Draft

    def based_on_disk(self) -> bool:
        """Whether the scenario's file is still the one that the draft was made from."""
        try:
            there = saving.content(self.scenario)
            return (saving.digest(there) if there is not None else "") == self.base
        except OSError:
            return False

    def discard(self) -> None:
        """Forget it."""
        self.file.unlink(missing_ok=True)


def state_folder() -> Path:
    """Where recovery files are kept, by the rules of the XDG base directories."""
    stated = Path(os.environ.get("XDG_STATE_HOME", ""))
    home = stated if stated.is_absolute() else Path.home() / ".local" / "state"
    return home / "zopa" / "recovery"


def places(scenario: Path, folder: Path) -> Iterator[Path]:
    """The recovery files that a scenario can have, the usual one first; without end."""
    stem = saving.digest(os.fsencode(scenario.resolve()))[:32]
    yield folder / f"{stem}.yaml"
    for number in itertools.count(2):
        yield folder / f"{stem}-{number}.yaml"


def files(scenario: Path, folder: Path) -> list[Path]:
    """The recovery files that a scenario has."""
    usual = next(places(scenario, folder))
    return sorted((*folder.glob(usual.name), *folder.glob(f"{usual.stem}-*.yaml")))


def write(recovery: Recovery) -> None:
    """Write the file, whole or not at all.

    The text is JSON, which is YAML too, in ASCII: whatever was typed can be kept.

    Raises:
        OSError: it could not be written.
    """
    draft = recovery.draft
    said = {
        "zopa-recovery": VERSION,
        "scenario": str(recovery.scenario),
        "base": recovery.base,
        "pid": recovery.pid,
        "written": recovery.written.isoformat(timespec="seconds"),
        "labels": recovery.labels,
        "draft": {
            "choices": draft.choices,
            "readings": draft.readings,
            "waivers": [
                {
                    "position": each.position,
                    "reason": each.reason,
                    "by": each.by,
                    "expires": each.expires and each.expires.isoformat(),
                }
                for each in draft.waivers
            ],
            "as-of": draft.as_of and draft.as_of.isoformat(),
            "at-the-table": draft.table,
            "hold": draft.hold,
        },
    }
    saving.replace(recovery.file, json.dumps(said, indent=1).encode() + b"\n", mode=0o600)


def read(file: Path) -> Recovery | None:
    """What a recovery file says; None where it is none that this version wrote."""
    try:
        said = json.loads(saving.content(file) or b"")
        if said["zopa-recovery"] != VERSION:
            return None
        written = dt.datetime.fromisoformat(said["written"])
        if written.utcoffset() is None or type(said["pid"]) is not int:
            return None
        return Recovery(
            file=file,
            scenario=Path(_text(said["scenario"])),
            base=_text(said["base"]),
            pid=said["pid"],
            written=written,
            labels=tuple(map(_text, said["labels"])),
            draft=_draft(said["draft"]),
        )
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _text(value: object) -> str:
    """A text that can be shown and written.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    value.encode()  # half of a pair is no text
    return value


def _value(value: object) -> Value:
    return value if isinstance(value, bool | int) else _text(value)


def _draft(said: dict[str, Any]) -> Draft:
    table, hold = said["at-the-table"], said["hold"]
    return Draft(
        choices={
            _text(issue): {
                _text(term): {_text(name): _value(each) for name, each in given.items()}
                for term, given in picks.items()
            }
            for issue, picks in said["choices"].items()
        },
        readings={_text(key): _text(name) for key, name in said["readings"].items()},
        waivers=tuple(
            Waiver(
                Name(_text(each["position"])),
                _text(each["reason"]),
                _text(each["by"]),
                _day(each["expires"]),
            )
            for each in said["waivers"]
        ),
        as_of=_day(said["as-of"]),
        table=None if table is None else tuple(map(_text, table)),
        hold=None if hold is None else tuple(map(Kind, hold)),
    )


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
