"""Form for one item: its fields, the typed texts, and the change that they make.

Independent of the terminal. `zopa.edit` defines the fields, validates them and plans
the changes of the files.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted, with_article
from zopa.documents import BROKEN
from zopa.edit import COMMAND_WORDS, HOMES, Field, FieldForm, ThingKind, asked, fields, find
from zopa.edit.changes import Add, Choose, Set
from zopa.edit.entry import (
    NewItem,
    Suggestion,
    beginning,
    innermost,
    last_word,
    suggestions,
    taken,
    titles,
)
from zopa.edit.plan import NotValid, plan
from zopa.edit.typed import as_typed, how, typed
from zopa.edit.values import split
from zopa.model import BOUNDS
from zopa.schemas.errors import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.documents import Data
    from zopa.edit import EditedThing
    from zopa.edit.changes import Edit
    from zopa.edit.plan import Plan
    from zopa.workspace import Workspace

__all__ = [
    "NEW",
    "FormRecord",
    "NotPossible",
    "becoming",
    "latest_day",
    "moving",
    "new",
    "planned",
    "recorded",
]

NEW: Final = "new"
"""Word that a user accepts in a field to create another item in place."""
ELSEWHERE: Final[Mapping[ThingKind, frozenset[str]]] = {
    ThingKind.SCENARIO: frozenset({"choices"}),
    ThingKind.CORPUS: frozenset({"zopa"}),
}
"""Keys without a form field: choices are made in Compose, the format has one version."""
CITES: Final = Field("cites", "Cites", "", FieldForm.PLACES, of=ThingKind.SOURCE)
CHOICES_CITE: Final = Field(
    "choices-cite",
    "Choices cite",
    "The places in sources that choices rest on.",
    FieldForm.RECORDS,
    parts=(Field("issue", "Issue", "", FieldForm.NAME, of=ThingKind.ISSUE), CITES),
)
"""Field of a scenario with choices, whose `cites` it holds."""
AS_WELL: Final[Mapping[ThingKind, tuple[ThingKind, ...]]] = {
    ThingKind.PARTY: (ThingKind.GROUP,),
    ThingKind.GROUP: (ThingKind.PARTY,),
    ThingKind.ISSUE: (ThingKind.MILESTONE,),
    ThingKind.MILESTONE: (ThingKind.ISSUE,),
}
"""Other kinds whose ids are allowed in a field of this kind too."""
UNTOLD: Final = frozenset({ThingKind.TERM, ThingKind.ENTITY, ThingKind.ENTITY_TYPE})
"""Kinds with more ids than the files name, such as terms for each entity."""


@dataclass(frozen=True)
class FormRecord:
    """A new item, or a change of an existing one."""

    workspace: Workspace
    kind: ThingKind
    thing: EditedThing | None = None
    """The item to change; None if it is new."""
    start: Mapping[str, str] = field(default_factory=dict[str, str])
    """Initial texts of the fields, by key."""
    made: tuple[NewItem, ...] = ()
    """New items that no file has yet; fields can refer to them."""
    held: frozenset[str] | None = None
    """Ids of its siblings, if it is made in the form of its owner; None otherwise."""
    today: dt.date = field(default_factory=lambda: dt.datetime.now().astimezone().date())
    _titles: dict[ThingKind, dict[str, str]] = field(
        init=False, compare=False, default_factory=dict
    )
    """Cache: a keypress waits for the titles."""

    # -- its fields --

    @property
    def owner(self) -> ThingKind | None:
        """Kind of the owner that a new item still needs, or None."""
        new = self.thing is None and self.held is None
        return HOMES[self.kind].owner if new else None

    @property
    def holds(self) -> dict[str, ThingKind]:
        """Fields whose items have their own form, by key."""
        return {home.key: kind for kind, home in HOMES.items() if home.owner is self.kind}

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its fields: required ones first, then those that are nearly always filled in."""
        found: list[Field] = []
        if self.owner is not None:
            help_ = f"The {self.owner} that the {self.kind} belongs to."
            name = str(self.owner)
            title = name.capitalize()
            found.append(
                Field(name, title, help_, FieldForm.NAME, required=True, of=self.owner)
            )
        for each in asked(self.kind) if self.thing is None else fields(self.kind):
            hidden = each.key in ELSEWHERE.get(self.kind, ())
            if not hidden and not (each.key == "id" and self.thing is not None):
                found.append(each)
        if self._choices:
            found.append(CHOICES_CITE)
        if self.kind is ThingKind.SCENARIO and self.thing is None:
            found.append(
                Field(
                    "id",
                    "Id",
                    "The name of its file, without `.yaml`.",
                    FieldForm.NAME,
                    required=True,
                )
            )
        return tuple(sorted(found, key=_place))

    @property
    def _choices(self) -> Mapping[str, Data]:
        """The choices of a scenario's file, by issue."""
        if self.thing is None or self.kind is not ThingKind.SCENARIO:
            return {}
        found = self.thing.data.get("choices")
        return found if isinstance(found, dict) else {}

    def folded(self, each: Field, texts: Mapping[str, str] | None = None) -> bool:
        """True if the field is shown on request only.

        Args:
            each: the field.
            texts: texts of all fields; the initial ones if not given.
        """
        if each.key in self.holds and self.thing is not None:
            return True
        if each.required or each.wanted or self.start.get(each.key):
            return False
        return self.thing is not None or not self._item(texts or self.start).wants(each)

    def _item(self, texts: Mapping[str, str]) -> NewItem:
        """The typed texts as an item, unparsed; used to find the required fields."""
        said: dict[str, Data] = {key: text for key, text in texts.items() if text.strip()}
        return NewItem(self.kind, said)

    def titles(self, kind: ThingKind) -> dict[str, str]:
        """Ids of a kind with their titles."""
        if kind not in self._titles:
            self._titles[kind] = titles(self.workspace.documents, kind, self.made)
        return self._titles[kind]

    # -- while one types --

    def wrong(self, each: Field, text: str, texts: Mapping[str, str]) -> str:
        """The error in a field's text; empty if it is correct or blank.

        Args:
            each: the field.
            text: its text.
            texts: texts of all fields.
        """
        if not text.strip():
            return ""
        try:
            said = typed(each, text, today=self.today, near=self.workspace.corpus.as_of)
        except Refused as refused:
            return "; ".join((refused.message, *refused.way_out))
        if each.key == "id":
            return self._id_wrong(text.strip(), texts)
        if each is CHOICES_CITE:
            return self._uncited(said, texts)
        found = (self._unknown_in(condition) for condition in _conditions(each, said))
        return next(filter(None, found), "") or self._unknown(each, text, texts)

    def needed(self, each: Field, texts: Mapping[str, str]) -> bool:
        """True if the item requires the field, given the other fields."""
        return each.required or self._item(texts).needs(each)

    def _unknown(self, each: Field, text: str, texts: Mapping[str, str]) -> str:
        """An error for the first unknown id; empty if all are known."""
        if each.of is None or each.of in UNTOLD or each.key in self.holds:
            return ""
        if each.form is FieldForm.NAME:
            names = [text.strip()]
        elif each.form is FieldForm.NAMES:
            names = re.findall(r"[^\s,\[\]]+", text)
        elif each.form is FieldForm.PLACES:
            names = re.findall(r"(?:^|[\s;])([a-z][a-z0-9-]*)(?=:)", text)
        else:
            return ""
        known = {x for kind in (each.of, *AS_WELL.get(each.of, ())) for x in self.titles(kind)}
        own = texts.get("party", "").strip()
        for name in names:
            if name not in known and f"{own}/{name}" not in known and name != NEW:
                near = did_you_mean(name, sorted(known))
                way_out = f"did you mean {listed(near)}?" if near else f"{NEW}… makes one"
                return f"no {each.of} {quoted(name)}; {way_out}"
        return ""

    def _unknown_in(self, condition: Data) -> str:
        """An error for the first unknown issue or term in a condition; else empty."""
        terms = self.titles(ThingKind.TERM)
        issues = [*self.titles(ThingKind.ISSUE), *self.titles(ThingKind.MILESTONE)]
        for name in _answers_in(condition):
            issue, slash, _ = name.partition("/")
            if issue not in issues:
                near = did_you_mean(issue, sorted(issues))
                way_out = f"did you mean {listed(near)}?" if near else f"{NEW}… makes one"
                return f"no issue {quoted(issue)}; {way_out}"
            answers = [x for x in terms if x.startswith(f"{issue}/")]
            # The terms for each entity have more ids than the files name.
            if slash and answers and name not in terms and "$" not in "".join(answers):
                return f"no term {quoted(name)}; terms: {listed(answers)}"
        return ""

    def _uncited(self, said: Data, texts: Mapping[str, str]) -> str:
        """An error for the first issue without a choice, or unknown source; else empty."""
        for issue, places in _by_issue(said).items():
            if issue not in self._choices:
                near = did_you_mean(issue, sorted(self._choices))
                way_out = f"did you mean {listed(near)}?" if near else "choose first, and save"
                return f"the file has no choice on {quoted(issue)}; {way_out}"
            if found := self._unknown(CITES, as_typed(CITES, places), texts):
                return found
        return ""

    def _id_wrong(self, text: str, texts: Mapping[str, str]) -> str:
        if text in COMMAND_WORDS:
            return f"{quoted(text)} is a word of zopa's commands; add another word"
        if not is_id(text.replace("$each", "x")):
            return "ids are lower-case words joined by hyphens"
        name = self._prefix(texts) + text
        if name in self.titles(self.kind):
            return f"there is {with_article(self.kind)} {quoted(name)} already"
        return ""

    def understood(self, each: Field, text: str) -> str:
        """The interpretation of a date field's text if it differs from the text; else empty."""
        if each.form not in {FieldForm.DAY, FieldForm.DAYS} or not text.strip():
            return ""
        try:
            found = as_typed(
                each, typed(each, text, today=self.today, near=self.workspace.corpus.as_of)
            )
        except Refused:
            return ""
        return f"= {found}" if found != text.strip() else ""

    def how(self, each: Field) -> str:
        """Purpose of a field and how to fill it in."""
        return f"{each.help} {how(each)}".strip()

    def proposed_id(self, texts: Mapping[str, str]) -> str:
        """An id proposed from the typed texts; empty if there are none yet."""
        said: dict[str, Data] = {key: text for key, text in texts.items() if text.strip()}
        said.pop("id", None)
        prefix = self._prefix(texts)
        known = self.titles(self.kind)
        own = {x.removeprefix(prefix) for x in known if x.startswith(prefix)}
        return NewItem(self.kind, said).name(frozenset(own) | (self.held or frozenset()))

    def _prefix(self, texts: Mapping[str, str]) -> str:
        home = HOMES[self.kind]
        inside = texts.get(str(home.owner) if home.owner is not None else home.within, "")
        return f"{inside.strip()}/" if inside.strip() else ""

    # -- words to take over --

    def offers(self, each: Field, text: str) -> list[Suggestion]:
        """Completions of the typed text; if the word is complete, all words."""
        found = suggestions(each, text, self.titles)
        if (kind := self.made_in(each, text)) is not None:
            found.append(Suggestion(NEW, f"make another {kind} first"))
        return found

    def made_in(self, each: Field, text: str) -> ThingKind | None:
        """Kind of item that can be created in place at the end of a field; None if none can."""
        held = self.holds.get(each.key)
        if held is not None and self.last_word(each, text) in {"", NEW}:
            items = text.removesuffix(NEW).rstrip(" ")
            if not items or items[-1] in ";\n":
                return held
        parts = innermost(each, text)[0]
        if any(x.form is FieldForm.CONDITION for x in parts):
            return ThingKind.ISSUE
        return next((x.of for x in parts if x.of is not None and x.key != "id"), None)

    def last_word(self, each: Field, text: str) -> str:
        """The text being typed: the last word if the field takes several, else all of it."""
        return last_word(each, text)

    def taken(self, each: Field, text: str, word: str) -> str:
        """The text with a word instead of the text being typed."""
        return taken(each, text, word, self.titles)

    def holding(self, each: Field, text: str, entry: NewItem) -> str:
        """The text of a field of owned items, with the item made in place on its last line."""
        name = str(entry.fields["id"])
        said = entry.fields
        if HOMES[entry.kind].named:
            rest: Data = {key: value for key, value in said.items() if key != "id"}
            value: Data = {name: rest}
        else:
            value = [said]
        before = text.rstrip().removesuffix(NEW).rstrip(" ;\n")
        return "\n".join(filter(None, (before, in_lines(each, value)))) + "\n"

    def names_held(self, each: Field, text: str) -> frozenset[str]:
        """Ids in the text of a field of owned items; empty if the text cannot be parsed."""
        try:
            said = typed(each, text.strip().removesuffix(NEW).rstrip(" ;\n"), today=self.today)
        except Refused:
            return frozenset()
        if isinstance(said, dict):
            return frozenset(said)
        items = said if isinstance(said, list) else []
        return frozenset(str(x.get("id")) for x in items if isinstance(x, dict))

    # -- what comes of it --

    def entry(self, texts: Mapping[str, str]) -> NewItem | dict[str, str]:
        """The typed texts as an item; or the errors, by key of the field.

        For an item that is changed, it has only the changed fields. The value is None for a
        field that was emptied.
        """
        wrong: dict[str, str] = {}
        said: dict[str, Data] = {}
        for each in self.fields:
            text = texts.get(each.key, self.start.get(each.key, ""))
            if self.thing is not None and text == self.start.get(each.key, ""):
                continue
            if not text.strip():
                if self.needed(each, texts) if self.thing is None else each.required:
                    wrong[each.key] = "needed"
                elif self.thing is not None:
                    said[each.key] = None
                continue
            if found := self.wrong(each, text, texts):
                wrong[each.key] = found
            else:
                said[each.key] = typed(
                    each, text, today=self.today, near=self.workspace.corpus.as_of
                )
        if wrong:
            return wrong
        owner = str(said.pop(str(self.owner), "")) if self.owner is not None else ""
        if self.kind is ThingKind.SCENARIO and self.thing is None:
            said["choices"] = {}
        return NewItem(self.kind, said, owner)

    def entries(self, entry: NewItem) -> tuple[NewItem, ...]:
        """This item, preceded by the items made in place that it refers to."""
        return (*_spoken_of(self.made, (entry,)), entry)

    def edits(self, entries: Sequence[NewItem]) -> tuple[Edit, ...]:
        """Edits for the entries: additions, or a change if the form's item exists."""
        return tuple(edit for each in entries for edit in self._edits(each))

    def _edits(self, entry: NewItem) -> Iterable[Edit]:
        if self.thing is None or "id" in entry.fields:
            yield Add(entry.kind, entry.fields, entry.owner)
            return
        key = CHOICES_CITE.key
        said = {each: value for each, value in entry.fields.items() if each != key}
        if said:
            yield Set(entry.kind, self.thing.id, said)
        before = _cited(self._choices)
        after = _by_issue(entry.fields[key]) if key in entry.fields else before
        for issue in (*before, *(each for each in after if each not in before)):
            if after.get(issue) != before.get(issue):
                choice = _citing(self._choices[issue], after.get(issue))
                yield Choose(self.thing.id, issue, choice)

    def whole_id(self, entry: NewItem) -> str:
        """The full id by which other files will refer to it."""
        if self.thing is None:
            return entry.whole_id
        within = HOMES[self.kind].within
        if within and isinstance(there := entry.fields.get(within), str):
            return f"{there}/{self.thing.id.partition('/')[2]}"
        return self.thing.id


def _place(each: Field) -> tuple[bool, bool, bool]:
    """Sort key of a field; the id follows the fields that it is made from."""
    titled = each.key == "title" and each.wanted
    return not (each.required or titled), each.key == "id", not each.wanted


def _spoken_of(made: Sequence[NewItem], by: Iterable[NewItem]) -> list[NewItem]:
    """Items made in place that are referred to, with the items that they own, in order."""
    said = {name for each in by for name in _names(each)}
    kept: list[NewItem] = []
    while True:
        ids = {_id(each) for each in kept}
        more = [
            x
            for x in made
            if x not in kept and (_id(x) in said or (x.owner and x.owner in ids))
        ]
        if not more:
            return [each for each in made if each in kept]
        kept += more
        said |= {name for each in more for name in _names(each)}


def _id(entry: NewItem) -> str:
    return entry.whole_id


def _names(entry: NewItem) -> Iterable[str]:
    """Every name in the fields that contain names."""
    yield entry.owner
    for each in (*fields(entry.kind), CHOICES_CITE):
        yield from _named(each, entry.fields.get(each.key))


def _named(each: Field, value: Data) -> Iterable[str]:
    """Every name in a value of a field, also in its parts."""
    if each.form is FieldForm.CONDITION:
        yield from _issues_in(value)
    elif each.parts:
        items = value if isinstance(value, list) else [value]
        if each.form is FieldForm.RECORDS_BY_NAME and isinstance(value, dict):
            items = [*value.values()]
        for said in (x for x in items if isinstance(x, dict)):
            for part in each.parts:
                yield from _named(part, said.get(part.key))
    elif each.of is not None and isinstance(value, str):
        yield value
    elif each.of is not None and isinstance(value, dict | list):
        yield from (x for x in value if isinstance(x, str))


def _issues_in(condition: Data) -> Iterable[str]:
    """Every text of a condition that may be an issue, also that of a term."""
    if isinstance(condition, str):
        yield condition.partition("/")[0]
    elif isinstance(condition, dict | list):
        inside = condition.values() if isinstance(condition, dict) else condition
        for each in inside:
            yield from _issues_in(each)


def _conditions(each: Field, value: Data) -> Iterable[Data]:
    """The conditions in a value of a field, also in its parts."""
    if each.form is FieldForm.CONDITION:
        yield value
    items = value if isinstance(value, list) else [value]
    if each.form is FieldForm.RECORDS_BY_NAME and isinstance(value, dict):
        items = [*value.values()]
    for said in (x for x in items if isinstance(x, dict)):
        for part in each.parts:
            if part.key in said:
                yield from _conditions(part, said[part.key])


def _answers_in(condition: Data) -> Iterable[str]:
    """Every issue or term whose answer the condition is about."""
    if isinstance(condition, dict):
        for key, value in condition.items():
            if key in {"chosen", "issue", "silent", "undecided"} and isinstance(value, str):
                yield value
            else:
                yield from _answers_in(value)
    elif isinstance(condition, list):
        for each in condition:
            yield from _answers_in(each)


def new(
    workspace: Workspace,
    kind: ThingKind,
    start: Mapping[str, str] | None = None,
    made: Sequence[NewItem] = (),
    *,
    held: frozenset[str] | None = None,
) -> FormRecord:
    """A new item.

    Args:
        workspace: its workspace.
        kind: its kind.
        start: known texts, by field.
        made: new items that no file has yet.
        held: ids of its siblings, if it is made in the form of its owner.
    """
    begun = {**beginning(workspace.documents, kind, made), **(start or {})}
    return FormRecord(workspace, kind, None, begun, tuple(made), held)


def recorded(workspace: Workspace, kind: ThingKind, name: str) -> FormRecord | None:
    """The form of an existing item, or None if no file has that id."""
    thing = find(workspace.documents, kind, name)
    if thing is None or not isinstance(thing.data, dict):
        return None
    start = {
        each.key: "" if thing.data[each.key] == [] else in_lines(each, thing.data[each.key])
        for each in fields(kind)
        if each.key in thing.data and thing.data[each.key] is not BROKEN
    }
    if kind is ThingKind.SCENARIO and isinstance(choices := thing.data.get("choices"), dict):
        cited: Data = [{"issue": x, "cites": y} for x, y in _cited(choices).items()]
        start[CHOICES_CITE.key] = in_lines(CHOICES_CITE, cited) if cited else ""
    return FormRecord(workspace, kind, thing, start)


def _cited(choices: Mapping[str, Data]) -> dict[str, Data]:
    """The citations of the choices that have some, by issue."""
    found = {x: y["cites"] for x, y in choices.items() if isinstance(y, dict) and "cites" in y}
    return {each: places for each, places in found.items() if places is not BROKEN}


def _by_issue(said: Data) -> dict[str, Data]:
    """The citations typed into a form, by issue."""
    items = said if isinstance(said, list) else []
    return {str(x.get("issue")): x.get("cites") for x in items if isinstance(x, dict)}


def _citing(choice: Data, cites: Data) -> Data:
    """The choice with other citations; None for none."""
    if isinstance(choice, dict) and "cites" in choice:
        key = "term" if "term" in choice else "value"
        choice = choice[key]
    elif isinstance(choice, str):
        dated = re.match(r"[0-9]{4}-", choice) or choice == "unlimited"
        key = "value" if dated else "term"
    elif isinstance(choice, dict):
        key = "value" if BOUNDS & choice.keys() else "term"
    else:
        key = "term" if isinstance(choice, list) else "value"
    return choice if cites is None else {key: choice, "cites": cites}


def in_lines(each: Field, value: Data) -> str:
    """A value as form text; a field with several records has one record per line."""
    text = as_typed(each, value)
    if each.form not in {FieldForm.RECORDS, FieldForm.RECORDS_BY_NAME} or text[:1] in "{[-":
        return text
    return "\n".join(split(text, ";"))


def becoming(workspace: Workspace, statement: str) -> dict[str, str]:
    """Initial texts of a position from a statement: the statement, its date and its party."""
    said = find(workspace.documents, ThingKind.STATEMENT, statement)
    data = said.data if said is not None else {}
    speaker = find(workspace.documents, ThingKind.SPEAKER, str(data.get("speaker", "")))
    since = next(x for x in fields(ThingKind.STATEMENT) if x.key == "said")
    return {
        "statements": statement,
        "since": as_typed(since, data.get("said")),
        "party": str(speaker.data.get("party", "")) if speaker is not None else "",
    }


@dataclass(frozen=True, slots=True)
class NotPossible:
    """Why a change cannot be made."""

    messages: tuple[str, ...]
    day: str = ""
    """Date that the corpus would have to move to; empty if that does not help."""


def latest_day(entries: Iterable[NewItem]) -> str:
    """The latest date that the items mention; empty if they mention none."""
    days = [""]
    for entry in entries:
        for each in fields(entry.kind):
            value = entry.fields.get(each.key)
            if each.form is FieldForm.DAYS and isinstance(value, dict):
                value = value.get("earliest")
            if each.form in {FieldForm.DAY, FieldForm.DAYS} and isinstance(value, str):
                days.append(value)
    return max(days)


def moving(day: str) -> Edit:
    """The edit that moves the corpus's date."""
    return Set(ThingKind.CORPUS, ThingKind.CORPUS, {"as-of": day})


def planned(
    workspace: Workspace, edits: Sequence[Edit], latest: str = ""
) -> Plan | NotPossible:
    """The change of the files that these edits make.

    If a file changed after the workspace was read, the edits apply to its new content.
    Takes about as long as loading the workspace.

    Args:
        workspace: the workspace as read.
        edits: the edits.
        latest: the latest date that they mention; the corpus's date may have to move to it.
    """
    try:
        try:
            return plan(workspace, edits)
        except NotValid:
            raise
        except Refused:
            from zopa.workspace import load

            workspace = load(workspace.root)
            return plan(workspace, edits)
    except NotValid as error:
        found = tuple("; ".join((x.message, *x.help[:1])) for x in error.findings)
        return NotPossible(found, _helps(workspace, edits, latest))
    except Refused as refused:
        return NotPossible(("; ".join((refused.message, *refused.way_out)),))


def _helps(workspace: Workspace, edits: Sequence[Edit], latest: str) -> str:
    """The date, if the change is valid once the corpus's date moves to it; else empty."""
    if latest <= str(workspace.corpus.as_of):
        return ""
    try:
        plan(workspace, (*edits, moving(latest)))
    except Refused:
        return ""
    return latest
