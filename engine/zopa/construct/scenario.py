"""Draft agreements."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from zopa.construct.parts import Part
from zopa.files.layout import composed
from zopa.model import corpus as model
from zopa.schemas import usable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document

__all__ = ["construct_scenario"]


def construct_scenario(
    document: Document, findings: Iterable[Diagnostic]
) -> model.Scenario | None:
    """Build a scenario; None when its file has findings about its shape."""
    if not isinstance(document.data, dict) or not usable(document, findings):
        return None
    root = Part(document, (), document.data)
    choices = {}
    if "choices" in root:
        for issue, part in root["choices"].items():
            choices[str(issue)] = model.Choice(issue, tuple(_picks(part)), part.span)
    readings = {}
    if "readings" in root:
        readings = {position: part.name() for position, part in root["readings"].items()}
    return model.Scenario(
        id=composed(PurePosixPath(document.path).stem),
        path=document.path,
        title=root.text("title"),
        description=root.text("description"),
        note=root.text("note"),
        as_of=root.day("as-of"),
        choices=choices,
        readings=readings,
        waivers=tuple(
            model.Waiver(
                each["position"].name(),
                each.text("reason"),
                each.text("by"),
                each.day("expires"),
            )
            for each in root.parts("waivers")
        ),
        at_the_table=root.names("at-the-table") if "at-the-table" in root else None,
        hold=tuple(map(model.Kind, root.texts("hold"))) if "hold" in root else None,
        expectations=tuple(_expectations(root)),
        span=root.span,
        spans={"as-of": root["as-of"].span} if "as-of" in root else {},
    )


def _picks(part: Part) -> Iterator[model.Pick]:
    if part.data == model.SILENT:
        return
    if isinstance(part.data, str):
        yield model.Pick(part.name())
    elif isinstance(part.data, dict):
        for term, parameters in part.items():
            yield model.Pick(
                term,
                {name: value.data for name, value in parameters.items()},
                {str(name): value.span for name, value in parameters.items()},
            )
    else:
        for index in range(len(part.data)):
            yield from _picks(part[index])


def _expectations(root: Part) -> Iterator[model.Expectation]:
    if "expect" not in root:
        return
    for key, part in root["expect"].items():
        match str(key):
            case ("coherent" | "deal") as about:
                yield model.Expectation(about, part.data, part.span)
            case ("crossed" | "respected" | "open") as verdict:
                for index in range(len(part.data)):
                    item = part[index]
                    yield model.Expectation(verdict, item.name(), item.span)
            case _:
                pass
