"""Files of zopa's own after a few changes, the same for the same seed: text, or data."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from inputs import corpus_files

from zopa.documents import parse
from zopa.files import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inputs import Inputs

__all__ = ["in_workspace", "shaped", "split"]

ORDERS: Final = (
    *(
        "::error::x",
        "::",
        "##[error]x",
        "##vso[task.x]",
        "##teamcity[x]",
        "%0A",
        "\x1b[2J",
        "\x9b",
    ),
    *(
        "\u202e",
        "\u2066",
        "\u200f",
        "<b>",
        "<!--",
        "]]>",
        "&amp;",
        "](http://x)",
        "![x](y)",
        "|",
    ),
    *(
        "`",
        "*",
        "_",
        "@x",
        "#1",
        "$(x)",
        "\u2028",
        "\x00",
        "\ufffe",
        "\\x1b",
        "# zopa: ignore[ZX103] x",
    ),
    *("# zopa: ignore[ZC101, ZX103] x", "# zopa: ignore[x]", "\U000e0041", "= ", "- [ ] "),
)
"""What a terminal, a build server, a browser or a reader of Markdown might obey."""


def shaped(inputs: Inputs) -> tuple[Role, str]:
    """Data of some role after one to three changes, mostly for the worse, as JSON."""
    path = inputs.chance.choice(_smaller())
    return _role(path), _changed(inputs, path)


def in_workspace(inputs: Inputs) -> tuple[str, str]:
    """A file of a small workspace, changed: its path from the repository, and its text."""
    chance = inputs.chance
    path = chance.choice(_smaller())
    if chance.random() < 0.5:
        return path, _changed(inputs, path)
    text = corpus_files()[path]
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.3:
            at = chance.randint(0, len(text))
            text = text[:at] + chance.choice(ORDERS) + text[at:]
        else:
            text = inputs.edit(text)
    if chance.random() < 0.02:
        name = chance.choice(ORDERS).replace("\x00", "0").replace("/", "_")
        path = (
            f"{path[: path.find('terms/')]}scenarios/{name}.yaml" if "terms/" in path else path
        )
    return path, text


def _changed(inputs: Inputs, path: str) -> str:
    """The data of a file after one to three changes, as JSON."""
    chance = inputs.chance
    names, values = _words()[_role(path)]
    data = copy.deepcopy(_data(path))
    for _ in range(chance.randint(1, 3)):
        spots = list(_spots(data))
        if not spots:
            break
        holder, key = chance.choice(spots)
        roll = chance.random()
        if roll < 0.2:
            del holder[key]
        elif roll < 0.4:
            holder[key] = copy.deepcopy(chance.choice(ODD))
        elif roll < 0.5:
            holder[key] = copy.deepcopy(chance.choice(values[""]))
        elif roll < 0.8:
            holder[key] = copy.deepcopy(chance.choice(values.get(key, values[""])))
        elif isinstance(holder, dict) and roll < 0.9:
            holder[chance.choice(names)] = holder.pop(key)
        elif isinstance(holder, dict):
            name = chance.choice(names)
            holder[name] = copy.deepcopy(chance.choice(values.get(name, values[""])))
        else:
            holder.append(copy.deepcopy(holder[key]))
    return json.dumps(data, indent=1, default=float) + "\n"


ODD: Final[tuple[Any, ...]] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        2**53 - 1,
        1.5,
        1.0,
        "",
        "x",
        "no",
        "a\n",
        "a/b",
        "$x",
        "a--b",
    ),
    *("2025-02-30", "0999-01-01", "2025-08-17", "unlimited", "silent", "open", "é", "a" * 101),
    *(
        [],
        {},
        [1, 1],
        [True, 1],
        ["x", "x"],
        [[]],
        {"x": {}},
        {"min": 0, "max": 0},
        {"all": []},
    ),
    *({"not": {}}, {"chosen": "a/b", "silent": "c"}, {"at-least": 1, "of": "x"}, {"$ref": "x"}),
)
"""Values that are wrong nearly everywhere."""


def split(path: str) -> tuple[str, str]:
    """A path from the repository on, as that of a workspace and that within it."""
    at = max(path.find("terms/"), path.find("scenarios/"))
    return path[:at], path[at:]


def _role(path: str) -> Role:
    role = role_of(split(path)[1])
    assert role is not None, path
    return role


@cache
def _data(path: str) -> Any:  # noqa: ANN401  # any YAML
    return parse(corpus_files()[path], path).data


@cache
def _smaller() -> list[str]:
    """The files of the small workspaces: all but the shipped one."""
    return [path for path in corpus_files() if path.startswith(("tests/", "engine/"))]


@cache
def _words() -> dict[Role, tuple[list[str], dict[Any, list[Any]]]]:
    """The keys of all small files of a role; and their values by key, under "" all of them."""
    found: dict[Role, tuple[set[str], dict[Any, list[Any]]]] = {}
    for path in _smaller():
        names, values = found.setdefault(_role(path), ({"x", "no", "X", "\u2028"}, {}))
        for holder, key in _spots(_data(path)):
            values.setdefault("", []).append(holder[key])
            if isinstance(key, str):
                values.setdefault(key, []).append(holder[key])
                names.add(key)
    return {role: (sorted(names), values) for role, (names, values) in found.items()}


def _spots(data: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401  # any YAML
    keys = (
        data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    )
    for key in list(keys):
        yield data, key
        yield from _spots(data[key])
