"""What is kept and never computed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.construct.building import Constructed, id_of, listed
from zopa.model import corpus as model
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from zopa.construct.parts import Part

RECORD_TITLES = ("title", "topic", "question", "what", "of", "text")
"""Where a record entry says what it is about, in order of preference."""


__all__ = ["build_record"]


def build_record(built: Constructed, root: Part) -> None:
    """Entries of every section, as they are written."""
    entries: list[model.Entry] = []
    for section in root.data:
        if not isinstance(root.data[section], list):
            continue
        if section == "absent":
            entries.extend(
                model.Entry("absent", Name(f"absent-{number}", part.span), str(part.data), {})
                for number, part in enumerate(root.parts("absent"), 1)
            )
            continue
        for part, _ in listed(root, section):
            name = id_of(part)
            if name is None or not built.sound(part):
                continue
            title = next((part.text(key) for key in RECORD_TITLES if key in part), str(name))
            fields = {
                key: value for key, value in part.data.items() if key not in {"id", "cites"}
            }
            entries.append(model.Entry(section, name, title, fields, part.cites()))
    built.corpus["record"] = tuple(entries)
