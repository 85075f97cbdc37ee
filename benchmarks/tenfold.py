"""The shipped corpus ten times over, as files: issues, rules and lines again under other names.

Parties, entities, sources and what they said stay one; the copies of terms set
nothing, so that only the map does not grow.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import yaml

from zopa.files import shipped

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["tenfold"]

TERMS = {"chosen", "silent", "for", "against", "undetermined", "issues", "any-of", "none-of"}
"""Keys under which issues and terms are named."""


class _Plain(yaml.SafeDumper):
    """Writes nothing by reference."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out."""
        del data
        return True


def tenfold(folder: Path, times: int = 10) -> Path:
    """Write the workspace into a folder; its root."""
    source = shipped("terms").parent
    shutil.copytree(source / "terms", folder / "terms")
    shutil.copytree(source / "scenarios", folder / "scenarios")
    every = sorted((source / "terms").rglob("*.yaml"))
    read = {each: yaml.safe_load(each.read_text(encoding="utf-8")) for each in every}
    issues = {issue["id"] for data in read.values() for issue in data.get("issues", ())}
    for file, data in read.items():
        kinds = {"issues", "rules", "positions"} & data.keys()
        if not kinds:
            continue
        for kind in kinds:
            data[kind] = [
                *data[kind],
                *(
                    _copied(each, issues, number)
                    for number in range(2, times + 1)
                    for each in data[kind]
                ),
            ]
        text = yaml.dump(data, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=1_000)
        (folder / file.relative_to(source)).write_text(text, encoding="utf-8")
    return folder


def _copied(thing: dict[str, Any], issues: set[str], number: int) -> dict[str, Any]:
    copied: dict[str, Any] = _renamed(thing, issues, number, under="")
    copied["id"] = f"{thing['id']}-{number}"
    for term in copied.get("terms", ()):
        if isinstance(term, dict):
            term.pop("effects", None)
    return copied


def _renamed(value: Any, issues: set[str], number: int, *, under: str) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {
            key: _renamed(each, issues, number, under=str(key)) for key, each in value.items()
        }
    if isinstance(value, list):
        return [_renamed(each, issues, number, under=under) for each in value]
    if isinstance(value, str) and under in TERMS:
        issue, slash, term = value.partition("/")
        return f"{issue}-{number}{slash}{term}" if issue in issues else value
    return value
