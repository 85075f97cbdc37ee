"""Giving parameters of a chosen term values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa_tui.screens.modals.forms import Field, FormModal

if TYPE_CHECKING:
    from zopa.model.conditions import Value
    from zopa.model.corpus import Attribute
    from zopa_tui.session.session import Session

__all__ = ["ParameterModal", "read_value"]


class ParameterModal(FormModal[None]):
    """One field for each parameter; an empty one leaves it open."""

    def __init__(self, session: Session, issue: str, term: str) -> None:
        super().__init__()
        self._session, self._issue, self._term = session, issue, term
        self.TITLE_TEXT = f"Parameters of {issue}/{term}"

    def intro(self) -> str:
        """The term."""
        return self._session.corpus.issues[self._issue].terms[self._term].title

    def fields(self) -> list[Field]:
        """Name and what is allowed."""
        given = self._session.draft.picks(self._issue).get(self._term, {})
        known = self._session.corpus.issues[self._issue].terms[self._term].parameters
        return [
            (
                str(number),
                f"{name} ({_allowed(each.domain)}; empty leaves it open)",
                "" if name not in given else str(given[name]).lower(),
            )
            for number, (name, each) in enumerate(known.items())
        ]

    def submit(self, values: dict[str, str]) -> str | None:
        """Set what was given."""
        known = self._session.corpus.issues[self._issue].terms[self._term].parameters
        for number, (name, each) in enumerate(known.items()):
            value = read_value(values[str(number)], each.domain)
            refused = self._session.parameter(self._issue, self._term, str(name), value)
            if refused is not None:
                return f"{refused.reason}: {_allowed(each.domain)}"
        self.dismiss(None)
        return None


def read_value(text: str, domain: Attribute) -> Value | None:
    """What was typed, as the parameter's type has it; None for nothing."""
    text = text.strip()
    if not text:
        return None
    if domain.type == "boolean":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
    plain = text.replace(" ", "").replace("_", "")
    if domain.type == "integer" and plain.lstrip("-").isdecimal():
        return int(plain)
    return text


def _allowed(domain: Attribute) -> str:
    if domain.values:
        return " or ".join(domain.values)
    if domain.type == "boolean":
        return "yes or no"
    low = "" if domain.minimum is None else f" from {domain.minimum:,}"
    high = "" if domain.maximum is None else f" to {domain.maximum:,}"
    more = ", or unlimited" if domain.unlimited else ""
    return f"a number{low}{high} {domain.unit}".rstrip().replace(",", " ") + more
