"""Write generated models for the peers, and answer their questions with zopa.

Run by `run.py`, which puts the folder of `spaces` on the path.

A model is JSON that knows nothing of zopa: variables with numbered options, and
clauses of `[variable, option, is it]`, some for the rules and some for each line.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from spaces import Size, corpus
from timing import clock

from zopa.model.context import context_of
from zopa.model.corpus import Choice, Name, Pick, Scenario
from zopa.questions import NOTHING_CHOSEN, Question
from zopa.questions.deals import diverse
from zopa.questions.options import options
from zopa.solving import Stop, Stopped, TooLarge
from zopa.solving.bdd import Counter
from zopa.solving.circuit import TRUE
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Literal: TypeAlias = tuple[int, int, bool]
Clause: TypeAlias = frozenset[int]

REPEATS = 5
DRAFTS = 20
ALLOWED = 20.0
"""Seconds for one count."""


def clauses(problem: Problem, node: int) -> set[Clause]:
    """The node as clauses over inputs, none of which is part of another."""
    if abs(node) == TRUE:
        return set() if node == TRUE else {frozenset()}
    gate = problem.circuit.gates.get(abs(node))
    if gate is None:
        return {frozenset((node,))}
    if node > 0:
        return _least(set().union(*(clauses(problem, child) for child in gate)))
    parts = [clauses(problem, -child) for child in gate]
    found: set[Clause] = {frozenset()}
    for part in parts:
        found = _least({one | other for one, other in itertools.product(found, part)})
    return found


def _least(some: set[Clause]) -> set[Clause]:
    sound = [each for each in some if not any(-literal in each for literal in each)]
    kept: list[Clause] = []
    for each in sorted(sound, key=len):
        if not any(other <= each for other in kept):
            kept.append(each)
    return set(kept)


def model(question: Question, seed: int) -> dict[str, object]:
    """Everything a peer needs: the negotiation and what is asked of it."""
    problem = question.space.problem
    meaning: dict[int, Literal] = {}
    for number, variable in enumerate(problem.variables):
        for option, node in enumerate(variable.nodes):
            meaning.setdefault(-node, (number, option, False))
            meaning[node] = (number, option, True)

    def written(node: int) -> list[list[Literal]]:
        found = sorted(sorted(meaning[x] for x in each) for each in clauses(problem, node))
        return [list(each) for each in found]

    chance = random.Random(seed)  # noqa: S311  # repeatable
    deals = list(diverse(question, 5))
    shown = [problem.indexes(chance.choice(deals)) for _ in range(DRAFTS)]
    anything = [[chance.randrange(len(x.options)) for x in problem.variables] for _ in shown]
    places = [chance.randrange(len(problem.variables)) for _ in shown]
    return {
        "variables": [len(variable.options) for variable in problem.variables],
        "rules": [each for clause in problem.clauses for each in written(clause.node)],
        "lines": {name: written(node) for name, node in question.lines.items()},
        "waived": [chance.sample(list(question.lines), 5) for _ in shown],
        "drafts": [[place, each[place]] for place, each in zip(places, shown, strict=True)],
        "complete": anything,
    }


def answers(question: Question, asked: dict[str, Any]) -> dict[str, object]:
    """What zopa says, in milliseconds and in answers to compare."""
    space, lines = question.space, question.lines
    problem = space.problem
    made, context = problem.corpus, question.context
    nodes = list(lines.values())
    judge = problem.judge(nodes)
    judge(asked["complete"][0])
    keep = [[node for name, node in lines.items() if name not in x] for x in asked["waived"]]
    drafts = [_draft(problem, place, option) for place, option in asked["drafts"]]
    space.possible(nodes)
    return {
        "load": _median(lambda: Space(Problem(made)).possible([])),
        **_counted(problem, nodes),
        "core and dead": _afresh(problem, lambda new: options(new, NOTHING_CHOSEN, context)),
        "dead": [
            [place, option]
            for place, variable in enumerate(problem.variables)
            for option, node in enumerate(variable.nodes)
            if not space.possible([*nodes, node])
        ],
        "existence": _median(lambda: [space.possible(each) for each in keep]) / DRAFTS,
        "exists": [space.possible(each) for each in keep],
        "marks": _afresh(problem, lambda new: [options(new, x, context) for x in drafts])
        / DRAFTS,
        "possible": [
            [
                [place, option]
                for place, variable in enumerate(problem.variables)
                for option, node in enumerate(variable.nodes)
                if space.possible([*nodes, problem.variables[where].nodes[what], node])
            ]
            for where, what in asked["drafts"]
        ],
        "check": _median(lambda: [judge(each) for each in asked["complete"] * 50])
        / DRAFTS
        / 50,
        "respected": [judge(each) for each in asked["complete"]],
    }


def _counted(problem: Problem, nodes: Sequence[int]) -> dict[str, object]:
    """How many deals; nothing where that takes too long."""

    def count() -> str:
        space = Space(problem)
        with Stop(ALLOWED) as space.stop:
            return str(Counter(problem, space.stop).scenarios(nodes).count())

    try:
        return {"counted": count(), "count": _median(count)}
    except (Stopped, TooLarge):
        return {"counted": "not counted"}


def _draft(problem: Problem, place: int, number: int) -> Scenario:
    """The one choice; a number is the least of its piece."""
    variable = problem.variables[place]
    option = variable.options[number]
    picks: tuple[Pick, ...] = ()
    if option.term is not None:
        values = {Name(name): piece.low for name, piece in option.pieces.items()}
        picks = (Pick(Name(option.term), values),)
    return Scenario("d", "d", choices={variable.issue: Choice(Name(variable.issue), picks)})


def _median(act: Callable[[], object]) -> float:
    return statistics.median(clock(act) for _ in range(REPEATS))


def _afresh(problem: Problem, act: Callable[[Space], object]) -> float:
    """As `_median`, each time of a space that remembers nothing; making it is not timed."""
    spaces = [Space(problem) for _ in range(REPEATS)]
    for each in spaces:
        each.possible([])
    return statistics.median(clock(lambda new=each: act(new)) for each in spaces)


def main() -> None:
    """Write the models of these sizes and seeds, each with zopa's answers beside it."""
    folder, sizes, seeds = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    for issues, seed in itertools.product(
        map(int, sizes.split(",")), map(int, seeds.split(","))
    ):
        made = corpus(Size(issues), seed)
        question = Question(Space(Problem(made)), NOTHING_CHOSEN, context_of(made))
        asked = model(question, seed)
        Path(folder, f"{issues}-{seed}.json").write_text(json.dumps(asked), encoding="utf-8")
        said = json.dumps(answers(question, json.loads(json.dumps(asked))))
        Path(folder, f"{issues}-{seed}.zopa.json").write_text(said, encoding="utf-8")


if __name__ == "__main__":
    main()
