"""Answers as JSON: the envelope and the parts of all, and `check`, also as findings."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from zopa.diagnostics import (
    COHERENT_NOT_MET,
    CROSSED_NOT_MET,
    DEAL_NOT_MET,
    DEMAND_CROSSED,
    INCOHERENT,
    OPEN_NOT_MET,
    RED_LINE_CROSSED,
    RESPECTED_NOT_MET,
    Diagnostic,
    Label,
)
from zopa.model import VALUE
from zopa.model.conditions import Name
from zopa.model.corpus import Kind
from zopa.questions.check import Verdict

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.interchange import Json
    from zopa.model.conditions import Value
    from zopa.model.context import Context
    from zopa.model.corpus import Attribute, Bounds, Choice, Corpus, Pick, Position, Waiver
    from zopa.model.evaluate import Complete
    from zopa.questions import Clash
    from zopa.questions.check import Checked, VerdictOn
    from zopa.solving.partition import Piece
    from zopa.solving.problem import Clause
    from zopa.workspace import Workspace

__all__ = [
    "check_json",
    "choice_text",
    "choices_json",
    "clauses_json",
    "complete_json",
    "context_json",
    "digest",
    "envelope",
    "files_json",
    "gated",
    "intervals_json",
    "said_json",
    "unmet",
]


def envelope(
    command: str,
    result: Json,
    *,
    context: Json,
    completeness: str = "proved",
    diagnostics: Sequence[Json] = (),
) -> Json:
    """Return the answer to one question."""
    return {
        "format": f"zopa-{command}",
        "version": 1,
        "context": context,
        "completeness": completeness,
        "result": result,
        "diagnostics": list(diagnostics),
    }


def digest(workspace: Workspace) -> str:
    """Return a digest of everything that the answer depends on: version and files."""
    from zopa import __version__  # looks through the installed packages

    state = hashlib.blake2b(__version__.encode(), digest_size=16)
    texts = {path: each.text for path, each in workspace.documents.items()}
    if workspace.configuration.path:
        texts[workspace.configuration.path] = workspace.configuration.text
    for each in sorted(texts.items()):
        for part in each:
            data = part.encode("utf-8", "surrogatepass")
            state.update(f"{len(data)}:".encode())
            state.update(data)
    return state.hexdigest()


def files_json(workspace: Workspace) -> Json:
    """The files of an answer, and the party or public view of them, if any."""
    view = workspace.corpus.view
    return {
        "corpus": workspace.corpus.title,
        "digest": digest(workspace),
        **({"view": view} if view else {}),
    }


def context_json(context: Context) -> Json:
    """Return the assumptions of the answer."""
    return {
        "as-of": str(context.as_of),
        "at-the-table": sorted(context.table),
        "hold": sorted(map(str, context.hold)),
        "readings": dict(sorted(context.readings.items())),
        "waivers": [waiver_json(each) for each in context.waivers],
        "expired-waivers": [waiver_json(each) for each in context.expired],
        **({"configured": context.configured} if context.configured else {}),
    }


def waiver_json(waiver: Waiver) -> Json:
    """Return a waiver as in its file."""
    return {
        "position": str(waiver.position),
        "reason": waiver.reason,
        "by": waiver.by,
        "expires": None if waiver.expires is None else str(waiver.expires),
    }


def choices_json(choices: Mapping[str, Choice]) -> Json:
    """Return choices as in a scenario file."""
    return {
        issue: _picks([(str(p.term), {**p.parameters, **_bounds(p)}) for p in choice.picks])
        for issue, choice in choices.items()
    }


def intervals_json(domain: Attribute, values: Iterable[Piece]) -> list[Any]:
    """Return numbers as closed intervals, progressions with a step, and `unlimited`."""

    def said(piece: Piece) -> Any:  # noqa: ANN401  # JSON
        if not piece.number:
            return piece.low
        found: dict[str, Any] = {"from": piece.low, "to": piece.high}
        if piece.step != domain.step and piece.low != piece.high:
            dated = domain.type == "date"
            found["step"] = piece.step if dated else domain.at(piece.step)
        return found

    return [said(each) for each in values]


def _bounds(pick: Pick) -> Mapping[Any, Any]:
    """Return the bounds of numbers in a draft, as in its file."""
    return {
        name: {
            key: value
            for key, value in (("at-least", each.least), ("at-most", each.most))
            if value is not None
        }
        for name, each in pick.bounds.items()
    }


def _pick(term: str, parameters: Mapping[Any, Value]) -> Any:  # noqa: ANN401  # JSON
    if term in {"true", "false"}:
        return term == "true"
    if term == VALUE and parameters.keys() == {VALUE}:
        return parameters[VALUE]
    return {term: {str(k): v for k, v in parameters.items()}} if parameters else term


def complete_json(scenario: Complete) -> Json:
    """Return a complete scenario as in a file."""
    return {
        issue: _picks([(str(pick.term), pick.parameters) for pick in picks])
        for issue, picks in scenario.items()
    }


def _picks(picks: Sequence[tuple[str, Mapping[Any, Value]]]) -> Any:  # noqa: ANN401  # JSON
    if not picks:
        return "silent"
    written = [_pick(term, parameters) for term, parameters in picks]
    return written[0] if len(written) == 1 else written


# -- `check`, and what other answers have of it -------------------------------


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


# -- findings about a checked draft -------------------------------------------


UNMET = {
    "coherent": COHERENT_NOT_MET,
    "deal": DEAL_NOT_MET,
    "crossed": CROSSED_NOT_MET,
    "respected": RESPECTED_NOT_MET,
    "open": OPEN_NOT_MET,
}


def unmet(result: Checked) -> Iterator[Diagnostic]:
    """Yield expectations that are not met, in the order of the file."""
    not_judged = {each.id for each in result.not_judged}
    for each in result.expectations:
        if each.met:
            continue
        expected = each.expectation
        if expected.key in {"coherent", "deal"}:
            wanted, found = str(expected.value).lower(), str(each.found).lower()
            message = f"expected `{expected.key}: {wanted}`, found {found}"
        else:
            found = str(
                each.found or ("not judged" if expected.value in not_judged else "not counted")
            )
            message = f"expected `{expected.value}` to be {expected.key}, found {found}"
        related: tuple[Label, ...] = ()
        notes: tuple[str, ...] = ()
        for verdict in result.verdicts:
            if verdict.held.id != expected.value:
                continue
            if verdict.verdict == Verdict.CROSSED:
                spans = [result.scenario.choices[issue].span for issue in verdict.because]
                related = tuple(Label(x, f"crosses {verdict.held.id}") for x in spans if x)
            elif verdict.hangs_on:
                notes = (f"it depends on {', '.join(verdict.hangs_on)}",)
        yield Diagnostic(
            UNMET[expected.key],
            expected.span,
            message,
            label="expected here",
            related=related,
            notes=notes,
            help=(f"`zopa check {result.scenario.path}` shows every verdict with its reason",),
            data={
                "scenario": result.scenario.id,
                "expected": expected.value,
                "found": each.found,
            },
        )


def gated(result: Checked, gate: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield findings for the verdicts that `--gate` names.

    Args:
        result: verdicts on a draft.
        gate: any of `incoherent`, `red-lines` and `demands`.
    """
    if "incoherent" in gate and not result.coherent:
        yield Diagnostic(
            INCOHERENT,
            result.scenario.span,
            f"scenario `{result.scenario.id}` is inconsistent",
            notes=("counts as an error because of --gate incoherent",),
        )
    for name, kind, verdict in (
        ("red-lines", Kind.RED_LINE, RED_LINE_CROSSED),
        ("demands", Kind.DEMAND, DEMAND_CROSSED),
    ):
        if name not in gate:
            continue

        for each in result.crossed():
            position = each.held.position
            if position.kind == kind:
                first = next(iter(each.because), None)
                span = result.scenario.choices[first].span if first else result.scenario.span
                yield Diagnostic(
                    verdict,
                    span,
                    f"scenario crosses {name[:-1].replace('-', ' ')} `{position.id}`"
                    f" ({position.strength})",
                    label=_enough(each),
                    related=_where(each),
                    notes=(f"as of {result.context.as_of}, reading `{each.held.reading.id}`",),
                    data={
                        "scenario": result.scenario.id,
                        "position": each.held.id,
                        "kind": str(kind),
                        "strength": str(position.strength),
                        "reading": str(each.held.reading.id),
                        "as_of": str(result.context.as_of),
                        "cause": [
                            choice_text(result.scenario.choices[x]) for x in each.because
                        ],
                    },
                )


def _enough(verdict: VerdictOn) -> str:
    if len(verdict.because) == 1:
        return "this choice alone is enough"
    return f"together with {', '.join(verdict.because[1:])}" if verdict.because else ""


def _where(verdict: VerdictOn) -> tuple[Label, ...]:
    span = verdict.held.reading.span
    return () if span is None else (Label(span, "the position"),)
