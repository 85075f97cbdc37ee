"""`check` as text: grouped by party, every position with its verdict and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.width import fold, width_of
from zopa.answers.wording import GLYPHS, choice_words, clause_words, sourced, title_among
from zopa.diagnostics import shown
from zopa.model.corpus import Kind
from zopa.questions.check import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.model.corpus import Corpus
    from zopa.questions.check import Checked, VerdictOn
    from zopa.writers.style import Style

__all__ = ["check_text"]


def check_text(
    corpus: Corpus,
    results: Sequence[Checked],
    style: Style,
    width: int,
    *,
    quiet: bool = False,
    broken: int = 0,
) -> str:
    """Everything that was found, scenario by scenario, and a line to end with.

    Args:
        corpus: the terms.
        results: one for each scenario that could be judged.
        style: colours.
        width: columns.
        quiet: only what is crossed.
        broken: how many scenarios could not be judged, because their files have errors.
    """
    alone = len(results) == 1
    blocks = [
        "\n".join(_scenario(corpus, each, style, width, detailed=alone, quiet=quiet))
        for each in results
    ]
    return "\n\n".join([*blocks, _summary(results, width, broken)]) + "\n"


def _scenario(  # what is shown, and how
    corpus: Corpus,
    checked: Checked,
    style: Style,
    width: int,
    *,
    detailed: bool,
    quiet: bool,
) -> Iterator[str]:
    scenario = checked.scenario
    yield style("bold", fold(shown(scenario.title or scenario.id), width))
    decided = f"{len(scenario.choices)} of {len(corpus.issues)} issues decided"
    place = f"{scenario.path} · as of {checked.context.as_of} · {decided}"
    yield style("dim", fold(shown(place), width))
    yield fold(_verdict(checked, style), width)
    for waiver in checked.waived:
        until = f", until {waiver.expires}" if waiver.expires else ""
        reason = f" ({waiver.reason})" if waiver.reason else ""
        line = f"w waived by {waiver.by or 'nobody named'}: {waiver.position}{reason}{until}"
        yield style("waived", fold(shown(line), width, "  "))
    for waiver in checked.context.expired:
        line = f"waiver of {waiver.position} expired on {waiver.expires}: it counts"
        yield fold(shown(line), width, "  ")
    if checked.clash is not None:
        yield "Judged with what it breaks set aside:"
        for clause in checked.broken:
            yield _line("broken", clause_words(corpus, clause), width)
        yield from _clash(corpus, checked, width)
    shown_verdicts = checked.crossed() if quiet else checked.verdicts
    holders = {
        each.held.id: checked.context.holders(each.held.position) for each in shown_verdicts
    }
    for party in (x for x in corpus.parties if any(x in some for some in holders.values())):
        mine = [each for each in shown_verdicts if party in holders[each.held.id]]
        yield ""
        yield style("bold", fold(shown(corpus.parties[party].name), width, "  "))
        for verdict in Verdict:
            some = [each for each in mine if each.verdict == verdict]
            if verdict == Verdict.CROSSED or detailed:
                for each in some:
                    yield from _position(
                        corpus, checked, each, party=party, style=style, width=width
                    )
            elif some:
                titles = [_title(corpus, checked, each, party) for each in some]
                yield _brief(verdict, titles, style, width)
    if checked.not_judged:
        names = ", ".join(each.id for each in checked.not_judged)
        yield ""
        line = f"Not judged, since the draft gives what they speak of two values: {names}"
        yield style("dim", fold(shown(line), width, "  "))
    if checked.possibly and not quiet:
        names = ", ".join(str(each.id) for each in checked.possibly)
        yield ""
        line = f"Not counted, since they are only possibly in force on the day: {names}"
        yield style("dim", fold(shown(line), width, "  "))
    unmet = [each for each in checked.expectations if not each.met]
    if checked.expectations and not unmet:
        yield ""
        yield f"all {len(checked.expectations)} expectations met"


def _verdict(checked: Checked, style: Style) -> str:
    number = dict.fromkeys(Verdict, 0)
    for each in checked.verdicts:
        number[each.verdict] += 1
    counts = (
        f"{len(checked.verdicts)} positions held: {number[Verdict.CROSSED]} crossed, "
        f"{number[Verdict.OPEN]} open, {number[Verdict.RESPECTED]} respected."
    )
    if not checked.coherent:
        rest = f"its choices cannot stand together. {counts}"
        return f"{style('crossed', 'Incoherent')}: {rest}"
    match checked.deal:
        case True:
            rest = "no position held is crossed, however the rest is settled."
            return f"{style('respected', 'A deal')}: {rest} {counts}"
        case "open":
            return f"{style('open', 'Open')}: it can still become a deal, or not. {counts}"
        case _ if number[Verdict.CROSSED]:
            return f"{style('crossed', 'No deal')}. {counts}"
        case _:
            both = "none is crossed yet, but no way to settle the rest respects all of them."
            return f"{style('crossed', 'No deal')}: {both} {counts}"


def _position(
    corpus: Corpus, checked: Checked, found: VerdictOn, *, party: str, style: Style, width: int
) -> Iterator[str]:
    """A position in the list of a party."""
    position = found.held.position
    glyph = style(str(found.verdict), GLYPHS[found.verdict])  # type: ignore[arg-type]  # styles have the verdicts' names
    nature = f"{position.kind}, {position.strength}"
    title = shown(_title(corpus, checked, found, party))
    gap = width - 4 - width_of(title) - width_of(nature)
    if gap >= 2:
        yield f"  {glyph} {title}{' ' * gap}{style('dim', nature)}"
    else:
        yield f"  {glyph} {fold(title, width - 4, '    ')}"
        yield f"    {style('dim', nature)}"
    if found.verdict != Verdict.RESPECTED:
        yield f"    {style('dim', shown(str(position.id)))}"
    if len(position.readings) > 1:
        reading = found.held.reading
        yield _line("read as", reading.title or str(reading.id), width)
    if found.verdict == Verdict.CROSSED:
        yield from _causes(corpus, checked, found, width)
    if found.hangs_on:
        for issue in found.hangs_on:
            yield _line("hangs on", corpus.issues[issue].question, width)
    if found.verdict != Verdict.RESPECTED:
        for line in sourced(corpus, position):
            yield _line("said by", line, width)


def _causes(corpus: Corpus, checked: Checked, found: VerdictOn, width: int) -> Iterator[str]:
    """Why it is crossed: the choices of one reason line by line, the others on a line each."""
    choices = checked.scenario.choices
    for issue in found.because:
        yield _line("because", choice_words(corpus, choices[issue]), width)
    if not found.because:
        yield _line("because", "of the rules alone: every coherent draft crosses it", width)
    for cause in found.causes[1:]:
        words = "; ".join(choice_words(corpus, choices[issue]) for issue in cause)
        yield _line("also", words, width)
    if found.more_causes:
        yield _line("also", "for other reasons, not all of which are listed", width)


def _line(word: str, text: str, width: int) -> str:
    return fold(f"      {word:<9}{shown(text)}", width, " " * 15)


def _title(corpus: Corpus, checked: Checked, found: VerdictOn, party: str) -> str:
    return title_among(corpus, found.held.id, party, checked.context.table)


def _brief(verdict: Verdict, titles: Sequence[str], style: Style, width: int) -> str:
    line = fold(f"  {GLYPHS[verdict]} {verdict}: {shown('; '.join(titles))}", width, "    ")
    return line.replace(GLYPHS[verdict], style(str(verdict), GLYPHS[verdict]), 1)  # type: ignore[arg-type]  # as above


def _clash(corpus: Corpus, checked: Checked, width: int) -> Iterator[str]:
    clash = checked.clash
    if clash is None:
        return
    yield "These cannot stand together:"
    for issue in clash.choices:
        yield _line("choice", choice_words(corpus, checked.scenario.choices[issue]), width)
    for clause in clash.clauses:
        yield _line("kept by", clause_words(corpus, clause), width)


def _summary(results: Sequence[Checked], width: int, broken: int) -> str:
    """One line; a crossed red line that no expectation names cannot vanish in it."""
    met = [each.met for checked in results for each in checked.expectations]
    crossing = [checked for checked in results if _red(checked)]
    unexpected = [
        f"{checked.scenario.id}: {each.held.id}"
        for checked in crossing
        for each in _red(checked)
        if each.held.id not in _expected(checked)
    ]
    scenarios = f"{len(results)} scenario{'' if len(results) == 1 else 's'}"
    parts = [scenarios, f"{sum(met)} of {len(met)} expectations met"]
    if crossing:
        verb = "crosses a red line" if len(crossing) == 1 else "cross red lines"
        parts.append(f"{len(crossing)} {verb}")
    line = "; ".join(parts)
    if broken:
        line += f"; {broken} not judged, with errors in the file"
    if unexpected:
        line += f"; crossed and not expected: {', '.join(unexpected)}"
    return fold(shown(line), width, "  ")


def _red(checked: Checked) -> list[VerdictOn]:
    return [each for each in checked.crossed() if each.held.position.kind == Kind.RED_LINE]


def _expected(checked: Checked) -> set[str]:
    return {
        str(each.expectation.value)
        for each in checked.expectations
        if each.expectation.key == "crossed"
    }
