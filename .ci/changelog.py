"""Give what is unreleased in CHANGELOG.md to a version, under Added, Changed and Fixed.

    python .ci/changelog.py VERSION DATE

Until then each entry says itself what it is: several people write at the same time.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
HEADS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
OTHERS = "Changed"
"""Where an entry goes that begins with none of them."""
KIND = re.compile(rf"^({'|'.join(HEADS)})(?: (in [^:]*))?:? ")


def released(text: str, version: str, date: str) -> str:
    """The changelog with an empty part for what comes next, and one for the version."""
    before, _, rest = text.partition("## Unreleased\n")
    unreleased, head, older = rest.partition("\n## ")
    found: dict[str, list[str]] = {each: [] for each in HEADS}
    for entry in re.split(r"^- ", unreleased, flags=re.MULTILINE)[1:]:
        kind = KIND.match(entry)
        said = entry[kind.end() :] if kind else entry
        where = f"{kind[2][0].upper()}{kind[2][1:]}: " if kind and kind[2] else ""
        said = f"{where}{said if where else said[:1].upper() + said[1:]}"
        found[kind[1] if kind else OTHERS].append(f"- {said.rstrip()}\n")
    parts = [f"### {each}\n\n{''.join(found[each])}" for each in HEADS if found[each]]
    return (
        f"{before}## Unreleased\n\n## {version} ({date})\n\n" + "\n".join(parts) + head + older
    )


def main() -> None:
    """Rewrite the file."""
    _, version, date = sys.argv
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(released(text, version, date), encoding="utf-8")


if __name__ == "__main__":
    main()
