"""`zopa import --from …`: a valid workspace, or an error and no workspace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cli.conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa

PAGE = REPOSITORY / "docs" / "import.md"
MODEL = """\
features
\tShop
\t\tmandatory
\t\t\tPayment
\t\t\t\tor
\t\t\t\t\tCard
\t\t\t\t\tInvoice
\t\toptional
\t\t\tSearch {cost 3}
constraints
\tInvoice => Search
"""
DOMAIN = """\
<negotiation_template>
  <utility_space number_of_issues="1">
    <objective index="0" name="Lease">
      <issue index="1" name="Heating" type="discrete">
        <item index="1" value="gas"/>
        <item index="2" value="oil"/>
      </issue>
    </objective>
  </utility_space>
</negotiation_template>
"""


@pytest.fixture
def model(nowhere: Path) -> Path:
    """A feature model in the working folder."""
    file = nowhere / "shop.uvl"
    file.write_text(MODEL, encoding="utf-8")
    return file


def files(folder: Path) -> list[str]:
    """Files in a folder, without schemas."""
    every = (each for each in folder.rglob("*") if each.is_file())
    return sorted(
        each.relative_to(folder).as_posix() for each in every if each.parent.name != "schema"
    )


def test_a_feature_model_becomes_a_workspace(zopa: Zopa, model: Path) -> None:
    """Which validates, and has as many deals as configurations."""
    ran = zopa("import", "--from", "uvl", "shop.uvl", "--to", "shop", "--as-of", "2025-01-31")

    assert ran.code == 0
    assert ran.out == (
        "5 files written to shop: 2 issues and 2 rules; next: zopa -C shop deals\n"
    )
    assert ran.err == (
        "zopa: not carried over:\n"
        "  values of attributes: cost ×1\n"
        "  README.md of the workspace lists all of it\n"
    )
    assert files(model.parent / "shop") == [
        "README.md",
        "terms/corpus.yaml",
        "terms/issues/imported.yaml",
        "terms/rules.yaml",
        "terms/sources.yaml",
    ]
    checked = zopa("-C", "shop", "validate")
    assert (checked.code, checked.out) == (0, "no findings in 4 files\n")
    assert "all 4 agreements are deals" in zopa("-C", "shop", "deals").out
    assert zopa("-C", "shop", "list", "terms", "--ids").out.split() == [
        "payment/card",
        "payment/invoice",
        "search/included",
    ]
    assert "shop.uvl" in zopa("-C", "shop", "coverage", "--source", "model").out


def test_the_same_file_makes_the_same_bytes(zopa: Zopa, model: Path) -> None:
    """On the same evaluation date."""
    for folder in ("one", "two"):
        zopa("import", "--from=uvl", "shop.uvl", f"--to={folder}", "--as-of=2025-01-31")
    every = files(model.parent / "one")

    assert every == files(model.parent / "two")
    for each in every:
        one, two = (model.parent / x / each for x in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_a_domain_and_its_profiles(zopa: Zopa, nowhere: Path) -> None:
    """What profiles hold is listed; with --quiet, too."""
    (nowhere / "lease.xml").write_text(DOMAIN)
    (nowhere / "buyer.xml").write_text(
        '<utility_space><objective name="Lease">'
        '<issue index="1" name="Heating" type="discrete"><item value="gas" evaluation="2"/>'
        '</issue><weight index="1" value="1.0"/></objective></utility_space>'
    )
    ran = zopa("import", "--from=negmas", "lease.xml", "buyer.xml", "--to=lease", "--quiet")

    assert (ran.code, ran.out) == (0, "")
    assert "  weight of Heating: 1.0 (buyer.xml:1)\n" in ran.err
    assert "  worth of the values of Heating (buyer.xml:1)\n" in ran.err
    assert zopa("-C", "lease", "validate").code == 0
    assert "all 2 agreements are deals" in zopa("-C", "lease", "deals").out


def test_minus_c_is_where_files_lie(zopa: Zopa, model: Path) -> None:
    """Both the one that is read and the folder that is made."""
    (model.parent / "below").mkdir()
    model.rename(model.parent / "below" / "shop.uvl")

    assert zopa("-C", "below", "import", "--from=uvl", "shop.uvl", "--to=made").code == 0
    assert (model.parent / "below" / "made" / "terms" / "corpus.yaml").is_file()


def test_an_empty_folder_is_filled_and_no_other(zopa: Zopa, model: Path) -> None:
    """Nothing that is there is touched."""
    (model.parent / "empty").mkdir()
    (model.parent / "full").mkdir()
    (model.parent / "full" / ".kept").write_text("mine")

    assert zopa("import", "--from=uvl", "shop.uvl", "--to=empty").code == 0
    for target in ("full", "shop.uvl", "empty"):
        ran = zopa("import", "--from=uvl", "shop.uvl", f"--to={target}")
        assert (ran.code, ran.out) == (2, "")
        assert f"`{target}` is there and not empty" in ran.err
    assert files(model.parent / "full") == [".kept"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("features\n\tShop\n\t\tor\n\t\t\tCard\nconstraints\n\t!Card\n", "has no outcome"),
        (MODEL.replace("Search {", "Card {"), "shop.uvl:9: feature `Card` is there twice"),
        (MODEL.replace("Search {", "Se\x1barch {"), "shop.uvl:9: the text holds"),
        (MODEL.replace("Search {", "Se\u202earch {"), "shop.uvl:9: "),
        (MODEL.replace("Search", '"' + "x" * 10**6 + '"'), "shop.uvl:9: the name of a feature"),
        ("features\n" + "\t" * 5000 + "x\n", "leaves nothing to choose"),
        ("(" * 10**6, "shop.uvl:1: more than 1000 brackets are open"),
    ],
)
def test_what_cannot_be_imported_writes_nothing(
    zopa: Zopa, model: Path, text: str, said: str
) -> None:
    """One line says where and why; no escape reaches the terminal."""
    model.write_text(text, encoding="utf-8")
    ran = zopa("import", "--from", "uvl", "shop.uvl", "--to", "made")

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err) < 1000
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", ran.err)
    assert not (model.parent / "made").exists()


@pytest.mark.parametrize("name", ["a\nb", "\x1b[31m", "a\udcff", "#: |", "- [x]", "=1+1", "ü"])
def test_files_may_be_called_as_they_like(zopa: Zopa, model: Path, name: str) -> None:
    """The workspace still validates, and nothing of the name controls a terminal."""
    try:
        (model.parent / f"{name}.uvl").write_text(MODEL, encoding="utf-8")
    except OSError:
        pytest.skip("no file can be called so here")
    ran = zopa("import", "--from=uvl", f"{name}.uvl", "--to=made")

    assert ran.code == 0
    assert zopa("-C", "made", "validate").code == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", ran.out + ran.err)


@pytest.mark.parametrize("form", ["uvl", "negmas"])
def test_files_that_are_no_text_or_too_large(zopa: Zopa, nowhere: Path, form: str) -> None:
    """A hundred megabytes are not read."""
    for name, data in (("a", b"\xff\xfe\x00"), ("b", b"\x00" * 100), ("c", b"")):
        (nowhere / name).write_bytes(data)
    with (nowhere / "d").open("wb") as stream:
        stream.truncate(100 * 2**20)

    for name, said in (
        ("a", "a:1: the text is not UTF-8"),
        ("b", "b:1: the text holds"),
        ("d", "d: the file is too large"),
        ("e", "`e`: no such file or directory"),
        (".", "`.`: is a directory"),
    ):
        ran = zopa("import", "--from", form, name, "--to", "made")
        assert (ran.code, ran.out) == (2, ""), name
        assert said in ran.err
    assert zopa("import", "--from", form, "c", "--to", "made").code == 2
    assert not (nowhere / "made").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("import shop.uvl --to made", "--from"),
        ("import --from uvl shop.uvl", "--to"),
        ("import --from=uvl shop.uvl shop.uvl --to=made", "a feature model has one"),
        ("import --from=odd shop.uvl --to=made", "invalid choice: 'odd'"),
    ],
)
def test_what_is_missing_is_named(zopa: Zopa, model: Path, arguments: str, said: str) -> None:
    """Flags and files."""
    ran = zopa(*arguments.split())

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_many_things_left_out_are_in_the_readme(zopa: Zopa, model: Path) -> None:
    """Twenty of them on stderr."""
    more = "".join(f"\tCard.price < {number}\n" for number in range(30))
    model.write_text(MODEL + more, encoding="utf-8")
    ran = zopa("import", "--from=uvl", "shop.uvl", "--to=made")
    readme = (model.parent / "made" / "README.md").read_text(encoding="utf-8")

    assert ran.err.count("constraint on values") == 20
    assert "  and 11 more\n" in ran.err
    assert readme.count("constraint on values") == 30


def test_names_are_no_markdown_in_the_readme(zopa: Zopa, model: Path) -> None:
    """Nor HTML."""
    model.write_text(
        "imports\n\tx\n" + MODEL.replace("Invoice =>", "x.`*b*` =>").replace("`*b*`", '"<b>"')
    )
    zopa("import", "--from=uvl", "shop.uvl", "--to=made")
    readme = (model.parent / "made" / "README.md").read_text(encoding="utf-8")

    assert "<b>" not in readme
    assert "\\<b\\>" in readme


def test_the_page_says_what_happens(zopa: Zopa, nowhere: Path) -> None:
    """Its example is run; what it prints and what it makes are those of the page."""
    page = PAGE.read_text(encoding="utf-8")
    [(name, text)] = re.findall(r"```text\n// (\S+\.uvl)\n(.*?)```", page, re.DOTALL)
    [(command, said)] = re.findall(r"```console\n\$ zopa ([^\n]*)\n(.*?)```", page, re.DOTALL)
    [made] = re.findall(r"```yaml\n(issues:\n.*?)```", page, re.DOTALL)
    [rules] = re.findall(r"```yaml\n(rules:\n.*?)```", page, re.DOTALL)
    (nowhere / name).write_text(f"// {name}\n{text}", encoding="utf-8")
    ran = zopa(*command.split())

    assert (ran.code, ran.err + ran.out) == (0, said)
    folder = nowhere / command.split()[-1]
    for path, block in (("terms/issues/imported.yaml", made), ("terms/rules.yaml", rules)):
        written = (folder / path).read_text(encoding="utf-8")
        assert written.partition("\n")[2] == block
    assert zopa("-C", folder, "validate").code == 0
