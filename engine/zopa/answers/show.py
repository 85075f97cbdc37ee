"""The answer to `show`: one item in full, and everything that refers to it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.answers import Fact, Facts, Item, Items, Page, Paragraph, Section, Yaml, text
from zopa.answers.condition_yaml import condition_data, effect_data
from zopa.answers.lines import (
    answer_words,
    attribution,
    choice_before,
    citation,
    or_else_words,
    said_line,
    status_words,
    term_named,
)
from zopa.answers.wording import range_words, several
from zopa.edit import as_word
from zopa.interchange.listing import place, written
from zopa.model import note_text
from zopa.model.conditions import (
    Blank,
    Chosen,
    CountEntities,
    Relation,
    Silent,
    Test,
    Undecided,
    With,
    case_of,
    inner,
    quantities,
    without_case,
)
from zopa.model.context import by_holder
from zopa.model.corpus import SILENT, VALUE
from zopa.model.cross_references import RECORDED, Nature, plain, referring
from zopa.questions.coverage import bearing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zopa.answers import Block
    from zopa.model.conditions import Condition, Name
    from zopa.model.corpus import (
        Attribute,
        Choice,
        Citations,
        Corpus,
        Issue,
        Position,
        Provision,
        Scenario,
        Term,
    )
    from zopa.model.cross_references import Reference, Thing
    from zopa.workspace import Workspace

__all__ = ["domain_words", "show_page"]

Pair: TypeAlias = tuple[str, str]
"""A name and the text beside it, which may be empty."""

HOW = {
    "also-speaks-for": "speak for it too",
    "applies-when": "apply with it",
    "at-the-table": "at the table",
    "bears-on.against": "read as against it",
    "bears-on.for": "read as for it",
    "bears-on.undetermined": "read as undetermined",
    "choices": "choose it",
    "cites": "cite it",
    "effects": "effects",
    "expect.crossed": "expect it crossed",
    "expect.open": "expect it open",
    "expect.respected": "expect it respected",
    "from": "start from it",
    "group": "as the group",
    "held-by": "held by it too",
    "holds": "condition",
    "issues": "concern it",
    "member": "as the member",
    "of": "belong to it",
    "issue": "concern it",
    "lapses-in": "lapse in it",
    "party": "of this party",
    "position": "led to it",
    "proposed-by": "proposed by it",
    "provision.actor": "name it as actor",
    "provision.object": "name it as object",
    "provision.or-else": "else",
    "readings": "choose a reading",
    "source": "taken from it",
    "speaker": "said by them",
    "stated-by": "stated by them",
    "statements": "rest on it",
    "supersedes": "supersede it",
    "visibility": "may be seen by it",
    "type": "of this type",
    "waivers": "waive it",
}
"""Words for a reference; other keys are used as they are."""
PLURALS = {
    Nature.CORPUS: "files",
    Nature.PARTY: "parties",
    Nature.ENTITY: "entities",
    Nature.CONTINGENCY: "contingencies",
    Nature.ENTRY: "record",
}


def show_page(workspace: Workspace, thing: Thing) -> Page:
    """The item, from its title to everything that refers to it."""
    return _Shown(workspace, thing).page()


class _Shown:
    """One item; its content depends on its nature."""

    def __init__(self, workspace: Workspace, thing: Thing) -> None:
        self.workspace = workspace
        self.corpus: Corpus = workspace.corpus
        self.thing = thing
        self.written: Mapping[str, Any] = written(workspace, thing)

    def page(self) -> Page:
        """Title, place, own parts, references."""
        tell: Mapping[Nature, Callable[[], tuple[str, Iterator[Section]]]] = {
            Nature.ISSUE: self._issue,
            Nature.TERM: self._term,
            Nature.POSITION: self._position,
            Nature.RULE: self._rule,
            Nature.SCENARIO: self._scenario,
            Nature.PARTY: self._party,
            Nature.SPEAKER: self._speaker,
            Nature.GROUP: self._group,
            Nature.STATEMENT: self._statement,
            Nature.SOURCE: self._source,
            Nature.ENTITY_TYPE: self._entity_type,
            Nature.ENTITY: self._entity,
            Nature.CONTINGENCY: self._contingency,
            Nature.ENTRY: self._entry,
        }
        title, parts = tell[self.thing.nature]()
        nature = str(self.thing.nature).replace("-", " ")
        span = place(self.workspace, self.thing)
        where = f" · {span.path}:{span.start.line}" if span else ""
        sections = (
            *parts,
            *_texts("Note", [note_text(self.written.get("note", ""))]),
            self._references(),
        )
        return Page(
            conclusion=text(title, tone="strong"),
            context=text(f"{nature} {self.thing.id}{where}", tone="dim"),
            sections=tuple(each for each in sections if each.blocks),
        )

    # -- one nature each ------------------------------------------------------

    def _issue(self) -> tuple[str, Iterator[Section]]:
        issue = self.corpus.issues[self.thing.id]

        def parts() -> Iterator[Section]:
            number = "one term" if issue.single else f"{issue.least} to {issue.most} terms"
            answer = answer_words(self.corpus, self.thing.id)
            yield _facts(
                "",
                ("Short", issue.short),
                ("Class", issue.category),
                ("Choose", "" if answer else f"{number}, or silent"),
                ("Answer", answer),
                ("Tags", ", ".join(issue.tags)),
                ("File", issue.section),
                ("Cites", self._cites(issue.cites)),
            )
            if issue.applies_when is not None:
                data = condition_data(issue.applies_when)
                yield _section("Applies only if", Yaml(data))
                yield self._meanings([issue.applies_when])
            yield from self._terms(issue)
            yield _facts("Not proposed", *issue.not_proposed)
            if self.workspace.sound:
                yield from self._bearing()

        return issue.question, parts()

    def _terms(self, issue: Issue) -> Iterator[Section]:
        """Its terms; for a value issue its statements, for a set issue its members."""
        terms = tuple(issue.terms.values())
        titles = ((str(each.id), f"{each.title}{_implied(each.mentioned)}") for each in terms)
        if not issue.answered_by:
            yield _facts("Terms", *titles)
            return
        if issue.answered_by == "set":
            yield _facts("Members", *titles)
        yield _facts("", *_provisions(self.corpus, terms[0] if terms else None))
        yield self._statements(terms[0].statements if terms else ())

    def _bearing(self) -> Iterator[Section]:
        """The positions of each holder, and the rules, that affect the issue."""
        positions, rules = bearing(self.corpus, self.thing.id)
        holders = by_holder(positions, self.corpus.at_the_table)
        items = (
            Item(
                text(self._party_name(party)),
                tuple(
                    Item(text(f"{each.id} ({_kind(each)}, {each.strength}): {each.title}"))
                    for each in own
                ),
            )
            for party, own in holders.items()
        )
        yield _items("Positions on this issue", items)
        yield _items(
            "Rules on this issue",
            (Item(text(f"{rule.id}: {rule.reason}")) for rule in rules),
        )

    def _term(self) -> tuple[str, Iterator[Section]]:
        name, _, short = self.thing.id.partition("/")
        issue = self.corpus.issues[name]
        term = issue.terms[short]

        def parts() -> Iterator[Section]:
            implied = "implied: the logical alternative of a statement"
            yield _facts(
                "",
                ("Issue", f"{issue.id}: {issue.question}"),
                ("Mentioned", implied if term.mentioned == "implied" else ""),
                *_provisions(self.corpus, term),
                ("Tags", ", ".join(term.tags)),
                ("Cites", self._cites(term.cites)),
            )
            yield _facts(
                "Parameters",
                *((key, domain_words(each.domain)) for key, each in term.parameters.items()),
            )
            effects = [effect_data(each) for each in term.effects if not each.derived]
            if effects:
                yield _section("Effects", Yaml(effects))
            yield self._statements(term.statements)

        return term_named(self.corpus, name, short), parts()

    def _position(self) -> tuple[str, Iterator[Section]]:
        position = self.corpus.positions[self.thing.id]

        def parts() -> Iterator[Section]:
            date = self.corpus.as_of
            replacing = self.corpus.superseded_by.get(str(position.id), ())
            known = all(each in self.corpus.positions for each in replacing)
            status = status_words(self.corpus, position, date) if known else ""
            unchecked = "" if position.checked else ", recorded and never checked"
            yield _facts(
                "",
                ("Party", self._party_name(position.party)),
                ("Held by", ", ".join(map(self._party_name, position.held_by))),
                ("Kind", f"{_kind(position)}{unchecked}"),
                ("Strength", str(position.strength)),
                ("Since", _words(position.since)),
                ("Until", _words(position.until)),
                ("Status", f"{status} (as of {date})" if status else ""),
                ("Supersedes", ", ".join(position.supersedes)),
                ("Superseded by", ", ".join(replacing)),
                ("Concerns", ", ".join(position.issues)),
                ("Tags", ", ".join(position.tags)),
            )
            yield from self._readings(position)
            yield self._statements(position.statements)
            yield _facts(
                "Terms it bears on (for readers only, never computed)",
                ("for", ", ".join(position.for_terms)),
                ("against", ", ".join(position.against_terms)),
                ("undetermined", ", ".join(position.undetermined_terms)),
            )

        return position.title, parts()

    def _readings(self, position: Position) -> Iterator[Section]:
        readings = list(position.readings.values())
        if not readings:
            return
        if plain(position):
            yield _section("Respected if", Yaml(condition_data(readings[0].holds)))
        else:
            blocks: list[Block] = []
            for each in readings:
                default = " (default)" if each.id == position.default else ""
                title = f": {each.title}" if each.title else ""
                blocks.append(Paragraph(text(f"{each.id}{default}{title}")))
                blocks.append(Yaml(condition_data(each.holds)))
            yield _section(f"Respected if ({several(len(readings), 'reading')})", *blocks)
        yield self._meanings([each.holds for each in readings])

    def _rule(self) -> tuple[str, Iterator[Section]]:
        rule = self.corpus.rules[self.thing.id]

        def parts() -> Iterator[Section]:
            yield _facts("", ("Basis", rule.basis), ("Cites", self._cites(rule.cites)))
            yield _section("Every agreement follows", Yaml(condition_data(rule.holds)))
            yield self._meanings([rule.holds])

        return rule.reason, parts()

    def _scenario(self) -> tuple[str, Iterator[Section]]:
        scenario = self.workspace.scenarios[self.thing.id]

        def parts() -> Iterator[Section]:
            table = scenario.at_the_table
            decided = sum(issue in self.corpus.issues for issue in scenario.choices)
            yield _facts(
                "",
                ("As of", str(scenario.as_of or f"{self.corpus.as_of} (of the corpus)")),
                ("At the table", "" if table is None else ", ".join(table)),
                ("Proposed by", ", ".join(map(self._party_name, scenario.proposed_by))),
                ("Source", str(scenario.source or "")),
                ("Draft status", scenario.status),
                ("Starts from", str(scenario.starts_from or "")),
                ("Decided", f"{decided} of {several(len(self.corpus.issues), 'issue')}"),
                ("Otherwise", "silent" if scenario.otherwise == SILENT else ""),
                ("Readings", ", ".join(f"{p} as {r}" for p, r in scenario.readings.items())),
            )
            yield from _texts("About", [scenario.description])
            yield _facts(
                "Choices",
                *(
                    (key, self._choice(scenario, each))
                    for key, each in scenario.choices.items()
                ),
            )
            waivers = []
            for each in scenario.waivers:
                by = f"by {each.by}" if each.by else ""
                until = f"until {each.expires}" if each.expires else ""
                who = ", ".join(filter(None, (by, until)))
                words = f"{each.position}: {each.reason}{f' ({who})' if who else ''}"
                waivers.append(Item(text(words)))
            yield _items("Waived", waivers)
            keys = dict.fromkeys(each.key for each in scenario.expectations)
            yield _facts(
                "Expectations",
                *(
                    (
                        key,
                        ", ".join(
                            _words(each.value)
                            for each in scenario.expectations
                            if each.key == key
                        ),
                    )
                    for key in keys
                ),
            )

        return scenario.title or scenario.id, parts()

    def _choice(self, scenario: Scenario, choice: Choice) -> str:
        cites = self._cites(scenario.cites.get(str(choice.issue), ()))
        words = choice_before(self.corpus, choice)
        return f"{words} ({cites})" if cites else words

    def _party(self) -> tuple[str, Iterator[Section]]:
        party = self.corpus.parties[self.thing.id]
        groups = [each.group for each in self.corpus.memberships if each.member == party.id]
        own = self.written.get("own-words")
        facts = _facts(
            "",
            ("Short", party.short if party.short != party.name else ""),
            ("Type", party.type),
            ("Role", party.role),
            ("At the table", _yes(party.id in self.corpus.at_the_table)),
            ("Member of", ", ".join(map(self._group_name, groups))),
            ("Members", self._members(party.id)),
            ("Own statements", "" if own is None else _yes(bool(own))),
            ("Cites", self._cites(party.cites)),
        )
        return party.name, iter([facts])

    def _speaker(self) -> tuple[str, Iterator[Section]]:
        speaker = self.corpus.speakers[self.thing.id]
        facts = _facts(
            "",
            ("Office", speaker.office),
            ("Speaks for", self._party_name(speaker.party) if speaker.party else "no party"),
            ("Also for", ", ".join(map(self._party_name, speaker.speaks_for))),
            ("Spellings", ", ".join(map(str, self.written.get("spellings", ())))),
            ("Cites", self._cites(speaker.cites)),
        )
        return speaker.name, iter([facts])

    def _group(self) -> tuple[str, Iterator[Section]]:
        group = self.corpus.groups[self.thing.id]
        facts = _facts(
            "", ("Members", self._members(group.id)), ("Cites", self._cites(group.cites))
        )
        return group.name, iter([facts])

    def _statement(self) -> tuple[str, Iterator[Section]]:
        statement = self.corpus.statements[self.thing.id]
        speaker = self.corpus.speakers.get(statement.speaker)
        basis = self.written.get("basis", "")
        inferred = f" (inferred{f' from: {basis}' if basis else ''})"
        facts = _facts(
            "",
            ("Speaker", f"{speaker.name} ({speaker.id})" if speaker else statement.speaker),
            ("For", self._party_name(speaker.party) if speaker and speaker.party else ""),
            ("Date", f"{_words(statement.said)}{inferred if statement.inferred else ''}"),
            ("Attribution", attribution(statement)),
            ("By", statement.by),
            ("Relayed by", statement.relayed_by),
            ("Cites", self._cites(statement.cites)),
        )
        return statement.text, iter([facts])

    def _source(self) -> tuple[str, Iterator[Section]]:
        source = self.corpus.sources[self.thing.id]
        outlet = self.written.get("outlet")
        inferred = isinstance(outlet, dict) and outlet.get("inferred")
        outside = "facts that no document of the corpus states" if source.outside else ""
        facts = _facts(
            "",
            ("Stands for", outside),
            ("Published by", f"{source.outlet or ''}{' (inferred)' if inferred else ''}"),
            ("Published", _words(source.published)),
            ("File", source.file or ""),
            ("Address", source.url or ""),
            ("Relays", ", ".join(map(str, self.written.get("relays", ())))),
            ("Cited by", source.cites_as),
        )
        limits = _texts("Limits of this source", self.written.get("quality", ()))
        return source.title, iter([facts, *limits])

    def _entity_type(self) -> tuple[str, Iterator[Section]]:
        kind = self.corpus.entity_types[self.thing.id]
        attributes = ((key, domain_words(each)) for key, each in kind.attributes.items())
        facts = _facts("Attributes", *attributes, empty="none")
        return kind.title or str(kind.id), iter([facts])

    def _entity(self) -> tuple[str, Iterator[Section]]:
        entity = self.corpus.entities[self.thing.id]
        kind = self.corpus.entity_types.get(entity.type)
        attributes: Mapping[str, Attribute] = kind.attributes if kind else {}
        tile = "" if entity.tile is None else f"column {entity.tile[0]}, row {entity.tile[1]}"
        facts = _facts(
            "",
            ("Type", str(entity.type)),
            ("Of", str(entity.of or "")),
            ("On the map", tile),
            ("Cites", self._cites(entity.cites)),
        )
        values = []
        for key, value in entity.baseline.items():
            declared = attributes.get(key)
            unit = declared.unit if declared and not isinstance(value, str | bool) else ""
            title = f" · {declared.title}" if declared and declared.title else ""
            values.append((str(key), f"{_words(value)} {unit}".rstrip() + title))
        quo = _facts("Status quo", *values, empty="no values")
        return entity.title or str(entity.id), iter([facts, quo])

    def _contingency(self) -> tuple[str, Iterator[Section]]:
        case = self.corpus.contingencies[self.thing.id]
        return case.title or str(case.id), iter(
            [_facts("", ("Cites", self._cites(case.cites)))]
        )

    def _entry(self) -> tuple[str, Iterator[Section]]:
        section, _, _ = self.thing.id.partition("/")
        entry = next(
            each for each in self.corpus.record if f"{each.section}/{each.id}" == self.thing.id
        )
        facts = [("Section", section), ("Cites", self._cites(entry.cites))]
        longer = {}
        for key, value in entry.fields.items():
            if key == "note" or value == entry.title:
                continue
            if isinstance(value, str | int):
                facts.append((_heading(key), _words(value)))
            elif key in RECORDED and isinstance(value, list):
                facts.append((_heading(key), ", ".join(map(str, value))))
            else:
                longer[key] = value
        sections = (_section(_heading(key), _field(value)) for key, value in longer.items())
        return entry.title, iter([_facts("", *facts), *sections])

    # -- parts of a page ------------------------------------------------------

    def _meanings(self, conditions: Sequence[Condition]) -> Section:
        """The titles of the ids in conditions."""
        parts = (part for condition in conditions for part in inner(without_case(condition)))
        cases = {case_of(part) for condition in conditions for part in inner(condition)}
        found = {
            **dict(self._meaning(parts)),
            **{
                name: each.title
                for name, each in self.corpus.contingencies.items()
                if name in cases
            },
        }
        return _named_items("Ids used above", found.items())

    def _meaning(self, parts: Iterable[Condition]) -> Iterator[Pair]:
        for part in parts:
            match part:
                case Chosen(issue, term):
                    yield from self._term_meant(str(issue), str(term))
                case With(issue, term) if term != VALUE:
                    yield from self._term_meant(str(issue), str(term))
                case With(issue) | Silent(issue) | Undecided(issue):
                    yield from self._asked(issue)
                case Relation(left, _, right):
                    for each in itertools.chain(quantities(left), quantities(right)):
                        if isinstance(each, Blank):
                            yield from self._asked(each.issue)
                case Test(entity, _):
                    yield str(entity), self._entity_name(entity)
                case CountEntities(kind=kind):
                    of_type = self.corpus.entity_types.get(kind)
                    yield str(kind), of_type.title if of_type else ""
                case _:
                    pass

    def _term_meant(self, issue: str, term: str) -> Iterator[Pair]:
        declared = self.corpus.issues.get(issue)
        if declared is not None and declared.answered_by == "boolean":
            yield from self._asked(issue)
        elif declared is not None and term in declared.terms:
            yield f"{issue}/{term}", term_named(self.corpus, issue, term)

    def _asked(self, issue: str) -> Iterator[Pair]:
        declared = self.corpus.issues.get(issue)
        if declared is not None:
            yield str(issue), declared.question

    def _statements(self, names: Iterable[Name]) -> Section:
        items = []
        for name in names:
            statement = self.corpus.statements.get(name)
            if statement is None:
                items.append(Item(text(str(name))))
                continue
            facts = (
                Fact("source", (said_line(self.corpus, statement),)),
                Fact("id", (text(str(name)),)),
            )
            items.append(Item(text(statement.text), facts=facts))
        return _items("Statements", items)

    def _references(self) -> Section:
        found = referring(self.corpus, self.workspace.scenarios, self.thing)
        groups: dict[str, dict[str, None]] = {}
        for each in found:
            groups.setdefault(_label(each), {})[each.by.id] = None
        if not found:
            return _section("Referred to by", Paragraph(text("nothing")))
        return _named_items(
            "Referred to by", ((label, ", ".join(ids)) for label, ids in groups.items())
        )

    # -- names ----------------------------------------------------------------

    def _cites(self, cites: Citations) -> str:
        return citation(self.corpus, cites)

    def _party_name(self, party: str) -> str:
        declared = self.corpus.parties.get(party)
        return f"{declared.name} ({party})" if declared else str(party)

    def _group_name(self, group: str) -> str:
        declared = self.corpus.groups.get(group)
        return f"{declared.name} ({group})" if declared else self._party_name(group)

    def _members(self, group: str) -> str:
        members = [each.member for each in self.corpus.memberships if each.group == group]
        return ", ".join(map(self._party_name, members))

    def _entity_name(self, entity: str) -> str:
        declared = self.corpus.entities.get(entity)
        if declared is not None and declared.title:
            return declared.title
        party = self.corpus.parties.get(entity)
        return party.name if party else ""


def _label(reference: Reference) -> str:
    nature = reference.by.nature
    plural = PLURALS.get(nature, f"{nature}s").replace("-", " ")
    condition = reference.how.startswith("readings.")
    how = "holds" if condition else reference.how.rpartition("steps.")[2]
    return f"{plural} ({HOW.get(how, how)})"


def _kind(position: Position) -> str:
    return str(position.kind).replace("-", " ")


def _words(value: object) -> str:
    """A value or a date as the files write it; empty for None."""
    if value is None:
        return ""
    return as_word(value)


def _yes(value: bool) -> str:  # noqa: FBT001  # a value of the corpus
    return "yes" if value else "no"


# -- sections -----------------------------------------------------------------


def _section(heading: str, *blocks: Block) -> Section:
    return Section(heading.lower().replace(" ", "-"), heading, blocks)


def _facts(heading: str, *pairs: Pair, empty: str = "") -> Section:
    """Names with their texts; if empty, the words for that, or no block at all."""
    facts = tuple(Fact(name, (text(words),)) for name, words in pairs if words)
    if facts:
        return _section(heading, Facts(facts))
    return _section(heading, *((Paragraph(text(empty)),) if empty else ()))


def _items(heading: str, items: Iterable[Item]) -> Section:
    found = tuple(items)
    return _section(heading, *((Items(found),) if found else ()))


def _named_items(heading: str, pairs: Iterable[Pair]) -> Section:
    """Facts as items, for names too long for a column."""
    return _items(heading, (Item(text(f"{name}: {words}")) for name, words in pairs if words))


def _texts(heading: str, texts: Iterable[Any]) -> Iterator[Section]:
    every = [str(each) for each in texts if each]
    if len(every) == 1:
        yield _section(heading, Paragraph(text(every[0])))
    elif every:
        yield _items(heading, (Item(text(each)) for each in every))


def _field(value: object) -> Block:
    """A field of the record that is more than a text."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return Items(tuple(Item(text(each)) for each in map(str, value)))
    data: Any = value
    return Yaml(data)


def _heading(key: str) -> str:
    return f"{key[:1].upper()}{key[1:].replace('-', ' ')}"


def _implied(mentioned: str) -> str:
    return " (implied)" if mentioned == "implied" else ""


def domain_words(domain: Attribute) -> str:
    """The allowed values: `0 to 200 per mille, or unlimited`."""
    match domain.type:
        case "boolean":
            text = "true or false"
        case "integer" | "decimal" | "date":
            text = range_words(domain)
        case "enum":
            joiner = " < " if domain.ordered else ", "
            text = joiner.join(domain.values)
    fixed = ", fixed: no term sets it" if domain.fixed else ""
    default = "" if domain.default is None else f", {_words(domain.default)} by default"
    return f"{text}{fixed}{default}{f' · {domain.title}' if domain.title else ''}"


def _provisions(corpus: Corpus, term: Term | None) -> Iterator[Pair]:
    """The obligations of a term, a line each."""
    for provision in () if term is None else term.provisions:
        yield "Provision", _provision(corpus, provision)


def _provision(corpus: Corpus, provision: Provision) -> str:
    """An obligation as a sentence."""
    words = [
        " and ".join(provision.actor),
        provision.bound,
        provision.aim,
        ", ".join(provision.object),
    ]
    text = " ".join(word for word in words if word)
    condition = f", {provision.condition}" if provision.condition else ""
    otherwise = or_else_words(corpus, provision)
    return f"{text}{condition}{f'; or else {otherwise}' if otherwise else ''}"
