"""`show` as text: what a thing is, what it says, on whose word, and who refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.answers.condition_yaml import condition_lines, effect_lines, written_lines
from zopa.answers.width import fold, width_of
from zopa.answers.wording import citation, statement_line
from zopa.diagnostics import shown
from zopa.interchange.show import place, written
from zopa.model.conditions import Chosen, CountEntities, Silent, Test, Undecided, inner
from zopa.model.context import by_holder, standing
from zopa.model.corpus import SILENT, When
from zopa.model.cross_references import RECORDED, Nature, plain, referring
from zopa.questions.coverage import bearing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zopa.model.conditions import Condition, Name
    from zopa.model.corpus import Attribute, Choice, Citations, Corpus, Position, Provision
    from zopa.model.cross_references import Reference, Thing
    from zopa.workspace import Workspace
    from zopa.writers.style import Style, StyleName

__all__ = ["domain_words", "show_text"]

Fact: TypeAlias = tuple[str, str]
"""A label and what stands beside it; without a text, nothing is said."""

WIDEST_LABEL = 30
STANDING = {
    "certain": "certainly in force",
    "possible": "possibly in force, so it does not count",
    "no": "not in force",
}
HOW = {
    "also-speaks-for": "speak for it too",
    "applies-when": "arise with it",
    "at-the-table": "at the table",
    "bears-on.against": "read as against it",
    "bears-on.for": "read as for it",
    "bears-on.undetermined": "read as undetermined",
    "choices": "settle it",
    "cites": "cite it",
    "effects": "effects",
    "expect.crossed": "expect it crossed",
    "expect.open": "expect it open",
    "expect.respected": "expect it respected",
    "group": "as the group",
    "held-by": "held by it too",
    "holds": "condition",
    "issues": "concern it",
    "member": "as the member",
    "of": "belong to it",
    "issue": "concern it",
    "party": "of this party",
    "position": "led to it",
    "readings": "choose a reading",
    "speaker": "said by them",
    "stated-by": "stated by them",
    "statements": "rest on it",
    "supersedes": "supersede it",
    "type": "of this type",
    "waivers": "waive it",
}
"""How a reference reads; other keys stand for themselves."""
PLURALS = {
    Nature.CORPUS: "files",
    Nature.PARTY: "parties",
    Nature.ENTITY: "entities",
    Nature.ENTRY: "record",
}


def show_text(workspace: Workspace, found: Sequence[Thing], style: Style, width: int) -> str:
    """Each of the things, under a heading of its own."""
    pages = (Page(workspace, each, style, width) for each in found)
    return "\n".join("".join(f"{line}\n" for line in _single(page.lines())) for page in pages)


def _single(lines: Iterable[str]) -> Iterator[str]:
    """The lines with one empty one where several follow each other."""
    last = ""
    for line in lines:
        if line or last:
            yield line
        last = line


class Page:
    """One thing, laid out for a terminal; every line is safe to print."""

    def __init__(self, workspace: Workspace, thing: Thing, style: Style, width: int) -> None:
        self.workspace = workspace
        self.corpus: Corpus = workspace.corpus
        self.thing = thing
        self.style = style
        self.width = width
        self.written: Mapping[str, Any] = written(workspace, thing)

    def lines(self) -> Iterator[str]:
        """The page from its title to who refers to the thing."""
        tell: Mapping[Nature, Callable[[], Iterator[str]]] = {
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
            Nature.ENTRY: self._entry,
        }
        yield from tell[self.thing.nature]()
        yield from self._note()
        yield from self._referring()

    # -- one nature each ------------------------------------------------------

    def _issue(self) -> Iterator[str]:
        issue = self.corpus.issues[self.thing.id]
        several = f"{issue.least} to {issue.most} of its terms, or none"
        yield from self._title(issue.question)
        yield from self._facts(
            ("Class", issue.category),
            ("Choose", "one term, or none" if issue.single else several),
            ("File", issue.section),
            ("Cites", self._cites(issue.cites)),
        )
        if issue.applies_when is not None:
            yield from self._section("Arises only when")
            yield from self._condition(issue.applies_when, "  ")
            yield from self._spoken_of([issue.applies_when])
        yield from self._section("Terms")
        yield from self._facts(
            *(
                (str(each.id), f"{each.title}{_implied(each.mentioned)}")
                for each in issue.terms.values()
            )
        )
        if issue.not_proposed:
            yield from self._section("Proposed by nobody")
            yield from self._facts(*issue.not_proposed)
        if self.workspace.sound:
            yield from self._bearing()

    def _bearing(self) -> Iterator[str]:
        """The positions of each holder, and the rules, that bear on the issue."""
        positions, rules = bearing(self.corpus, self.thing.id)
        if positions:
            yield from self._section("Positions that bear on it")
        for party, own in by_holder(positions, self.corpus.at_the_table).items():
            yield fold(shown(f"  {self._party_name(party)}"), self.width, "    ")
            for each in own:
                line = f"    {each.id} ({each.kind}, {each.strength}): {each.title}"
                yield fold(shown(line), self.width, "      ")
        if rules:
            yield from self._section("Rules that bear on it")
            for rule in rules:
                yield fold(shown(f"  {rule.id}: {rule.reason}"), self.width, "    ")

    def _term(self) -> Iterator[str]:
        name, _, short = self.thing.id.partition("/")
        issue = self.corpus.issues[name]
        term = issue.terms[short]
        implied = "by nobody; the logical alternative of something said"
        yield from self._title(term.title)
        yield from self._facts(
            ("Issue", f"{issue.id}: {issue.question}"),
            ("Mentioned", implied if term.mentioned == "implied" else ""),
            ("Provision", _provision(term.provision)),
            ("Cites", self._cites(term.cites)),
        )
        if term.parameters:
            yield from self._section("Parameters")
            yield from self._facts(
                *((key, domain_words(each.domain)) for key, each in term.parameters.items())
            )
        if term.effects:
            yield from self._section("Effects")
            for effect in term.effects:
                first, *rest = effect_lines(effect, self.width - 4)
                yield f"  - {first}"
                yield from (f"    {each}" for each in rest)
        yield from self._statements(term.statements)

    def _position(self) -> Iterator[str]:
        position = self.corpus.positions[self.thing.id]
        day = self.corpus.as_of
        known = all(
            each in self.corpus.positions
            for each in self.corpus.superseded_by.get(str(position.id), ())
        )
        force = STANDING[standing(self.corpus, position, day)] if known else ""
        yield from self._title(position.title)
        yield from self._facts(
            ("Party", self._party_name(position.party)),
            ("Also held by", ", ".join(map(self._party_name, position.held_by))),
            (
                "Kind",
                f"{position.kind}{'' if position.checked else ', recorded and never checked'}",
            ),
            ("Strength", str(position.strength)),
            ("Since", _when(position.since)),
            ("Until", _when(position.until)),
            ("On the day", f"{force} on {day}" if force else ""),
            ("Supersedes", ", ".join(position.supersedes)),
            ("Superseded by", ", ".join(self.corpus.superseded_by.get(self.thing.id, ()))),
            ("Concerns", ", ".join(position.issues)),
        )
        yield from self._readings(position)
        yield from self._statements(position.statements)
        bears = (
            ("for", ", ".join(position.for_terms)),
            ("against", ", ".join(position.against_terms)),
            ("undetermined", ", ".join(position.undetermined_terms)),
        )
        if any(text for _, text in bears):
            yield from self._section("Read against single terms (shown, never computed with)")
            yield from self._facts(*bears)

    def _readings(self, position: Position) -> Iterator[str]:
        readings = list(position.readings.values())
        if not readings:
            return
        if plain(position):
            yield from self._section("What must be true of a draft")
            yield from self._condition(readings[0].holds, "  ")
        else:
            number = f"{len(readings)} reading{'s' if len(readings) > 1 else ''}"
            yield from self._section(f"What must be true of a draft, in {number}")
            for each in readings:
                default = " (default)" if each.id == position.default else ""
                title = f": {each.title}" if each.title else ""
                line = fold(shown(f"  {each.id}{default}{title}"), self.width, "    ")
                yield line
                yield from self._condition(each.holds, "      ")
        yield from self._spoken_of([each.holds for each in readings])

    def _rule(self) -> Iterator[str]:
        rule = self.corpus.rules[self.thing.id]
        yield from self._title(rule.reason)
        yield from self._facts(("Basis", rule.basis), ("Cites", self._cites(rule.cites)))
        yield from self._section("What every coherent draft keeps")
        yield from self._condition(rule.holds, "  ")
        yield from self._spoken_of([rule.holds])

    def _scenario(self) -> Iterator[str]:
        scenario = self.workspace.scenarios[self.thing.id]
        table = scenario.at_the_table
        decided = sum(issue in self.corpus.issues for issue in scenario.choices)
        yield from self._title(scenario.title or scenario.id)
        yield from self._facts(
            ("As of", str(scenario.as_of or f"{self.corpus.as_of}, the corpus's day")),
            ("At the table", "" if table is None else ", ".join(table)),
            ("Decided", f"{decided} of {len(self.corpus.issues)} issues"),
            ("Readings", ", ".join(f"{p} as {r}" for p, r in scenario.readings.items())),
        )
        yield from self._texts("About", [scenario.description])
        yield from self._section("Choices")
        yield from self._facts(
            *((key, self._choice(each)) for key, each in scenario.choices.items())
        )
        if scenario.waivers:
            yield from self._section("Waived")
            for each in scenario.waivers:
                until = f", until {each.expires}" if each.expires else ""
                line = f"  {each.position}: {each.reason} (by {each.by or 'nobody'}{until})"
                yield fold(shown(line), self.width, "    ")
        if scenario.expectations:
            keys = dict.fromkeys(each.key for each in scenario.expectations)
            values = {
                key: ", ".join(
                    str(each.value) if isinstance(each.value, str) else str(each.value).lower()
                    for each in scenario.expectations
                    if each.key == key
                )
                for key in keys
            }
            yield from self._section("Expected")
            yield from self._facts(*values.items())

    def _choice(self, choice: Choice) -> str:
        issue = self.corpus.issues.get(choice.issue)
        picks = []
        for pick in choice.picks:
            term = None if issue is None else issue.terms.get(pick.term)
            given = ", ".join(f"{key} {_value(each)}" for key, each in pick.parameters.items())
            title = str(pick.term) if term is None else term.title
            picks.append(f"{title} ({given})" if given else title)
        return " + ".join(picks) or SILENT

    def _party(self) -> Iterator[str]:
        party = self.corpus.parties[self.thing.id]
        table = "yes" if party.id in self.corpus.at_the_table else "no"
        groups = [each.group for each in self.corpus.memberships if each.member == party.id]
        own = self.written.get("own-words")
        yield from self._title(party.name)
        yield from self._facts(
            ("Short", party.short if party.short != party.name else ""),
            ("Type", party.type),
            ("Role", party.role),
            ("At the table", table),
            ("Member of", ", ".join(map(self._group_name, groups))),
            ("Members", self._members(party.id)),
            ("In its own words", "" if own is None else "yes" if own else "never"),
            ("Cites", self._cites(party.cites)),
        )

    def _speaker(self) -> Iterator[str]:
        speaker = self.corpus.speakers[self.thing.id]
        yield from self._title(speaker.name)
        yield from self._facts(
            ("Office", speaker.office),
            ("Speaks for", self._party_name(speaker.party)),
            ("Also for", ", ".join(map(self._party_name, speaker.speaks_for))),
            ("Spelled", ", ".join(map(str, self.written.get("spellings", ())))),
            ("Cites", self._cites(speaker.cites)),
        )

    def _group(self) -> Iterator[str]:
        group = self.corpus.groups[self.thing.id]
        yield from self._title(group.name)
        yield from self._facts(
            ("Members", self._members(group.id)), ("Cites", self._cites(group.cites))
        )

    def _statement(self) -> Iterator[str]:
        statement = self.corpus.statements[self.thing.id]
        speaker = self.corpus.speakers.get(statement.speaker)
        basis = self.written.get("basis", "")
        inferred = f"worked out{f' from: {basis}' if basis else ''}"
        yield from self._title(statement.text)
        yield from self._facts(
            ("Speaker", f"{speaker.name} ({speaker.id})" if speaker else statement.speaker),
            ("For", self._party_name(speaker.party) if speaker else ""),
            ("Said", _when(statement.said)),
            ("The day", inferred if statement.inferred else ""),
            ("Attribution", statement.attribution.replace("-", " ")),
            ("By", statement.by),
            ("Relayed by", statement.relayed_by),
            ("Cites", self._cites(statement.cites)),
        )

    def _source(self) -> Iterator[str]:
        source = self.corpus.sources[self.thing.id]
        outlet = self.written.get("outlet")
        inferred = isinstance(outlet, dict) and outlet.get("inferred")
        outside = "what none of the corpus's documents says" if source.outside else ""
        yield from self._title(source.title)
        yield from self._facts(
            ("Stands for", outside),
            ("Published by", f"{source.outlet or ''}{' (worked out)' if inferred else ''}"),
            ("Published", _when(source.published)),
            ("File", source.file or ""),
            ("Address", source.url or ""),
            ("Relays", ", ".join(map(str, self.written.get("relays", ())))),
            ("Cited by", source.cites_as),
        )
        yield from self._texts("What limits its worth", self.written.get("quality", ()))

    def _entity_type(self) -> Iterator[str]:
        kind = self.corpus.entity_types[self.thing.id]
        yield from self._title(kind.title or str(kind.id))
        yield from self._section("Attributes")
        yield from self._facts(
            *((key, domain_words(each)) for key, each in kind.attributes.items())
        )
        if not kind.attributes:
            yield "  none"

    def _entity(self) -> Iterator[str]:
        entity = self.corpus.entities[self.thing.id]
        kind = self.corpus.entity_types.get(entity.type)
        attributes: Mapping[str, Attribute] = kind.attributes if kind else {}
        tile = "" if entity.tile is None else f"column {entity.tile[0]}, row {entity.tile[1]}"
        yield from self._title(entity.title or str(entity.id))
        yield from self._facts(
            ("Type", str(entity.type)),
            ("Of", str(entity.of or "")),
            ("On the map", tile),
            ("Cites", self._cites(entity.cites)),
        )
        yield from self._section("Where it stands today")
        facts = []
        for key, value in entity.baseline.items():
            declared = attributes.get(key)
            unit = declared.unit if declared and not isinstance(value, str | bool) else ""
            title = f" · {declared.title}" if declared and declared.title else ""
            facts.append((str(key), f"{_value(value)} {unit}".rstrip() + title))
        yield from self._facts(*facts)
        if not facts:
            yield "  nothing is said of it"

    def _entry(self) -> Iterator[str]:
        section, _, _ = self.thing.id.partition("/")
        entry = next(
            each for each in self.corpus.record if f"{each.section}/{each.id}" == self.thing.id
        )
        yield from self._title(entry.title)
        facts = [("Section", section), ("Cites", self._cites(entry.cites))]
        longer = {}
        for key, value in entry.fields.items():
            if key == "note" or value == entry.title:
                continue
            if isinstance(value, str | int):
                facts.append((_heading(key), _value(value)))
            elif key in RECORDED and isinstance(value, list):
                facts.append((_heading(key), ", ".join(map(str, value))))
            else:
                longer[key] = value
        yield from self._facts(*facts)
        for key, value in longer.items():
            yield from self._section(_heading(key))
            yield from self._value(value)

    # -- parts of a page ------------------------------------------------------

    def _title(self, text: str) -> Iterator[str]:
        yield from self._styled("bold", fold(shown(text), self.width))
        nature = str(self.thing.nature).replace("-", " ")
        span = place(self.workspace, self.thing)
        where = f" · {span.path}:{span.start.line}" if span else ""
        line = fold(shown(f"{nature} {self.thing.id}{where}"), self.width)
        yield from self._styled("dim", line)
        yield ""

    def _styled(self, name: StyleName, text: str) -> Iterator[str]:
        yield from (self.style(name, line) for line in text.split("\n"))

    def _section(self, heading: str) -> Iterator[str]:
        yield ""
        yield from self._styled("bold", fold(shown(heading), self.width))

    def _facts(self, *facts: Fact) -> Iterator[str]:
        """Labels in a column and texts beside them; what has no text is left out."""
        said = [(shown(label), shown(text)) for label, text in facts if text]
        longest = max((width_of(label) for label, _ in said), default=0)
        column = min(longest, WIDEST_LABEL, self.width // 2)
        for label, text in said:
            gap = " " * max(2, column - width_of(label) + 2)
            yield fold(f"  {label}{gap}{text}", self.width, " " * (column + 4))

    def _meanings(self, *facts: Fact) -> Iterator[str]:
        """As facts, for labels too long for a column."""
        for label, text in facts:
            if text:
                yield fold(shown(f"  {label}: {text}"), self.width, "    ")

    def _texts(self, heading: str, texts: Iterable[Any]) -> Iterator[str]:
        every = [str(each) for each in texts if each]
        if not every:
            return
        yield from self._section(heading)
        for each in every:
            mark = "- " if len(every) > 1 else ""
            yield fold(shown(f"  {mark}{each}"), self.width, "    " if mark else "  ")

    def _note(self) -> Iterator[str]:
        yield from self._texts("Note", [self.written.get("note", "")])

    def _value(self, value: object) -> Iterator[str]:
        """A field of the record that is more than a text."""
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            yield from (
                fold(f"  - {shown(each)}", self.width, "    ") for each in map(str, value)
            )
        else:
            data: Any = value
            for line in written_lines(data, self.width - 2):
                step = len(line) - len(line.lstrip(" -"))
                yield fold(f"  {line}", self.width, " " * (step + 2))

    def _condition(self, condition: Condition, indent: str) -> Iterator[str]:
        for line in condition_lines(condition, self.width - len(indent)):
            yield f"{indent}{line}"

    def _spoken_of(self, conditions: Sequence[Condition]) -> Iterator[str]:
        """What the ids in the conditions stand for."""
        facts: dict[str, str] = {}
        for condition in conditions:
            for part in inner(condition):
                match part:
                    case Chosen(issue, term):
                        declared = self.corpus.issues.get(issue)
                        known = None if declared is None else declared.terms.get(term)
                        facts[f"{issue}/{term}"] = known.title if known else ""
                    case Silent(issue) | Undecided(issue):
                        declared = self.corpus.issues.get(issue)
                        facts[str(issue)] = declared.question if declared else ""
                    case Test(entity, _):
                        facts[str(entity)] = self._entity_name(entity)
                    case CountEntities(kind=kind):
                        of_type = self.corpus.entity_types.get(kind)
                        facts[str(kind)] = of_type.title if of_type else ""
                    case _:
                        pass
        if any(text for text in facts.values()):
            yield from self._section("In these words")
            yield from self._meanings(*facts.items())

    def _statements(self, names: Iterable[Name]) -> Iterator[str]:
        every = list(names)
        if not every:
            return
        yield from self._section("Said")
        for name in every:
            statement = self.corpus.statements.get(name)
            yield fold(shown(f"  {name}"), self.width, "    ")
            if statement is not None:
                yield fold(f"    {shown(statement.text)}", self.width, "    ")
                line = fold(f"    {statement_line(self.corpus, statement)}", self.width, "    ")
                yield from self._styled("dim", line)

    def _referring(self) -> Iterator[str]:
        found = referring(self.corpus, self.workspace.scenarios, self.thing)
        groups: dict[str, dict[str, None]] = {}
        for each in found:
            groups.setdefault(_label(each), {})[each.by.id] = None
        yield from self._section("Referred to by")
        yield from self._meanings(*((label, ", ".join(ids)) for label, ids in groups.items()))
        if not found:
            yield "  nothing"

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


def _when(when: When | None) -> str:
    return "" if when is None else str(when)


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _heading(key: str) -> str:
    return f"{key[:1].upper()}{key[1:].replace('-', ' ')}"


def _implied(mentioned: str) -> str:
    return " (implied)" if mentioned == "implied" else ""


def domain_words(domain: Attribute) -> str:
    """What values there are: `0 to 200 per mille, or unlimited`."""
    match domain.type:
        case "boolean":
            text = "true or false"
        case "integer":
            least = "any number" if domain.minimum is None else f"from {domain.minimum}"
            most = "" if domain.maximum is None else f" to {domain.maximum}"
            unlimited = ", or unlimited" if domain.unlimited else ""
            text = f"{least}{most} {domain.unit}".rstrip() + unlimited
        case "enum":
            joiner = " < " if domain.ordered else ", "
            text = joiner.join(domain.values)
    fixed = ", a fact that no term sets" if domain.fixed else ""
    default = "" if domain.default is None else f", {_value(domain.default)} by default"
    return f"{text}{fixed}{default}{f' · {domain.title}' if domain.title else ''}"


def _provision(provision: Provision | None) -> str:
    """What is obliged, as a sentence."""
    if provision is None:
        return ""
    words = [
        " and ".join(provision.actor),
        provision.deontic.replace("-", " "),
        provision.aim,
        ", ".join(provision.object),
    ]
    text = " ".join(word for word in words if word)
    condition = f", {provision.condition}" if provision.condition else ""
    return f"{text}{condition}{f'; or else {provision.or_else}' if provision.or_else else ''}"
