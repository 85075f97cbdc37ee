"""Negotiation domains as issues with names and values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final

from zopa.diagnostics import quoted
from zopa.documents.scalars import LARGEST_INTEGER
from zopa.importing.imported import SOURCE, Ids, Imported, Left, checked_name, fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Domain", "DomainIssue", "DomainValues", "Range", "imported_domain"]

DIGITS: Final = 2
"""Fewest digits after the point of a continuous issue."""
MOST_DIGITS: Final = 9
"""Most digits of a decimal in the format."""


@dataclass(frozen=True, slots=True)
class DomainValues:
    """Listed values, each with its line; 0 if lines are unknown."""

    named: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Range:
    """Range of numbers, both ends included."""

    least: Decimal
    most: Decimal
    whole: bool
    """True if the numbers are integers."""
    step: Decimal | None = None
    """How far the numbers are apart; None for all of them."""


@dataclass(frozen=True, slots=True)
class DomainIssue:
    """Issue of a domain."""

    name: str
    values: DomainValues | Range
    line: int = 0


@dataclass(frozen=True, slots=True)
class Domain:
    """Negotiation domain."""

    title: str
    form: str
    issues: Sequence[DomainIssue]
    left: Sequence[Left] = ()


def imported_domain(domain: Domain, file: str) -> Imported:
    """Return the issues of a domain, and the rule that every issue is answered.

    Args:
        domain: the parsed domain.
        file: its name in errors.

    Raises:
        Refused: two issues, or two values of one, have the same name; a range is empty or
            beyond the format; there are no issues.
    """
    if not domain.issues:
        raise fault(file, 0, "the domain has no issues")
    title = checked_name(file, 0, domain.title, "the domain")
    left = list(domain.left)
    ids = Ids("issue")
    first: dict[str, int] = {}
    issues = []
    for each in domain.issues:
        name = checked_name(file, each.line, each.name, "an issue")
        if name in first:
            message = f"issue {quoted(name)} is there twice"
            raise fault(file, each.line, message, "rename one of them")
        first[name] = each.line
        issues.append(
            {
                "id": ids.of(name),
                "question": f"What is agreed on {name}?",
                "short": name,
                **_answer(each, name, file, left),
                **({"cites": {SOURCE: [each.line]}} if each.line else {}),
            }
        )
    answered = [{"not": {"silent": each["id"]}} for each in issues]
    rule = {
        "id": "every-issue-is-answered",
        "basis": "definitional",
        "reason": "An outcome of the domain has a value for every issue.",
        "holds": answered[0] if len(answered) == 1 else {"all": answered},
    }
    became = (
        "An issue with listed values is an issue with these as terms.",
        "Integers and real numbers are answers with a range.",
        "The rule `every-issue-is-answered` says that an outcome has a value for each issue.",
        "Delete that rule if an agreement may be silent on some.",
    )
    return Imported(title, domain.form, "line", issues, [rule], became, left)


def _answer(issue: DomainIssue, name: str, file: str, left: list[Left]) -> dict[str, Any]:
    if isinstance(issue.values, DomainValues):
        return {"terms": list(_terms(issue.values, name, file))}
    found = issue.values
    if not (found.least.is_finite() and found.most.is_finite()):
        message = f"issue {quoted(name)} has no finite range"
        raise fault(file, issue.line, message, "give it a least and a greatest value")
    if found.most < found.least:
        message = f"issue {quoted(name)} has numbers from {found.least} to {found.most}: none"
        raise fault(file, issue.line, message)
    if max(abs(found.least), abs(found.most)) > LARGEST_INTEGER:
        message = f"issue {quoted(name)} has numbers beyond {LARGEST_INTEGER:,}"
        raise fault(file, issue.line, message, "use a larger unit")
    if found.whole:
        if found.least % 1 or found.most % 1:
            message = f"integer issue {quoted(name)} has bounds that are no integers"
            raise fault(file, issue.line, message)
        return {
            "answer": {
                "type": "integer",
                "minimum": int(found.least),
                "maximum": int(found.most),
            }
        }
    if found.step is not None:
        return {"answer": _stepped(found, found.step, issue, name, file)}
    return {"answer": _decimal(found, issue, name, file, left)}


def _terms(values: DomainValues, name: str, file: str) -> Iterator[dict[str, Any]]:
    ids = Ids("value")
    titles: set[str] = set()
    for value, line in values.named:
        title = checked_name(file, line, value, f"a value of {quoted(name)}")
        if title in titles:
            message = f"issue {quoted(name)} has the value {quoted(title)} twice"
            raise fault(file, line, message, "delete one of them")
        titles.add(title)
        cites = {"cites": {SOURCE: [line]}} if line else {}
        yield {"id": ids.of(title), "title": title, **cites}
    if not titles:
        raise fault(file, 0, f"issue {quoted(name)} has no values")


def _decimal(
    found: Range, issue: DomainIssue, name: str, file: str, left: list[Left]
) -> dict[str, Any]:
    """Return a continuous range in steps of its last digit, all of them inside it."""
    needed = max(_digits(found.least), _digits(found.most))
    digits = min(max(DIGITS, needed), MOST_DIGITS)
    step = Decimal(1).scaleb(-digits)
    least = found.least.quantize(step, ROUND_CEILING)
    most = found.most.quantize(step, ROUND_FLOOR)
    if most < least:
        message = f"issue {quoted(name)} has no number with {digits} digits in its range"
        raise fault(file, issue.line, message, "use a smaller unit")
    left.append(Left(f"values of {name} between those with {digits} digits", issue.line))
    if (least, most) != (found.least, found.most):
        what = (
            f"bounds of {name}, {found.least} and {found.most}: {least:f} and {most:f} instead"
        )
        left.append(Left(what, issue.line))
    return {"type": "decimal", "digits": digits, "minimum": least, "maximum": most}


def _stepped(
    found: Range, step: Decimal, issue: DomainIssue, name: str, file: str
) -> dict[str, Any]:
    """Return the numbers from the least one on, a step apart."""
    digits = max(_digits(found.least), _digits(step))
    if not step.is_finite() or step <= 0 or digits > MOST_DIGITS:
        message = f"the numbers of issue {quoted(name)} are {step} apart"
        raise fault(file, issue.line, message, f"a step is above 0, of {MOST_DIGITS} digits")
    most = found.least + (found.most - found.least) // step * step
    if not digits:
        ends = {"minimum": int(found.least), "maximum": int(most)}
        return {"type": "integer", **ends, **({"step": int(step)} if step != 1 else {})}
    ends_ = {"minimum": found.least, "maximum": most, "step": step}
    return {"type": "decimal", "digits": digits, **ends_}


def _digits(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))
