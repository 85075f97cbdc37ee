"""The answer to `coverage --topics`: usual topics that a draft addresses, and the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Item, Items, Page, Section, Words
from zopa.answers.wording.choices import issue_name
from zopa.answers.wording.lines import text
from zopa.answers.wording.numbers import several

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.answers.page import Next
    from zopa.model.corpus import Corpus, Scenario
    from zopa.questions.topics import Covered, Topics

__all__ = ["topics_page"]


def topics_page(
    corpus: Corpus, draft: Scenario, found: Topics, *, commands: Sequence[Next] = ()
) -> Page:
    """The topics by how far the draft addresses them.

    Args:
        corpus: the terms.
        draft: the draft, or nothing chosen.
        found: the topics.
        commands: where to go from here.
    """
    groups: dict[str, list[Covered]] = {"decided": [], "otherwise": [], "undecided": [], "": []}
    for each in found.covered:
        groups[_status(each)].append(each)
    of = several(len(found.covered), "usual topic")
    if draft.choices:
        words = f"The draft addresses {len(groups['decided'])} of {of}."
    else:
        some = sum(map(bool, map(_status, found.covered)))
        words = f"The corpus has issues on {some} of {of}."
    titles = {
        "decided": "Addressed",
        "otherwise": "Issues decided, topic not addressed",
        "undecided": "Undecided" if draft.choices else "Topics with issues",
        "": "No issue of the corpus",
    }
    sections = tuple(
        Section(
            key or "none",
            f"{titles[key]}: {len(some)}",
            (Items(tuple(_items(corpus, key, some))),),
        )
        for key, some in groups.items()
        if some
    )
    notes = []
    if found.other_tags:
        notes.append(
            text(f"Tags that are no topic: {', '.join(found.other_tags)}.", tone="dim")
        )
    what = draft.title or draft.id if draft.choices else "nothing chosen"
    return Page(
        conclusion=(Words(words, tone="strong"),),
        context=text(f"{what} · {several(len(corpus.issues), 'issue')}", tone="dim"),
        sections=sections,
        notes=tuple(notes),
        next=tuple(commands),
    )


def _status(each: Covered) -> str:
    """Under which heading a topic stands: the best of its issues decides."""
    for name in ("decided", "otherwise", "undecided"):
        if getattr(each, name):
            return name
    return ""


def _items(corpus: Corpus, key: str, some: Sequence[Covered]) -> Iterator[Item]:
    for each in some:
        codes = ", ".join(code for every in each.topic.codes.values() for code in every)
        issues = [issue_name(corpus, name) for name in getattr(each, key)] if key else []
        words = f"{each.topic.title}: {', '.join(issues)}" if issues else each.topic.title
        yield Item(text(words), aside=text(codes, tone="dim"))
