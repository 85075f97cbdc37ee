"""Why a draft does to a position what it does: the reason, the readings, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.questions.check import Verdict
from zopa.render.check import choice_words, clause_words
from zopa_tui.uncounted import why_not_held
from zopa_tui.views.text import Line, apart, clean, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus, Position
    from zopa.questions.check import Checked, VerdictOn
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.matrix import Column
    from zopa_tui.views.text import Part, Shade

__all__ = ["cell_lines", "file_line", "shade_of"]

SHADES: dict[str, Shade] = {
    "crossed": "crossed",
    "open": "open",
    "respected": "respected",
    "waived": "waived",
    "incoherent": "crossed",
}
HEAD = 11


def shade_of(verdict: str | None) -> Shade:
    """How a verdict looks."""
    return SHADES.get(verdict or "", "muted")


def cell_lines(
    corpus: Corpus, column: Column, name: str, width: int, signs: Signs
) -> Iterator[Line]:
    """What a draft does to a position and why, each reading, and who said it."""
    position = corpus.positions.get(name)
    if position is None:
        yield Line((("No such position in the corpus.", "muted"),))
        return
    cell = column.cell(name)
    sign = (f"{signs.verdict(cell.verdict)} ", shade_of(cell.verdict))
    nature: Part = (f"{position.kind}, {position.strength}", "muted")
    checked = column.checked
    if checked is None:
        words = column.draft.why_not or "not judged yet"
        yield apart((sign, (clean(words), "")), nature, width)
        return
    found = column.found.get(name)
    if cell.verdict is None:
        yield apart(
            (sign, (why_not_held(corpus, checked.context, position), "muted")), nature, width
        )
    elif cell.verdict == "incoherent":
        words = "incoherent: the draft's choices cannot stand together"
        yield apart((sign, (words, "")), nature, width)
        yield from _clash(corpus, checked, width)
    elif cell.verdict == "waived":
        yield apart((sign, ("waived: as if it were dropped", "")), nature, width)
        yield from _waiver(checked, name, width)
    elif found is not None:
        yield apart((sign, (_meaning(found), shade_of(cell.verdict))), nature, width)
        yield from _reasons(corpus, checked, found, width)
    yield from _readings(column, position, checked, width, signs)
    for line in signs.said_by(corpus, position):
        yield from wrapped(line, width, head=_head("said by"), shade="muted")
    yield from wrapped(file_line(position), width, head=_head("file"), shade="muted")


def file_line(position: Position) -> str:
    """Where a position is written."""
    span = position.span
    return clean(f"{span.path}:{span.start.line}" if span is not None else str(position.id))


def _head(word: str) -> str:
    return f"  {word:<{HEAD - 2}}"


def _meaning(found: VerdictOn) -> str:
    match found.verdict:
        case Verdict.CROSSED:
            return "crossed"
        case Verdict.OPEN:
            return "open: that depends on what is undecided"
        case Verdict.RESPECTED:
            return "respected, however the rest is settled"


def _reasons(corpus: Corpus, checked: Checked, found: VerdictOn, width: int) -> Iterator[Line]:
    for number, issue in enumerate(found.because):
        words = choice_words(corpus, checked.scenario.choices[issue])
        yield from wrapped(clean(words), width, head=_head("" if number else "because"))
    if found.verdict == Verdict.CROSSED and not found.because:
        words = "of the rules alone: every coherent draft crosses it"
        yield from wrapped(words, width, head=_head("because"))
    for cause in found.causes[1:]:
        for number, issue in enumerate(cause):
            words = clean(choice_words(corpus, checked.scenario.choices[issue]))
            yield from wrapped(words, width, head=_head("" if number else "also"))
    for number, issue in enumerate(found.hangs_on):
        words = clean(corpus.issues[issue].question)
        yield from wrapped(words, width, head=_head("" if number else "hangs on"))


def _clash(corpus: Corpus, checked: Checked, width: int) -> Iterator[Line]:
    if checked.clash is None:
        return
    for issue in checked.clash.choices:
        words = choice_words(corpus, checked.scenario.choices[issue])
        yield from wrapped(clean(words), width, head=_head("choice"))
    for clause in checked.clash.clauses:
        yield from wrapped(clean(clause_words(corpus, clause)), width, head=_head("kept by"))


def _waiver(checked: Checked, name: str, width: int) -> Iterator[Line]:
    for each in checked.context.waivers:
        if each.position == name:
            until = f", until {each.expires}" if each.expires else ""
            words = f"{each.reason or 'no reason given'}{until}"
            yield from wrapped(clean(words), width, head=_head("waived"))
            yield from wrapped(clean(each.by or "nobody named"), width, head=_head("by"))


def _readings(
    column: Column, position: Position, checked: Checked, width: int, signs: Signs
) -> Iterator[Line]:
    if len(position.readings) < 2:
        return
    chosen = checked.context.readings.get(str(position.id), position.default)
    verdicts = column.readings.get(str(position.id), {})
    changes = len(set(verdicts.values())) > 1
    for number, (name, reading) in enumerate(position.readings.items()):
        head = "" if number else (f"{signs.reading} read as" if changes else "read as")
        title = clean(reading.title or str(name))
        now = signs.dot if str(name) == chosen else signs.vague
        verdict = verdicts.get(str(name))
        sign = (f"{signs.verdict(verdict)} ", shade_of(verdict))
        parts: tuple[tuple[str, Shade], ...] = ((_head(head), "muted"), (f"{now} ", ""), sign)
        verdict_word = f"  {verdict}" if verdict else ""
        yield apart((*parts, (title, "")), (verdict_word, "muted"), width)
