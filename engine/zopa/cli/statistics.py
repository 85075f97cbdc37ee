"""`--statistics`: the number of findings of each code."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zopa.cli.output import as_json

if TYPE_CHECKING:
    from zopa.cli.reporting import Forms
    from zopa.interchange import Run
    from zopa.writers import Style

__all__ = ["statistics_forms"]

IN_WORDS = ("auto", "full", "text", "concise")


def statistics_forms(told: Run) -> Forms:
    """The counts, most first, as text and as JSON."""
    counts = Counter((each.code, each.kind.name, str(each.severity)) for each in told.findings)
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0]))

    def text(_: Style, __: int) -> str:
        broad = max((len(name) for (_, name, _), _ in rows), default=0)
        lines = (
            f"{count:>6}  {code}  {name:<{broad}}  {severity}\n"
            for (code, name, severity), count in rows
        )
        return "".join(lines) or "no findings\n"

    def json_text(_: Style, __: int) -> str:
        found = [
            {"code": code, "name": name, "severity": severity, "count": count}
            for (code, name, severity), count in rows
        ]
        return as_json({"format": "zopa-statistics", "version": 1, "statistics": found})

    return {**dict.fromkeys(IN_WORDS, text), "json": json_text}
