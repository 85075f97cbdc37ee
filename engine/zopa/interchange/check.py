"""`check` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.envelope import choices_json, context_json, waiver_json
from zopa.model.conditions import Name
from zopa.model.domains import VALUE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.model.corpus import Bounds, Choice, Corpus, Pick, Position
    from zopa.questions import Clash
    from zopa.questions.check import Checked, VerdictOn
    from zopa.solving.problem import Clause

__all__ = ["check_json", "choice_text", "clauses_json", "said_json"]

Json = dict[str, Any]


def check_json(corpus: Corpus, results: Iterable[Checked]) -> Json:
    """Return the verdicts of every scenario."""
    return {"scenarios": [_scenario(corpus, each) for each in results]}


def _scenario(corpus: Corpus, checked: Checked) -> Json:
    scenario = checked.scenario
    return {
        "id": scenario.id,
        "path": scenario.path,
        "title": scenario.title,
        "context": context_json(checked.context),
        "choices": choices_json(scenario.choices),
        "coherent": checked.coherent,
        "broken-rules": clauses_json(checked.broken),
        "deal": checked.deal,
        "clash": None if checked.clash is None else _clash(checked, checked.clash),
        "positions": [_verdict(corpus, checked, each) for each in _sorted(checked.verdicts)],
        "not-judged": sorted(each.id for each in checked.not_judged),
        "waived": [waiver_json(each) for each in checked.waived],
        "possibly-held": sorted(str(each.id) for each in checked.possibly),
        "expectations": [
            {
                "key": each.expectation.key,
                "expected": each.expectation.value,
                "found": each.found,
                "met": each.met,
            }
            for each in checked.expectations
        ],
    }


def _sorted(verdicts: Sequence[VerdictOn]) -> list[VerdictOn]:
    return sorted(verdicts, key=lambda each: each.held.id)


def _verdict(corpus: Corpus, checked: Checked, verdict: VerdictOn) -> Json:
    position = verdict.held.position
    choices = checked.scenario.choices
    return {
        "id": verdict.held.id,
        "party": str(position.party),
        "holders": [str(each) for each in position.holders],
        "kind": str(position.kind),
        "strength": str(position.strength),
        "title": position.title,
        "reading": str(verdict.held.reading.id),
        "verdict": str(verdict.verdict),
        "because": _choices(choices, verdict.because),
        "causes": [_choices(choices, each) for each in verdict.causes],
        "more-causes": verdict.more_causes,
        "hangs-on": sorted(verdict.hangs_on),
        "statements": said_json(corpus, position),
    }


def _choices(choices: Mapping[str, Choice], issues: Iterable[str]) -> list[str]:
    return sorted(choice_text(choices[issue]) for issue in issues)


def clauses_json(clauses: Iterable[Clause]) -> list[Json]:
    """Return rules as JSON: those of every agreement, or those that a draft breaks."""
    return [{"nature": each.nature, "name": each.name} for each in clauses]


def _clash(checked: Checked, clash: Clash) -> Json:
    return {
        "choices": _choices(checked.scenario.choices, clash.choices),
        "clauses": sorted(
            clauses_json(clash.clauses), key=lambda each: (each["nature"], each["name"])
        ),
    }


def choice_text(choice: Choice) -> str:
    """Return a choice on one line: `issue=term`, with parameters if it has any.

    A number or date with bounds is `{at-least: 4, at-most: 9}`.
    """
    return f"{choice.issue}={'+'.join(map(_pick_text, choice.picks)) or 'silent'}"


def _pick_text(pick: Pick) -> str:
    said = {name: str(value) for name, value in pick.parameters.items()}
    said |= {name: _bounds_text(each) for name, each in pick.bounds.items()}
    if pick.term == VALUE and said.keys() == {VALUE}:
        return said[Name(VALUE)]
    return f"{pick.term}{''.join(f'({name}: {value})' for name, value in sorted(said.items()))}"


def _bounds_text(bounds: Bounds) -> str:
    ends = {"at-least": bounds.least, "at-most": bounds.most}
    return f"{{{', '.join(f'{key}: {end}' for key, end in ends.items() if end is not None)}}}"


def said_json(corpus: Corpus, position: Position) -> list[Json]:
    """Return speaker, date, reporter and place of statements."""
    return [
        {
            "id": str(statement.id),
            "speaker": str(statement.speaker),
            "said": {
                "earliest": None
                if statement.said.earliest is None
                else str(statement.said.earliest),
                "latest": None if statement.said.latest is None else str(statement.said.latest),
            },
            "attribution": statement.attribution,
            "by": statement.by,
            "relayed-by": statement.relayed_by,
            "cites": {str(source): list(places) for source, places in statement.cites},
        }
        for name in sorted(position.statements)
        for statement in [corpus.statements[name]]
    ]


def _day(day: dt.date | None) -> str | None:
    return None if day is None else str(day)
