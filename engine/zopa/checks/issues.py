"""Issues, their terms and the terms' parameters."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from zopa.checks.naming import brief, suggested, unknown
from zopa.checks.values import check_declaration
from zopa.diagnostics import Diagnostic, did_you_mean, listed, quoted
from zopa.diagnostics.codes import (
    ALMOST_A_NAME,
    IMPOSSIBLE_CHOOSE,
    NO_TYPE,
    RESERVED_ID,
    UNUSED_ID,
)
from zopa.model.corpus import SILENT, ParameterValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.checks.naming import Known
    from zopa.model.conditions import Name
    from zopa.model.corpus import Corpus, Issue, Term

__all__ = ["check_issues", "check_terms"]


ID: Final = re.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def check_issues(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """As many terms can be chosen as `choose` says; terms are written for types that exist."""
    for issue in corpus.issues.values():
        kinds = (*issue.written_for, *filter(None, (issue.members_of,)))
        for kind in kinds:
            if not _are_parties(corpus, kind):
                yield from unknown(known, "entity type", kind, corpus.entity_types)
        complete = all(_complete(corpus, known, kind) for kind in kinds)
        if complete and not known.hides_some("term", f"{issue.id}/"):
            yield from _check_choose(issue)


def _are_parties(corpus: Corpus, kind: Name) -> bool:
    """Whether the type is that of the parties, which need no declaration."""
    return kind == "party" and kind not in corpus.entity_types


def _complete(corpus: Corpus, known: Known, kind: Name) -> bool:
    """Whether the type exists and all of its entities are known."""
    if _are_parties(corpus, kind):
        return not known.hides_some("party", "")
    return kind in corpus.entity_types and not known.hides_some("entity", "")


def _check_choose(issue: Issue) -> Iterator[Diagnostic]:
    number = len(issue.terms)
    if number == 0:
        yield _nothing_to_choose(issue)
        return
    if issue.answer is not None:
        yield from check_declaration(issue.answer, ("issue", issue.id))
    noun, says = "term", "`choose`"
    way_out = "write `one`, `any`, or `{min: …, max: …}` within the number of its terms"
    if issue.answered_by == "set":
        noun, says = "member", "answer"
        way_out = "correct `minimum` or `maximum` of the answer"
    terms = f"1 {noun}" if number == 1 else f"{number} {noun}s"
    if issue.least > issue.most:
        fact = f"asks for at least {issue.least} and at most {issue.most} {noun}s"
        message = f"issue {quoted(issue.id)} {fact}"
    elif issue.most > number:
        message = f"issue {quoted(issue.id)} has {terms}, its {says} speaks of {issue.most}"
    elif issue.least > number:
        message = f"issue {quoted(issue.id)} has {terms}, its {says} speaks of {issue.least}"
    else:
        return
    yield Diagnostic(
        IMPOSSIBLE_CHOOSE,
        issue.id.span,
        brief(message),
        label=f"has {terms}",
        help=(way_out,),
    )


def _nothing_to_choose(issue: Issue) -> Diagnostic:
    label, way_out = "no terms and no answer", "add `terms`, or `answer` with a type"
    kinds = (*issue.written_for, *filter(None, (issue.members_of,)))
    if kinds:
        label = f"{listed(kinds)} has no entities"
        way_out = f"add entities of {listed(kinds)} in terms/state.yaml"
    return Diagnostic(
        IMPOSSIBLE_CHOOSE,
        issue.id.span,
        brief(f"issue {quoted(issue.id)} has nothing to choose from"),
        label=label,
        help=(way_out,),
    )


def check_terms(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Terms can be named in a draft, rest on statements that exist, use their parameters."""
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            if term.id == SILENT:
                yield Diagnostic(
                    RESERVED_ID,
                    term.id.span,
                    f"`{SILENT}` is a reserved id",
                    label="reserved",
                    help=("rename the term",),
                    notes=(f"in a draft `{SILENT}` means: none of the issue's terms",),
                )
            for statement in term.statements:
                yield from unknown(known, "statement", statement, corpus.statements)
            if issue.answer is None:
                yield from _check_parameters(corpus, issue, term)
        # The terms of an issue without terms of its own have one provision.
        for term in list(issue.terms.values())[: 1 if issue.answered_by else None]:
            yield from _check_provisions(corpus, term)


def _check_provisions(corpus: Corpus, term: Term) -> Iterator[Diagnostic]:
    """Whoever is named by a word of one piece is not almost somebody else; nor a case."""
    ids = {**corpus.parties, **corpus.groups, **corpus.entities}
    for said in term.provisions:
        for name in (*said.actor, *said.object):
            yield from _almost(name, ids)
        yield from _almost(said.or_else, corpus.contingencies)


def _almost(name: Name, ids: Mapping[str, object]) -> Iterator[Diagnostic]:
    if name not in ids and ID.fullmatch(name):
        near = did_you_mean(name, ids)
        if near:
            _, fixes = suggested(name, near)
            yield Diagnostic(
                ALMOST_A_NAME,
                name.span,
                brief(f"unknown name {quoted(name)}"),
                help=(f"write {listed(near)}, or use words of your own",),
                fixes=tuple(replace(each, safe=False) for each in fixes),
            )


def _given_to_some(term: Term, parameter: Name) -> bool:
    """Whether an effect gives the parameter to an attribute, be there such a one or not."""
    return any(
        isinstance(value, ParameterValue) and value.name == parameter
        for effect in term.effects
        for value in effect.sets.values()
    )


def _without_type(term: Term, parameter: Name) -> Diagnostic:
    return Diagnostic(
        NO_TYPE,
        parameter.span,
        brief(f"parameter {quoted(parameter)} of term {quoted(term.id)} has no type"),
        label="of which type?",
        help=(
            f"add `type` or `values`, or an effect that sets an attribute to `${parameter}`",
        ),
    )


def _check_parameters(corpus: Corpus, issue: Issue, term: Term) -> Iterator[Diagnostic]:
    used = {
        name
        for issue_id, term_id, name in corpus.spoken_parameters
        if (issue_id, term_id) == (issue.id, term.id)
    } | {
        str(value.name)
        for effect in term.effects
        for value in effect.sets.values()
        if isinstance(value, ParameterValue)
    }
    for parameter in term.parameters.values():
        yield from check_declaration(parameter.domain)
        if not parameter.typed:
            if not _given_to_some(term, parameter.id):
                yield _without_type(term, parameter.id)
            continue
        if term.effects and parameter.id not in used:
            yield Diagnostic(
                UNUSED_ID,
                parameter.id.span,
                brief(f"no effect of term {quoted(term.id)} uses {quoted(parameter.id)}"),
                label="unused parameter",
                help=(f"set an attribute to `${parameter.id}`, or delete the parameter",),
            )
