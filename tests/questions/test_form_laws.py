"""Laws of what may be written in two ways: the answers are the same.

A relation is the table of the values that it allows, `for-each` is its terms written out, and a
finer step of a number changes no answer unless a condition can tell the new values apart.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from brute import asked, disputes, laws
from other_forms import EACH, RELATION, alike, finer, tabled, written_out
from strategies import Files, bounded, load, related, workspaces, written
from zopa.questions.check import Verdict, check
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import deals
from zopa.questions.options import options

if TYPE_CHECKING:
    from brute import Asked
    from zopa.model.corpus import Issue
    from zopa.solving.partition import Piece

Answers: TypeAlias = dict[str, Any]
few = settings(laws, max_examples=40)


def answers(case: Asked) -> Answers:
    """What is answered about the draft and about an empty one, numbers aside."""
    found: Answers = {}
    for name, each in (("draft", case), ("nothing", case.nothing_chosen())):
        about = (each.space(), each.scenario, each.context)
        checked, counted = check(*about), deals(*about, examples=0)
        left = options(*about, count=True)
        found[name] = {
            "check": (checked.coherent, checked.deal),
            "verdicts": {x.held.id: str(x.verdict) for x in checked.verdicts},
            "deals": (counted.exists, counted.count, counted.coherent, dict(counted.shares)),
            "marks": {(x.issue, x.term): (str(x.mark), x.by) for x in left.marks},
            "left": left.left,
            "conflicts": set(map(frozenset, conflicts(*about).conflicts)),
            "concessions": set(map(frozenset, concessions(*about).concessions)),
        }
    return found


def feasible(case: Asked) -> dict[tuple[str, str, str], tuple[Piece, ...]]:
    """The values of every number that some deal has."""
    found = options(case.space(), case.scenario, case.context, numbers=True).feasible
    assert found is not None
    return dict(found)


# -- relations ----------------------------------------------------------------

TIMES_UNLIMITED = written(
    [
        {
            "id": name,
            "answer": {"type": "integer", "minimum": 0, "maximum": 3, "unlimited": True},
        }
        for name in "ab"
    ],
    positions=[
        {
            "id": "line",
            "holds": {
                "quantity": {"sum": [{"issue": "a"}, {"issue": "b"}]},
                "at-least": {"times": 2, "of": {"issue": "b"}},
            },
        }
    ],
)


@few
@example(TIMES_UNLIMITED)
@given(
    st.one_of(related(), bounded(), workspaces()).filter(lambda x: RELATION in json.dumps(x))
)
def test_a_relation_is_the_table_of_the_values_that_it_allows(files: Files) -> None:
    """All of them, unlimited ones as well; of those that have no value it is false."""
    table = tabled(files)
    event(f"tables: {table != files}")
    if table == files:
        return
    case, other = asked(files), asked(table)

    assert answers(other) == answers(case)
    assert feasible(other) == feasible(case)


# -- for each -----------------------------------------------------------------


def plain(issue: Issue) -> Issue:
    """The issue without the origin of its terms in `for-each`."""
    terms = {name: replace(term, each=None) for name, term in issue.terms.items()}
    return replace(issue, terms=terms, written_for=())


@few
@given(workspaces().filter(lambda x: EACH in json.dumps(x)))
def test_for_each_is_its_terms_written_out(files: Files) -> None:
    """The same issues, and so the same answers."""
    if EACH not in json.dumps(files):
        return
    short, long = (load(each)[0] for each in (files, written_out(files)))

    assert list(map(plain, short.issues.values())) == list(long.issues.values())
    assert answers(asked(files)) == answers(asked(written_out(files)))


# -- finer steps --------------------------------------------------------------


@few
@given(st.one_of(bounded(), related(), workspaces(), disputes()), st.sampled_from([2, 5]))
def test_a_finer_step_changes_no_answer_unless_something_tells_it_apart(
    files: Files, parts: int
) -> None:
    """It takes no deal away: what is possible stays, and what is certain was so before."""
    fine = finer(files, parts)
    if fine == files:
        return
    case, other = asked(files), asked(fine)
    same = alike(files, fine)
    event(f"the same: {same}")
    if same:
        assert answers(other) == answers(case)
    before, after = (check(x.space(), x.scenario, x.context) for x in (case, other))
    assert after.coherent >= before.coherent
    for one, two in zip(before.verdicts, after.verdicts, strict=True):
        if before.coherent:
            assert two.verdict in {one.verdict, Verdict.OPEN}
    for each, then in ((case, other), (case.nothing_chosen(), other.nothing_chosen())):
        few_deals, more = (
            deals(x.space(), x.scenario, x.context, examples=0) for x in (each, then)
        )
        assert few_deals.exists <= more.exists
        assert few_deals.count is not None
        assert more.count is not None
        assert few_deals.count <= more.count
        assert few_deals.coherent is not None
        assert more.coherent is not None
        assert few_deals.coherent <= more.coherent
