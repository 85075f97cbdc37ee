"""Identity of the engine: different for every other engine."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zopa.validation import records as identity
from zopa.validation.records import engine_identity

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in a temporary folder: code, schemas, packages."""
    for name in (
        "zopa/module.py",
        "zopa/inner/deep.py",
        "schema/a.json",
        "packages/yaml/_yaml.so",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("same size 1")
    (tmp_path / "packages/parser-1.0.dist-info").mkdir()
    monkeypatch.setattr(identity, "PACKAGE", tmp_path / "zopa")
    monkeypatch.setattr(identity, "shipped", lambda name: tmp_path / name)
    monkeypatch.setattr(identity, "LOADER", str(tmp_path / "loader"))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "packages"), str(tmp_path / "none.zip")])
    return tmp_path


def edit(name: str) -> Callable[[Path], object]:
    """An edit that keeps the size and the times of a file."""
    return lambda place: (place / name).write_text("same size 2")


@pytest.mark.parametrize(
    "change",
    [
        edit("zopa/module.py"),
        edit("zopa/inner/deep.py"),
        edit("schema/a.json"),
        lambda place: (place / "zopa/module.py").rename(place / "zopa/other.py"),
        lambda place: (place / "zopa/new.py").touch(),
        lambda place: (place / "schema/a.json").unlink(),
        lambda place: (place / "packages/parser-1.0.dist-info").rename(
            place / "packages/parser-1.1.dist-info"
        ),
        lambda place: (place / "packages/another-1.dist-info").mkdir(),
        lambda place: (place / "packages/yaml/_yaml.so").write_text("larger than before"),
        lambda place: (place / "loader").write_text("libyaml is another"),
        lambda place: (place / "none.zip").write_text("now there"),
        lambda _: sys.path.reverse(),
    ],
)
def test_every_part_counts(place: Path, change: Callable[[Path], object]) -> None:
    """Code and schemas by content; packages by what is installed."""
    before = engine_identity()
    change(place)

    assert engine_identity() != before


def test_other_libraries_are_another_engine(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Libyaml may be one of them."""
    before = engine_identity()
    monkeypatch.setenv("LD_LIBRARY_PATH", "/elsewhere")

    assert engine_identity() != before


def test_another_python_is_another_engine(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables of characters decide what is printable."""
    before = engine_identity()
    monkeypatch.setattr(sys, "version", "3.99")

    assert engine_identity() != before


def test_what_is_compiled_or_hidden_does_not_count(place: Path) -> None:
    """Python writes its compiled files when it likes."""
    before = engine_identity()
    (place / "zopa/__pycache__").mkdir()
    (place / "zopa/__pycache__/module.pyc").touch()
    (place / "zopa/__pycache__/module.py").touch()

    assert engine_identity() == before == engine_identity()


def test_what_only_tells_does_not_count(place: Path) -> None:
    """What is found is the same however it is told."""
    before = engine_identity()
    for name in identity.TELLING:
        (place / "zopa" / name).mkdir()
        (place / "zopa" / name / "module.py").write_text("more")

    assert engine_identity() == before


def test_what_finds_knows_nothing_of_what_tells() -> None:
    """A layer that was put below `validation` would have to count."""
    pyproject = Path(__file__).parents[2] / "pyproject.toml"
    contracts = tomllib.loads(pyproject.read_text())["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    finding = next(place for place, each in enumerate(layers) if each == "validation")
    above = {name.strip() for each in layers[:finding] for name in each.split("|")}

    assert above >= identity.TELLING
