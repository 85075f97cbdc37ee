"""The deal space for other tools: as a feature model (UVL), and as an answer set program.

Both say what the compiled problem says: its variables with one option each, the
gates that the conditions are made of, the draft's choices and the lines that
count. So each configuration, and each answer set, is one deal; a number counts
once for each range that no condition tells apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.circuit import FALSE, TRUE
from zopa.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.problem import Option, Variable
    from zopa.question import Question

__all__ = ["asp", "uvl"]


def _kept(question: Question) -> Iterator[tuple[int, str]]:
    """What every deal keeps, each with what that is."""
    for clause in question.space.problem.clauses:
        yield clause.node, f"{clause.nature} {clause.name}"
    for issue, literals in question.facts.items():
        for literal in literals:
            yield literal, f"the draft's choice on {issue}"
    for name, node in question.lines.items():
        yield node, f"position {name}"


def _gates(question: Question) -> list[tuple[int, tuple[int, ...]]]:
    """The gates that what is kept is made of; each after those that it uses."""
    circuit = question.space.problem.circuit
    cone = circuit.cone([abs(node) for node, _ in _kept(question)])
    return [(node, circuit.gates[node]) for node in sorted(cone) if node in circuit.gates]


def _header(question: Question, mark: str) -> Iterator[str]:
    corpus, context = question.space.problem.corpus, question.context
    scenario = question.scenario
    for line in (
        corpus.title,
        f"draft: {scenario.title or scenario.id}",
        f"as of {context.as_of}; at the table: {', '.join(context.table)}",
        f"{len(question.held)} positions count; each solution is one deal",
    ):
        yield f"{mark} {shown(' '.join(line.split()))}"


def _numbered(variable: Variable) -> Iterator[tuple[Option, int, str]]:
    """Each option but "nothing", with its node and a name: `issue/term`, and its ranges."""
    for option, node in zip(variable.options[1:], variable.nodes[1:], strict=True):
        name = f"{variable.issue}/{option.term}"
        for parameter, piece in option.pieces.items():
            name += f"/{parameter}={piece}"
        yield option, node, name


# -- clingo -------------------------------------------------------------------


def asp(question: Question) -> str:
    """A program for clingo; `clingo 0` lists the deals, `pick/1` says what they choose."""
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
    lines.extend(["", "#show pick/1.", ""])
    return "\n".join(lines)


def _literal(node: int) -> str:
    return f"n({node})" if node > 0 else f"not n({-node})"


def _quoted(name: str) -> str:
    """A string of clingo's; ids have nothing to escape, values might."""
    text = shown(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


# -- UVL ----------------------------------------------------------------------


def uvl(question: Question) -> str:
    """A feature model in the Universal Variability Language; its configurations are the deals.

    A gate is a feature too, which a constraint makes equal to what it is made of,
    so that formulas stay short and the number of configurations the same.
    """
    names = {
        node: _feature(name)
        for variable in question.space.problem.variables
        for _, node, name in _numbered(variable)
    }
    gates = _gates(question)
    names |= {node: f"gate{node}" for node, _ in gates}
    for variable in question.space.problem.variables:
        if variable.nodes[0] > TRUE:
            names[variable.nodes[0]] = f"none{variable.nodes[0]}"
    lines = [*_header(question, "//"), "features", '\t"agreement"', "\t\toptional"]
    rules: list[str] = []
    for place, variable in enumerate(question.space.problem.variables):
        options = [names[node] for _, node, _ in _numbered(variable)]
        if len(options) > 1:
            lines.extend([f'\t\t\t"variable{place}"', "\t\t\t\talternative"])
            lines.extend(f"\t\t\t\t\t{each}" for each in options)
        else:
            lines.extend(f"\t\t\t{each}" for each in options)
        if variable.nodes[0] > TRUE:
            lines.append(f"\t\t\t{names[variable.nodes[0]]}")
            rules.append(f"{names[variable.nodes[0]]} <=> {_all([f'!{x}' for x in options])}")
    lines.extend(f"\t\t\t{names[node]}" for node, _ in gates)
    for node, children in gates:
        rules.append(f"{names[node]} <=> {_all([_signed(names, x) for x in children])}")
    for node, _ in _kept(question):
        if node == TRUE:
            continue
        if node == FALSE:
            rules.append('!"agreement"')
            continue
        rules.append(_signed(names, node))
    if rules:
        lines.extend(["constraints", *(f"\t{each}" for each in rules)])
    return "\n".join([*lines, ""])


def _feature(name: str) -> str:
    """A quoted name; UVL allows neither quotes nor full stops in it."""
    return f'"{shown(name).replace(chr(34), "_").replace(".", "_")}"'


def _signed(names: dict[int, str], node: int) -> str:
    return names[node] if node > 0 else f"!{names[-node]}"


def _all(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' & '.join(parts)})"
