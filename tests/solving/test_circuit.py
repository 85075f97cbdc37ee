"""Circuits: semantics of gates, sharing, and compilation to Python."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solving.circuit import FALSE, TRUE, Circuit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

INPUTS = 4


def value(circuit: Circuit, node: int, inputs: Mapping[int, bool]) -> bool:
    """The value of the node, by definition."""
    if node < 0:
        return not value(circuit, -node, inputs)
    if node == TRUE:
        return True
    if node in circuit.gates:
        parts = [value(circuit, each, inputs) for each in circuit.gates[node]]
        return gate(circuit, node, parts)
    return inputs[node]


def gate(circuit: Circuit, node: int, parts: Sequence[bool]) -> bool:
    """A gate's value, given those of its parts."""
    match circuit.adders.get(node):
        case None:
            return all(parts)
        case "odd":
            return sum(parts) % 2 == 1
        case "majority":
            return sum(parts) > 1


def table(circuit: Circuit, node: int, inputs: list[int]) -> list[bool]:
    """The node's values for all values of the inputs."""
    return [
        value(circuit, node, dict(zip(inputs, values, strict=True)))
        for values in itertools.product([False, True], repeat=len(inputs))
    ]


def told(meaning: Callable[[tuple[bool, ...]], bool], number: int = INPUTS) -> list[bool]:
    """The expected values."""
    return [meaning(each) for each in itertools.product([False, True], repeat=number)]


@pytest.mark.parametrize("number", range(-1, INPUTS + 2))
def test_counts_count(number: int) -> None:
    """At least and at most so many, from less than none to more than all."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(INPUTS)]

    least = table(circuit, circuit.at_least(number, inputs), inputs)
    most = table(circuit, circuit.at_most(number, inputs), inputs)

    assert least == told(lambda values: sum(values) >= number)
    assert most == told(lambda values: sum(values) <= number)


@pytest.mark.parametrize("nodes", range(8))
def test_many_nodes_are_counted_alike(nodes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where they are added up in binary, whatever the number."""
    monkeypatch.setattr("zopa.solving.circuit.MOST_IN_ROWS", -1)
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(nodes)]

    for number in range(nodes + 2):
        least = table(circuit, circuit.at_least(number, inputs), inputs)
        assert least == [
            sum(each) >= number for each in itertools.product([False, True], repeat=nodes)
        ]


def test_a_count_of_thousands_needs_some_gates_for_each() -> None:
    """Not as many as there are nodes."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(10_000)]

    node = circuit.at_least(5_000, inputs)

    assert len(circuit.gates) < 150_000
    values = dict.fromkeys(inputs[:4_999], True) | dict.fromkeys(inputs[4_999:], False)
    assert not evaluated(circuit, node, values)
    assert evaluated(circuit, node, values | {inputs[-1]: True})


def evaluated(circuit: Circuit, node: int, inputs: Mapping[int, bool]) -> bool:
    """The node's value, with each gate evaluated once."""
    known = {TRUE: True, **inputs}
    for each, parts in circuit.gates.items():
        values = [known[abs(part)] == (part > 0) for part in parts]
        known[each] = gate(circuit, each, values)
    return known[abs(node)] == (node > 0)


def test_a_count_counts_what_is_named_twice_twice() -> None:
    """As a list in a condition may say something twice."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(2)]

    node = circuit.at_least(2, [inputs[0], inputs[0], inputs[1]])

    assert table(circuit, node, inputs) == told(lambda values: values[0], 2)


@pytest.mark.parametrize("most_in_rows", [-1, 1000])
@pytest.mark.parametrize("times", [(2, 2, 2), (1, 2, 3), (6, 4, 0), (5, 1, 1), (9, 3, 6)])
def test_a_weight_is_so_many_of_the_same(
    times: tuple[int, ...], most_in_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In rows and in binary, whether or not the weights have a divisor in common."""
    monkeypatch.setattr("zopa.solving.circuit.MOST_IN_ROWS", most_in_rows)
    circuit = Circuit()
    inputs = [circuit.input() for _ in times]
    nodes = [node for node, weight in zip(inputs, times, strict=True) for _ in range(weight)]

    for number in range(-1, sum(times) + 2):
        assert table(circuit, circuit.at_least(number, nodes), inputs) == [
            sum(a * b for a, b in zip(each, times, strict=True)) >= number
            for each in itertools.product([False, True], repeat=len(times))
        ]


def test_a_count_of_one_thing_thousands_of_times_is_that_thing() -> None:
    """As of entities that the same effects set."""
    circuit = Circuit()
    one = circuit.input()

    assert circuit.at_least(2_000, [one] * 4_000) == one
    assert circuit.at_least(4_001, [one] * 4_000) == FALSE


def test_constants_and_contradictions_need_no_gate() -> None:
    """What is plainly so is known without a solver."""
    circuit = Circuit()
    one, other = circuit.input(), circuit.input()

    assert circuit.all([]) == TRUE
    assert circuit.any([]) == FALSE
    assert circuit.all([one, TRUE, one]) == one
    assert circuit.all([one, FALSE]) == FALSE
    assert circuit.all([one, other, -one]) == FALSE
    assert circuit.any([one, -one]) == TRUE
    assert circuit.any([one, TRUE]) == TRUE
    assert circuit.implies(one, one) == TRUE
    assert circuit.gates == {}


def test_what_is_built_twice_is_one_node() -> None:
    """In whatever order, and as `any` or as its negation."""
    circuit = Circuit()
    one, other, third = (circuit.input() for _ in range(3))

    node = circuit.all([one, other, third])

    assert circuit.all([third, one, other, one]) == node
    assert circuit.any([-one, -other, -third]) == -node
    assert circuit.implies(circuit.all([one, other]), -third) != -node
    assert list(circuit.gates) == sorted(circuit.gates)


def test_the_cone_holds_what_the_roots_need_children_first() -> None:
    """Inputs included; what is known, and what only that needs, left out."""
    circuit = Circuit()
    one, other, third = (circuit.input() for _ in range(3))
    inner = circuit.all([one, other])
    outer = circuit.any([inner, third])

    assert circuit.cone([outer]) == [one, other, third, inner, abs(outer)]
    assert circuit.cone([-inner]) == [one, other, inner]
    assert circuit.cone([outer], known={inner}) == [third, abs(outer)]
    assert circuit.cone([TRUE]) == [TRUE]


def test_the_cone_of_a_few_among_many_has_children_first_too() -> None:
    """A set has numbers that are far apart in another order."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(100)]

    for first, last in itertools.combinations([*inputs[::7], *inputs[::11]], 2):
        node = circuit.all([first, last])
        assert circuit.cone([node]) == sorted({first, last, abs(node)})


@given(st.lists(st.sampled_from([1, -1, 2, -2, 3, -3, 4, -4]), min_size=3, max_size=3))
def test_adders_add(nodes: list[int]) -> None:
    """Sum and carry of three nodes, constants and repetitions among them."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(INPUTS - 1)]
    true = {TRUE: True}

    odd, carry = circuit.odd(nodes), circuit.majority(nodes)

    for values in itertools.product([False, True], repeat=len(inputs)):
        known = true | dict(zip(inputs, values, strict=True))
        number = sum(known[abs(each)] == (each > 0) for each in nodes)
        assert value(circuit, odd, known) == (number % 2 == 1)
        assert value(circuit, carry, known) == (number > 1)


def grow(circuit: Circuit, nodes: list[int], data: st.DataObject) -> None:
    """Add some random nodes made of these."""
    for _ in range(data.draw(st.integers(0, 8))):
        literals = st.sampled_from([*nodes, *(-each for each in nodes)])
        parts = data.draw(st.lists(literals, max_size=4))
        form = data.draw(
            st.sampled_from(["all", "any", "at-least", "at-most", "implies", "odd", "majority"])
        )
        match form:
            case "all":
                nodes.append(circuit.all(parts))
            case "any":
                nodes.append(circuit.any(parts))
            case "at-least":
                nodes.append(circuit.at_least(data.draw(st.integers(0, 4)), parts))
            case "at-most":
                nodes.append(circuit.at_most(data.draw(st.integers(0, 4)), parts))
            case "odd":
                nodes.append(circuit.odd(parts[:3]))
            case "majority":
                nodes.append(circuit.majority([data.draw(literals) for _ in range(3)]))
            case _:
                nodes.append(circuit.implies(data.draw(literals), data.draw(literals)))


@given(st.data())
def test_the_compiled_function_equals_the_definition(data: st.DataObject) -> None:
    """Of random circuits, for all values of the inputs."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(INPUTS)]
    nodes = [TRUE, *inputs]
    grow(circuit, nodes, data)
    roots = [*nodes, *(-each for each in nodes)]

    evaluate = circuit.compile(roots, {node: f"v[{n}] == 1" for n, node in enumerate(inputs)})

    for values in itertools.product([False, True], repeat=INPUTS):
        given_values = dict(zip(inputs, values, strict=True))
        assert evaluate([int(each) for each in values]) == [
            value(circuit, root, given_values) for root in roots
        ]


@given(st.data())
def test_what_the_inputs_settle_is_what_the_definition_says(data: st.DataObject) -> None:
    """Of random circuits, for all values of the inputs."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(INPUTS)]
    grow(circuit, [TRUE, *inputs], data)

    for values in itertools.product([False, True], repeat=INPUTS):
        given_values = dict(zip(inputs, values, strict=True))
        true = {TRUE, *(node if given_values[node] else -node for node in inputs)}

        circuit.settle(true)

        assert true == {
            node if value(circuit, node, given_values) else -node
            for node in [TRUE, *inputs, *circuit.gates]
        }


@pytest.mark.parametrize("length", [1, 5, 19, 20, 21, 22, 400])
def test_a_long_chain_of_gates_that_are_needed_once_is_compiled(length: int) -> None:
    """Alternately both and either; deeper than one expression of Python may be."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(length + 1)]
    chain = [inputs[0]]
    for number, each in enumerate(inputs[1:]):
        join = circuit.all if number % 2 else circuit.any
        chain.append(join([chain[-1], -each]))

    evaluate = circuit.compile(
        [chain[-1], -chain[length // 2]], {node: f"v[{n}]" for n, node in enumerate(inputs)}
    )

    for step in (1, 2, 3, 7):
        values = [int(n % step == 0) for n in range(length + 1)]
        true, so_far = bool(values[0]), [bool(values[0])]
        for number, each in enumerate(values[1:]):
            true = (true and not each) if number % 2 else (true or not each)
            so_far.append(true)
        assert [bool(each) for each in evaluate(values)] == [true, not so_far[length // 2]]


def test_what_is_built_twice_is_one_node_at_any_size() -> None:
    """Small numbers come out of a set in order, larger ones in the order they went in."""
    circuit = Circuit()
    inputs = [circuit.input() for _ in range(40)]

    for one, other in itertools.combinations(inputs, 2):
        assert circuit.all([one, other]) == circuit.all([other, one])
    assert len(set(circuit.gates.values())) == len(circuit.gates)


def test_shared_parts_are_looked_at_once() -> None:
    """The parity of 60 inputs has more paths than could ever be walked."""
    circuit = Circuit()
    odd = FALSE
    for _ in range(60):
        bit = circuit.input()
        odd = circuit.any((circuit.all((odd, -bit)), circuit.all((-odd, bit))))

    assert circuit.cone([odd]) == [*range(TRUE + 1, circuit.size + 1)]


def test_shared_parts_are_compiled_once() -> None:
    """Each gate needs the two before it: written out, one would be as long as both."""
    length = {}
    for number in (7, 14):
        circuit = Circuit()
        first, second = circuit.input(), circuit.input()
        nodes, true = [first, second], [True, True]
        for _ in range(number):
            nodes.append(circuit.all((nodes[-1], -nodes[-2])))
            true.append(true[-1] and not true[-2])
        evaluate = circuit.compile([nodes[-1]], {first: "v[0]", second: "v[1]"})
        length[number] = len(evaluate.__code__.co_code)

        assert [bool(each) for each in evaluate([1, 1])] == true[-1:]

    assert length[14] < 3 * length[7]
