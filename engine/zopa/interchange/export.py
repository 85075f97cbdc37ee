"""Export: the answers of a brief as tables of data; deals for feature models (UVL) and ASP.

A cell has one value. What has several has several rows. A row about a draft begins with the
draft's id, so that tables of several drafts are one.

UVL and ASP encode the compiled problem: its variables with one option each, the gates of the
conditions, the draft's choices and the positions that count. So each configuration, and each
answer set, is one deal with a range for each number in which no condition changes. zopa counts
deals without their numbers; so does clingo with projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from zopa import Refused
from zopa.diagnostics import listed, shown
from zopa.edit import as_word
from zopa.solving.circuit import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.model.corpus import Choice, Corpus, Position, When
    from zopa.questions import Question
    from zopa.questions.every import Answers
    from zopa.solving.partition import Piece
    from zopa.solving.problem import Variable, VariableValue

__all__ = [
    "Dataset",
    "asp",
    "dataset",
    "uvl",
]


Type: TypeAlias = Literal["string", "integer", "boolean", "date"]
DataCell: TypeAlias = str | int | bool | None


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column, as a data package describes it."""

    name: str
    type: Type
    text: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table."""

    name: str
    text: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[DataCell, ...], ...]
    foreign: Mapping[str, str]
    """Columns that name a row of another table, by its first column, and that table."""

    def records(self) -> Iterator[dict[str, DataCell]]:
        """The rows by column."""
        for row in self.rows:
            yield dict(zip((each.name for each in self.columns), row, strict=True))


def dataset(corpus: Corpus, every: Sequence[Answers]) -> tuple[Dataset, ...]:
    """Every table, also those without rows, so that programs can rely on them."""
    rows = _DataRows(corpus, every)
    made = []
    for name, (text, columns) in TABLES.items():
        found: Iterable[tuple[DataCell, ...]] = getattr(rows, name)()
        foreign = {key: there for key in columns if (there := KEYS.get(key)) and there != name}
        made.append(
            Dataset(
                name,
                text,
                tuple(DataColumn(key, *COLUMNS[key]) for key in columns),
                tuple(found),
                foreign,
            )
        )
    return tuple(made)


COLUMNS: dict[str, tuple[Type, str]] = {
    "draft": ("string", "Id of the draft."),
    "draft_title": ("string", "What the draft is called."),
    "path": ("string", "Its file in the workspace."),
    "as_of": ("date", "Evaluation date."),
    "answer": ("string", "deal, open, no-deal or inconsistent."),
    "coherent": ("boolean", "Whether the draft follows all rules."),
    "crossed": ("integer", "Positions that the draft crosses."),
    "open": ("integer", "Positions whose verdict depends on undecided issues."),
    "respected": ("integer", "Positions that the draft respects."),
    "deals": (
        "string",
        "How many deals extend the draft, in digits: no limit.",
    ),
    "asked": ("string", "The question: check, deals, conflicts, concessions, …"),
    "completeness": ("string", "proved, at-least, or gave-up."),
    "issue": ("string", "Id of an issue."),
    "question": ("string", "The issue as a question."),
    "silent": ("boolean", "Whether the draft deliberately says nothing on the issue."),
    "term": ("string", "Id of a chosen term, `issue/term`."),
    "term_title": ("string", "What the term is called."),
    "parameter": ("string", "Parameter of the term."),
    "value": ("string", "A value, as files write it."),
    "lowest": ("string", "Lowest number, amount or date of a range."),
    "highest": ("string", "Highest of a range; empty without limit."),
    "position": ("string", "Id of a position, `party/id`."),
    "position_title": ("string", "What the position is called."),
    "party": ("string", "Id of a party."),
    "party_name": ("string", "What the party is called."),
    "kind": ("string", "red-line, demand, preference, offer, openness, support or doubt."),
    "strength": ("string", "How firmly it is held."),
    "reading": ("string", "The reading under which the verdict holds."),
    "verdict": ("string", "crossed, open or respected."),
    "role": ("string", "because: the choice causes the crossing; depends-on: it is undecided."),
    "conflict": ("integer", "Number of the conflict, smallest first."),
    "concession_set": ("integer", "Number of the concession set, smallest first."),
    "alone": ("boolean", "Whether concessions of this party alone suffice for a deal."),
    "need_not_move": ("boolean", "Whether some concession set has no position of this party."),
    "point": ("integer", "Number of the trade-off on the Pareto frontier."),
    "entity": ("string", "Id of an entity."),
    "entity_title": ("string", "What the entity is called."),
    "attribute": ("string", "Id of an attribute."),
    "status_quo": ("boolean", "Whether this is the value today."),
    "since_earliest": ("date", "Earliest day from which it may hold."),
    "since_latest": ("date", "Latest day from which it may hold."),
    "until_earliest": ("date", "Earliest day on which it may end."),
    "until_latest": ("date", "Latest day on which it may end."),
    "statement": ("string", "Id of a statement."),
    "text": ("string", "What was said, in the analyst's words."),
    "speaker": ("string", "Id of the speaker."),
    "said_earliest": ("date", "Earliest day on which it may have been said."),
    "said_latest": ("date", "Latest day on which it may have been said."),
    "attribution": ("string", "How the source attributes it."),
    "source": ("string", "Id of a source."),
    "source_title": ("string", "What the source is called."),
    "outlet": ("string", "Who published it."),
    "published_earliest": ("date", "Earliest day of publication."),
    "published_latest": ("date", "Latest day of publication."),
    "url": ("string", "Its address."),
    "place": ("string", "Where in the source: a paragraph, a page, …"),
    "at_the_table": ("boolean", "Whether the party is at the table by the corpus."),
}
KEYS = {
    "draft": "drafts",
    "issue": "issues",
    "term": "terms",
    "position": "positions",
    "party": "parties",
    "statement": "statements",
    "source": "sources",
}
"""Columns that name a row of a table, whose first column they are there."""
POSITION = ("position", "position_title", "party", "party_name", "kind", "strength")
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "drafts": (
        "The drafts and their answers.",
        (
            *("draft", "draft_title", "path", "as_of", "answer", "coherent"),
            *("crossed", "open", "respected", "deals"),
        ),
    ),
    "completeness": (
        "How much of the answer to each question is known.",
        ("draft", "asked", "completeness"),
    ),
    "choices": (
        "What the drafts say: a row for each chosen term, parameter and bound.",
        (
            *("draft", "issue", "question", "silent", "term", "term_title"),
            *("parameter", "value", "lowest", "highest"),
        ),
    ),
    "verdicts": (
        "The verdict on each position that counts.",
        ("draft", *POSITION, "reading", "verdict"),
    ),
    "causes": (
        "Issues behind verdicts: choices that cause a crossing, undecided ones that decide.",
        ("draft", "position", "role", "issue", "question"),
    ),
    "conflicts": (
        "Minimal conflicts: a row for each position in one.",
        ("draft", "conflict", *POSITION),
    ),
    "concessions": (
        "Minimal concession sets: a row for each position in one.",
        ("draft", "concession_set", *POSITION),
    ),
    "standings": (
        "What each party can do about there being no deal.",
        ("draft", "party", "party_name", "alone", "need_not_move"),
    ),
    "frontier": (
        "Trade-offs: a row for each position that a point crosses.",
        ("draft", "point", *POSITION),
    ),
    "outcomes": (
        "Values of attributes under each draft: a row for each value or range.",
        (
            *("draft", "entity", "entity_title", "attribute"),
            *("value", "lowest", "highest", "status_quo"),
        ),
    ),
    "positions": (
        "Every position of the corpus.",
        (
            *POSITION,
            *("since_earliest", "since_latest", "until_earliest", "until_latest"),
        ),
    ),
    "holders": ("Who holds each position.", ("position", "party", "party_name")),
    "position_statements": ("The statements behind positions.", ("position", "statement")),
    "statements": (
        "Every statement.",
        ("statement", "text", "speaker", "said_earliest", "said_latest", "attribution"),
    ),
    "citations": ("Where statements stand in sources.", ("statement", "source", "place")),
    "sources": (
        "Every source.",
        (
            *("source", "source_title", "outlet"),
            *("published_earliest", "published_latest", "url"),
        ),
    ),
    "parties": ("Every party.", ("party", "party_name", "at_the_table")),
    "issues": ("Every issue.", ("issue", "question")),
    "terms": ("Every term.", ("term", "term_title", "issue", "question")),
}
"""Tables with their columns; the first ones of `POSITION` name the position's own party."""


def _days(when: When | None) -> tuple[str | None, str | None]:
    if when is None:
        return None, None
    days = (when.earliest, when.latest)
    earliest, latest = (None if day is None else day.isoformat() for day in days)
    return earliest, latest


def _range(low: object, high: object) -> tuple[str | None, str | None]:
    """The ends of a range as files write them, if they are numbers, amounts or dates."""

    def number(value: object) -> str | None:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else None

    return number(low), number(high)


class _DataRows:
    """The rows of each table, by its name."""

    def __init__(self, corpus: Corpus, every: Sequence[Answers]) -> None:
        self.corpus = corpus
        self.every = [(each.question.scenario.id, each) for each in every]

    def _party(self, party: str) -> tuple[str, str]:
        known = self.corpus.parties.get(party)
        return party, known.name if known else party

    def _position(self, name: str) -> tuple[DataCell, ...]:
        position: Position = self.corpus.positions[name]
        party = self._party(str(position.party))
        return (name, position.title, *party, str(position.kind), str(position.strength))

    def drafts(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            checked = one.checked
            found = {"open": "open", True: "deal", False: "no-deal"}[checked.deal]
            verdicts = [str(each.verdict) for each in checked.verdicts]
            count = one.deals.count if one.deals else None
            yield (
                draft,
                one.question.scenario.title or draft,
                one.question.scenario.path,
                checked.context.as_of.isoformat(),
                found if checked.coherent else "inconsistent",
                checked.coherent,
                *(verdicts.count(each) for each in ("crossed", "open", "respected")),
                None if count is None else str(count),
            )

    def completeness(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            yield from ((draft, name, str(each)) for name, each in one.completeness().items())

    def choices(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for choice in one.question.scenario.choices.values():
                yield from ((draft, *each) for each in self._choice(choice))

    def _choice(self, choice: Choice) -> Iterator[tuple[DataCell, ...]]:
        issue = self.corpus.issues[choice.issue]
        head = (str(issue.id), issue.question)
        if choice.silent:
            yield (*head, True, *[None] * 6)
        for pick in choice.picks:
            term = issue.terms.get(pick.term)
            title = term.title if term else None
            name = f"{issue.id}/{pick.term}" if term else None
            start = (*head, False, name, title)
            if not pick.parameters and not pick.bounds:
                yield (*start, *[None] * 4)
            for name, value in pick.parameters.items():
                yield (*start, str(name), as_word(value), *_range(value, value))
            for name, bounds in pick.bounds.items():
                yield (*start, str(name), None, *_range(bounds.least, bounds.most))

    def verdicts(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for each in one.checked.verdicts:
                held = each.held
                yield (draft, *self._position(held.id), str(held.reading.id), str(each.verdict))

    def causes(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for each in one.checked.verdicts:
                for role, issues in (("because", each.because), ("depends-on", each.hangs_on)):
                    for issue in issues:
                        yield draft, each.held.id, role, issue, self._question(issue)

    def _question(self, issue: str) -> str:
        return self.corpus.issues[issue].question

    def _sets(
        self, found: Iterable[tuple[str, Iterable[Sequence[str]]]]
    ) -> Iterator[tuple[DataCell, ...]]:
        for draft, sets in found:
            for number, names in enumerate(sets, 1):
                yield from ((draft, number, *self._position(name)) for name in names)

    def conflicts(self) -> Iterator[tuple[DataCell, ...]]:
        yield from self._sets(
            (draft, one.conflicts.conflicts) for draft, one in self.every if one.conflicts
        )

    def concessions(self) -> Iterator[tuple[DataCell, ...]]:
        yield from self._sets(
            (draft, one.ledger.concessions) for draft, one in self.every if one.ledger
        )

    def standings(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for party, each in one.ledger.parties.items() if one.ledger else ():
                yield draft, *self._party(party), each.alone, each.need_not_move

    def frontier(self) -> Iterator[tuple[DataCell, ...]]:
        yield from self._sets(
            (draft, [each.crossed for each in one.frontier.points])
            for draft, one in self.every
            if one.frontier
        )

    def outcomes(self) -> Iterator[tuple[DataCell, ...]]:
        for draft, one in self.every:
            for (entity, attribute), settled in (one.outcome or {}).items():
                known = self.corpus.entities.get(entity)
                title = known.title if known else ""
                for piece in settled.values:
                    here = settled.baseline.low in piece and piece.low == piece.high
                    yield draft, entity, title, attribute, *_piece(piece), here

    def positions(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.positions.items():
            yield (*self._position(str(name)), *_days(each.since), *_days(each.until))

    def holders(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.positions.items():
            for party in dict.fromkeys(map(str, each.holders)):
                yield str(name), *self._party(party)

    def position_statements(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.positions.items():
            yield from ((str(name), str(one)) for one in dict.fromkeys(each.statements))

    def statements(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.statements.items():
            yield (
                str(name),
                each.text,
                str(each.speaker),
                *_days(each.said),
                each.attribution,
            )

    def citations(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.statements.items():
            for source, places in each.cites:
                yield from ((str(name), str(source), str(place)) for place in places)

    def sources(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.sources.items():
            yield str(name), each.title, each.outlet, *_days(each.published), each.url

    def parties(self) -> Iterator[tuple[DataCell, ...]]:
        for name, each in self.corpus.parties.items():
            yield str(name), each.name, name in self.corpus.at_the_table

    def issues(self) -> Iterator[tuple[DataCell, ...]]:
        yield from ((str(each.id), each.question) for each in self.corpus.issues.values())

    def terms(self) -> Iterator[tuple[DataCell, ...]]:
        for issue in self.corpus.issues.values():
            for name, term in issue.terms.items():
                yield f"{issue.id}/{name}", term.title, str(issue.id), issue.question


def _piece(piece: Piece) -> tuple[Any, ...]:
    """A value, or the ends of a range."""
    low, high = _range(piece.low, piece.high)
    if piece.low == piece.high:
        return as_word(piece.low), low, high
    return None, low, high


# -- deals as a feature model (UVL) and as an answer set program (ASP) --------


def _refuse(question: Question, form: str) -> None:
    """Refuse a corpus with numbers in relations: a solution would not be a deal.

    Raises:
        Refused: it has some.
    """
    keys = question.space.problem.words.of
    if keys:
        names = list(dict.fromkeys(issue for issue, _, _ in keys))
        message = f"{form} cannot express numbers in relations: {listed(names)}"
        raise Refused(message, "ask zopa itself: zopa deals, zopa options")


def _kept(question: Question) -> Iterator[tuple[int, str]]:
    """Yield the nodes that are true of every deal, each with a description."""
    for clause in question.space.problem.clauses:
        yield clause.node, f"{clause.nature} {clause.name}"
    for issue, literals in question.facts.items():
        for literal in literals:
            yield literal, f"the draft's choice on {issue}"
    for name, node in question.lines.items():
        yield node, f"position {name}"


def _gates(question: Question) -> list[tuple[int, tuple[int, ...]]]:
    """Return the gates behind these nodes, in topological order."""
    circuit = question.space.problem.circuit
    cone = circuit.cone([abs(node) for node, _ in _kept(question)])
    return [(node, circuit.gates[node]) for node in sorted(cone) if node in circuit.gates]


def _header(question: Question, mark: str) -> Iterator[str]:
    corpus, context = question.space.problem.corpus, question.context
    scenario = question.scenario
    number = len(question.held)
    counting = "1 position counts" if number == 1 else f"{number} positions count"
    for line in (
        corpus.title,
        f"draft: {scenario.title or scenario.id}",
        f"as of {context.as_of}; at the table: {', '.join(context.table)}",
        f"{counting}; each solution is a deal, a range for a number",
    ):
        yield f"{mark} {shown(' '.join(line.split()))}"


def _numbered(variable: Variable) -> Iterator[tuple[VariableValue, int, str]]:
    """Yield each option except silence, with its node and a name: `issue/term` and ranges."""
    for option, node in zip(variable.options[1:], variable.nodes[1:], strict=True):
        name = f"{variable.issue}/{option.term}"
        for parameter, piece in option.pieces.items():
            name += f"/{parameter}={piece}"
        yield option, node, name


def _outline(variable: Variable, option: VariableValue) -> str:
    """Return the option's name without the values of its numbers."""
    name = f"{variable.issue}/{option.term}"
    for parameter, piece in option.pieces.items():
        name += f"/{parameter}" if piece.number else f"/{parameter}={piece}"
    return name


# -- clingo -------------------------------------------------------------------


def asp(question: Question) -> str:
    """Return a program for clingo; `clingo 0` lists the deals, `pick/1` their choices.

    With numbers, `clingo 0 --project` lists each outline of a deal once.
    """
    _refuse(question, "an answer set program")
    lines = [*_header(question, "%"), "", "% one option of each variable, or none"]
    for variable in question.space.problem.variables:
        picks = [f"pick({_quoted(name)})" for _, _, name in _numbered(variable)]
        lines.append(f"{{ {'; '.join(picks)} }} 1.")
        lines.extend(
            f"n({node}) :- pick({_quoted(name)})."
            for _, node, name in _numbered(variable)
            if node not in {TRUE, FALSE}
        )
        nothing = variable.nodes[0]
        if nothing > TRUE:
            lines.append(f"n({nothing}) :- {', '.join(f'not {each}' for each in picks)}.")
    lines.extend(["", "% what the conditions are made of", f"n({TRUE})."])
    for node, children in _gates(question):
        lines.append(f"n({node}) :- {', '.join(map(_literal, children))}.")
    lines.extend(["", "% what every deal keeps"])
    for node, why in _kept(question):
        lines.append(f":- {_literal(-node)}.  % {shown(why)}")
    lines.extend(["", "#show pick/1."])
    outlines = [
        f"outline({_quoted(_outline(variable, option))}) :- pick({_quoted(name)})."
        for variable in question.space.problem.variables
        for option, _, name in _numbered(variable)
    ]
    if any(
        piece.number
        for variable in question.space.problem.variables
        for option in variable.options
        for piece in option.pieces.values()
    ):
        lines.extend(["", "% without numbers, for --project", *outlines])
        lines.append("#project outline/1.")
    return "\n".join([*lines, ""])


def _literal(node: int) -> str:
    return f"n({node})" if node > 0 else f"not n({-node})"


def _quoted(name: str) -> str:
    """Return a string of clingo; values may need escapes, ids do not."""
    text = shown(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


# -- UVL ----------------------------------------------------------------------

LONGEST = 400
"""Largest number of names in a formula; a gate with more is a separate feature."""


def uvl(question: Question) -> str:
    """Return a feature model in the Universal Variability Language for the deals.

    Conditions are formulas over the options themselves: readers of feature models order their
    diagrams by features, and features for gates would make the diagrams many thousand times
    larger. A gate whose formula would be too long is a feature, defined as equal to its
    formula, which keeps the number of configurations.
    """
    _refuse(question, "a feature model")
    formulas = _Formulas(question)
    lines = [*_header(question, "//"), "features", '\t"agreement"', "\t\toptional"]
    for place, variable in enumerate(question.space.problem.variables):
        options = [_feature(name) for _, _, name in _numbered(variable)]
        if len(options) > 1:
            lines.extend([f'\t\t\t"variable{place}"', "\t\t\t\talternative"])
            lines.extend(f"\t\t\t\t\t{each}" for each in options)
        else:
            lines.extend(f"\t\t\t{each}" for each in options)
    lines.extend(f"\t\t\t{each}" for each in formulas.defined)
    rules = [f"{name} <=> {formula}" for name, formula in formulas.defined.items()]
    rules.extend(
        formulas.of(part)
        for node, _ in _kept(question)
        for part in formulas.conjuncts(node)
        if part != TRUE
    )
    if rules:
        lines.extend(["constraints", *(f"\t{each}" for each in dict.fromkeys(rules))])
    return "\n".join([*lines, ""])


class _Formulas:
    """UVL formulas of a question's nodes; negations only before names."""

    def __init__(self, question: Question) -> None:
        self.defined: dict[str, str] = {}
        """Features that represent a gate, each with its formula."""
        self._gates = dict(_gates(question))
        self._words: dict[int, tuple[str, int]] = {
            TRUE: ('"agreement"', 1),
            FALSE: ('!"agreement"', 1),
        }
        """Formula of each node, with its number of names."""
        for variable in question.space.problem.variables:
            options = [_feature(name) for _, _, name in _numbered(variable)]
            for option, (_, node, _) in zip(options, _numbered(variable), strict=True):
                if node > TRUE:
                    self._know(node, [(option, 1)], [(f"!{option}", 1)])
            if variable.nodes[0] > TRUE:
                self._know(
                    variable.nodes[0],
                    [(f"!{each}", 1) for each in options],
                    [(each, 1) for each in options],
                )
        for node, children in self._gates.items():
            self._gate(node, children)

    def of(self, node: int) -> str:
        """Return the formula of the node."""
        return self._words[node][0]

    def conjuncts(self, node: int) -> tuple[int, ...]:
        """Return nodes whose conjunction is this one."""
        return self._gates.get(node, (node,))

    def _know(
        self, node: int, all_of: list[tuple[str, int]], any_of: list[tuple[str, int]]
    ) -> None:
        for sign, parts, mark in ((node, all_of, " & "), (-node, any_of, " | ")):
            words = mark.join(text for text, _ in parts)
            self._words[sign] = (
                f"({words})" if len(parts) > 1 else words,
                sum(length for _, length in parts),
            )

    def _gate(self, node: int, children: Sequence[int]) -> None:
        self._know(
            node, [self._words[each] for each in children], [self._words[-x] for x in children]
        )
        formula, length = self._words[node]
        if length > LONGEST:
            name = f"gate{node}"
            self.defined[name] = formula
            self._know(node, [(name, 1)], [(f"!{name}", 1)])


def _feature(name: str) -> str:
    """Return a quoted name; UVL allows neither quotes nor full stops in it."""
    return f'"{shown(name).replace(chr(34), "_").replace(".", "_")}"'
