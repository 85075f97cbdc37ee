"""The workspace of the format reference in `docs/format.md`, which uses every form."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from zopa.documents import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LINE", "TEXT", "Exact", "write_reference"]

TEXT = (Path(__file__).parents[1] / "docs" / "format.md").read_text(encoding="utf-8")
REFERENCE = TEXT.partition("\n## Reference\n")[2]
PART = re.compile(r"^```yaml\n# (?:and )?(\S+\.yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONDITIONS = re.compile(r"^```yaml\n# conditions\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINE: Mapping[str, Any] = {
    "id": "snippet",
    "party": "buyer",
    "kind": "red-line",
    "strength": "declared",
    "title": "What the snippet says",
    "since": "2025-01-12",
    "says": {
        "speaker": "counsel",
        "said": "2025-01-12",
        "text": "So it is.",
        "cites": {"paper": [2]},
    },
}


class Exact(yaml.SafeDumper):
    """Writes decimals digit by digit."""


Exact.add_representer(
    Decimal, lambda dumper, said: dumper.represent_scalar("tag:yaml.org,2002:float", str(said))
)


def write_reference(root: Path) -> None:
    """Write it into a folder: all files, with the page's later additions.

    Each condition of the page's list becomes a preference.
    """
    files: dict[str, Any] = {}
    for path, text in PART.findall(REFERENCE):
        data: Any = parse(text, path).data
        assert data is not None, path
        files[path] = _merged(files[path], data) if path in files else data
    text = f"list:\n{CONDITIONS.findall(REFERENCE)[0]}"
    conditions: Any = parse(text, "conditions.yaml").data
    listed = conditions["list"]
    files["terms/positions/conditions.yaml"] = {
        "positions": [
            {
                **LINE,
                "id": f"line-{number}",
                "party": "union",
                "kind": "preference",
                "strength": "reported",
                "since": "2025-03-05",
                "holds": each,
                "says": None,
                "statements": ["secretary-on-pay"],
            }
            for number, each in enumerate(listed)
        ]
    }
    for position in files["terms/positions/conditions.yaml"]["positions"]:
        del position["says"]
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.dump(data, Dumper=Exact, allow_unicode=True), encoding="utf-8")


def _merged(one: Any, other: Any) -> Any:
    """Two parts of a file, merged."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            key: _merged(one[key], other[key]) if key in one and key in other else value
            for key, value in (one | other).items()
        }
    return [*one, *other]
