"""Ask z3, CP-SAT or clingcon of a model with numbers. Runs as its own process.

The model of `benchmarks/related_numbers.py` comes from stdin: choices of one of four terms or
none, numbers, clauses, and relations, which are true where their numbers are there.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

TERMS = 4
Json: TypeAlias = dict[str, Any]


def z3_of(said: Json) -> Callable[[int | None, int], bool]:
    """One solver kept; a term is assumed."""
    import z3

    solver = z3.Solver()
    on = [[z3.Bool(f"c{i}_{t}") for t in range(TERMS)] for i in range(said["issues"])]
    for row in on:
        solver.add(z3.AtMost(*row, 1))
    there = [z3.Bool(f"t{i}") for i, _ in enumerate(said["numbers"])]
    value = [z3.Int(f"n{i}") for i, _ in enumerate(said["numbers"])]
    for each, most in zip(value, said["numbers"], strict=True):
        solver.add(each >= 0, each <= most)
    for clause in [*said["rules"], *said["lines"]]:
        solver.add(z3.Or(*(on[i][t] if s else z3.Not(on[i][t]) for i, t, s in clause)))
    for each in said["relations"]:
        if "product" in each:
            one, other = each["product"]
            solver.add(there[one], there[other], value[one] * value[other] >= each["least"])
        else:
            solver.add(*(there[i] for _, i in each["sum"]))
            solver.add(z3.Sum(*(f * value[i] for f, i in each["sum"])) <= each["most"])
    return lambda i, t: solver.check(*([] if i is None else [on[i][t]])) == z3.sat


def cp_sat_of(said: Json) -> Callable[[int | None, int], bool]:
    """One model; a term is an assumption, which CP-SAT solves anew."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    on = [
        [model.new_bool_var(f"c{i}_{t}") for t in range(TERMS)] for i in range(said["issues"])
    ]
    for row in on:
        model.add_at_most_one(row)
    value = [model.new_int_var(0, most, f"n{i}") for i, most in enumerate(said["numbers"])]
    for clause in [*said["rules"], *said["lines"]]:
        model.add_bool_or([on[i][t] if s else ~on[i][t] for i, t, s in clause])
    for each in said["relations"]:
        if "product" in each:
            one, other = each["product"]
            most = said["numbers"][one] * said["numbers"][other]
            made = model.new_int_var(0, most, "p")
            model.add_multiplication_equality(made, [value[one], value[other]])
            model.add(made >= each["least"])
        else:
            model.add(sum(f * value[i] for f, i in each["sum"]) <= each["most"])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1

    def ask(i: int | None, t: int) -> bool:
        model.clear_assumptions()
        if i is not None:
            model.add_assumptions([on[i][t]])
        return solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    return ask


def clingcon_of(said: Json) -> Callable[[int | None, int], bool]:
    """Grounded once; a term is assumed. It has no products."""
    import clingo
    from clingcon import ClingconTheory

    theory = ClingconTheory()
    control = clingo.Control(["--warn=none"])
    theory.register(control)
    text = [f"{{c({i},0..{TERMS - 1})}} 1." for i in range(said["issues"])]
    for clause in [*said["rules"], *said["lines"]]:
        parts = (f"{'not ' if s else ''}c({i},{t})" for i, t, s in clause)
        text.append(f":- {', '.join(parts)}.")
    text += [f"&dom {{0..{most}}} = n({i})." for i, most in enumerate(said["numbers"])]
    for each in said["relations"]:
        parts = (f"{f}*n({i})" for f, i in each["sum"])
        text.append(f"&sum {{{'; '.join(parts)}}} <= {each['most']}.")
    with clingo.ast.ProgramBuilder(control) as builder:
        clingo.ast.parse_string(
            "\n".join(text), lambda each: theory.rewrite_ast(each, builder.add)
        )
    control.ground([("base", [])])
    theory.prepare(control)
    atoms = {str(each.symbol): each.literal for each in control.symbolic_atoms}
    return lambda i, t: bool(
        control.solve(assumptions=[] if i is None else [atoms[f"c({i},{t})"]]).satisfiable
    )


PEERS = {"z3": z3_of, "cp-sat": cp_sat_of, "clingcon": clingcon_of}


def main() -> None:
    """Milliseconds of processor time, and which terms are in some deal."""
    said = json.load(sys.stdin)
    ask = PEERS[sys.argv[1]](said)
    start = time.process_time()
    ask(None, 0)
    first = time.process_time()
    found = [ask(i, t) for i in range(said["issues"]) for t in range(TERMS)]
    end = time.process_time()
    print(
        json.dumps(
            {
                "exists": (first - start) * 1_000,
                "marks": (end - first) * 1_000,
                "possible": found,
            }
        )
    )


main()
