"""The choice that was meant where one does not answer its issue, and how to write it.

The schema detects that `price: [600]` is no choice, and the issue that `price: 600` is no
answer to it. Only the issue has the correct form: `price: {fixed: {amount: 600}}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.checks import issue_of
from zopa.checks.naming import names
from zopa.checks.values import described
from zopa.diagnostics import WRONG_SIZE, YAML_MISSING_VALUE, did_you_mean, quoted, shown
from zopa.documents import is_broken
from zopa.model import UNLIMITED, VALUE, DateValue, bounded
from zopa.model.corpus import SILENT
from zopa.schemas.errors import day_in
from zopa.schemas.messages import FALSE, NUMBER, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zopa.checks.naming import Known
    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document
    from zopa.model.corpus import Attribute, Corpus, Issue, Term

__all__ = ["any_way", "name_terms", "ways"]

Json: TypeAlias = Any
DEPTH: Final = 2
"""Depth of a choice in its file."""
MOST_WAYS: Final = 3
BLANK: Final = "…"
"""Placeholder for a value that the author must still give."""
CUT: Final = re.compile("write [0-9]")
"""Beginning of the help on a comma in braces that cuts a number."""


def name_terms(
    corpus: Corpus, known: Known, document: Document, findings: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """Say for each choice of another shape how to write a choice on its issue.

    Args:
        corpus: what a scenario chooses from.
        known: names of things that could not be built.
        document: the scenario file.
        findings: the findings on it that do not depend on the corpus.

    Returns:
        The findings with better help. If the meaning of a choice is plain, it keeps one
        finding.
    """
    found: list[Diagnostic] = []
    choices: Json = document.data
    choices = choices.get("choices") if isinstance(choices, dict) else None
    if not isinstance(choices, dict):
        return list(findings)
    plain: set[str] = set()
    for each in sorted(findings, key=lambda finding: finding.pointer.count("/")):
        name = issue_of(each)
        issue = None if name is None else _named(corpus, known, name)
        if name is None or issue is None or name not in choices:
            found.append(each)
            continue
        if name in plain:
            continue
        said = ways(issue, choices[name])
        if said or each.pointer.count("/") == DEPTH:
            plain.add(name)
        kept = _is_cut(each) or _is_fixed(each, issue)
        if kept or (not said and _is_listed(each, issue)):
            found.append(each)
        else:
            found.append(replace(each, help=said or any_way(issue), fixes=()))
    return found


def _named(corpus: Corpus, known: Known, name: str) -> Issue | None:
    """The issue of that name, or of a similar one; None if some of its terms are unknown."""
    near = [name] if name in corpus.issues else did_you_mean(name, corpus.issues)
    issue = corpus.issues[near[0]] if len(near) == 1 else None
    return None if issue and known.hides_some("term", f"{issue.id}/") else issue


def _is_cut(finding: Diagnostic) -> bool:
    """True if a comma cuts a number; then the help says how to write the number."""
    return finding.code == YAML_MISSING_VALUE.code and any(
        CUT.match(each) for each in finding.help
    )


def _is_fixed(finding: Diagnostic, issue: Issue) -> bool:
    """True if the fix of the finding is a term of the issue."""
    return len(finding.fixes) == 1 and finding.fixes[0].text in {*issue.terms, SILENT}


def _is_listed(finding: Diagnostic, issue: Issue) -> bool:
    """True if the finding asks for a list of terms, and the issue takes several."""
    return finding.code == WRONG_SIZE.code and issue.most > 1


def any_way(issue: Issue) -> tuple[str, ...]:
    """All possible forms of an answer to the issue."""
    domain = issue.answer
    match issue.answered_by:
        case "integer" | "decimal" | "date" if domain is not None:
            date = issue.answered_by == "date"
            sort = f"a date such as {domain.minimum}" if date else "a number"
            allowed = described(replace(domain, unlimited=UNLIMITED in issue.terms))
            return (f"write {sort}, or `{SILENT}`", f"{quoted(issue.id)} allows {allowed}")
        case "boolean":
            return (f"write `{issue.id}: true`, `{issue.id}: false` or `{issue.id}: {SILENT}`",)
        case "set":
            members = names(issue.terms)
            return (f"list its members, or write `{SILENT}`", f"members: {members}")
        case _:
            pass
    blank = next((each for each in issue.terms.values() if each.parameters), None)
    such = ""
    if blank is not None:
        such = f", as in {_written(issue, blank, dict.fromkeys(blank.parameters, BLANK))}"
    return (
        f"name one of its terms{such}, or write `{SILENT}`",
        f"terms of {quoted(issue.id)}: {names(issue.terms)}",
    )


# -- meaning of the author's text ---------------------------------------------


class _UnclearError(Exception):
    """The choice names no term or value of the issue."""


@dataclass
class _Spoken:
    """The terms and values of a choice that has another shape."""

    issue: Issue
    terms: list[str] = field(default_factory=list[str])
    named: dict[str, Json] = field(default_factory=dict[str, Json])
    """Values of parameters."""
    loose: list[Json] = field(default_factory=list[Json])
    """Values without a parameter."""

    def hear(self, value: Json, *, term: str | None = None) -> None:
        """Take in a value, with its content.

        Raises:
            _UnclearError: it is about something else.
        """
        match value:
            case dict() if bounded(value):
                self.loose.append(value)
            case dict():
                for key, each in value.items():
                    self._hear_key(str(key), each)
            case list():
                for each in value:
                    self.hear(each)
            case bool() if term is not None or self.issue.answered_by == "boolean":
                self._hear_truth(term, said=value)
            case str():
                self._hear_text(value)
            case None:
                pass
            case bool() | int() | Decimal():
                self.loose.append(value)
            case _:
                if not is_broken(value):
                    raise _UnclearError

    def _hear_truth(self, term: str | None, *, said: bool) -> None:
        """Take in the answer to the issue, or whether a term is chosen."""
        if term is None or self.issue.answered_by == "boolean":
            self._choose(str(said).lower())
        elif not said:
            self.terms.remove(term)

    def _hear_key(self, key: str, value: Json) -> None:
        parameters = list(
            dict.fromkeys(
                each for term in self.issue.terms.values() for each in term.parameters
            )
        )
        if (term := _slip(key, self.issue.terms)) is not None:
            self._choose(term)
            self.hear(value, term=term)
        elif (parameter := _slip(key, parameters)) is not None:
            self.named[parameter] = BLANK if is_broken(value) else self._value(value)
        else:
            self.hear(value)

    def _value(self, value: Json) -> Json:
        """A single value, also if it lies within mappings or lists of one entry."""
        while isinstance(value, dict | list) and len(value) == 1 and not bounded(value):
            (value,) = value.values() if isinstance(value, dict) else value
        if bounded(value):
            return value
        if isinstance(value, dict | list) or is_broken(value):
            raise _UnclearError
        return _number_in(value) if isinstance(value, str) else value

    def _hear_text(self, text: str) -> None:
        plain = text.rpartition("/")[2].strip()
        titles = {each.title.casefold(): name for name, each in self.issue.terms.items()}
        truth = plain.casefold() if self.issue.answered_by == "boolean" else ""
        if (term := _slip(plain, self.issue.terms)) is not None:
            self._choose(term)
        elif truth in TRUE | FALSE:
            self._choose(str(truth in TRUE).lower())
        elif (day := day_in(text)) is not None:
            if not _takes(self.issue, day):
                raise _UnclearError
            self.loose.append(day)
        elif (name := titles.get(text.strip().casefold())) is not None:
            self._choose(name)
        elif (number := _number_in(text)) != text:
            self.loose.append(number)
        elif _takes(self.issue, text):
            self.loose.append(text)
        else:
            raise _UnclearError

    def _choose(self, term: str) -> None:
        if term not in self.terms:
            self.terms.append(term)


def _slip(word: str, names: Iterable[str]) -> str | None:
    """The one name that the word is, or is a typing error of."""
    every = [*names]
    if word in every:
        return word
    near = did_you_mean(word, every)
    return near[0] if len(near) == 1 else None


DECIMAL: Final = re.compile(r"([+-]?[0-9]{1,18})[.,]([0-9]{1,2})( ?[^0-9 ,.'_].*)?")
"""A number with a fraction as people write it: whole part, fraction, unit."""


def _number_in(text: str) -> int | Decimal | str:
    """The number in a text, with a unit or without; else the text."""
    bare = re.sub(r"^([+-]?)[$€£¥] ?", r"\1", text.strip())
    if found := DECIMAL.fullmatch(bare):
        return Decimal(f"{found[1]}.{found[2]}")
    found = NUMBER.fullmatch(bare)
    digits = re.sub("[^0-9]", "", found[2]) if found else ""
    return int(f"{found[1]}{digits}") if found and len(digits) < 20 else text


def _takes(issue: Issue, text: str) -> bool:
    return any(
        _fits(parameter.domain, text)
        for term in issue.terms.values()
        for parameter in term.parameters.values()
    )


# -- correct forms ------------------------------------------------------------


def ways(issue: Issue, value: Json) -> tuple[str, ...]:
    """The correct forms of a choice in a file; empty if its meaning is not plain.

    Args:
        issue: the issue of the choice.
        value: the choice as the file has it.
    """
    if isinstance(value, dict) and value.keys() > {"cites"}:
        plain = ways(issue, value.get("term", value.get(VALUE, value)))
        return tuple(_cited(each, issue) for each in plain)
    if value in ([SILENT], {SILENT: True}, {SILENT: None}, {SILENT: {}}):
        return (f"write `{issue.id}: {SILENT}`",)
    spoken = _Spoken(issue)
    try:
        spoken.hear(value)
    except _UnclearError:
        return ()
    if len(spoken.terms) > 1:
        return _several(spoken)
    if not (spoken.terms or spoken.named or spoken.loose):
        return ()
    terms = [issue.terms[each] for each in spoken.terms] or [*issue.terms.values()]
    if spoken.terms and not terms[0].parameters and (spoken.named or spoken.loose):
        way = _written(issue, terms[0], {})
        return (f"write {way}: {quoted(terms[0].id)} has no parameters",)
    found = [(term, values) for term in terms for values in _assigned(term, spoken)]
    if not 0 < len(found) <= MOST_WAYS:
        return ()
    texts = [_written(issue, *each) for each in found]
    joined = " or ".join([", ".join(texts[:-1]), texts[-1]] if texts[1:] else texts)
    return (f"write {joined}", *_allowed(issue, found))


def _cited(way: str, issue: Issue) -> str:
    """The same form with the citations beside it; a set is then a list."""

    def beside(said: re.Match[str]) -> str:
        key, value = "value" if issue.answered_by else "term", said[1]
        if issue.answered_by == "set" and value != SILENT and not value.startswith("["):
            value = f"[{value}]"
        return f"`{issue.id}: {{{key}: {value}, cites: …}}`"

    return re.sub(rf"`{issue.id}: ([^`]+)`", beside, way)


def _several(spoken: _Spoken) -> tuple[str, ...]:
    """Form of several terms, if the issue takes that many."""
    if spoken.named or spoken.loose or len(spoken.terms) > spoken.issue.most:
        return ()
    return (f"write `{spoken.issue.id}: [{', '.join(map(shown, spoken.terms))}]`",)


def _assigned(term: Term, spoken: _Spoken) -> list[dict[str, Json]]:
    """Values of a term's parameters, for each way to assign all values."""
    if not spoken.named.keys() <= term.parameters.keys():
        return []
    free = [each for each in term.parameters if each not in spoken.named]
    ways = [dict(spoken.named)]
    match spoken.loose:
        case []:
            pass
        case [value]:
            fitting = [each for each in free if _fits(term.parameters[each].domain, value)]
            ways = [{**spoken.named, each: value} for each in fitting]
        case several if len(several) == len(free):
            ways = [{**spoken.named, **dict(zip(free, several, strict=True))}]
        case _:
            return []
    return [{each: way[each] for each in term.parameters if each in way} for way in ways]


def _fits(domain: Attribute, value: Json) -> bool:
    """True if a parameter allows a value of that type, even out of range."""
    if bounded(value):
        return domain.number and all(_fits(domain, each) for each in value.values())
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if domain.type in {"integer", "decimal"}:
        return number or (domain.unlimited and value == UNLIMITED)
    if domain.type == "date":
        return isinstance(domain.typed(value), DateValue)
    return domain.allows(value)


def _written(issue: Issue, term: Term, values: dict[str, Json]) -> str:
    """The choice as a file has it."""
    if issue.answer is not None and term.id == VALUE:
        return f"`{issue.id}: {_plain(issue.answer, values.get(VALUE, BLANK))}`"
    if not values:
        return f"`{issue.id}: {term.id}`"
    domains = {name: each.domain for name, each in term.parameters.items()}
    pairs = ", ".join(
        f"{name}: {_plain(domains[name], value)}" for name, value in values.items()
    )
    return f"`{issue.id}: {{{term.id}: {{{pairs}}}}}`"


def _plain(domain: Attribute, value: Json) -> str:
    """A value as a file has it; a placeholder for a fraction that the domain does not allow."""
    if bounded(value):
        return f"{{{', '.join(f'{key}: {_plain(domain, value[key])}' for key in value)}}}"
    if isinstance(value, Decimal) and not isinstance(domain.typed(value), int):
        return BLANK
    return str(value).lower() if isinstance(value, bool) else shown(str(value))


def _allowed(issue: Issue, found: Iterable[tuple[Term, dict[str, Json]]]) -> list[str]:
    """The allowed values of parameters that have no value, or one that is not allowed."""
    lines: list[str] = []
    for term, values in found:
        if issue.answer is not None and term.id == VALUE:
            if not _right(issue.answer, values.get(VALUE, BLANK)):
                lines.append(any_way(issue)[-1])
            continue
        for name, value in values.items():
            domain = term.parameters[name].domain
            if not _right(domain, value):
                lines.append(f"{quoted(name)} allows {described(domain)}")
    return [*dict.fromkeys(lines)]


def _right(domain: Attribute, value: Json) -> bool:
    """True if the domain allows the value, or both of the bounds."""
    every = value.values() if bounded(value) else (value,)
    return all(replace(domain, step=1).allows(each) for each in every)
