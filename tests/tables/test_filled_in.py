"""Changes in a table: exactly these values change in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tables.books import as_csv, as_workbook, outcome, starter, wrong

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zopa.workspace import Workspace

TITLE = """\
--- a/terms/positions/buyer.yaml
+++ b/terms/positions/buyer.yaml
@@ -3,7 +3,7 @@
     party: buyer
     kind: red-line
     strength: declared
-    title: Ninety thousand at the most
+    title: At most ninety
     since: 2025-01-01
     holds: {entity: agreement, holds: {price: {at-most: 90}}}
     statements: [buyer-on-price]
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A small bargain."""
    return starter(tmp_path / "w")


@pytest.fixture
def after(workspace: Workspace, tmp_path: Path) -> Callable[..., Any]:
    """The result of a change to the workbook."""

    def changed(change: Callable[[Any], object], *, prune: bool = False) -> Any:
        grids = as_workbook(workspace, tmp_path / "t.xlsx", change)
        return outcome(workspace, grids, prune=prune)

    return changed


@pytest.fixture
def found(workspace: Workspace, tmp_path: Path) -> Callable[..., dict[str, str]]:
    """The errors after a change to the workbook."""

    def changed(change: Callable[[Any], object], *, prune: bool = False) -> dict[str, str]:
        grids = as_workbook(workspace, tmp_path / "t.xlsx", change)
        return wrong(workspace, grids, prune=prune)

    return changed


def row_of(page: Any, name: str) -> int:
    """The row of an id."""
    ids = [str(each[0].value) for each in page.iter_rows(max_col=1)]
    return ids.index(name) + 1


def test_a_changed_cell_changes_that_value(after: Callable[..., Any]) -> None:
    """And no other byte."""

    def change(book: Any) -> None:
        book["positions"]["E2"] = "  At most ninety\xa0"

    made = after(change)

    assert made.plan.diff() == TITLE
    assert [(each.word, each.id, each.fields) for each in made.done] == [
        ("changed", "buyer/at-most-ninety", ("title",))
    ]


def test_new_rows_are_new_things(after: Callable[..., Any]) -> None:
    """An issue with its terms, a position, and a draft that chooses them: all at once."""

    def change(book: Any) -> None:
        book["issues"].append(["fees", "Who pays the fees?"])
        book["terms"].append(["fees", "buyer", "The buyer"])
        book["terms"].append(["fees", "seller", "The seller"])
        row = ["seller-pays", "buyer", "demand", "declared", "The seller pays", "2025-01-01"]
        book["positions"].append(
            [*row, None, None, "fees/seller and not silent price", "buyer-on-price"]
        )
        book["scenarios"].append(["second", "Second draft"])
        book["choices"].append(["second", "fees", "buyer"])
        book["choices"].append(["first-draft", "fees", "silent"])

    made = after(change)
    documents = made.plan.workspace.documents
    issues = (
        documents["terms/issues/issues.yaml"]
        if "terms/issues/issues.yaml" in documents
        else None
    )
    every = [x for each in documents.values() for x in (each.data.get("issues") or [])]

    assert issues is None or issues.ok
    assert every[-1] == {
        "id": "fees",
        "question": "Who pays the fees?",
        "terms": [
            {"id": "buyer", "title": "The buyer"},
            {"id": "seller", "title": "The seller"},
        ],
    }
    assert documents["terms/positions/buyer.yaml"].data["positions"][-1]["holds"] == {
        "all": [{"chosen": "fees/seller"}, {"not": {"silent": "price"}}]
    }
    assert documents["scenarios/second.yaml"].data["choices"] == {"fees": "buyer"}
    assert documents["scenarios/first-draft.yaml"].data["choices"]["fees"] == "silent"
    assert [each.word for each in made.done] == ["added"] * 7


def test_an_emptied_cell_takes_the_value_away(after: Callable[..., Any]) -> None:
    """Of what can be left out; a column that is gone takes nothing away."""

    def change(book: Any) -> None:
        page = book["scenarios"]
        heads = [each.value for each in page[1]]
        page.cell(2, heads.index("expect") + 1).value = None
        book["positions"].delete_cols(4, 5)

    made = after(change)

    assert [(each.id, each.fields) for each in made.done] == [("first-draft", ("expect",))]
    assert made.plan.files[0].after in made.plan.files[0].before


def test_what_is_needed_cannot_be_emptied(found: Callable[..., dict[str, str]]) -> None:
    """With what it was."""

    def change(book: Any) -> None:
        book["parties"]["B2"] = "  "

    assert found(change) == {"parties!B2": "`name` cannot be empty; it was: The buyer"}


def test_rows_that_are_gone_are_listed(after: Callable[..., Any]) -> None:
    """And nothing is removed."""

    def change(book: Any) -> None:
        book["positions"].delete_rows(3)
        del book["rules"]

    made = after(change)

    assert made.plan.files == ()
    assert [(each.what, each.id) for each in made.missing] == [
        ("position", "seller/no-cheap-warranty")
    ]


def test_with_prune_they_are_removed(after: Callable[..., Any]) -> None:
    """Those first that name others."""

    def change(book: Any) -> None:
        book["statements"].delete_rows(row_of(book["statements"], "seller-on-warranty"))
        book["positions"].delete_rows(3)
        page = book["scenarios"]
        heads = [each.value for each in page[1]]
        page.cell(2, heads.index("expect") + 1).value = None

    made = after(change, prune=True)

    assert made.missing == ()
    assert [each.path for each in made.plan.files] == [
        "scenarios/first-draft.yaml",
        "terms/positions/seller.yaml",
        "terms/statements.yaml",
    ]
    assert made.plan.files[1].after is None


def test_what_is_still_used_is_not_removed(found: Callable[..., dict[str, str]]) -> None:
    """It says where it is used."""

    def change(book: Any) -> None:
        book["statements"].delete_rows(row_of(book["statements"], "seller-on-warranty"))

    said = found(change, prune=True)

    assert [*said] == ["statements!"]
    assert "terms/positions/seller.yaml:" in said["statements!"]


def test_every_error_is_told_with_its_cell(found: Callable[..., dict[str, str]]) -> None:
    """What the cells say, and what the files would then say wrongly."""

    def change(book: Any) -> None:
        page = book["positions"]
        page["B2"] = "Buyer!"
        page["D3"] = "declard"
        page["F3"] = "1 Mar"
        book["speakers"]["Z1"] = "offfice"
        book["choices"]["B2"] = "prize"
        book["parties"].append(["buyer", "Again"])

    said = found(change)

    assert {key: each.partition(";")[0] for key, each in said.items()} == {
        "parties!A4": "`buyer` is already in row 2",
        "speakers!Z1": "no column `offfice` in speakers",
        "positions!B2": "`Buyer!` is not an id",
        "positions!D3": "`strength` cannot be `declard`",
        "positions!F3": "`1 Mar` is not a day with its year",
        "choices!B2": "no issue `prize`",
    }
    assert "did you mean `office`?" in said["speakers!Z1"]
    assert "write `buyer`" in said["positions!B2"]


def test_errors_of_the_files_stand_in_their_cells(
    found: Callable[..., dict[str, str]],
) -> None:
    """As `zopa validate` would find them."""

    def change(book: Any) -> None:
        book["positions"]["I2"] = "warranty/givn"
        book["choices"]["C3"] = "givn"
        row = ["extra", "nobody", "offer", "declared", "New", "2025-01-01", None, None]
        book["positions"].append([*row, "warranty/given", "nothing"])

    said = found(change)

    assert {"positions!I2", "choices!C3", "positions!B4", "positions!J4"} <= {*said}
    assert "did you mean `given`?" in said["positions!I2"]


def test_a_new_row_says_what_it_needs(found: Callable[..., dict[str, str]]) -> None:
    """Each column that is empty."""

    def change(book: Any) -> None:
        book["positions"].append(["new", "buyer", "demand"])
        book["sources"].append([None, "A new article"])

    said = found(change)

    assert [*said] == ["sources!A3", "positions!D4", "positions!E4", "positions!F4"] or [
        *said
    ] == ["sources!A4", "positions!D4", "positions!E4", "positions!F4"]
    assert "such as `a-new-article`" in next(iter(said.values()))


@pytest.mark.slow
def test_sheets_of_ones_own_are_left_alone(after: Callable[..., Any]) -> None:
    """And named."""

    def change(book: Any) -> None:
        book.create_sheet("Scratch paper")["A1"] = "=1+1"

    assert after(change).unread == ("Scratch paper",)


def test_a_sheet_that_is_almost_ours_is_an_error(found: Callable[..., dict[str, str]]) -> None:
    """It may be meant."""

    def change(book: Any) -> None:
        book["positions"].title = "postions"

    assert "did you mean `positions` or" in found(change)["postions!"]


def test_one_file_of_csv_changes_its_kind_only(workspace: Workspace, tmp_path: Path) -> None:
    """Its name says which."""
    grids = [each for each in as_csv(workspace, tmp_path / "t") if each.name == "parties"]

    made = outcome(workspace, grids, prune=True)

    assert (made.plan.files, made.missing) == ((), ())
