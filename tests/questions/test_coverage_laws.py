"""Laws of coverage, compared with all scenarios and all dates."""

from __future__ import annotations

import datetime as dt

from hypothesis import example, given

from brute import Asked, asked, laws
from strategies import Files, workspaces, written
from zopa.model.context import Held, standing
from zopa.questions.coverage import bearing, coverage

DAYS = [dt.date(2024, 12, 28) + dt.timedelta(days=number) for number in range(20)]
"""More than all that are named in a workspace."""
SPOKEN_OF_BY_AN_EFFECT = written(
    [
        {
            "id": "first",
            "terms": [
                {
                    "id": "term-a",
                    "effects": [
                        {
                            "entity": "agreement",
                            "when": {"chosen": "second/term-b"},
                            "set": {"public": True},
                        }
                    ],
                }
            ],
        },
        {"id": "second", "terms": [{"id": "term-b"}]},
    ],
    positions=[{"id": "open", "holds": {"entity": "agreement", "holds": {"public": True}}}],
)
"""Whether the position is respected hangs on the second issue too."""

POSSIBLY_OVER = written(
    [{"id": "price", "terms": [{"id": "low"}]}],
    positions=[
        {
            "id": "cheap",
            "holds": {"chosen": "price/low"},
            "until": {"earliest": "2025-01-04", "latest": "2025-01-10"},
        }
    ],
)


def readings(case: Asked, *, checked: bool) -> list[Held]:
    """Every position under each of its readings."""
    return [
        Held(position, reading)
        for position in case.corpus.positions.values()
        for reading in position.readings.values()
        if position.checked or not checked
    ]


@laws
@given(workspaces())
@example(SPOKEN_OF_BY_AN_EFFECT)  # the `when` of an effect was overlooked
def test_what_nobody_speaks_of_changes_no_verdict(files: Files) -> None:
    """Coherent scenarios that differ on such an issue alone respect the same positions."""
    case = asked(files)
    world = case.world
    lines = readings(case, checked=True)

    for issue in coverage(case.corpus).issues_without_position:
        seen: dict[object, object] = {}
        for number in world.coherent:
            rest = {
                key: [(pick.term, tuple(pick.parameters.items())) for pick in picks]
                for key, picks in world.everything[number].items()
                if key != issue
            }
            verdicts = [world.respects(number, line) for line in lines]
            assert seen.setdefault(str(rest), verdicts) == verdicts


@laws
@given(workspaces())
@example(SPOKEN_OF_BY_AN_EFFECT)
def test_what_an_issue_can_change_bears_on_it(files: Files) -> None:
    """Where scenarios that differ on it alone differ in a position, the position is named."""
    case = asked(files)
    world = case.world

    for issue in case.corpus.issues:
        positions, rules = bearing(case.corpus, str(issue))
        silent = [
            line
            for line in readings(case, checked=False)
            if line.id not in {str(each.id) for each in positions}
        ]
        others = {str(each) for each in case.corpus.rules} - {str(each.id) for each in rules}
        seen: dict[object, object] = {}
        for number in world.coherent:
            rest = {key: each for key, each in world.everything[number].items() if key != issue}
            verdicts = [world.respects(number, line) for line in silent]
            assert seen.setdefault(str(rest), verdicts) == verdicts
        for number, broken in enumerate(world.clashes):
            if not world.contradicted[number]:
                every = world.everything[number].items()
                rest = {key: each for key, each in every if key != issue}
                names = {name for nature, name in broken if nature == "rule"} & others
                assert seen.setdefault(f"rules {rest}", names) == names


def test_a_quantifier_bears_on_what_sets_its_entities() -> None:
    """Not on what sets those that its `where` leaves out."""
    issues = [
        {"id": name, "terms": [{"id": "x", "effects": [{"entity": name, "set": {"share": 2}}]}]}
        for name in ("north-east", "south-east")
    ]
    north = {"every": "zone", "where": {"of": "north"}, "holds": {"share": {"at-most": 1}}}
    files = written(
        issues,
        rules=[{"id": "rule", "holds": north}],
        positions=[{"id": "north", "holds": north}],
    )
    corpus = asked(files).corpus

    def found(issue: str) -> list[str]:
        positions, rules = bearing(corpus, issue)
        return [str(each.id) for each in (*positions, *rules)]

    assert found("north-east") == ["alpha/north", "rule"]
    assert found("south-east") == []


@laws
@given(workspaces())
def test_what_no_term_can_change_is_always_or_never_respected(files: Files) -> None:
    """In every coherent scenario alike, under each reading."""
    case = asked(files)
    idle = coverage(case.corpus).positions_without_term

    for line in readings(case, checked=False):
        if line.id in idle:
            found = {case.world.respects(number, line) for number in case.world.coherent}
            assert len(found) <= 1


@laws
@given(workspaces())
@example(POSSIBLY_OVER)  # was called over on days on which it possibly was not
def test_positions_not_in_force_are_over_or_still_to_come(files: Files) -> None:
    """Over is what is in force on no later day; the others possibly are, or will be.

    Of a position that never is, because what supersedes it begins as early, nothing is said.
    """
    case = asked(files)
    corpus = case.corpus
    checked = [
        position
        for position in corpus.positions.values()
        if position.checked and any(standing(corpus, position, day) != "no" for day in DAYS)
    ]

    for day in DAYS[5:15:3]:
        over: list[str] = []
        to_come: list[str] = []
        for position in checked:
            later = {standing(corpus, position, each) for each in DAYS if each >= day}
            if standing(corpus, position, day) != "certain":
                (over if later == {"no"} else to_come).append(str(position.id))

        found = coverage(corpus, day)

        spoken_of = {str(position.id) for position in checked}
        assert [each for each in found.superseded if each in spoken_of] == over
        assert [each for each in found.not_yet if each in spoken_of] == to_come


@laws
@given(workspaces())
def test_a_party_without_a_line_is_at_the_table_and_holds_none(files: Files) -> None:
    """Neither its own nor another's that it holds too; what is recorded does not count."""
    case = asked(files)
    holders = {
        str(party)
        for position in case.corpus.positions.values()
        if position.checked
        for party in position.holders
    }

    assert list(coverage(case.corpus).parties_without_line) == [
        str(party) for party in case.corpus.at_the_table if party not in holders
    ]
