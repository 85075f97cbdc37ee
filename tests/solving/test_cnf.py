"""CNF of a circuit: the clauses are equivalent to it."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysat.solvers import Minisat22

from strategies import Files, load, workspaces
from zopa.solving.circuit import TRUE, Circuit, Encoder, structure
from zopa.solving.problem import Problem


def test_a_gate_is_written_as_equivalent_to_its_children() -> None:
    """One clause for each child and one for all of them; an input needs none."""
    circuit = Circuit()
    one, other = circuit.input(), circuit.input()
    gate = circuit.all([one, -other])

    assert set(Encoder(circuit).define([one])) == set()
    assert {frozenset(each) for each in Encoder(circuit).define([-gate])} == {
        frozenset({-gate, one}),
        frozenset({-gate, -other}),
        frozenset({gate, -one, other}),
    }
    assert list(Encoder(circuit).define([TRUE])) == [(TRUE,)]


def test_what_is_written_is_not_written_again() -> None:
    """Not even as a part of something new."""
    circuit = Circuit()
    one, other, third = (circuit.input() for _ in range(3))
    inner = circuit.all([one, other])
    outer = circuit.all([inner, third])
    encoder = Encoder(circuit)

    first = list(encoder.define([inner]))
    second = list(encoder.define([outer, inner]))

    assert list(encoder.define([outer])) == []
    assert not set(first) & set(second)
    assert set(first) | set(second) == set(Encoder(circuit).define([outer]))


@given(st.data())
def test_the_clauses_have_one_solution_for_each_value_of_the_inputs(
    data: st.DataObject,
) -> None:
    """And in it every node has the value that the compiled circuit gives it."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(3)]
    nodes = [TRUE, *inputs]
    for _ in range(data.draw(st.integers(1, 6))):
        literals = st.sampled_from([*nodes, *(-each for each in nodes)])
        parts = data.draw(st.lists(literals, max_size=3))
        number = data.draw(st.integers(0, 3))
        nodes.append(data.draw(st.sampled_from([circuit.all, circuit.any]))(parts))
        nodes.append(circuit.at_least(number, parts))
    clauses = [list(each) for each in Encoder(circuit).define(nodes)]
    evaluate = circuit.compile(nodes, {node: f"v[{n}]" for n, node in enumerate(inputs)})

    for values in itertools.product([False, True], repeat=3):
        fixed = [node if true else -node for node, true in zip(inputs, values, strict=True)]
        with Minisat22(bootstrap_with=[*clauses, [TRUE]]) as solver:
            for node, true in zip(nodes, evaluate([int(x) for x in values]), strict=True):
                assert solver.solve(assumptions=[*fixed, node if true else -node])
                assert not solver.solve(assumptions=[*fixed, -node if true else node])


@settings(max_examples=40)
@given(workspaces())
def test_the_structure_gives_every_variable_exactly_one_option(files: Files) -> None:
    """Each option can be the one, and then no other is; two at once are impossible."""
    corpus, _ = load(files)
    problem = Problem(corpus)

    with Minisat22(bootstrap_with=[list(each) for each in structure(problem)]) as solver:
        for variable in problem.variables:
            for node in variable.nodes:
                others = [-each for each in variable.nodes if each != node]
                assert solver.solve(assumptions=[node, *others])
            assert not solver.solve(assumptions=[-each for each in variable.nodes])
            for pair in itertools.combinations(variable.nodes, 2):
                assert not solver.solve(assumptions=list(pair))


SHOW = """
from strategies import load, written
from zopa.solving.problem import Problem
days = {"type": "integer", "unit": "days", "minimum": 0, "maximum": 6}
effect = {"entity": "agreement", "set": {"cap": "$days"}}
terms = [{"id": each, "parameters": {"days": days}, "effects": [effect]} for each in "abcd"]
line = {"id": "line", "holds": {"entity": "agreement", "holds": {"cap": {"below": 3}}}}
corpus, _ = load(written([{"id": "it", "terms": terms}], positions=[line]))
problem = Problem(corpus)
print(problem.circuit.gates, problem.spoken_of)
"""


@pytest.mark.slow
def test_nodes_have_the_same_numbers_in_every_process() -> None:
    """Terms that need a gate each were numbered in the order of a set, by the hash seed."""
    seen = {
        subprocess.run(
            [sys.executable, "-c", SHOW],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(seen) == 1
    assert seen != {""}
