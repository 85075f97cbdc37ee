"""Facts about a corpus and its drafts, found without the code that makes briefs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Plain", "World", "every_text", "named", "read", "result", "verdicts"]


class Plain(yaml.SafeLoader):
    """A loader that reads dates as texts."""


Plain.yaml_implicit_resolvers = {
    key: [each for each in some if each[0] != "tag:yaml.org,2002:timestamp"]
    for key, some in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass
class World:
    """Facts about a corpus and some drafts, independent of their brief."""

    answers: dict[str, dict[str, Any]]
    """Answers, by letter of the draft and question."""
    drafts: dict[str, Any]
    """Files of the drafts, by letter."""
    statements: dict[str, Any]
    positions: dict[str, Any]
    parties: dict[str, Any]
    speakers: dict[str, Any]
    issues: dict[str, Any]
    texts: set[str]
    """All texts of the files, with normalised white space."""

    def titles(self, position: str) -> set[str]:
        """Names of a position in briefs: with its holders at a draft's table, or at any."""
        tables = [x["check"]["context"]["at-the-table"] for x in self.answers.values()]
        found = {
            self._holders(position, table)
            for table in [*tables, [x for each in tables for x in each]]
        }
        return {f"{each}: {self.positions[position]['title']}" for each in found}

    def named(self, position: str, text: str) -> bool:
        """True if the text contains such a name of the position."""
        return any(each in text for each in self.titles(position))

    def _holders(self, position: str, table: list[str]) -> str:
        declared = self.positions[position]
        every = [declared["party"], *declared.get("held-by", [])]
        some = [each for each in every if each in table] or every[:1]
        names = [self.parties[x].get("short", self.parties[x]["name"]) for x in some]
        return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def read(folder: Path) -> Iterator[Any]:
    """Every file of the terms."""
    for file in sorted((folder / "terms").rglob("*.yaml")):
        yield yaml.load(file.read_text(encoding="utf-8"), Plain)  # noqa: S506  # a safe one


def named(files: list[Any], key: str) -> dict[str, Any]:
    """The declarations under this key in all files, by id."""
    found: dict[str, Any] = {}
    for file in files:
        some = file.get(key, {})
        found |= some if isinstance(some, dict) else {each["id"]: each for each in some}
    return found


def every_text(value: Any) -> Iterator[str]:
    """The texts in a document."""
    if isinstance(value, dict):
        for each in value.values():
            yield from every_text(each)
    elif isinstance(value, list):
        for each in value:
            yield from every_text(each)
    elif isinstance(value, str):
        yield " ".join(value.split())


def result(answers: dict[str, Any], question: str) -> Any:
    """The result of one question."""
    found = answers[question]["result"]
    return found["scenarios"][0] if question == "check" else found


def verdicts(answers: dict[str, Any], verdict: str) -> set[str]:
    """The positions with this verdict."""
    return {x["id"] for x in result(answers, "check")["positions"] if x["verdict"] == verdict}
