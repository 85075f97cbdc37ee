"""`show` as JSON: an item with every field of its file, and its references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.model.context import by_holder
from zopa.model.cross_references import Nature, Reference, Thing, referring
from zopa.questions.coverage import bearing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.files import Span
    from zopa.model.conditions import Name
    from zopa.workspace import Workspace

__all__ = ["place", "show_json", "written"]

Json = dict[str, Any]

LISTS = {
    Nature.ISSUE: "issues",
    Nature.TERM: "terms",
    Nature.POSITION: "positions",
    Nature.RULE: "rules",
    Nature.PARTY: "parties",
    Nature.SPEAKER: "speakers",
    Nature.GROUP: "groups",
    Nature.STATEMENT: "statements",
    Nature.SOURCE: "sources",
    Nature.ENTITY_TYPE: "entity-types",
    Nature.ENTITY: "entities",
    Nature.CONTINGENCY: "contingencies",
}
"""Key of the items of each nature in files."""


def show_json(workspace: Workspace, found: Sequence[Thing]) -> Json:
    """Return the first item, and under `also` the others with its id.

    Args:
        workspace: workspace of the items.
        found: at least one item.
    """
    first, *others = (_thing(workspace, each) for each in found)
    return {**first, "also": others}


def _thing(workspace: Workspace, thing: Thing) -> Json:
    found: Json = {"nature": str(thing.nature), "id": thing.id}
    fields = {key: value for key, value in written(workspace, thing).items() if key != "id"}
    match thing.nature:
        case Nature.ISSUE if workspace.sound:
            positions, rules = bearing(workspace.corpus, thing.id)
            found["bearing"] = {
                "positions": [str(each.id) for each in positions],
                "parties": {
                    party: [str(each.id) for each in own]
                    for party, own in by_holder(
                        positions, workspace.corpus.at_the_table
                    ).items()
                },
                "rules": [str(each.id) for each in rules],
            }
        case Nature.TERM:
            found["issue"] = thing.id.partition("/")[0]
        case Nature.ENTITY:
            fields["baseline"] = dict(workspace.corpus.entities[thing.id].baseline)
        case Nature.SCENARIO:
            found["path"] = workspace.scenarios[thing.id].path
        case Nature.ENTRY:
            fields = _entry(workspace, thing, fields)
        case _:
            pass
    references = referring(workspace.corpus, workspace.scenarios, thing)
    return found | fields | {"referred-to-by": [_reference(each) for each in references]}


def _entry(workspace: Workspace, thing: Thing, fields: Json) -> Json:
    """Return an entry of the record; its fields are separate, because one may be `nature`."""
    section = thing.id.partition("/")[0]
    title = next(
        each.title
        for each in workspace.corpus.record
        if f"{each.section}/{each.id}" == thing.id
    )
    cites = fields.pop("cites", {})
    return {"section": section, "title": title, "fields": fields, "cites": cites}


def _reference(reference: Reference) -> Json:
    by = reference.by
    return {"nature": str(by.nature), "id": by.id, "how": reference.how}


# -- content of the files -----------------------------------------------------


def written(workspace: Workspace, thing: Thing) -> Json:
    """Return the item's fields as in its file, including those that the model drops."""
    span = place(workspace, thing)
    document = None if span is None else workspace.documents.get(span.path)
    if document is None or not isinstance(document.data, dict):
        return {}
    whole: Json = document.data
    parent, _, short = thing.id.rpartition("/")
    match thing.nature:
        case Nature.SCENARIO:
            return whole
        case Nature.ENTITY | Nature.ENTITY_TYPE | Nature.CONTINGENCY:
            return _mapping(whole[LISTS[thing.nature]][thing.id])
        case Nature.TERM:
            return _item(_item(whole.get("issues", ()), parent).get("terms", ()), short)
        case Nature.POSITION:
            return _item(whole["positions"], short, party=parent)
        case Nature.STATEMENT if "positions" in whole:
            return _said(whole["positions"], thing.id)
        case Nature.ISSUE if thing.id in _mapping(whole.get("milestones")):
            return _mapping(whole["milestones"][thing.id])
        case Nature.ENTRY:
            return _item(whole[parent], short)
        case _:
            # Conditions of terms on milestones become rules without a file.
            return _item(whole.get(LISTS[thing.nature], ()), thing.id)


def _said(positions: Iterable[Any], name: str) -> Json:
    """Return the statement written inside a position."""
    says = (
        _mapping(each["says"])
        for each in positions
        if f"{each['party']}-{each['id']}" == name and "says" in each
    )
    return next(says, {})


def _item(items: Iterable[Any], name: str, **also: str) -> Json:
    """Return the first item with the id; entries that are plain texts have none."""
    wanted = {"id": name, **also}.items()
    return next(
        (each for each in items if isinstance(each, dict) and wanted <= each.items()), {}
    )


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def place(workspace: Workspace, thing: Thing) -> Span | None:
    """Return the place of the item's id; of a scenario, its file."""
    corpus = workspace.corpus
    declared: Mapping[Nature, Mapping[str, Any]] = {
        Nature.ISSUE: corpus.issues,
        Nature.POSITION: corpus.positions,
        Nature.RULE: corpus.rules,
        Nature.PARTY: corpus.parties,
        Nature.SPEAKER: corpus.speakers,
        Nature.GROUP: corpus.groups,
        Nature.STATEMENT: corpus.statements,
        Nature.SOURCE: corpus.sources,
        Nature.ENTITY_TYPE: corpus.entity_types,
        Nature.ENTITY: corpus.entities,
        Nature.CONTINGENCY: corpus.contingencies,
    }
    name: Name
    match thing.nature:
        case Nature.SCENARIO:
            return workspace.scenarios[thing.id].span
        case Nature.TERM:
            issue, _, term = thing.id.partition("/")
            name = corpus.issues[issue].terms[term].id
        case Nature.ENTRY:
            name = next(
                each.id for each in corpus.record if f"{each.section}/{each.id}" == thing.id
            )
        case _:
            name = declared[thing.nature][thing.id].id
    return name.span
