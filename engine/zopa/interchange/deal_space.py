"""Export of deals: feature model (UVL) and answer set program (ASP).

Both encode the compiled problem: its variables with one option each, the gates of the
conditions, the draft's choices and the positions that count. So each configuration, and each
answer set, is one deal with a range for each number in which no condition changes. zopa counts
deals without their numbers; so does clingo with projection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa import Refused
from zopa.diagnostics import listed, shown
from zopa.solving.circuit import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.questions import Question
    from zopa.solving.problem import Variable, VariableValue

__all__ = ["asp", "uvl"]


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
