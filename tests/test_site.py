"""The documentation site has every page, and all release files have one version."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import zopa
from zopa.schemas import VERSION

ROOT = Path(__file__).parents[1]


def test_every_page_is_in_the_navigation() -> None:
    """By its name, or with its folder; and nothing else is."""
    said = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    named = set(re.findall(r": (\S+\.md|\S+/)$", said, re.MULTILINE)) - {"index.md"}
    docs = ROOT / "docs"
    pages = {each.name for each in docs.glob("*.md")}
    folders = {f"{each.parent.name}/" for each in docs.glob("*/README.md")}
    assert named == pages | folders


def test_what_the_site_makes_itself_can_be_made() -> None:
    """The drafts of its brief are in the sample; the schemas are those of this format."""
    made = (ROOT / ".ci/site.py").read_text(encoding="utf-8")
    drafts = re.findall(r'"([^"]*)"', re.findall(r"^DRAFTS = (.*)$", made, re.MULTILINE)[0])
    assert drafts
    assert all((ROOT / "scenarios" / f"{each}.yaml").exists() for each in drafts)
    assert f'SCHEMAS = "schema/{VERSION}"' in made
    said = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"^ +- .*: sample/brief\.html$", said, re.MULTILINE)
    assert "site_url: https://" in said


def test_the_version_is_that_of_the_package() -> None:
    """Which is made from git's tags, and stands in no file."""
    assert zopa.__version__ == metadata.version("zopa")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["source"] == "vcs"


def test_git_trusts_the_repository_that_the_image_is_given() -> None:
    """Its owner is not the user of the image; no other folder is trusted."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    [work] = re.findall(r"^WORKDIR (\S+)$", lines.rpartition("\nFROM ")[2], re.MULTILINE)
    assert re.findall(r"safe\.directory (\S+)", lines) == [work]


def test_readers_of_the_site_fetch_no_fonts_and_no_stars() -> None:
    """The theme's part with the repository asks GitHub, by this mark."""
    part = (ROOT / ".ci/theme/partials/source.html").read_text(encoding="utf-8")
    assert "md-source" in part
    assert "data-md-component" not in part
    said = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "custom_dir: .ci/theme" in said
    assert "font: false" in said


PUBLISHED = (
    "*.md",
    "*.yml",
    "*.toml",
    "*.cff",
    "docs/**/*.md",
    "editors/**/*.[mj]*",
    "templates/*",
)


def test_every_address_of_the_project_waits_for_its_home() -> None:
    """Under one name, which one command of CONTRIBUTING.md replaces everywhere."""
    said = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    command = re.search(r"grep -lE '(.+?)' .* sed -i -E 's#(.+?)#", said)
    assert command is not None
    pattern, replaced = command.groups()
    assert pattern == replaced
    release = (ROOT / ".ci/release.py").read_text(encoding="utf-8")
    assert f'PLACEHOLDER = r"{pattern}"' in release
    found = 0
    for path in sorted({each for form in PUBLISHED for each in ROOT.glob(form)}):
        if not path.is_file() or "node_modules" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        found += len(re.findall(pattern, text))
        left = re.sub(pattern, r"NAME\1", text)
        for word in re.findall(r"https?://[^\s`>)\]\"]*\bzopa\b[^\s`>)\]\"]*", left):
            assert "NAME" in word or "example" in word, f"{path.name}: {word}"
        if path.name != "CONTRIBUTING.md":
            assert not re.search(r"\bOWNER(?!` stands)", left), path.name
    assert found > 10
