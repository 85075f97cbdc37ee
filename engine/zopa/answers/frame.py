"""Frame of every answer page: context, assumptions, exactness, next commands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zopa.answers import (
    Cell,
    Column,
    Fact,
    Facts,
    Item,
    Items,
    Page,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    ids,
    joined,
    text,
)
from zopa.answers.calculations import calculations
from zopa.answers.lines import (
    KINDS,
    all_positions,
    choice_named,
    days_of,
    every_table,
    issue_name,
    open_issues,
    owned_line,
    picked_words,
    position_line,
)
from zopa.answers.questions import HERE, suggested
from zopa.answers.wording import (
    and_words,
    by_party,
    clause_words,
    party_name,
    scenario_name,
    several,
)
from zopa.diagnostics import one_line
from zopa.model.conditions import Name
from zopa.model.context import context_of
from zopa.questions import Completeness
from zopa.redaction import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zopa.answers import Block, Line
    from zopa.answers.questions import Typed
    from zopa.model.context import Context, Held
    from zopa.model.corpus import Choice, Corpus, Scenario, Waiver
    from zopa.model.evaluate import Complete
    from zopa.questions import Clash, Question
    from zopa.questions.every import Answers
    from zopa.solving.problem import Clause

__all__ = [
    "Request",
    "answer_page",
    "assumed",
    "assumed_lines",
    "broken_rules",
    "context_line",
    "contradiction",
    "exactness_words",
    "example_items",
    "id_facts",
    "inconsistent_page",
    "inconsistent_words",
    "left_out",
    "more_words",
    "not_counted",
    "not_judged",
    "possible",
    "respects_all",
    "running",
    "waiver_words",
    "with_choices",
]


@dataclass(frozen=True, slots=True)
class Request:
    """Options of a request."""

    seconds: float = 30.0
    """Time limit."""
    stopped: bool = False
    """True if the time limit ended the search."""
    verbose: bool = False
    """True if the page gives every detail, also rarely needed ones."""
    more: str = "--verbose"
    """Flag or key that shows every detail, named where a list is shortened."""
    typed: Typed = HERE
    """Names of the workspace and the draft in the next commands."""
    flags: str = ""
    """Flags besides the assumptions, as typed, a space before each; for the same question."""
    counted: bool = True
    """False if deals were not counted, as requested."""
    keep: Sequence[str] = ()
    """Issues whose choices must stay."""


def answer_page(
    question: Question,
    request: Request,
    conclusion: Line,
    *,
    sections: Sequence[Section] = (),
    notes: Sequence[Line] = (),
    exactness: str = "",
    hints: Mapping[str, str] | None = None,
) -> Page:
    """Make the page of an answer: add context, assumptions and next commands.

    Args:
        question: the draft and its assumptions.
        request: options of the request.
        conclusion: the answer in one sentence.
        sections: the body.
        notes: remarks below the body.
        exactness: how much of the answer is known; shown right after the conclusion.
        hints: next commands with their purposes, see `suggested`.
    """
    corpus, context = question.space.problem.corpus, question.context
    assumed = assumptions_in_full(question) if request.verbose else ()
    return Page(
        conclusion=conclusion,
        context=context_line(corpus, question.scenario, context, len(question.held)),
        assumed=assumed_lines(corpus, context),
        sections=(*assumed, *sections),
        notes=(*notes, *_uncounted(question)),
        exactness=exactness,
        next=suggested(request.typed, corpus, question.scenario, context, hints or {}),
    )


def inconsistent_page(
    question: Question, request: Request, hints: Mapping[str, str] | None = None
) -> Page:
    """The answer to any question about positions if the draft contradicts the rules."""
    if hints is None:
        hints = {"validate": "find the rules that contradict each other"}
        if question.scenario.path:
            hints = {"repair {draft}": "list the nearest deals"}
    start, rest = inconsistent_words(chosen=bool(question.scenario.choices)).split(":")
    return answer_page(
        question,
        request,
        (Words(start, tone="crossed"), Words(f":{rest}")),
        sections=tuple(broken_rules(question)),
        hints=hints,
    )


def inconsistent_words(*, chosen: bool) -> str:
    """The same in one sentence, for a draft with choices or without any."""
    what = "the draft contradicts the rules" if chosen else "the rules contradict each other"
    return f"Inconsistent: {what}, whatever the positions."


def broken_rules(question: Question, *, without: bool = False) -> Iterator[Section]:
    """The reason why a draft is inconsistent.

    Args:
        question: the question.
        without: True if the answer leaves the broken rules out; the text then names them.
    """
    corpus, broken = question.space.problem.corpus, question.broken if without else ()
    yield from contradiction(corpus, question.scenario, question.clash, broken)


def contradiction(
    corpus: Corpus, scenario: Scenario, clash: Clash | None, broken: Sequence[Clause]
) -> Iterator[Section]:
    """The choices and rules that contradict each other, and the rules left out for that."""
    if clash is None:
        return
    picked = scenario.choices
    facts = (
        Fact("choice", tuple(choice_named(corpus, picked[issue]) for issue in clash.choices)),
        Fact("against", tuple(text(clause_words(corpus, each)) for each in clash.clauses)),
        Fact("numbers", tuple(map(text, _numbers(corpus, picked, clash)))),
    )
    blocks: list[Block] = [Facts(tuple(each for each in facts if each.lines))]
    if broken:
        rules = tuple(text(clause_words(corpus, each)) for each in broken)
        blocks.append(Facts((Fact("left out of the verdicts", rules),)))
    yield Section("contradiction", "These cannot hold together", tuple(blocks))


def _numbers(corpus: Corpus, picked: Mapping[str, Choice], clash: Clash) -> Iterator[str]:
    """The calculations of the rules that cannot be kept."""
    for clause in clash.clauses:
        if clause.nature == "rule":
            yield from calculations(corpus, picked, corpus.rules[clause.name].holds)


def left_out(question: Question, groups: Iterable[tuple[str, Iterable[str]]]) -> Facts:
    """Positions that an answer leaves out, by the reason and by party."""
    corpus, table = question.space.problem.corpus, question.context.table
    facts = []
    for reason, names in groups:
        lines = []
        for party, mine in by_party(question, names).items():
            titles = [owned_line(corpus, each, party, table) for each in mine]
            start = Words(f"{party_name(corpus, party)}: ")
            lines.append((start, *joined(titles, "; ", "; ")))
        if lines:
            facts.append(Fact(reason, tuple(lines), tone="waived"))
    return Facts(tuple(facts))


def with_choices(question: Question) -> str:
    """`with these choices`, a space before; empty for a draft without choices."""
    return " with these choices" if question.scenario.choices else ""


def respects_all(number: int, *, chosen: bool) -> str:
    """The statement that there is a deal, as the end of a sentence.

    Args:
        number: of the positions that count.
        chosen: True if the draft makes choices.
    """
    if not number:
        return "no position counts"
    keep = " with these choices" if chosen else ""
    return f"a deal{keep} respects {all_positions(number)}"


def _uncounted(question: Question) -> Iterator[Line]:
    yield from not_judged(question.not_judged)
    if question.possibly:
        yield text(not_counted(len(question.possibly)))


def not_judged(positions: Sequence[Held]) -> Iterator[Line]:
    """The positions about an attribute to which the draft gives two values."""
    if positions:
        names = and_words([each.id for each in positions])
        yield text(f"Not checked, since terms of the draft set two values: {names}.")


def id_facts(request: Request, name: str) -> tuple[Fact, ...]:
    """The id of a position, as flags take it: a detail."""
    return (Fact("id", (text(name, tone="code"),)),) if request.verbose else ()


# -- how much is known --------------------------------------------------------


def exactness_words(completeness: Completeness, request: Request) -> str:
    """How much of an answer is known, in one sentence."""
    why = f"time limit {request.seconds:g} s" if request.stopped else "--limit"
    match completeness:
        case Completeness.PROVED:
            return "Exact."
        case Completeness.AT_LEAST:
            return f"Partial ({why}): more may exist."
        case Completeness.BEST_FOUND:
            return f"Partial ({why}): better ones may exist."
        case Completeness.GAVE_UP:
            return f"Partial ({why}): not everything is known."


def more_words(number: int, request: Request) -> str:
    """Sentence with the number of further results that the page leaves out."""
    return f"{number:,} more: {request.more} lists all."


# -- agreements ---------------------------------------------------------------


def example_items(question: Question, deal: Complete, *, silent: bool = True) -> Items:
    """The terms of a complete agreement on the issues that the draft leaves open.

    Args:
        question: the draft and its assumptions.
        deal: the agreement.
        silent: name the issues that it is silent on; else they are counted.
    """
    from zopa.questions.deals import ranges  # most answers have no examples

    corpus = question.space.problem.corpus
    within = ranges(question, deal)
    others, items = [], []
    for issue in open_issues(question):
        name = issue_name(corpus, issue)
        if deal[issue]:
            words = picked_words(question, issue, deal[issue], within)
            items.append(Item(text(f"{name}: {words}")))
        else:
            others.append(name)
    if others:
        words = f"silent on {several(len(others), 'issue')}"
        words += f": {', '.join(others)}" if silent else ""
        items.append(Item(text(words, tone="dim")))
    return Items(tuple(items))


# -- assumptions of the drafts of a brief -------------------------------------


def assumed(corpus: Corpus, every: Sequence[Answers], digest: str, version: str) -> Section:
    """The assumptions of each draft: those of the corpus unless its file or a flag differs."""
    facts: tuple[tuple[str, str, Callable[[Answers], Cell]], ...] = (
        ("as-of", "As of", lambda one: Cell(text(str(one.checked.context.as_of)))),
        ("hold", "Positions that count", _counted_cell),
        ("table", "At the table", _table_cell),
        ("readings", "Readings", _readings_cell),
        ("waivers", "Waived", _waivers),
        ("possibly", "Not counted, start date uncertain", _possibly),
    )
    rows = tuple(
        Row((Cell(text(title), key), *(say(one) for one in every))) for key, title, say in facts
    )
    columns = (
        Column("assumption", "Assumption"),
        *(Column(f"draft-{one.mark}", f"{one.mark}: {one.title}", one.mark) for one in every),
    )
    stated = next((one.checked.context.configured for one in every), "")
    setters = f"the configuration ({stated}), the command" if stated else "the command"
    rests = (
        Words(f"Set by {setters} and the drafts' files: "),
        Words("method", "method"),
        Words(f". Corpus: {corpus.title}. Digest of all files and of zopa {version}: "),
        Words(digest, tone="code"),
        Words("."),
    )
    table = Table("context", "Assumptions of every answer", columns, rows)
    note = one_line(corpus.note)
    viewed = (Paragraph(text(view_words(corpus))),) if corpus.view else ()
    blocks = (*viewed, table, *((Paragraph(text(note), "dim"),) if note else ()))
    return Section("context", "Assumptions", blocks, rests=rests)


def running(every: Sequence[Answers], digest: str) -> tuple[str, ...]:
    """The assumptions in a few lines, for the foot of every page."""
    found = []
    for one in every:
        readings = one.checked.context.readings
        waived = ", ".join(str(each.position) for each in one.checked.waived)
        parts = (
            f"{one.mark} as of {one.checked.context.as_of}",
            _counted(one.question),
            f"table: {_table(one.question)}",
            "readings: "
            + (", ".join(f"{k}={v}" for k, v in sorted(readings.items())) or "default"),
            f"waived: {waived or 'none'}",
        )
        found.append(" · ".join(parts))
    alike = {each.partition(" as of ")[2] for each in found}
    if len(found) > 1 and len(alike) == 1:
        found = [f"{every[0].mark} to {every[-1].mark} as of {alike.pop()}"]
    return (*found[:3], *((f"… {len(found) - 3} more",) if len(found) > 3 else ()), digest)


def _counted_cell(answers: Answers) -> Cell:
    question = answers.question
    return Cell(text(_counted(question)), ids(map(str, question.context.hold)))


def _table_cell(answers: Answers) -> Cell:
    question = answers.question
    return Cell(text(_table(question)), ids(map(str, question.context.table)))


def _readings_cell(answers: Answers) -> Cell:
    question = answers.question
    readings = question.context.readings
    chosen = [f"{x.id}={readings[x.id]}" for x in question.held if x.id in readings]
    return Cell(text(_readings(question)), ids(chosen))


def _counted(question: Question) -> str:
    kinds = Counter(str(each.position.kind) for each in question.held)
    words = [
        several(kinds[str(kind)], str(kind).replace("-", " "), KINDS[str(kind)])
        for kind in question.context.hold
        if kinds[str(kind)]
    ]
    return and_words(words) or "none"


def _table(question: Question) -> str:
    corpus = question.space.problem.corpus
    return ", ".join(party_name(corpus, each) for each in question.context.table) or "none"


def _readings(question: Question) -> str:
    rival = [each for each in question.held if len(each.position.readings) > 1]
    chosen = [each for each in rival if each.id in question.context.readings]
    parts = [f"{each.id} as {each.reading.title or each.reading.id}" for each in chosen]
    rest = len(rival) - len(chosen)
    if rest:
        parts.append(f"{several(rest, 'ambiguous position')} in the default reading")
    return "; ".join(parts) or "none to choose"


def _waivers(answers: Answers) -> Cell:
    context = answers.checked.context
    lines: list[Line] = [
        text(waiver_words(each), f"position-{str(each.position).replace('/', '--')}", "waived")
        for each in context.waivers
    ]
    lines.extend(
        text(f"{each.position}: waiver expired on {each.expires}, it counts")
        for each in context.expired
    )
    waived = ids(str(each.position) for each in context.waivers)
    return Cell(joined(lines, "; ", "; ") or text("none"), waived)


def waiver_words(waiver: Waiver) -> str:
    """A waived position: the person, the reason and the last day."""
    by = f", by {waiver.by}" if waiver.by else ""
    reason = f" ({waiver.reason})" if waiver.reason else ""
    until = f", until {waiver.expires}" if waiver.expires else ""
    return f"{waiver.position}{by}{reason}{until}"


def _possibly(answers: Answers) -> Cell:
    found = answers.checked.possibly
    if not found:
        return Cell(text("none"), "")
    names = ids(str(each.id) for each in found)
    return Cell(text(several(len(found), "position"), "possibly"), names)


def possible(corpus: Corpus, every: Sequence[Answers]) -> Section | None:
    """The positions whose start date is uncertain on the date of some draft."""
    found = {str(each.id): each for one in every for each in one.checked.possibly}
    if not found:
        return None
    rows = tuple(
        Row(
            (
                Cell(position_line(corpus, name, every_table(every)), name),
                Cell(text(str(found[name].since)), parts=days_of("since", found[name].since)),
                *(
                    Cell(text("not counted" if name in mine else "–"), name in mine)
                    for one in every
                    for mine in [{str(each.id) for each in one.checked.possibly}]
                ),
            )
        )
        for name in map(str, corpus.positions)
        if name in found
    )
    columns = (
        Column("position", "Position"),
        Column("since", "Since"),
        *(Column(f"draft-{one.mark}", f"Draft {one.mark}", one.mark) for one in every),
    )
    title = "Positions with uncertain start date"
    words = (
        "The start date of these positions is known within bounds only, and the evaluation"
        " date lies within them. They do not count."
    )
    table = Table("possibly", title, columns, rows)
    return Section("possibly", title, (Paragraph(text(words)), table))


# -- assumptions in every answer ----------------------------------------------


def context_line(corpus: Corpus, scenario: Scenario, context: Context, counting: int) -> Line:
    """The question in one line: draft, date, decided issues, positions that count."""
    issues = len(corpus.issues)
    name = scenario_name(scenario) or "nothing chosen"
    decided = (
        f"{len(scenario.choices)} of {several(issues, 'issue')} decided"
        if scenario.path
        else several(issues, "issue")
    )
    counted = f"{several(counting, 'position')} {'counts' if counting == 1 else 'count'}"
    parts = (name, f"as of {context.as_of}", decided, counted, context.configured)
    return text(" · ".join(filter(None, parts)), tone="dim")


def assumptions_in_full(question: Question) -> tuple[Section, ...]:
    """Kinds, parties and readings that count, including the defaults of the corpus."""
    facts = (
        Fact("positions that count", (text(_counted(question)),)),
        Fact("at the table", (text(_table(question)),)),
        Fact("readings", (text(_readings(question)),)),
    )
    return (Section("assumptions", "Assumptions", (Facts(facts),)),)


def view_words(corpus: Corpus) -> str:
    """The party, or the public, whose view an answer is."""
    who = "everybody" if corpus.view == PUBLIC else party_name(corpus, corpus.view)
    return f"View: only what {who} may see."


def assumed_lines(corpus: Corpus, context: Context) -> tuple[Line, ...]:
    """Every assumption that differs from the corpus, and every waiver."""
    usual = context_of(replace(corpus, configured=None))
    lines: list[Line] = []
    if corpus.view:
        lines.append(text(view_words(corpus)))
    if context.hold != usual.hold:
        kinds = (
            and_words([KINDS[str(kind)] for kind in context.hold]) or "no kinds of positions"
        )
        lines.append(text(f"Assumed: {kinds} count"))
    if set(context.table) != set(usual.table):
        names = and_words([party_name(corpus, each) for each in context.table])
        who = f"only {names}" if names else "no party"
        lines.append(text(f"Assumed: {who} at the table"))
    for name, reading in sorted(context.readings.items()):
        position = corpus.positions.get(Name(name))
        if position is None or reading == position.default:
            continue
        known = position.readings.get(Name(reading))
        title = known.title if known is not None and known.title else reading
        lines.append((Words(f"Assumed reading of {name}: "), Words(title)))
    for waiver in context.waivers:
        reason = f" ({waiver.reason})" if waiver.reason and waiver.by != "caller" else ""
        until = f" until {waiver.expires}" if waiver.expires else ""
        by = f" by {waiver.by}" if waiver.by and waiver.by != "caller" else ""
        lines.append(
            text(f"Assumed: {waiver.position} is waived{by}{until}{reason}", tone="waived")
        )
    lines.extend(
        text(f"The waiver of {each.position} expired on {each.expires}: it counts")
        for each in context.expired
    )
    return tuple(lines)


def not_counted(possibly: int) -> str:
    """The number of positions that do not count since their start date is uncertain."""
    return f"Not counted: {several(possibly, 'position')}, start date uncertain."
