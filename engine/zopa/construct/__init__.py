"""Construction of the model from documents with a valid format.

Items with a finding about their own format are left out, and their ids recorded, so that
references to them are not reported as unknown.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from zopa.construct.conditions import (
    Constructed,
    Part,
    collect,
    condition,
    duplicate,
    id_of,
    listed,
    wrong_places,
)
from zopa.construct.terms import (
    build_cases,
    build_issues,
    build_milestones,
    build_rules,
    build_sizes,
    build_state,
)
from zopa.files import Role, composed
from zopa.model import DAY, NONE, VALUE, bounded
from zopa.model import corpus as model
from zopa.model.conditions import Name, issues_named
from zopa.model.corpus import MILESTONES, Bounds, Choice
from zopa.schemas import usable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document
    from zopa.files import Span
    from zopa.model.conditions import Value
    from zopa.model.corpus import Attribute, Corpus, Issue, Pick, Scenario, Term

__all__ = [
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
        note=root.note(),
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


# Positions and their readings
def build_positions(built: Constructed, root: Part) -> None:
    """Yield positions with their readings, named `party/id`."""

    def parts() -> Iterator[tuple[Part, Name | None]]:
        for part, _ in listed(root, "positions"):
            short = id_of(part)
            party = part.data.get("party") if isinstance(part.data, dict) else None
            if short is not None and isinstance(party, str):
                yield part, Name(f"{party}/{short}", short.span)

    def build(part: Part, name: Name) -> model.Position:
        readings, default = _readings(part)
        party = part["party"].name()

        def full(names: Sequence[Name]) -> tuple[Name, ...]:
            return tuple(
                each if "/" in each else Name(f"{party}/{each}", each.span) for each in names
            )

        bears = part["bears-on"] if "bears-on" in part else None
        spans = {
            key: part[key].span for key in ("kind", "strength", "since", "until") if key in part
        }
        return model.Position(
            id=name,
            party=party,
            kind=model.Kind(part.data["kind"]),
            strength=model.Strength(part.data["strength"]),
            title=part.text("title"),
            since=part.when("since") or model.When(),
            readings=readings,
            default=default,
            until=part.when("until"),
            supersedes=full(part.names("supersedes")),
            statements=(*part.names("statements"), *_said_here(built, part, name)),
            held_by=part.names("held-by"),
            issues=part.names("issues"),
            for_terms=bears.names("for") if bears else (),
            against_terms=bears.names("against") if bears else (),
            undetermined_terms=bears.names("undetermined") if bears else (),
            note=part.note(),
            tags=part.names("tags"),
            visibility=part.names("visibility"),
            span=part.span,
            spans=spans,
        )

    collect(built, "positions", "position", parts(), build)


def _said_here(built: Constructed, part: Part, position: Name) -> Iterator[Name]:
    """Yield the statement written inside the position, under the name of the position."""
    if "says" not in part:
        return
    said = part["says"]
    name = Name(position.replace("/", "-"), said.span)
    into: dict[str, model.Statement] = built.corpus.setdefault("statements", {})
    if str(name) in into:
        built.diagnostics.append(duplicate("statement", name, into[str(name)].id))
        return
    into[str(name)] = _statement(said, name)
    yield name


PLAIN = "plain"
"""Id of the only reading of a position with one condition."""


def _readings(part: Part) -> tuple[dict[str, model.Reading], str]:
    if "holds" in part:
        holds = part["holds"]
        reading = model.Reading(
            Name(PLAIN, holds.span),
            condition(holds),
            span=part.document.key_span(holds.pointer),
        )
        return {PLAIN: reading}, PLAIN
    if "readings" not in part:
        return {}, ""
    readings = {}
    defaults = []
    for name, each in part["readings"].items():
        readings[str(name)] = model.Reading(
            name,
            condition(each["holds"]),
            each.text("title"),
            each.document.key_span(each["holds"].pointer),
        )
        if each.data.get("default"):
            defaults.append(str(name))
    return readings, defaults[0] if len(defaults) == 1 else ""


# -- sources, parties, speakers, statements --


def build_sources(built: Constructed, root: Part) -> None:
    """Build the sources that items cite."""

    def build(part: Part, name: Name) -> model.Source:
        outlet = part.data.get("outlet")
        return model.Source(
            id=name,
            title=part.text("title"),
            file=part.data.get("file"),
            url=part.data.get("url"),
            outlet=outlet["name"] if isinstance(outlet, dict) else outlet,
            published=part.when("published"),
            outside=part.data.get("outside", False),
            cites_as=part.text("cites-as", "paragraph"),
            note=part.note(),
        )

    collect(built, "sources", "source", listed(root, "sources"), build)


def build_vocabulary(built: Constructed, root: Part) -> None:
    """Build the vocabulary: topics that agreements usually address."""

    def build(part: Part, name: Name) -> model.Topic:
        codes = part.data.get("codes", {})
        return model.Topic(
            id=name,
            title=part.text("title"),
            text=part.text("text"),
            codes={str(book): tuple(map(str, some)) for book, some in codes.items()},
        )

    collect(built, "vocabulary", "topic", listed(root, "vocabulary"), build)


def build_parties(built: Constructed, root: Part) -> None:
    """Build parties, speakers, groups and memberships."""

    def party(part: Part, name: Name) -> model.Party:
        return model.Party(
            id=name,
            name=part.text("name"),
            short=part.text("short", part.text("name")),
            type=part.text("type"),
            role=part.text("role"),
            note=part.note(),
            cites=part.cites(),
        )

    def speaker(part: Part, name: Name) -> model.Speaker:
        return model.Speaker(
            id=name,
            name=part.text("name"),
            party=part["party"].name() if "party" in part else None,
            office=part.text("office"),
            speaks_for=part.names("also-speaks-for"),
            note=part.note(),
            cites=part.cites(),
        )

    def group(part: Part, name: Name) -> model.Group:
        return model.Group(name, part.text("name"), part.note(), part.cites())

    collect(built, "parties", "party", listed(root, "parties"), party)
    collect(built, "speakers", "speaker", listed(root, "speakers"), speaker)
    collect(built, "groups", "group", listed(root, "groups"), group)
    built.corpus["memberships"] = tuple(
        model.Membership(
            part["member"].name(),
            part["group"].name(),
            part.text("basis"),
            part.note(),
            part.cites(),
        )
        for part, _ in listed(root, "memberships")
        if built.sound(part)
    )


def build_statements(built: Constructed, root: Part) -> None:
    """Build the statements."""
    collect(built, "statements", "statement", listed(root, "statements"), _statement)


def _statement(part: Part, name: Name) -> model.Statement:
    return model.Statement(
        id=name,
        speaker=part["speaker"].name(),
        said=part.when("said") or model.When(),
        text=part.text("text"),
        attribution=part.text("attribution", "direct-statement"),
        by=part.text("by"),
        relayed_by=part.text("relayed-by"),
        inferred=part.data.get("inferred", False),
        note=part.note(),
        cites=part.cites(),
        visibility=part.names("visibility"),
    )


# -- record --


RECORD_TITLES = ("title", "topic", "question", "what", "of", "text")
"""Keys for the title of a record entry, in order of preference."""


def build_record(built: Constructed, root: Part) -> None:
    """Build the entries of every section of the record, unchanged."""
    entries: list[model.RecordEntry] = []
    for section in root.data:
        if not isinstance(root.data[section], list):
            continue
        if section == "absent":
            entries.extend(
                model.RecordEntry(
                    "absent", Name(f"absent-{number}", part.span), str(part.data), {}
                )
                for number, part in enumerate(root.parts("absent"), 1)
            )
            continue
        for part, _ in listed(root, section):
            name = id_of(part)
            if name is None or not built.sound(part):
                continue
            title = next((part.text(key) for key in RECORD_TITLES if key in part), str(name))
            fields = {
                key: value for key, value in part.data.items() if key not in {"id", "cites"}
            }
            entries.append(model.RecordEntry(section, name, title, fields, part.cites()))
    built.corpus["record"] = tuple(entries)


# -- scenarios --


def construct_scenario(
    document: Document, findings: Iterable[Diagnostic]
) -> model.Scenario | None:
    """Build a scenario; return None if its file has findings about its format."""
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
        note=root.note(),
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
        starts_from=root["from"].name() if "from" in root else None,
        otherwise=_otherwise(root),
        proposed_by=root.names("proposed-by"),
        visibility=root.names("visibility"),
        source=root["source"].name() if "source" in root else None,
        status=root.text("status"),
        cites={
            str(issue): part.cites()
            for issue, part in (root["choices"].items() if "choices" in root else ())
            if isinstance(part.data, dict) and "cites" in part
        },
        span=root.span,
        spans={"as-of": root["as-of"].span} if "as-of" in root else {},
    )


def _otherwise(root: Part) -> Literal["undecided", "silent", "inherited"]:
    if "otherwise" in root:
        return "silent" if root.text("otherwise") == model.SILENT else "undecided"
    return "inherited" if "from" in root else "undecided"


def _picks(part: Part) -> Iterator[model.Pick]:
    """Yield the picks of a choice; a plain value becomes the pick of its term."""
    value = Name(VALUE, part.span)
    match part.data:
        case model.SILENT:
            return
        case bool() as said:
            yield model.Pick(Name(str(said).lower(), part.span))
        case str() as text if not DAY.fullmatch(text):
            yield model.Pick(part.name())
        case dict() as keys if bounded(keys):
            spans = {VALUE: part.span}
            yield model.Pick(value, bounds={value: _bounds(part)}, value_spans=spans)
        case dict() if "cites" in part:
            yield from _picks(part["term" if "term" in part else VALUE])
        case dict():
            yield from _terms(part)
        case []:
            yield model.Pick(Name("", part.span))
        case list() as several:
            for index in range(len(several)):
                yield from _picks(part[index])
        case _:
            yield _valued(value, value, part)


def _terms(part: Part) -> Iterator[model.Pick]:
    """Yield a term with its parameters."""
    for term, parameters in part.items():
        if not isinstance(parameters.data, dict):
            yield _valued(term, Name("", term.span), parameters)
        elif bounded(parameters.data):
            only = {Name("", term.span): _bounds(parameters)}
            yield model.Pick(term, bounds=only, value_spans={"": parameters.span})
        else:
            yield _filled(term, parameters)


def _valued(term: Name, parameter: Name, part: Part) -> model.Pick:
    """Return a term with the value of its only parameter."""
    return model.Pick(term, {parameter: part.data}, value_spans={str(parameter): part.span})


def _filled(term: Name, part: Part) -> model.Pick:
    """Return a term with some of its parameters."""
    values: dict[Name, Value] = {}
    bounds: dict[Name, model.Bounds] = {}
    spans: dict[str, Span] = {}
    for name, value in part.items():
        spans[str(name)] = value.span
        if isinstance(value.data, dict):
            bounds[name] = _bounds(value)
        else:
            values[name] = value.data
    return model.Pick(term, values, bounds, spans)


def _bounds(part: Part) -> model.Bounds:
    """Return bounds with the values of the file; `resolve` types them."""
    spans = {str(key): value.span for key, value in part.items()}
    return model.Bounds(part.data.get("at-least"), part.data.get("at-most"), spans)


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


# -- drafts resolved: what they start from, their values typed, their choices in full form --


def written_out(scenario: Scenario, start: Scenario) -> Scenario:
    """Return the draft with its inherited choices and assumptions.

    Its own proposer, origin and expectations stay. Its own issues, readings and waivers take
    precedence over inherited ones. An inherited choice keeps its place in the draft named by
    `from`.

    Args:
        scenario: as in its file.
        start: the draft that it starts from, already resolved.
    """
    span = None if scenario.starts_from is None else scenario.starts_from.span
    taken = {issue: replace(choice, span=span) for issue, choice in start.choices.items()}
    own = {waiver.position for waiver in scenario.waivers}
    return replace(
        scenario,
        choices=taken | dict(scenario.choices),
        cites={
            **{
                issue: cites
                for issue, cites in start.cites.items()
                if issue not in scenario.choices
            },
            **scenario.cites,
        },
        readings={**start.readings, **scenario.readings},
        waivers=(
            *scenario.waivers,
            *(waiver for waiver in start.waivers if waiver.position not in own),
        ),
        as_of=scenario.as_of or start.as_of,
        at_the_table=start.at_the_table
        if scenario.at_the_table is None
        else scenario.at_the_table,
        hold=start.hold if scenario.hold is None else scenario.hold,
        otherwise=start.otherwise if scenario.otherwise == "inherited" else scenario.otherwise,
    )


def started(drafts: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Resolve every draft by its name, without those that start from unknown drafts.

    Takes time linear in the number of drafts, for chains of any length.

    Args:
        drafts: as in their files.
    """
    found: dict[str, Scenario] = {}
    lost: set[str] = set()
    for name in drafts:
        way: dict[str, Scenario] = {}
        at: str | None = name
        while at is not None and at not in found:
            known = at in drafts and (at == name or drafts[at].id == at)
            if not known or at in way or at in lost:
                break
            way[at] = drafts[at]
            start = drafts[at].starts_from
            at = None if start is None else str(start)
        if at is not None and at not in found:
            lost.update(way)  # an unknown draft, or a cycle
            continue
        for each, draft in reversed(way.items()):
            start = draft.starts_from
            found[each] = draft if start is None else written_out(draft, found[start])
    return found


def resolve(corpus: Corpus, scenario: Scenario) -> Scenario:
    """Resolve the draft: type its values, expand short forms and make silence explicit."""
    choices = {
        name: replace(choice, picks=tuple(_typed_picks(corpus.issues[name], choice)))
        if name in corpus.issues
        else choice
        for name, choice in scenario.choices.items()
    }
    if scenario.otherwise == "silent":
        told = _told_of(corpus, choices)
        for name in corpus.issues:
            if name not in told:
                choices.setdefault(name, Choice(Name(name)))
    return replace(scenario, choices=choices)


def _told_of(corpus: Corpus, choices: Mapping[str, Choice]) -> set[str]:
    """Return the milestones whose dates the chosen terms set or bound."""
    every = (f"{name}/{pick.term}/" for name, each in choices.items() for pick in each.picks)
    prefixes = tuple(every)
    return {
        issue
        for name, rule in corpus.rules.items()
        if name.startswith(prefixes)
        for issue in issues_named(rule.holds)
        if issue in corpus.issues and corpus.issues[issue].section == MILESTONES
    }


def _typed_picks(issue: Issue, choice: Choice) -> Iterator[Pick]:
    for pick in choice.picks:
        if not pick.term and issue.may_be_empty:  # `[]`
            yield replace(pick, term=Name(NONE, pick.term.span))
            continue
        term = issue.terms.get(pick.term)
        yield pick if term is None else _typed(term, pick)


def _typed(term: Term, pick: Pick) -> Pick:
    """Return the pick with its parameter values typed."""
    domains: Mapping[str, Attribute] = {
        name: each.domain for name, each in term.parameters.items()
    }
    only = Name(next(iter(domains))) if len(domains) == 1 else None

    def named(name: Name) -> Name:
        return Name(only, name.span) if not name and only is not None else name

    given = {named(name): value for name, value in pick.parameters.items()}
    bounds = {named(name): each for name, each in pick.bounds.items()}
    spans = {str(named(Name(name))): span for name, span in pick.value_spans.items()}
    return replace(
        pick,
        parameters={
            name: domains[name].typed(value) if name in domains else value
            for name, value in given.items()
        },
        bounds={
            name: _typed_bounds(domains[name], each) if name in domains else each
            for name, each in bounds.items()
        },
        value_spans=spans,
    )


def _typed_bounds(domain: Attribute, bounds: Bounds) -> Bounds:
    def typed(value: int | None) -> int | None:
        found = None if value is None else domain.typed(value)
        return found if isinstance(found, int) else value

    return Bounds(typed(bounds.least), typed(bounds.most), bounds.spans)
