"""Changes that filled-in sheets request, with the places of their errors."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.edit import ThingKind, things
from zopa.edit.changes import Add, AddAll, Choose, EditedWorkspace, Remove, Set, same
from zopa.edit.plan import NotValid, plan
from zopa.edit.sheet import CannotEdit
from zopa.tables import CHOICE, CHOICES, CellError, CellPlace, WrongCells, sheet_of, sheets
from zopa.tables.cells import choice_read
from zopa.workspace import assemble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Data, Pointer
    from zopa.edit.changes import Edit
    from zopa.edit.plan import Plan
    from zopa.files import Place
    from zopa.model.corpus import Issue
    from zopa.tables import SheetContent, SheetRow
    from zopa.tables.filled import Filled, Filling
    from zopa.workspace import Workspace

__all__ = ["Changed", "Done", "outcome_of"]

LAST_TO_GO: Final = (
    ThingKind.SCENARIO,
    ThingKind.EVENT,
    ThingKind.FACT,
    ThingKind.CHANGE,
    ThingKind.CONSTANT,
    ThingKind.CONTRADICTION,
    ThingKind.CONVENTION,
    ThingKind.QUANTITY,
    ThingKind.QUESTION,
    ThingKind.MEMBERSHIP,
    ThingKind.READING,
    ThingKind.POSITION,
    ThingKind.RULE,
    ThingKind.TERM,
    ThingKind.ISSUE,
    ThingKind.MILESTONE,
    ThingKind.CONTINGENCY,
    ThingKind.ENTITY,
    ThingKind.ENTITY_TYPE,
    ThingKind.STATEMENT,
    ThingKind.SOURCE,
    ThingKind.SPEAKER,
    ThingKind.GROUP,
    ThingKind.PARTY,
)
"""Order of removal: items with references come first."""
COLLECTED: Final = {ThingKind.TERM: "terms", ThingKind.READING: "readings"}
"""Keys of new items in their owners."""


@dataclass(frozen=True, slots=True)
class Done:
    """Change."""

    word: str
    """`added`, `changed` or `removed`."""
    what: str
    """Kind of the item, or `choice`."""
    id: str
    fields: tuple[str, ...] = ()
    """Changed fields."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Result of an import."""

    plan: Plan
    done: tuple[Done, ...]
    missing: tuple[Done, ...]
    """Items of the workspace without a row; they stay."""
    unread: tuple[str, ...]
    """Names of foreign sheets."""


def outcome_of(
    workspace: Workspace,
    now: Mapping[str, SheetContent],
    filling: Filling,
    *,
    prune: bool = False,
) -> Changed:
    """Plan all changes that the sheets request.

    Args:
        workspace: the loaded workspace.
        now: content of an export.
        filling: content of the sheets.
        prune: True to remove items without a row.

    Raises:
        WrongCells: the sheets have errors, all of which it contains.
        Refused: a file has changed meanwhile.
    """
    asked = _Requested(workspace, now, filling, prune=prune)
    asked.collect()
    if asked.wrong:
        raise WrongCells(_in_order(asked.wrong, filling))
    try:
        made = plan(workspace, asked.edits)
    except NotValid as error:
        if not asked.wrong:
            found = [_located(each, error.workspace, asked.trace) for each in error.findings]
            raise WrongCells(_in_order(found, filling)) from None
    if asked.wrong:
        raise WrongCells(_in_order(asked.wrong, filling))
    return Changed(made, tuple(asked.done), tuple(asked.missing), tuple(filling.unread))


def _in_order(every: list[CellError], filling: Filling) -> list[CellError]:
    places = {each.sheet: number for number, each in enumerate(filling.spots.values())}
    return sorted(
        dict.fromkeys(every),
        key=lambda x: (x.spot.file, places.get(x.spot.sheet, 0), x.spot.row, x.spot.column),
    )


@dataclass
class _Placed:
    """Edit with its cell, for errors."""

    edit: Edit
    place: CellPlace
    wrong: list[CellError]

    def make(self, desk: EditedWorkspace) -> None:
        """Apply the edit, or record an error."""
        try:
            self.edit.make(desk)
        except CannotEdit as error:
            message = f"the file is laid out in a way that cannot be changed here: {error}"
            self.wrong.append(CellError(self.place, message, ("change it by hand",)))
        except Refused as error:
            self.wrong.append(CellError(self.place, error.message, error.way_out))


@dataclass
class _RemoveAll:
    """Removal of items, each after all references to it."""

    things: list[tuple[ThingKind, str, CellPlace]]
    wrong: list[CellError]

    def make(self, desk: EditedWorkspace) -> None:
        """Remove items as long as one can be removed."""
        left = self.things
        while left:
            kept = []
            for kind, name, place in left:
                refused: list[CellError] = []
                _Placed(Remove(kind, name), place, refused).make(desk)
                if refused:
                    kept.append(((kind, name, place), refused[0]))
            if len(kept) == len(left):
                self.wrong += [each for _, each in kept]
                return
            left = [each for each, _ in kept]


@dataclass
class _Requested:
    """Collector of the edits."""

    workspace: Workspace
    now: Mapping[str, SheetContent]
    filling: Filling
    prune: bool = field(kw_only=True)

    def __post_init__(self) -> None:
        self.wrong: list[CellError] = list(self.filling.wrong)
        self.done: list[Done] = []
        self.missing: list[Done] = []
        self.trace: dict[tuple[str, str, str], CellPlace] = {}
        self._added: dict[tuple[ThingKind, str], Add] = {}
        self._adds: list[tuple[Add, CellPlace]] = []
        self._sets: list[Edit] = []
        self._last: list[Edit] = []
        self._reshaped: set[str] = set()

    @property
    def edits(self) -> list[Edit]:
        """Edits in the order of application: all of them together are valid."""
        return [*self._together(), *self._sets, *self._last]

    def _together(self) -> Iterator[Edit]:
        """Yield the additions, those of one kind together: each file is read once for them."""
        for _, group in groupby(self._adds, key=lambda each: each[0].kind):
            every = list(group)
            adds = [each for each, _ in every]
            place = every[0][1] if len(every) == 1 else replace(every[0][1], row=0, column=0)
            yield _Placed(AddAll(adds), place, self.wrong)

    def collect(self) -> None:
        """Collect the changes of all rows."""
        for columns in sheets():
            for row in self.filling.rows.get(columns.name, {}).values():
                what = str(columns.kind or CHOICE)
                for key, place in row.spots.items():
                    self.trace[what, row.id, key] = place
                if columns.kind is not None:
                    self._thing(columns.kind, row)
        issues = self._issues()
        for row in self.filling.rows.get(CHOICES, {}).values():
            self._choice(row, issues)
        self._gone()

    # -- things --

    def _thing(self, kind: ThingKind, row: Filled) -> None:
        known = self.now[row.columns.name].rows.get(row.id)
        needed = {each.key for each in row.columns.all if each.required}
        if known is None:
            self._new(kind, row, needed)
            return
        changed = self._changed(row, known, needed)
        if changed:
            self._sets.append(
                _Placed(Set(kind, row.id, changed), self._first(row, changed), self.wrong)
            )
            self.done.append(Done("changed", kind, row.id, tuple(changed)))
            if kind is ThingKind.ISSUE:
                self._reshaped.add(row.id)

    def _changed(
        self, row: Filled, known: SheetRow, needed: set[str]
    ) -> dict[str, Data | None]:
        changed: dict[str, Data | None] = {
            key: value
            for key, value in row.values.items()
            if key not in row.columns.names and not same(known.data.get(key), value)
        }
        for key in row.emptied & known.data.keys():
            if key in needed:
                message = f"`{key}` cannot be empty"
                self._tell(row.spots[key], message, f"it was: {known.cells[key]}")
            else:
                changed[key] = None
        return changed

    @staticmethod
    def _first(row: Filled, changed: Mapping[str, object]) -> CellPlace:
        return row.spots[next(iter(changed))]

    def _tell(self, place: CellPlace, message: str, *help_: str) -> None:
        self.wrong.append(CellError(place, message, help_))

    def _new(self, kind: ThingKind, row: Filled, needed: set[str]) -> None:
        for each in row.columns.all:
            if each.key in needed and each.key not in row.values.keys() | row.broken:
                place = row.spots.get(each.key, row.spots["id"])
                message = f"a new {kind} needs `{each.key}`: {_small(each.help)}"
                self._tell(place, message, "fill it in, or take the row away")
        owner, _, own = row.id.rpartition("/")
        said = {
            each.key: row.values[each.key]
            for each in row.columns.fields
            if each.key in row.values
        }
        said["id"] = own
        self.done.append(Done("added", kind, row.id))
        if kind is ThingKind.SCENARIO:
            said["choices"] = {}
        above = self._holder(kind, owner)
        if above is not None and isinstance(above.fields, dict):
            if kind is ThingKind.TERM:
                above.fields.setdefault(COLLECTED[kind], []).append(said)
            else:
                del said["id"]
                above.fields.setdefault(COLLECTED[kind], {})[own] = said
            return
        held = owner if row.columns.owner is not None else ""
        add = Add(kind, said, held)
        self._added[kind, row.id] = add
        self._adds.append((add, row.spots["id"]))

    def _holder(self, kind: ThingKind, owner: str) -> Add | None:
        """Return the addition of the owner, if that is new too."""
        above = {ThingKind.TERM: ThingKind.ISSUE, ThingKind.READING: ThingKind.POSITION}.get(
            kind
        )
        return self._added.get((above, owner)) if above is not None else None

    # -- choices --

    def _issues(self) -> Mapping[str, Issue]:
        """Return the issues after the import, as far as choices depend on them."""
        known = self.workspace.corpus.issues
        named = {
            row.id.partition("/")[2]
            for row in self.filling.rows.get(CHOICES, {}).values()
            if row.later
        }
        if named <= known.keys() - self._reshaped or self.wrong:
            return known
        desk = EditedWorkspace(self.workspace.root, self.workspace.documents)
        ignored: list[CellError] = []
        for each in (*self._together(), *self._sets):
            edit = each.edit if isinstance(each, _Placed) else each
            _Placed(edit, CellPlace(""), ignored).make(desk)
        documents = (desk.documents[path] for path in sorted(desk.documents))
        return assemble(self.workspace.root, documents).corpus.issues

    def _choice(self, row: Filled, issues: Mapping[str, Issue]) -> None:
        scenario, _, issue = row.id.partition("/")
        known = self.now[CHOICES].rows.get(row.id)
        place = row.spots[CHOICE] if CHOICE in row.spots else row.spots["id"]
        if CHOICE in row.values or CHOICE not in row.spots:
            return
        if not row.later and CHOICE in row.emptied:
            if known is None:
                help_ = "write a term or a value, or take the row away"
                self._tell(place, "no choice", help_)
            else:
                self._choose(scenario, issue, None, place)
                self.done.append(Done("removed", CHOICE, row.id))
            return
        if CHOICE not in row.later:
            return
        if issue not in issues:
            near = did_you_mean(issue, issues)
            meant = (f"did you mean {listed(near)}?",) if near else ()
            self._tell(row.spots["issue"], f"no issue {quoted(issue)}", *meant)
            return
        try:
            value = choice_read(issues[issue], row.later[CHOICE])
        except Refused as error:
            self._tell(place, error.message, *error.way_out)
            return
        if known is not None and same(known.data[CHOICE], value):
            return
        self._choose(scenario, issue, value, place)
        self.done.append(Done("added" if known is None else "changed", CHOICE, row.id))

    def _choose(self, scenario: str, issue: str, value: Data | None, place: CellPlace) -> None:
        new = self._added.get((ThingKind.SCENARIO, scenario))
        if new is not None and isinstance(new.fields, dict):
            new.fields["choices"][issue] = value
            return
        self._last.append(_Placed(Choose(scenario, issue, value), place, self.wrong))

    # -- missing rows --

    def _gone(self) -> None:
        """List items without a row; remove them with `prune`."""
        gone: list[tuple[ThingKind, str, CellPlace]] = []
        if self.filling.partial:
            return
        for name, rows in self.filling.rows.items():
            sheet = self.now[name]
            if sheet.columns.kind is not None and sheet.columns.kind.standing:
                continue  # it is there without a row, too
            for each in sheet.rows:
                if each in rows or self._goes_with_owner(sheet, each):
                    continue
                done = Done("removed", str(sheet.columns.kind or CHOICE), each)
                if not self.prune:
                    self.missing.append(done)
                    continue
                self.done.append(done)
                if sheet.columns.kind is not None:
                    gone.append((sheet.columns.kind, each, self.filling.spots[name]))
                else:
                    scenario, _, issue = each.partition("/")
                    self._choose(scenario, issue, None, self.filling.spots[name])
        gone.sort(key=lambda each: LAST_TO_GO.index(each[0]))
        if gone:
            self._last.append(_RemoveAll(gone, self.wrong))

    def _goes_with_owner(self, sheet: SheetContent, name: str) -> bool:
        """Return True if the owner is removed too, and the item with it."""
        kind = sheet.columns.kind
        owner = ThingKind.SCENARIO if kind is None else None
        if kind is not None and sheet.columns.owner is not None:
            owner = sheet.columns.owner.of
        if owner is None or not self.prune:
            return False
        rows = self.filling.rows.get(sheet_of(owner))
        above = name.partition("/")[0] if kind is None else name.rpartition("/")[0]
        return rows is not None and above not in rows


def _small(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


# -- cells of errors in the files --


def _located(
    finding: Diagnostic, workspace: Workspace, trace: Mapping[tuple[str, str, str], CellPlace]
) -> CellError:
    message = f"{finding.message} [{finding.code}]"
    if finding.span is None:
        return CellError(CellPlace("terms"), message, finding.help, finding.kind)
    for what, name, keys in _around(workspace, finding.span.path, finding.span.start):
        for key in (*keys, "id"):
            if (what, name, key) in trace:
                return CellError(trace[what, name, key], message, finding.help, finding.kind)
    return CellError(CellPlace(str(finding.span)), message, finding.help, finding.kind)


def _around(
    workspace: Workspace, path: str, place: Place
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the items that contain a place in a file, the innermost first, with its key."""
    document = workspace.documents[path]

    def inside(pointer: Pointer) -> bool:
        extent = document.extent(pointer)
        start = document.key_span(pointer).start if pointer else extent.start
        return min(start, extent.start) <= place <= extent.end

    found = []
    for kind in ThingKind:
        for thing in things({path: document}, kind):
            if not inside(thing.pointer):
                continue
            keys = tuple(each for each in thing.data if inside((*thing.pointer, each)))
            found.append((len(thing.pointer), str(kind), thing.id, keys))
            if kind is ThingKind.SCENARIO and keys == ("choices",):
                issues = thing.data["choices"]
                found += [
                    (2, CHOICE, f"{thing.id}/{each}", (CHOICE,))
                    for each in (issues if isinstance(issues, dict) else ())
                    if inside(("choices", each))
                ]
    for _, what, name, keys in sorted(found, key=lambda each: -each[0]):
        yield what, name, keys
