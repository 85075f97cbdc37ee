"""Spaces: questions to the solver, and near scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from strategies import load, written
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from strategies import Data

ISSUES: list[Data] = [
    {"id": "one", "terms": [{"id": "done"}]},
    {"id": "other", "terms": [{"id": "done"}]},
    {"id": "which", "terms": [{"id": "a"}, {"id": "b"}, {"id": "c"}]},
]
ONE = {"chosen": "one/done"}
OTHER = {"chosen": "other/done"}


def opened(*rules: Data) -> Space:
    """Two optional terms, and a choice of one."""
    corpus, _ = load(written(ISSUES, rules=rules))
    return Space(Problem(corpus))


def test_a_node_once_asked_about_is_shown_by_every_witness() -> None:
    """Also where the question was about something else."""
    space = opened()
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))
    either = space.problem.circuit.any([one, other])

    assert space.reachable([], [either, -either]) == {either, -either}
    assert space.calls == 2

    for literals in ([one, other], [one, -other], [-one, other], [-one, -other]):
        assert space.possible(literals)
        assert (either in space.witness().true) == (literals != [-one, -other])


def test_a_question_may_speak_of_any_node() -> None:
    """What it means is made known to the solver first."""
    space = opened()
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))
    either = space.problem.circuit.any([one, other])

    assert not space.feasible([either, -one, -other])
    assert not space.feasible([-either, one])
    assert space.feasible([either, -one])


def test_a_witness_says_nothing_of_a_node_that_was_unknown_to_the_solver() -> None:
    """Although the solver had a variable of its number, with a value by chance."""
    space = opened()
    circuit = space.problem.circuit
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))
    which = [space.problem.chosen("which", each) for each in "abc"]
    both, neither = circuit.all([one, other]), circuit.all([-one, -other])
    last = circuit.all([one, which[0]])
    every = [*which, one, -one, other, -other]

    for _ in range(2):
        space.prefer([both, neither])
        assert space.reachable([], [last, *every]) == {last, *every}
        space.prefer([-both, -neither])
        assert space.reachable([], [-last]) == {-last}

    assert space.reachable([-one], [both, neither]) == {neither}
    assert space.reachable([one], [both, neither]) == {both}
    assert space.reachable([one, -other], [both, -neither]) == {-neither}


def test_every_witness_shows_what_no_condition_speaks_of() -> None:
    """A thing to take or leave is taken or left."""
    space = opened()
    one = space.problem.chosen("one", "done")

    for literal in (one, -one):
        assert space.possible([literal])
        assert literal in space.witness().true


def test_what_is_reachable_is_what_some_coherent_scenario_has() -> None:
    """Under what is assumed, whatever was shown before under other assumptions."""
    space = opened({"id": "not-both", "holds": {"not": {"all": [ONE, OTHER]}}})
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))
    which = [space.problem.chosen("which", each) for each in "abc"]

    for _ in range(2):
        assert space.reachable([], [one, -one, *which]) == {one, -one, *which}
        assert space.reachable([one], [other, -other, *which]) == {-other, *which}
        assert space.reachable([one, other], [-one, *which]) == frozenset()
        assert space.reachable([which[0]], which) == {which[0]}


def test_one_witness_settles_much_of_what_is_reachable() -> None:
    """Asked again, the solver need not be asked at all."""
    space = opened()
    nodes = [space.problem.chosen(each, "done") for each in ("one", "other")]
    literals = [*nodes, *(-node for node in nodes)]

    before = space.calls
    space.reachable([], literals)
    first = space.calls - before
    space.reachable([], literals)

    assert first <= 3
    assert space.calls == before + first


def test_what_cannot_be_had_is_not_asked_for_again() -> None:
    """Neither under the same facts nor under more of them."""
    space = opened({"id": "not-both", "holds": {"not": {"all": [ONE, OTHER]}}})
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))
    assert not space.reachable([one], [other])
    before = space.calls

    assert not space.reachable([one], [other])
    assert not space.reachable([one, space.problem.chosen("which", "a")], [other])
    assert space.calls == before

    assert space.reachable([], [other]) == {other}


def test_what_is_refuted_is_plainly_false_and_true_nowhere() -> None:
    """Also what follows from a rule; where nothing is possible there is nothing to say."""
    space = opened({"id": "both", "holds": {"if": ONE, "then": OTHER}})
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))
    which = [space.problem.chosen("which", each) for each in "abc"]
    every = frozenset(sign * node for node in (one, other, *which) for sign in (1, -1))

    for assumed in ([], [one], [-other], [which[0]], [one, which[1]]):
        refuted = every & space.refuted(assumed)
        assert refuted == every - space.reachable(assumed, every)
    assert space.refuted([one, -other]) == frozenset()


def test_a_few_witnesses_show_every_option_of_many_issues() -> None:
    """The solver leans to what was not yet shown, on all issues at once."""
    terms = [{"id": each} for each in "abc"]
    issues: list[Data] = [{"id": f"issue-{number}", "terms": terms} for number in range(12)]
    either = [
        {"any": [{"chosen": f"issue-{number}/a"}, {"chosen": f"issue-{number + 1}/b"}]}
        for number in range(0, 12, 2)
    ]
    corpus, _ = load(written(issues, positions=[{"id": "x", "holds": {"all": either}}]))
    space = Space(Problem(corpus))
    options = [space.problem.chosen(f"issue-{n}", each) for n in range(12) for each in "abc"]

    assert space.reachable([], options) == set(options)
    assert space.calls <= 4


def test_a_core_is_enough_for_the_no() -> None:
    """Some of what was assumed."""
    space = opened({"id": "not-both", "holds": {"not": {"all": [ONE, OTHER]}}})
    one, other = (space.problem.chosen(each, "done") for each in ("one", "other"))

    assert not space.possible([one, other, space.problem.chosen("which", "a")])

    assert space.core() == {one, other, space.problem.coherent}


def test_what_a_scratch_space_is_told_stays_there() -> None:
    """Clauses; the space that it was made from knows nothing of them."""
    space = opened()
    one = space.problem.chosen("one", "done")
    scratch = space.scratch()
    assert scratch.reachable([], [one])

    scratch.add([(-one,)])

    assert not scratch.possible([one])
    assert not scratch.reachable([], [one])
    assert space.possible([one])


def test_the_first_scenario_of_many_issues_is_found_in_few_steps() -> None:
    """The first hundred of two hundred are done, the others cannot be: no question for each."""
    names = [f"issue-{number}" for number in range(200)]
    done: list[Data] = [{"chosen": f"{name}/done"} for name in names]
    corpus, _ = load(
        written(
            [{"id": name, "terms": [{"id": "done"}]} for name in names],
            rules=[{"id": "half", "holds": {"at-most": 100, "of": done}}],
        )
    )
    space = Space(Problem(corpus))

    done_first = [variable.nodes[::-1] for variable in space.problem.variables]

    first = space.first([], done_first).scenario({})
    assert [name for name in names if first[name]] == names[:100]
    assert not any(space.first([]).scenario({}).values())
    assert space.calls <= 40
