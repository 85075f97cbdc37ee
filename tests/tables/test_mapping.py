"""Import of a user's own sheet with a map, without any guess."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import TYPE_CHECKING

import pytest

from cli.conftest import REPOSITORY
from tables.books import outcome
from zopa.edit import ThingKind, things
from zopa.tables import WrongCells, contents, csv_grid
from zopa.tables.changes import outcome_of
from zopa.tables.map_file import map_of
from zopa.tables.mapping import mapped
from zopa.workspace import load

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa
    from zopa.tables.changes import Changed

PAGE = (REPOSITORY / "docs" / "tables.md").read_text(encoding="utf-8")
HEADS = "Point,Text,Who,Party,When,Source,Page,Stance"
POINTS = (
    "Water bill",
    "Fence",
    "Opening hours",
    "Tool shed",
    "Paths",
    "Compost",
    "Bees",
    "Rent",
)
SPEAKERS = {
    "A. Moss": "Gardeners",
    "D. Fern": "Gardeners",
    "B. Stone": "Town",
    "C. Wall": "Town",
}


def block_of(language: str) -> str:
    """The only block of the page in a language."""
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    return str(found[0])


MAP = block_of("yaml")


def sheet(number: int = 40) -> list[list[str]]:
    """Rows of an analyst's sheet."""
    rows = []
    for n in range(number):
        point, (who, party) = POINTS[n % 8], [*SPEAKERS.items()][(n // 8) % 4]
        day = f"{1 + n % 28}.{' Mar ' if n % 2 else ' March '}2025".replace(".", "")
        stance = "against" if party == "Town" and n % 3 else "for"
        source = f"Minutes no. {n // 5 + 1}"
        text = f"“{point}” was discussed; {who} is {stance} it."
        rows.append([f" {point}", text, who, party, day, source, str(n % 5 + 1), stance])
    return rows


@pytest.fixture
def empty(nowhere: Path, zopa: Zopa) -> Path:
    """An empty workspace."""
    assert zopa("init", "--kind", "empty", "--title", "The town garden", "garden").code == 0
    corpus = nowhere / "garden" / "terms" / "corpus.yaml"
    text = re.sub("as-of: .*", "as-of: 2025-06-01", corpus.read_text(encoding="utf-8"))
    corpus.write_text(text, encoding="utf-8")
    return nowhere / "garden"


def written(file: Path, rows: list[list[str]], heads: str = HEADS) -> Path:
    """The sheet as a CSV file."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([heads.split(","), *rows])
    file.write_text(stream.getvalue(), encoding="utf-8", newline="")
    return file


def test_forty_rows_become_a_corpus_that_validates(empty: Path, zopa: Zopa) -> None:
    """And the same import again changes nothing."""
    file = written(empty.parent / "own.csv", sheet())
    (empty.parent / "own.yaml").write_text(MAP, encoding="utf-8")
    arguments = ("-C", empty, "import", file.absolute(), "--map", empty.parent / "own.yaml")

    ran = zopa(*arguments)
    again = zopa(*arguments)

    workspace = load(empty)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("added ") == len(ran.out.splitlines())
    assert again.out == "nothing to change\n"
    assert workspace.diagnostics == ()
    assert {
        str(kind): len(list(things(workspace.documents, kind)))
        for kind in ThingKind
        if kind is not ThingKind.FILE and any(things(workspace.documents, kind))
    } == {
        "party": 2,
        "speaker": 4,
        "source": 8,
        "statement": 40,
        "issue": 8,
        "term": 16,
        "position": 40,
        "corpus": 1,
    }


def test_the_page_says_what_happens(empty: Path, zopa: Zopa) -> None:
    """Its example runs."""
    file = empty.parent / "garden.csv"
    file.write_text(block_of("csv"), encoding="utf-8")
    (empty.parent / "garden.yaml").write_text(MAP, encoding="utf-8")

    ran = zopa("-C", empty, "import", file, "--map", empty.parent / "garden.yaml")

    assert (ran.code, ran.err) == (0, "")
    assert zopa("-C", empty, "validate").code == 0
    assert sorted(zopa("-C", empty, "list", "positions", "--ids").out.split()) == [
        "gardeners/fence",
        "gardeners/water-bill",
        "town/fence",
        "town/opening-hours",
        "town/water-bill",
    ]


def made(folder: Path, text: str, rows: list[list[str]], heads: str = HEADS) -> Changed:
    """The result of a sheet with a map."""
    workspace = load(folder)
    now = contents(workspace)
    grid = csv_grid(written(folder.parent / "own.csv", rows, heads))
    return outcome_of(workspace, now, mapped(map_of(text, "map.yaml"), "map.yaml", [grid], now))


def refused(*arguments: object, heads: str = HEADS) -> dict[str, str]:
    """The errors, by cell, row or line of the map."""
    with pytest.raises(WrongCells) as error:
        made(*arguments, heads=heads)  # type: ignore[arg-type]
    return {
        each.spot.cell
        or (f"row {each.spot.row}" if each.spot.row else each.spot.file): "; ".join(
            (each.message, *each.help)
        )
        for each in error.value.every
    }


@pytest.mark.parametrize(
    ("at", "text", "cell", "said"),
    [
        ((3, 7), "perhaps", "H5", "`perhaps` is in no `where` of positions; known: `against`"),
        ((3, 7), "fro", "H5", "did you mean `for`?"),
        ((0, 4), "03/04/2025", "E2", "`03/04/2025` is not a day"),
        ((0, 4), "", "E2", "a new position needs `since`"),
        ((1, 2), "", "row 3", "the row makes no `speakers` for `speaker`"),
        ((9, 3), "Town", "row 11", "`party` of `d-fern` is another one in row 11; see row 10"),
        ((2, 5), "!!!", "F4", "no id can be made of `!!!`"),
        ((2, 5), "=A1", "F4", "a formula: `=A1`"),
        (
            (1, 5),
            "Minutes No. 1",
            "F3",
            "`minutes-no-1` is made in row 2 already, of `Minutes no. 1`",
        ),
    ],
)
def test_nothing_is_guessed(
    empty: Path, at: tuple[int, int], text: str, cell: str, said: str
) -> None:
    """Each with its cell."""
    rows = sheet(16)
    rows[at[0]][at[1]] = text

    found = refused(empty, MAP, rows)

    assert said in found.get(cell, str(found))
    assert cell in found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("column: Text", "column: Txt", "no column `Txt` in the sheet; did you mean `Text`?"),
        ("for: Point", "for: Poin", "no column `Poin` in the sheet; did you mean `Point`?"),
        (
            "  statements:",
            "  statments:",
            "no key `statments` here; did you mean `statements`?",
        ),
        ("speaker: {row", "speeker: {row", "did you mean `speaker`?"),
        ("{row: speakers}", "{row: positions}", "no `positions` is made before this"),
        ("party: {row: parties}", "party: {rows: parties}", "`party` cannot be said so"),
        ("holds: {row: accepted}", "holds: {row: issues}", "a condition is met by a term"),
        ("place: Page", "page: Page", "`cites` cannot be said so"),
        ("id: accepted", "title: x", "duplicate"),
        ("{column: Text}", "{column: Text, days: DD.MM.YYYY}", "`text` is no day"),
        ("make:", "sheet: Other\nmake:", "no sheet `Other`"),
        ("make:", "headings: 99\nmake:", "row 99 has no headings"),
        ("make:", "make: [", ""),
    ],
)
def test_a_wrong_map_says_where(empty: Path, old: str, new: str, said: str) -> None:
    """And what may be meant."""
    assert old in MAP

    found = refused(empty, MAP.replace(old, new, 1), sheet(16))

    assert said in " ".join(found.values())


def test_a_column_that_the_map_does_not_name_is_an_error(empty: Path) -> None:
    """Unless the map says that nothing is taken from it."""
    rows = [[*each, "x"] for each in sheet(16)]
    heads = f"{HEADS},Remark"

    found = refused(empty, MAP, rows, heads=heads)

    assert "the map says nothing of the column `Remark`" in found["I1"]
    for ignored in ("[Remark]", "others"):
        assert made(empty, f"ignore: {ignored}\n{MAP}", rows, heads).done


def test_names_are_looked_up_by_a_field(empty: Path) -> None:
    """One that is of nothing, or of several, is an error."""
    text = MAP.replace("party: {row: parties}", "party: {column: Party, by: name}")

    assert made(empty, text, sheet()).plan.diff() == made(empty, MAP, sheet()).plan.diff()

    text = text.replace("    for: Party\n", "    for: Party\n    where: {Stance: for}\n")
    rows = [each for each in sheet(16) if each[3] == "Gardeners"]
    rows.append([*rows[1][:3], "Gardenrs", *rows[1][4:7], "against"])
    rows[-1][2] = "E. Elm"
    found = refused(empty, text, rows)

    assert "`against` is in no `where` of parties" in found["H18"]
    assert "no party has the `name` `Gardenrs`; did you mean `Gardeners`?" in found["D18"]


def test_words_have_values(empty: Path) -> None:
    """Another word is an error."""
    text = MAP.replace("kind: demand", "kind: {column: Stance, values: {for: demand}}", 1)
    again = MAP.replace("kind: demand", "kind: {column: Stance, values: {fr: demand}}", 1)

    assert made(empty, text, sheet(16)).done
    found = refused(empty, again, sheet(16))
    assert found["H2"].startswith("`kind` has no value for `for`; did you mean `fr`?")


@pytest.mark.parametrize(
    ("way", "form"), [("DD.MM.YYYY", "%d.%m.%Y"), ("MM/DD/YYYY", "%m/%d/%Y")]
)
def test_days_are_read_as_the_map_says(empty: Path, way: str, form: str) -> None:
    """In one way of writing them, in which another one is an error; never guessed."""
    text = MAP.replace("{column: When}", f"{{column: When, days: {way}}}")
    rows = sheet()
    days = [dt.date(2025, 3, 1) + dt.timedelta(number) for number in range(len(rows))]
    plain = [[*each[:4], str(day), *each[5:]] for each, day in zip(rows, days, strict=True)]
    other = [
        [*each[:4], f"{day:{form}}", *each[5:]] for each, day in zip(rows, days, strict=True)
    ]

    assert made(empty, text, other).plan.diff() == made(empty, MAP, plain).plan.diff()
    assert f"as in `{way}`" in refused(empty, text, plain)["E2"]
    assert "`days: DD.MM.YYYY` in the map" in refused(empty, MAP, other)["E2"]
    for wrong in ("DD.MM", "D.M.YYYY", "MM.DD.MM.YYYY"):
        found = refused(empty, text.replace(way, wrong), plain)
        assert f"`days` cannot be `{wrong}`" in " ".join(found.values())


def test_what_is_there_is_not_changed_unless_that_is_meant(empty: Path) -> None:
    """By a sheet that says otherwise."""
    from zopa.edit.plan import write

    write(made(empty, MAP, sheet(16)).plan)
    rows = sheet(16)
    rows[2][1] = "Something else was said."

    found = refused(empty, MAP, rows)
    text = MAP.replace("  statements:\n", "  statements:\n    update: true\n")
    done = made(empty, text, rows).done

    assert "there is `opening-hours-a-moss` already, with another `text`" in found["B4"]
    assert [(each.word, each.fields) for each in done] == [("changed", ("text",))]


def test_nothing_is_pruned_with_a_map(empty: Path, zopa: Zopa) -> None:
    """The sheet does not say what there is."""
    file = written(empty.parent / "own.csv", sheet(4))
    (empty.parent / "own.yaml").write_text(MAP, encoding="utf-8")
    ran = zopa("-C", empty, "import", file, "--prune", "--map", empty.parent / "own.yaml")

    assert ran.code == 2
    assert "leave one of them out" in ran.err
    assert outcome(load(empty), []).missing == ()
