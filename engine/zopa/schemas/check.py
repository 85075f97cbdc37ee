"""Conversion of JSON Schema errors to diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import in_order
from zopa.documents import is_broken
from zopa.schemas.validators import accepts, complaints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema.exceptions import ValidationError

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document, Pointer
    from zopa.files.layout import Role

__all__ = ["check_shape", "usable"]


def check_shape(document: Document, role: Role) -> Iterator[Diagnostic]:
    """Report format errors of the document, by place.

    One cause gives one diagnostic: values under an unknown key, and keys that depend on an
    unknown word, are not checked.
    """
    if document.data is None or accepts(role, document.data):
        return
    from zopa.diagnostics.codes import INVALID_ID
    from zopa.schemas.keys import about_keys
    from zopa.schemas.messages import about_value
    from zopa.schemas.spot import Spot

    by_place: dict[Pointer, list[ValidationError]] = {}
    for each in complaints(role, document.data):
        by_place.setdefault(tuple(each.absolute_path), []).append(each)
    found: list[Diagnostic] = []
    for pointer, errors in by_place.items():
        spot = Spot(document, role, pointer)
        found.extend(about_keys(spot, errors))
        found.extend(about_value(spot, errors))
    refused = {each.span for each in document.diagnostics}
    yield from in_order(
        each for each in found if each.kind is not INVALID_ID or each.span not in refused
    )


def usable(document: Document, findings: Iterable[Diagnostic]) -> bool:
    """Return True if a document can be built despite its findings."""
    if not isinstance(document.data, dict) or is_broken(document.data):
        return False
    return all(each.severity != "error" for each in findings)
