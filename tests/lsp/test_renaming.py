"""Renaming an id: everywhere or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.edit.renaming import RefusedError, applied, renamable
from zopa.lsp.messages import rename
from zopa.references.reference_sites import NameOf

if TYPE_CHECKING:
    from lsp.conftest import Corpus
    from zopa.edit.renaming import Replacement

RUSSIA = "terms/positions/russia.yaml"
DRAFT = "scenarios/alaska-exchange.yaml"
TERRITORY = "terms/issues/territory.yaml"


def renamed(
    corpus: Corpus, path: str, text: str, new: str, inside: int = 0
) -> dict[str, list[Replacement]]:
    """The edits that rename the item at a place."""
    mention = renamable(corpus.names, *corpus.at(path, text, inside))
    assert mention is not None
    return rename(corpus.folder, corpus.look, corpus.names, mention, new)


@given(st.data())
@settings(max_examples=6)
def test_a_renamed_corpus_says_the_same(corpus: Corpus, data: st.DataObject) -> None:
    """Nothing is found in it, and renaming back gives every file as it was."""
    sorts = set(NameOf) - {NameOf.VALUE, NameOf.ARGUMENT}
    every = sorted(
        (path, each.start)
        for (sort, name), places in corpus.names.declared.items()
        for path, each in places
        if sort in sorts and name != "agreement"
    )
    path, start = data.draw(st.sampled_from(every))
    mention = renamable(corpus.names, path, start)
    assert mention is not None

    edits = rename(corpus.folder, corpus.look, corpus.names, mention, "quite-another")

    texts = {file: applied(corpus.text(file), each) for file, each in edits.items()}
    after = corpus.folder.with_texts(corpus.look, texts)
    assert after.findings == corpus.look.findings
    for file, text in texts.items():
        assert text.count("quite-another") == len(edits[file])
        assert text.replace("quite-another", mention.name) == corpus.text(file)


@pytest.mark.slow
def test_a_party_takes_its_positions_and_its_entity_along(corpus: Corpus) -> None:
    """Positions are called `party/id` in other files."""
    edits = renamed(corpus, RUSSIA, "party: russia", "rf", 9)

    text = applied(corpus.text(DRAFT), edits[DRAFT])
    assert "rf/demands-all-of-donbas" in text
    assert "terms/state.yaml" in edits


def test_quotes_stay() -> None:
    """Only the name between them changes."""
    from pathlib import Path

    from zopa.lsp.state import Folder

    folder = Folder(Path("/nowhere"))
    texts = {
        "terms/parties.yaml": "parties:\n  - {id: 'x', name: X, short: X}\n",
        "terms/corpus.yaml": 'zopa: 1\ntitle: T\nas-of: 2025-01-01\nat-the-table: ["x", x]\n',
    }
    look = folder.look(texts)
    names = folder.names(look, texts)
    mention = renamable(names, "terms/parties.yaml", texts["terms/parties.yaml"].index("x"))
    assert mention is not None

    edits = rename(folder, look, names, mention, "why")

    after = {path: applied(texts[path], each) for path, each in edits.items()}
    assert "id: 'why'" in after["terms/parties.yaml"]
    assert '["why", why]' in after["terms/corpus.yaml"]


@pytest.mark.parametrize(
    ("place", "new", "why"),
    [
        ((RUSSIA, "party: russia", 9), "ukraine", "there is a party `ukraine` already"),
        ((RUSSIA, "party: russia", 9), "Rossiya", "`Rossiya` is not an id"),
        ((RUSSIA, "party: russia", 9), "no", "`no` is not an id"),
        ((RUSSIA, "party: russia", 9), "a/b", "`a/b` is not an id"),
        ((TERRITORY, "full-cession", 1), "unresolved", "there is a term `donbas/unresolved`"),
        ((TERRITORY, "full-cession", 1), "silent", "`silent` is not an id"),
        ((RUSSIA, "control: russia", 10), "rf", "is a value, not an id"),
        ((RUSSIA, "control: russia", 2), "member-of", "then"),
        (("terms/state.yaml", "agreement:", 2), "deal", "what zopa calls the agreement itself"),
    ],
)
def test_what_cannot_be_renamed_is_refused(
    corpus: Corpus, place: tuple[str, str, int], new: str, why: str
) -> None:
    """With the reason."""
    with pytest.raises(RefusedError, match=why):
        renamed(corpus, place[0], place[1], new, place[2])


def test_nothing_is_renamed_while_a_file_cannot_be_read(corpus: Corpus) -> None:
    """Names in it would stay behind."""
    texts = {"terms/rules.yaml": corpus.text("terms/rules.yaml") + "  x: [\n"}
    look = corpus.folder.look(texts)
    names = type(corpus.names)(
        {**corpus.names.trees, "terms/rules.yaml": corpus.names.trees["terms/rules.yaml"]}
    )
    mention = renamable(names, *corpus.at(TERRITORY, "full-cession"))
    assert mention is not None

    with pytest.raises(RefusedError, match=r"`terms/rules\.yaml` cannot be read to its end"):
        rename(corpus.folder, look, names, mention, "x")


def test_where_no_name_is_nothing_can_be_renamed(corpus: Corpus) -> None:
    """Keys of the format and prose are no names."""
    assert renamable(corpus.names, *corpus.at(RUSSIA, "title:")) is None
    assert renamable(corpus.names, *corpus.at(RUSSIA, "Third-hand")) is None
