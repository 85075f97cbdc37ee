"""Files of an imported workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from zopa.diagnostics import shown
from zopa.documents.scalars import scalar
from zopa.importing.reading import SOURCE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from zopa.importing.imported import Imported

__all__ = ["README", "number_of", "workspace_files"]

README: Final = "README.md"
WIDTH: Final = 110
"""Columns of a line with a full value, if several lines are possible."""
MOST_BYTES: Final = 400_000
"""Largest size of a generated file in bytes, far below the limit of files."""
MOST_VALUES: Final = 40_000


def workspace_files(made: Imported, *, file: str, as_of: dt.date) -> dict[str, str]:
    """Return the text of each file, by its path in the workspace.

    Args:
        made: the imported model.
        file: name of its file, without folders.
        as_of: the evaluation date, which the file does not have.
    """
    corpus = {
        "zopa": 1,
        "title": made.title,
        "note": f"Imported from {file}, a {made.form}; {README} says what was left out.",
        "as-of": as_of.isoformat(),
        "at-the-table": [],
    }
    source = {"id": SOURCE, "title": file, "file": file, "cites-as": made.places}
    files = {
        "terms/corpus.yaml": "".join(_lines(corpus)),
        "terms/sources.yaml": _list("sources", [source]),
    }
    files |= _split("issues", "terms/issues/imported{}.yaml", made.issues)
    files |= _split("rules", "terms/rules{}.yaml", made.rules)
    files[README] = _readme(made, file)
    return files


def _split(key: str, path: str, items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Divide items among files; the first has no number."""
    files: dict[str, str] = {}
    part: list[Mapping[str, Any]] = []
    size = values = 0

    def put() -> None:
        number = len(files) + 1
        name = path.format("" if number == 1 else f"-{number}")
        if number > 1 and "/" not in path.removeprefix("terms/"):
            name = f"terms/{key}/imported-{number}.yaml"
        files[name] = _list(key, part)

    for each in items:
        text = len("".join(_item(each)).encode())
        many = _values(each)
        if part and (size + text > MOST_BYTES or values + many > MOST_VALUES):
            put()
            part, size, values = [], 0, 0
        part.append(each)
        size, values = size + text, values + many
    if part:
        put()
    return files


def _values(value: object) -> int:
    if isinstance(value, Mapping):
        return 1 + len(value) + sum(map(_values, value.values()))
    if isinstance(value, list | tuple):
        return 1 + sum(map(_values, value))
    return 1


# -- YAML --


def _list(key: str, items: Iterable[Mapping[str, Any]]) -> str:
    return "".join([f"{key}:\n", *(line for each in items for line in _item(each))])


def _item(value: Mapping[str, Any], indent: str = "  ") -> Iterator[str]:
    """Yield an item of a list, on one line if it fits."""
    line = f"{indent}- {_flow(value)}\n"
    if len(line) <= WIDTH:
        yield line
        return
    first, *rest = _lines(value, f"{indent}  ")
    yield f"{indent}- {first.lstrip(' ')}"
    yield from rest


def _lines(value: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, each in value.items():
        alone = not isinstance(each, Mapping | list)
        line = f"{indent}{key}: {scalar(each, alone=True) if alone else _flow(each)}\n"
        if alone or not each or len(line) <= WIDTH:
            yield line
            continue
        yield f"{indent}{key}:\n"
        if isinstance(each, Mapping):
            yield from _lines(each, f"{indent}  ")
        else:
            for one in each:
                if isinstance(one, Mapping):
                    yield from _item(one, f"{indent}  ")
                else:
                    yield f"{indent}  - {_flow(one)}\n"


def _flow(value: Any) -> str:  # noqa: ANN401  # any value of a file
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    if (
        isinstance(value, str)
        and "/" in value
        and value.replace("/", "").replace("-", "").isalnum()
    ):
        return value if value.isascii() else scalar(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return scalar(value)


# -- README --


def _readme(made: Imported, file: str) -> str:
    issues, rules = number_of(made.issues, "issue"), number_of(made.rules, "rule")
    lines = [
        f"# {_inert(made.title)}",
        f"Imported by `zopa import` from `{_inert(file)}`, a {made.form}: {issues}, {rules}.",
        "There are no parties and no positions: every agreement is an outcome of the file.",
        "The evaluation date is that of the import. Only positions will depend on it.",
        "## How it is said",
        "\n".join(f"- {each}" for each in made.became),
        "## Not carried over",
        "\n".join(f"- {_inert(str(each))}" for each in made.left)
        or "Everything of the file is in the workspace.",
    ]
    return "\n\n".join(lines) + "\n"


def number_of(things: Sequence[object], one: str) -> str:
    """Return a count in words: `1 rule`, `2 rules`."""
    return f"{len(things)} {one}{'s' * (len(things) != 1)}"


def _inert(text: str) -> str:
    """Return a text of the file without Markdown syntax."""
    safe = shown(text)
    for character in "\\`*_[]<>#|&":
        safe = safe.replace(character, f"\\{character}")
    return safe
