"""The outline of a file in an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.lsp.answers import Symbol, outline
from zopa.references import sketch

if TYPE_CHECKING:
    from lsp.conftest import Corpus


def names(symbols: tuple[Symbol, ...]) -> list[object]:
    """Names of the symbols, with nested ones."""
    return [(each.name, names(each.inside)) if each.inside else each.name for each in symbols]


def test_things_are_listed_under_what_they_are_in(corpus: Corpus) -> None:
    """Issues with their terms, by id and with their titles."""
    found = outline(corpus.names.trees["terms/issues/territory.yaml"])

    (issues,) = found
    donbas = issues.inside[0]
    assert (donbas.name, donbas.detail.startswith("What becomes")) == ("donbas", True)
    assert [each.name for each in donbas.inside][:2] == [
        "full-cession",
        "cede-russian-held-part",
    ]


def test_an_outline_covers_what_it_names(corpus: Corpus) -> None:
    """Every name is inside its range, every range inside the one around it."""

    def inside(symbols: tuple[Symbol, ...], start: int, end: int) -> None:
        for each in symbols:
            assert start <= each.start <= each.name_start <= each.name_end <= each.end <= end
            inside(each.inside, each.start, each.end)

    for path, tree in corpus.names.trees.items():
        inside(outline(tree), 0, len(corpus.text(path)))


def test_an_outline_of_what_is_no_yaml_is_there_too() -> None:
    """As far as the text goes."""
    text = "entity-types:\n  zone:\n    attributes: {a: {values: [b, \nentities:\n  x:"

    found = outline(sketch(text))

    assert names(found) == [("entity-types", [("zone", ["a"])]), ("entities", ["x"])]
    assert outline(sketch("- a")) == ()
