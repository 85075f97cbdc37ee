"""Contents of each screen as tables, for export."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.answers.lines import choice_before, citation
from zopa.diagnostics import one_line
from zopa.model import digits
from zopa_tui.session.engine import Pending
from zopa_tui.views.sources import day_of, party_of
from zopa_tui.views.text import picks_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Corpus, Statement
    from zopa.questions.check import Checked
    from zopa.questions.deals import Deals
    from zopa.questions.sweep import Sweep
    from zopa_tui.session.questions import DealFindings
    from zopa_tui.session.session import Session
    from zopa_tui.views.compare import Differences, DraftColumn
    from zopa_tui.views.compare import MatrixTable as Grid

__all__ = [
    "ViewTable",
    "as_text",
    "compare_tables",
    "deal_tables",
    "draft_tables",
    "matrix_tables",
    "notes_of",
    "problem_tables",
    "source_tables",
    "title_of",
]


def matrix_tables(
    corpus: Corpus, grid: Grid, columns: Sequence[DraftColumn]
) -> list[ViewTable]:
    """The verdicts on the visible positions, and the drafts.

    Args:
        corpus: the corpus of the positions.
        grid: the visible table, with drafts in columns.
        columns: the drafts, in the order of the grid.
    """
    names = [each.draft.name for each in columns]
    rows = []
    for row in grid.rows:
        if row.heading or row.key not in corpus.positions:
            continue
        position = corpus.positions[row.key]
        words = (
            f"{each.verdict or 'does not count'}{' by reading' if each.reading else ''}"
            for each in row.cells
        )
        owner = corpus.parties[position.party].name
        strength = str(position.strength)
        rows.append((owner, position.title, row.key, strength, *words))
    drafts = tuple(
        (
            each.draft.name,
            each.draft.title,
            each.draft.path or "the draft",
            "" if each.crossed is None else str(each.crossed),
            each.draft.why_not,
        )
        for each in columns
    )
    return [
        ViewTable(
            "Verdicts", ("party", "position", "id", "strength", *_apart(names)), tuple(rows)
        ),
        ViewTable("Drafts", ("draft", "title", "file", "crossed", "not judged"), drafts),
    ]


def _apart(names: Iterable[str]) -> list[str]:
    """Unique column names: a repeated name gets a number."""
    found: list[str] = []
    for name in names:
        same = sum(each == name or each.startswith(f"{name} (") for each in found)
        found.append(f"{name} ({same + 1})" if same else name)
    return found


def deal_tables(corpus: Corpus, found: DealFindings) -> list[ViewTable]:
    """Deals, conflicts, concession sets and nearest deals."""

    def position(name: str) -> tuple[str, str, str]:
        known = corpus.positions[name]
        return corpus.parties[known.party].name, known.title, name

    answers = [
        _answer("nothing chosen", found.nothing),
        _answer("your draft", found.drafted),
    ]
    conflicts = [
        (str(number), *position(name))
        for number, each in enumerate(found.conflicts, 1)
        for name in each
    ]
    concessions = [
        (str(number), *position(name))
        for number, each in enumerate(found.ledger.concessions if found.ledger else (), 1)
        for name in each
    ]
    nearest, aside = found.repairs, ""
    if nearest is not None and nearest.relaxed is not None:
        nearest, aside = nearest.relaxed.nearest, ", positions left out"
    repairs = [
        (
            str(number),
            change.issue,
            choice_before(corpus, change.before),
            choice_before(corpus, change.after),
        )
        for number, each in enumerate(nearest.repairs if nearest else (), 1)
        for change in each.changes
    ]
    points = [
        (str(number), str(party), str(cost))
        for number, each in enumerate(found.frontier.points if found.frontier else (), 1)
        for party, cost in each.costs.items()
    ]
    owned = ("party", "position", "id")
    return [
        ViewTable(
            "Is there a deal?", ("asked", "deal", "deals", "completeness"), tuple(answers)
        ),
        ViewTable("Conflicts", ("conflict", *owned), tuple(conflicts)),
        ViewTable("Concession sets", ("set", *owned), tuple(concessions)),
        ViewTable(f"Nearest deals{aside}", ("deal", "issue", "now", "then"), tuple(repairs)),
        ViewTable("Trade-offs", ("trade-off", "party", "crossed"), tuple(points)),
    ]


def _answer(asked: str, deals: Deals | None) -> tuple[str, ...]:
    if deals is None:
        return asked, "not asked", "", ""
    count = "not counted" if deals.count is None else digits(deals.count)
    return asked, "yes" if deals.exists else "no", count, str(deals.completeness)


def compare_tables(found: Differences, *, same: bool) -> list[ViewTable]:
    """The visible rows of a comparison.

    Args:
        found: the comparison.
        same: whether equal rows are visible too.
    """
    titles = {"choice": "Choices", "outcome": "Outcome", "verdict": "Verdicts"}
    return [
        ViewTable(
            title,
            ("what", "id", *_apart(found.names)),
            tuple(
                (each.label, each.key, *each.values)
                for each in found.rows
                if each.nature == nature and (same or not each.same)
            ),
        )
        for nature, title in titles.items()
    ]


def source_tables(
    corpus: Corpus, statements: Sequence[Statement], checked: Checked, swept: Sweep | None
) -> list[ViewTable]:
    """The visible statements, and the dates on which positions begin or end."""
    held: dict[str, list[str]] = {}
    for each in checked.verdicts:
        for rests_on in each.held.position.statements:
            held.setdefault(str(rests_on), []).append(each.held.id)
    said = []
    for statement in statements:
        speaker = corpus.speakers.get(statement.speaker)
        name = str(statement.id)
        said.append(
            (
                str(statement.said),
                str(day_of(statement) or ""),
                speaker.name if speaker is not None else str(statement.speaker),
                party_of(corpus, statement),
                statement.text,
                citation(corpus, statement.cites),
                name,
                " ".join(held.get(name, ())),
            )
        )
    head = ("said", "by", "speaker", "party", "in our words", "cited", "id", "held by it")
    days = [
        (
            str(each.day),
            " ".join(each.begins),
            " ".join(each.ends),
            str(each.held),
            " ".join(each.crossed),
            "yes" if each.deal else "no",
        )
        for each in (swept.days if swept is not None else ())
    ]
    counted = ("from", "begins", "ends", "held", "crossed", "deal")
    return [ViewTable("Statements", head, tuple(said)), ViewTable("Days", counted, tuple(days))]


def problem_tables(
    diagnostics: Iterable[Diagnostic], unknown: Sequence[str]
) -> list[ViewTable]:
    """Findings in the files, and parts of the draft that the corpus does not define."""
    rows = tuple(
        (
            str(each.severity),
            each.code,
            each.span.path if each.span else "",
            str(each.span.start.line) if each.span else "",
            str(each.span.start.column) if each.span else "",
            each.message,
            "; ".join(each.help),
        )
        for each in diagnostics
    )
    head = ("severity", "code", "file", "line", "column", "message", "help")
    names = tuple((each,) for each in unknown)
    return [
        ViewTable("Problems", head, rows),
        ViewTable("Unknown to the corpus", ("name",), names),
    ]


# -- the current view as Markdown, CSV or JSON --


@dataclass(frozen=True, slots=True)
class ViewTable:
    """One table of a view, for export."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def draft_tables(session: Session) -> list[ViewTable]:
    """Contents of Compose: choices, verdicts, status of terms."""
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
    heads = ("verdict", "party", "position", "strength", "reading", "because or depends on")
    return [
        ViewTable("Choices", ("issue", "choice"), choices),
        ViewTable("Positions", heads, verdicts),
        ViewTable("Terms", ("issue", "term", "mark", "by"), marks),
    ]


def as_text(form: str, title: str, notes: Sequence[str], tables: Sequence[ViewTable]) -> str:
    """The tables in one of the export formats.

    Args:
        form: `md`, `csv` or `json`.
        title: title of the document.
        notes: assumptions of the answers.
        tables: tables in the order of the view.

    Raises:
        ValueError: there is no such format.
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


def _markdown(title: str, notes: Sequence[str], tables: Sequence[ViewTable]) -> str:
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


def _csv(tables: Sequence[ViewTable]) -> str:
    from zopa.diagnostics import inert

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, each in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerow(["table", *each.head])
        writer.writerows([each.title, *map(inert, row)] for row in each.rows)
    return out.getvalue()


def title_of(session: Session) -> str:
    """The title of the draft."""
    scenario = session.file.scenario
    return scenario.title or scenario.id


def notes_of(session: Session) -> list[str]:
    """The assumptions of the answers."""
    context = session.snapshot.verdicts.context
    return [
        f"as of {context.as_of}",
        f"at the table: {', '.join(context.table)}",
        f"kinds held: {', '.join(context.hold)}",
        *(f"waived: {each.position}" for each in context.waivers),
        *(f"read as: {name} as {reading}" for name, reading in context.readings.items()),
        *((context.configured,) if context.configured else ()),
        "unsaved" if not session.snapshot.saved else f"file: {session.file.scenario.path}",
    ]
