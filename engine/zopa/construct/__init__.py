"""Construction of the model from documents with a valid format.

Items with a finding about their own format are left out, and their ids recorded, so that
references to them are not reported as unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.construct.building import Constructed, Part, wrong_places
from zopa.construct.cases import build_cases
from zopa.construct.drafts import resolve, started, written_out
from zopa.construct.positions import (
    build_parties,
    build_positions,
    build_record,
    build_sources,
    build_statements,
    build_vocabulary,
    construct_scenario,
)
from zopa.construct.terms import (
    build_issues,
    build_milestones,
    build_rules,
    build_sizes,
    build_state,
)
from zopa.schemas import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document

__all__ = [
    "Constructed",
    "Part",
    "construct",
    "construct_scenario",
    "resolve",
    "started",
    "written_out",
]


def construct(
    documents: Iterable[tuple[Role, Document]], findings: Iterable[Diagnostic]
) -> Constructed:
    """Build the corpus from the documents in `terms/`.

    Args:
        documents: each with its role, in the order of their paths.
        findings: known errors in their format.
    """
    built = Constructed(wrong=wrong_places(findings))
    # Terms with `for-each` need the entities of a type, effects the declared attributes.
    first = {Role.STATE, Role.PARTIES}
    for role, document in sorted(documents, key=lambda each: each[0] not in first):
        if isinstance(document.data, dict):
            root = Part(document, (), document.data)
            _BUILDERS[role](built, root)
        if not isinstance(document.data, dict) or built.headless(document):
            built.broken.update((nature, "*") for nature in NATURES[role])
    build_milestones(built)
    build_sizes(built)
    build_cases(built)
    return built


def build_corpus(built: Constructed, root: Part) -> None:
    if not built.sound(root):
        return
    built.corpus.update(
        title=root.text("title"),
        note=root.text("note"),
        as_of=root.day("as-of"),
        at_the_table=root.names("at-the-table"),
        view=root.text("view"),
    )


NATURES: Mapping[Role, tuple[str, ...]] = {
    Role.CORPUS: (),
    Role.SOURCES: ("source",),
    Role.PARTIES: ("party", "speaker", "group", "membership"),
    Role.STATEMENTS: ("statement",),
    Role.STATE: ("entity type", "entity", "contingency"),
    Role.ISSUES: ("issue", "term"),
    Role.RULES: ("rule",),
    Role.POSITIONS: ("position",),
    Role.RECORD: (),
    Role.VOCABULARY: (),
}
"""Natures that files of each role define."""


_BUILDERS: Mapping[Role, Callable[[Constructed, Part], None]] = {
    Role.CORPUS: build_corpus,
    Role.SOURCES: build_sources,
    Role.PARTIES: build_parties,
    Role.STATEMENTS: build_statements,
    Role.STATE: build_state,
    Role.ISSUES: build_issues,
    Role.RULES: build_rules,
    Role.POSITIONS: build_positions,
    Role.RECORD: build_record,
    Role.VOCABULARY: build_vocabulary,
}
