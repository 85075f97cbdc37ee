"""Generated negotiations with numbers that relate: processor time of questions, and of peers.

    python benchmarks/related_numbers.py [--sizes 10,20,40,80] [--peers ENVIRONMENT/bin/python]

A negotiation of n issues has n/5 that are answered by a number of 10 to 2,000,001 values, the
others have four terms; n/5 relations, products of two numbers among them (one of n/20); and n
rules and n positions on a few choices. A hidden agreement keeps all of them. For conflicts n/2
positions are added that it need not keep. The peers (z3, CP-SAT, and clingcon, which has no
products) are asked whether the same model has a deal, and which terms are in some deal.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from timing import Table, clock, machine, within

from zopa.model.context import context_of
from zopa.questions import NOTHING_CHOSEN, Question
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import feasible
from zopa.questions.options import options
from zopa.solving.bdd import Counter
from zopa.solving.mus import Cores
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load

if TYPE_CHECKING:
    from zopa.model.corpus import Corpus

Json: TypeAlias = dict[str, Any]
Clause: TypeAlias = list[list[int]]
"""Issues, terms and whether they are to be chosen, of which one must be so."""

RANGES = (9, 100, 10_000, 2_000_000)
TERMS = 4
CALLS = 40
ALLOWED = 30.0
"""Seconds before a question is told to end."""
PEER = Path(__file__).parent / "peers" / "ask_numbers.py"
FIGURES = {
    "existence": "0.2 / 0.2 / 0.4 / 0.4",
    "marks of all terms": "10 / 30 / 100 / 750",
    "the sets alone": "3 / 3 / 10 / 75",
    "feasible sets of all numbers": "5 / 13 / 82 / 813",
    "outlines, linear": "20: 300",
}
"""Of the study behind the engine, for 10 / 20 / 40 / 80 issues."""


def model(issues: int, seed: int, *, products: bool = True, clashing: int = 0) -> Json:
    """What is negotiated, as data that know nothing of zopa."""
    chance = random.Random(f"{issues}-{seed}-{products}")  # noqa: S311  # repeatable
    most = [chance.choice(RANGES) for _ in range(max(2, issues // 5))]
    planted = [chance.randint(0, each) for each in most]
    chosen = [chance.randrange(TERMS) for _ in range(issues - len(most))]

    def clause(*, keep: bool = True) -> Clause:
        """Choices of which one must be, or must not be."""
        while True:
            near = chance.randrange(len(chosen)) // 7 * 7
            found = [
                [
                    min(near + chance.randrange(7), len(chosen) - 1),
                    chance.randrange(TERMS),
                    sign,
                ]
                for sign in (chance.randrange(2) for _ in range(chance.choice((2, 2, 3))))
            ]
            if not keep or any((chosen[i] == t) == bool(s) for i, t, s in found):
                return found

    def linear() -> Json:
        some = chance.sample(range(len(most)), min(len(most), chance.choice((2, 2, 3))))
        factors = [chance.choice((1, 1, 1, 2, -1)) for _ in some]
        total = sum(f * planted[i] for f, i in zip(factors, some, strict=True))
        slack = chance.choice((0, 1, total // 10 + 5))
        return {"sum": list(zip(factors, some, strict=True)), "most": total + slack}

    def product() -> Json:
        one, other = sorted(range(len(most)), key=most.__getitem__)[:2]
        return {"product": [one, other], "least": planted[one] * planted[other]}

    relations = [linear() for _ in range(issues // 5)]
    if products:
        relations += [product() for _ in range(max(1, issues // 20))]
    lines = [clause() for _ in range(issues)]
    lines += [clause(keep=False)[:1] for _ in range(clashing)]
    return {
        "numbers": most,
        "issues": len(chosen),
        "rules": [clause() for _ in range(issues)],
        "relations": relations,
        "lines": lines,
    }


def corpus(said: Json) -> Corpus:
    """The same as a workspace."""
    issues: list[Any] = [
        {
            "id": f"issue-{i}",
            "question": "Which?",
            "terms": [{"id": f"term-{t}", "title": f"Term {t}"} for t in range(TERMS)],
        }
        for i in range(said["issues"])
    ]
    issues += [
        {"id": f"number-{i}", "question": "How much?", "answer": {"type": "integer"} | limits}
        for i, each in enumerate(said["numbers"])
        for limits in ({"minimum": 0, "maximum": each},)
    ]

    def any_of(clause: Clause) -> Json:
        parts = [
            {"chosen": f"issue-{i}/term-{t}"}
            if s
            else {"not": {"chosen": f"issue-{i}/term-{t}"}}
            for i, t, s in clause
        ]
        return {"any": [part for n, part in enumerate(parts) if part not in parts[:n]]}

    def relation(each: Json) -> Json:
        if "product" in each:
            sides = [{"issue": f"number-{i}"} for i in each["product"]]
            return {"quantity": {"product": sides}, "at-least": each["least"]}
        parts = [{"times": f, "of": {"issue": f"number-{i}"}} for f, i in each["sum"]]
        return {"quantity": {"sum": parts}, "at-most": each["most"]}

    line = {"party": "one", "kind": "red-line", "strength": "declared", "since": "2025-01-01"}
    wanted = [*map(any_of, said["lines"]), *map(relation, said["relations"])]
    files: dict[str, Any] = {
        "corpus": {"zopa": 1, "title": "M", "as-of": "2025-01-08", "at-the-table": ["one"]},
        "parties": {
            "parties": [{"id": "one", "name": "One"}],
            "speakers": [{"id": "she", "name": "She", "party": "one"}],
        },
        "sources": {"sources": [{"id": "paper", "title": "Paper"}]},
        "statements": {
            "statements": [
                {"id": "said", "speaker": "she", "said": "2025-01-01", "text": "So."}
                | {"attribution": "direct-statement", "cites": {"paper": [1]}}
            ]
        },
        "issues/all": {"issues": issues},
        "rules": {
            "rules": [
                {
                    "id": f"rule-{n}",
                    "basis": "definitional",
                    "reason": "So.",
                    "holds": any_of(x),
                }
                for n, x in enumerate(said["rules"])
            ]
        },
        "positions/one": {
            "positions": [
                {"id": f"line-{n}", "title": f"Line {n}", "statements": ["said"], **line}
                | {"holds": each}
                for n, each in enumerate(wanted)
            ]
        },
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, "terms", f"{name}.yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")
        workspace = load(Path(folder))
    if not workspace.sound:
        raise SystemExit([each.message for each in workspace.diagnostics])
    return workspace.corpus


def asked(made: Corpus) -> Question:
    """The question of nothing chosen, on a new space."""
    question = Question(Space(Problem(made)), NOTHING_CHOSEN, context_of(made))
    list(question.lines)
    return question


def measured(table: Table, issues: int, seed: int) -> None:
    """All questions of one negotiation."""
    column = str(issues)
    made = corpus(model(issues, seed))
    table.add("compile", column, clock(lambda: asked(made)))
    question = asked(made)
    space, lines = question.space, list(question.lines.values())
    chance = random.Random(seed)  # noqa: S311  # repeatable
    nodes = [node for variable in space.problem.variables for node in variable.nodes]
    space.possible([])
    for _ in range(CALLS):
        some = [*chance.sample(lines, len(lines) // 3), chance.choice(nodes)]
        table.add("existence", column, within(space, partial(space.possible, some), ALLOWED))
    question = asked(made)
    act = partial(options, *question.about)
    table.add("marks of all terms", column, within(question.space, act, ALLOWED))
    again = asked(made)
    sets = partial(feasible, again, list(again.lines.values()))
    table.add("feasible sets of all numbers", column, within(again.space, sets, ALLOWED))
    for row, products in (("outlines, linear", False), ("outlines, products too", True)):
        fresh = asked(corpus(model(issues, seed, products=products)))

        def count(fresh: Question = fresh) -> None:
            nodes = list(fresh.lines.values())
            Counter(fresh.space.problem, fresh.space.stop).scenarios(nodes).count()

        table.add(row, column, within(fresh.space, count, ALLOWED))
    clashing = asked(corpus(model(issues, seed, clashing=issues // 2)))
    context = clashing.context

    def both() -> None:
        conflicts(clashing.space, NOTHING_CHOSEN, context)
        concessions(clashing.space, NOTHING_CHOSEN, context)

    table.add(
        "conflicts and concessions, the questions",
        column,
        within(clashing.space, both, ALLOWED),
    )
    parts = asked(clashing.space.problem.corpus)
    cores = Cores(parts.space, parts.parts, ())
    table.add(
        "the sets alone",
        column,
        within(parts.space, lambda: [*cores.concessions(), *cores.conflicts()], ALLOWED),
    )


def beside(python: str, issues: int, seed: int, *, products: bool) -> None:
    """Existence of a deal and the terms of some deal: zopa, and each peer."""
    said = model(issues, seed, products=products)
    made = corpus(said)
    question = asked(made)
    lines = list(question.lines.values())
    space = question.space
    every = [
        (i, t, space.problem.variables[i].nodes[t + 1])
        for i, t in itertools.product(range(said["issues"]), range(TERMS))
    ]
    space.possible([])
    exists = clock(lambda: space.possible(lines))
    found: list[bool] = []
    marks = clock(lambda: found.extend(space.possible([*lines, node]) for _, _, node in every))
    print(f"| zopa | {issues} | {products} | {exists:.2f} | {marks:.1f} | |", flush=True)
    for peer in ("z3", "cp-sat", *(() if products else ("clingcon",))):
        try:
            run = subprocess.run(
                [python, str(PEER), peer],
                input=json.dumps(said),
                capture_output=True,
                text=True,
                timeout=120,
                check=True,
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            print(
                f"| {peer} | {issues} | {products} | {type(error).__name__} | | |", flush=True
            )
            continue
        told = json.loads(run.stdout)
        agree = "the same terms" if told["possible"] == found else "**other terms**"
        print(
            f"| {peer} | {issues} | {products} | {told['exists']:.2f} | {told['marks']:.1f} "
            f"| {agree} |",
            flush=True,
        )


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--sizes", default="10,20,40,80")
    arguments.add_argument("--seeds", default="1,2")
    arguments.add_argument("--peers", help="the Python of an environment that has them")
    given = arguments.parse_args()
    print(machine())
    sizes = [int(each) for each in given.sizes.split(",")]
    seeds = [int(each) for each in given.seeds.split(",")]
    if given.peers:
        print("| who | issues | products | a deal exists, ms | terms of some deal, ms | |")
        for issues, seed, products in itertools.product(sizes, seeds, (False, True)):
            beside(given.peers, issues, seed, products=products)
        return
    table = Table("ms, by number of issues", [str(each) for each in sizes], FIGURES)
    for issues, seed in itertools.product(sizes, seeds):
        measured(table, issues, seed)
        print(f"{issues} issues, seed {seed}: done", flush=True)
    print(table)


if __name__ == "__main__":
    main()
