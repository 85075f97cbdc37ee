"""Issues, their terms and the terms' parameters."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from zopa.checks.naming import brief, labels, suggested, unknown
from zopa.diagnostics import Diagnostic, did_you_mean, listed, quoted
from zopa.diagnostics.codes import (
    ALMOST_A_NAME,
    EMPTY_RANGE,
    IMPOSSIBLE_CHOOSE,
    PARAMETER_OUT_OF_RANGE,
    PARAMETER_TOO_WIDE,
    RESERVED_ID,
    UNUSED_ID,
    VALUE_NOT_ALLOWED,
)
from zopa.model.corpus import SILENT, UNLIMITED, ParameterValue
from zopa.model.domains import UNSPECIFIED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.files.span import Span
    from zopa.model.conditions import Name, Value
    from zopa.model.corpus import Attribute, Corpus, Issue, Term

__all__ = [
    "check_declaration",
    "check_issues",
    "check_parameter",
    "check_terms",
    "check_value",
    "check_width",
    "described",
]


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
        yield Diagnostic(
            IMPOSSIBLE_CHOOSE,
            issue.id.span,
            brief(f"issue {quoted(issue.id)} has nothing to choose from"),
            label="no terms and no answer",
            help=("add `terms`, or `answer` with the type of its value",),
        )
        return
    if issue.answer is not None:
        yield from check_declaration(issue.answer)
    terms = "1 term" if number == 1 else f"{number} terms"
    if issue.least > issue.most:
        fact = f"asks for at least {issue.least} and at most {issue.most} terms"
        message = f"issue {quoted(issue.id)} {fact}"
    elif issue.most > number:
        message = f"issue {quoted(issue.id)} has {terms}, its `choose` speaks of {issue.most}"
    else:
        return
    yield Diagnostic(
        IMPOSSIBLE_CHOOSE,
        issue.id.span,
        brief(message),
        label=f"has {terms}",
        help=("write `one`, `any`, or `{min: …, max: …}` within the number of its terms",),
    )


def check_terms(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Terms can be named in a draft, rest on statements that exist, use their parameters."""
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            if term.id == SILENT:
                yield Diagnostic(
                    RESERVED_ID,
                    term.id.span,
                    f"no term can be called `{SILENT}`",
                    label="a word of drafts",
                    help=("give the term another id",),
                    notes=(f"in a draft `{SILENT}` means: none of the issue's terms",),
                )
            for statement in term.statements:
                yield from unknown(known, "statement", statement, corpus.statements)
            if issue.answer is None:
                yield from _check_parameters(corpus, issue, term)
            yield from _check_provision(corpus, term)


def _check_provision(corpus: Corpus, term: Term) -> Iterator[Diagnostic]:
    """Whoever is named by a word of one piece is not almost somebody else."""
    said = term.provision
    ids = {**corpus.parties, **corpus.groups, **corpus.entities}
    for name in (*said.actor, *said.object) if said else ():
        if name in ids or not ID.fullmatch(name):
            continue
        near = did_you_mean(name, ids)
        if near:
            ways, fixes = suggested(name, near)
            yield Diagnostic(
                ALMOST_A_NAME,
                name.span,
                brief(f"{quoted(name)} is nobody, and almost {quoted(near[0])}"),
                help=ways,
                fixes=tuple(replace(each, safe=False) for each in fixes),
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
        if term.effects and parameter.id not in used:
            yield Diagnostic(
                UNUSED_ID,
                parameter.id.span,
                brief(f"no effect of term {quoted(term.id)} uses {quoted(parameter.id)}"),
                label="unused parameter",
                help=(f"set an attribute to `${parameter.id}`, or delete the parameter",),
            )


# -- values outside their declaration --


def described(domain: Attribute) -> str:
    """What the declaration allows, in words."""
    match domain.type:
        case "boolean":
            return "true or false"
        case "enum":
            return listed(domain.values)
        case "integer" | "decimal" | "date":
            pass
    match domain.minimum, domain.maximum:
        case None, None:
            numbers = "any number"
        case None, most:
            numbers = f"at most {most}"
        case least, None:
            numbers = f"at least {least}"
        case least, most:
            numbers = f"{least} to {most}"
    return " ".join(filter(None, (numbers, domain.unit, "or unlimited" * domain.unlimited)))


def check_value(domain: Attribute, value: Value, span: Span | None) -> Iterator[Diagnostic]:
    """The attribute may have the value."""
    if domain.allows(value):
        return
    fact = f"attribute {quoted(domain.id)} cannot be {quoted(value)}"
    message = brief(f"{fact}, it allows {described(domain)}", fact)
    yield Diagnostic(
        VALUE_NOT_ALLOWED,
        span,
        message,
        label=_what_is_wrong(domain, value),
        related=labels(domain.id, "declared here"),
        help=_way_out(domain, value),
        data={"attribute": str(domain.id), "value": value},
    )


def check_parameter(domain: Attribute, value: Value, span: Span | None) -> Iterator[Diagnostic]:
    """The parameter may be given the value."""
    if domain.allows(value):
        return
    fact = f"parameter {quoted(domain.id)} is {_written(value)}"
    message = brief(
        f"{fact}, the term allows {described(domain)}",
        f"{fact}, which the term does not allow",
    )
    yield Diagnostic(
        PARAMETER_OUT_OF_RANGE,
        span,
        message,
        label=_what_is_wrong(domain, value),
        related=labels(domain.id, "declared here"),
        help=_way_out(domain, value),
        data={"parameter": str(domain.id), "value": value},
    )


def check_declaration(domain: Attribute) -> Iterator[Diagnostic]:
    """The range is not empty and the default lies within it."""
    least, most = domain.minimum, domain.maximum
    if least is not None and most is not None and least > most:
        yield Diagnostic(
            EMPTY_RANGE,
            domain.id.span,
            brief(f"{quoted(domain.id)} allows numbers from {least} to {most}: there are none"),
            label="the minimum is above the maximum",
            help=("exchange the two, or correct one of them",),
        )
    elif domain.default is not None:
        yield from check_value(domain, domain.default, domain.id.span)


def check_width(
    parameter: Attribute, attribute: Attribute, span: Span | None
) -> Iterator[Diagnostic]:
    """The attribute may have every value that the parameter may have."""
    if (reason := _too_wide(parameter, attribute)) is None:
        return
    fact = f"parameter {quoted(parameter.id)} does not fit attribute {quoted(attribute.id)}"
    message = brief(f"{fact}: {reason}", fact)
    yield Diagnostic(
        PARAMETER_TOO_WIDE,
        span,
        message,
        label=reason,
        related=(
            *labels(parameter.id, f"the parameter: {_kind_of(parameter)}"),
            *labels(attribute.id, f"the attribute: {_kind_of(attribute)}"),
        ),
        help=("give the parameter a range within that of the attribute",),
    )


def _too_wide(parameter: Attribute, attribute: Attribute) -> str | None:
    if parameter.type != attribute.type:
        return f"{parameter.type} instead of {attribute.type}"
    if parameter.type == "enum":
        more = [each for each in parameter.values if each not in attribute.values]
        return f"it may be {listed(more, most=3)}" if more else None
    if parameter.unit and attribute.unit and parameter.unit != attribute.unit:
        return f"{quoted(parameter.unit)} instead of {quoted(attribute.unit)}"
    if parameter.unlimited and not attribute.unlimited:
        return f"it may be {quoted(UNLIMITED)}"
    if parameter.unspecified and not attribute.unspecified:
        return f"it may be {quoted(UNSPECIFIED)}"
    if attribute.minimum is not None and (
        parameter.minimum is None or parameter.minimum < attribute.minimum
    ):
        return f"it may be below {attribute.minimum}"
    if attribute.maximum is not None and (
        parameter.maximum is None or parameter.maximum > attribute.maximum
    ):
        return f"it may be above {attribute.maximum}"
    return None


def _kind_of(domain: Attribute) -> str:
    return f"{domain.type}, {described(domain)}"


def _what_is_wrong(domain: Attribute, value: Value) -> str:
    """For the carets: how far outside, or of what sort."""
    if domain.type != "integer":
        return f"expected {described(domain)}"
    if not isinstance(value, int) or isinstance(value, bool):
        return "not a number"
    if domain.maximum is not None and value > domain.maximum:
        return f"{value - domain.maximum} above the maximum"
    return f"{(domain.minimum or 0) - value} below the minimum"


def _way_out(domain: Attribute, value: Value) -> tuple[str, ...]:
    if isinstance(value, str) and (near := did_you_mean(value, domain.values)):
        return (f"did you mean {listed(near)}?",)
    if value == UNLIMITED and domain.type == "integer":
        return (f"write a number, or `unlimited: true` where {quoted(domain.id)} is declared",)
    return (f"allowed: {described(domain)}",)


def _written(value: Value) -> str:
    number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if number else quoted(value)
