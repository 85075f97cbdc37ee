"""Topics: tags of an analyst, and the topics that a draft covers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute import laws
from strategies import load, written
from zopa.documents import parse
from zopa.files import Role, shipped
from zopa.model.conditions import Name
from zopa.model.corpus import Topic
from zopa.questions.listing import Filters, filtered, listing, tags, topics
from zopa.schemas import check_shape
from zopa.workspace import load as load_workspace
from zopa.workspace import usual_topics

if TYPE_CHECKING:
    from strategies import Files

TAGS = ("peace", "money", "land", "odd")
VOCABULARY = {each: Topic(Name(each), each.title()) for each in (*TAGS[:3], "unheard-of")}
some = st.lists(st.sampled_from(TAGS), unique=True, max_size=3)


@st.composite
def tagged(draw: st.DrawFn) -> Files:
    """Issues, terms and positions with tags, and a draft that decides some issues."""
    issues: list[dict[str, Any]] = [
        {
            "id": name,
            "tags": draw(some),
            "terms": [{"id": "a", "tags": draw(some)}, {"id": "b", "tags": draw(some)}],
        }
        for name in ("one", "two", "three")
    ]
    decided = draw(
        st.dictionaries(
            st.sampled_from(["one", "two", "three"]), st.sampled_from(["a", "b", "silent"])
        )
    )
    position = {"id": "wish", "tags": draw(some), "holds": {"chosen": "one/a"}}
    return written(issues, positions=[position], draft={"choices": decided})


@pytest.mark.slow
@laws
@given(tagged())
def test_a_draft_speaks_to_a_topic_by_a_term_that_is_about_it(files: Files) -> None:
    """Each issue with the tag, its own or a term's, is decided, otherwise or undecided."""
    corpus, scenarios = load(files)
    draft = scenarios["draft"]
    found = topics(corpus, VOCABULARY, draft)
    declared = [
        issue
        for path, said in files.items()
        if path.startswith("terms/issues/")
        for issue in said["issues"]
    ]
    assert [each.topic.id for each in found.covered] == list(VOCABULARY)
    for each in found.covered:
        tag = str(each.topic.id)
        for issue in declared:
            about = {
                term["id"]
                for term in issue.get("terms", ())
                if tag in issue.get("tags", ()) or tag in term.get("tags", ())
            }
            chosen = files["scenarios/draft.yaml"].get("choices", {}).get(issue["id"])
            where = "undecided" if chosen is None else "otherwise"
            if chosen in about:
                where = "decided"
            for name in ("decided", "otherwise", "undecided"):
                said = issue["id"] in getattr(each, name)
                assert said == (bool(about) and where == name)
    assert set(found.other_tags) == set(tags(corpus)) - set(VOCABULARY)


@pytest.mark.slow
@laws
@given(tagged(), st.sampled_from(TAGS))
def test_lists_by_tag_have_what_is_tagged(files: Files, tag: str) -> None:
    """A term has the tags of its issue too."""
    corpus, scenarios = load(files)
    if tag not in tags(corpus):
        return
    filters = filtered(corpus, "terms", Filters(tag=(tag,)))
    issues = listing(corpus, scenarios, "issues", filters)
    assert issues == tuple(x for x, each in corpus.issues.items() if tag in each.tags)
    assert listing(corpus, scenarios, "terms", filters) == tuple(
        f"{name}/{term.id}"
        for name, issue in corpus.issues.items()
        for term in issue.terms.values()
        if tag in (*issue.tags, *term.tags)
    )
    assert listing(corpus, scenarios, "positions", filters) == tuple(
        name for name, each in corpus.positions.items() if tag in each.tags
    )


@pytest.mark.slow
def test_the_shipped_vocabulary_has_the_shape_that_its_schema_says() -> None:
    """Its ids are tags, and every topic has a code of the codebook."""
    file = shipped("vocabulary") / "peace-agreements.yaml"
    document = parse(file.read_bytes(), "terms/vocabulary.yaml")

    assert document.diagnostics == ()
    assert list(check_shape(document, Role.VOCABULARY)) == []
    corpus = load_workspace(Path(__file__).parents[2]).corpus
    known = usual_topics(corpus)
    assert len(known) > 40
    assert all(each.text and each.codes["pa-x"] for each in known.values())
    every = [code for each in known.values() for code in each.codes["pa-x"]]
    assert len(every) == len(set(every))


def test_a_workspace_brings_its_own_vocabulary() -> None:
    """Then there are no other topics."""
    files = written([{"id": "one", "terms": [{"id": "a"}]}])
    files["terms/vocabulary.yaml"] = {"vocabulary": [{"id": "pay", "title": "Pay"}]}

    corpus, _ = load(files)

    assert json.dumps(list(usual_topics(corpus))) == '["pay"]'
