"""The current view as Markdown, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import one_line
from zopa_tui.session.engine import Pending
from zopa_tui.words import picks_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa_tui.session.session import Session

__all__ = ["Table", "as_text", "draft_tables", "notes_of", "title_of"]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a view."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def draft_tables(session: Session) -> list[Table]:
    """What Compose shows: choices, verdicts, marks."""
    corpus, snapshot = session.corpus, session.snapshot
    choices = tuple(
        (issue, picks_words(corpus, issue, picks) or "silent")
        for issue, picks in snapshot.draft.choices.items()
    )
    verdicts = tuple(
        (
            str(each.verdict),
            str(each.held.position.party),
            each.held.position.title,
            str(each.held.position.strength),
            str(each.held.reading.id),
            " ".join(each.because or each.hangs_on),
        )
        for each in snapshot.verdicts.verdicts
    )
    marks: tuple[tuple[str, ...], ...] = ()
    if not isinstance(snapshot.marks, Pending):
        marks = tuple(
            (each.issue, each.term, str(each.mark), each.by or "")
            for each in snapshot.marks.marks
        )
    heads = ("verdict", "party", "position", "strength", "reading", "because or hangs on")
    return [
        Table("Choices", ("issue", "choice"), choices),
        Table("Positions", heads, verdicts),
        Table("Terms", ("issue", "term", "mark", "by"), marks),
    ]


def as_text(form: str, title: str, notes: Sequence[str], tables: Sequence[Table]) -> str:
    """The tables in a form.

    Args:
        form: `md`, `csv` or `json`.
        title: of the whole.
        notes: under what the answers hold.
        tables: in the order of the view.

    Raises:
        ValueError: there is no such form.
    """
    match form:
        case "md":
            return _markdown(title, notes, tables)
        case "csv":
            return _csv(tables)
        case "json":
            whole = {
                "title": title,
                "notes": list(notes),
                "tables": [
                    {
                        "title": each.title,
                        "rows": [dict(zip(each.head, row, strict=True)) for row in each.rows],
                    }
                    for each in tables
                ],
            }
            return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
        case _:
            msg = f"no form {form!r}"
            raise ValueError(msg)


def _markdown(title: str, notes: Sequence[str], tables: Sequence[Table]) -> str:
    lines = [f"# {_cell(title)}", "", *(f"- {_cell(each)}" for each in notes)]
    for each in tables:
        lines += ["", f"## {_cell(each.title)}", "", _row(each.head)]
        lines.append(_row(["---"] * len(each.head)))
        lines += map(_row, each.rows)
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    text = one_line(text)
    for sign in ("\\", "|", "`", "*", "_", "<", "["):
        text = text.replace(sign, f"\\{sign}")
    return text


def _csv(tables: Sequence[Table]) -> str:
    from zopa.writers.tables import inert

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, each in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerow(["table", *each.head])
        writer.writerows([each.title, *map(inert, row)] for row in each.rows)
    return out.getvalue()


def title_of(session: Session) -> str:
    """What the draft is called."""
    scenario = session.file.scenario
    return scenario.title or scenario.id


def notes_of(session: Session) -> list[str]:
    """Under what the answers hold."""
    context = session.snapshot.verdicts.context
    return [
        f"as of {context.as_of}",
        f"at the table: {', '.join(context.table)}",
        f"kinds held: {', '.join(context.hold)}",
        *(f"waived: {each.position}" for each in context.waivers),
        *(f"read as: {name} as {reading}" for name, reading in context.readings.items()),
        "unsaved" if not session.snapshot.saved else f"file: {session.file.scenario.path}",
    ]
