"""Files of the format reference in `docs/format.md`, which the schemas must accept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from zopa.documents import parse
from zopa.files import Role, role_of

__all__ = ["BLOCKS", "CONDITIONS", "FILES", "data_of", "role_for"]

FORMAT = Path(__file__).parents[2] / "docs" / "format.md"
BLOCK = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REFERENCE = FORMAT.read_text(encoding="utf-8").partition("\n## Reference\n")[2]
BLOCKS = BLOCK.findall(REFERENCE)
"""YAML blocks: the first line, which names a file, and the rest."""
FILES = {path: text for path, text in BLOCKS if path.endswith(".yaml")}
CONDITIONS = dict(BLOCKS)["conditions"]


def data_of(text: str, path: str = "x.yaml") -> Any:
    """The data of a text, as the engine reads it."""
    return parse(text, path).data


def role_for(path: str) -> Role:
    """The role of a file that has one."""
    role = role_of(path)
    assert role is not None, path
    return role
