"""Findings link to the pages of their codes if there is a site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from zopa import diagnostics

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.conftest import Zopa

PAGE = "https://docs.example/zopa/diagnostics/ZX101/"


@pytest.fixture
def wrong(tmp_path: Path, zopa: Zopa, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one finding."""
    assert zopa("init", str(tmp_path / "w"), "--kind", "contract").code == 0
    monkeypatch.chdir(tmp_path / "w")
    (tmp_path / "w/scenarios/a.yaml").write_text("title: a\nchoices: {nothing: there}\n")
    return tmp_path / "w"


def texts(value: Any) -> Iterator[str]:
    """A workspace with exactly one finding."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def test_each_form_has_the_address_that_the_configuration_names(
    wrong: Path, zopa: Zopa
) -> None:
    """SARIF, rdjson and JUnit, each where its readers look for it."""
    (wrong / "zopa.toml").write_text('docs = "https://docs.example/zopa"\n')
    (run,) = zopa("validate", "--format", "sarif").json["runs"]
    assert run["tool"]["driver"]["informationUri"] == "https://docs.example/zopa"
    rules = {each["id"]: each["helpUri"] for each in run["tool"]["driver"]["rules"]}
    assert rules["ZX101"] == PAGE
    (found,) = zopa("validate", "--format", "rdjson").json["diagnostics"]
    assert found["code"] == {"value": "ZX101", "url": PAGE}
    assert f"page: {PAGE}" in zopa("validate", "--format", "junit").out
    ran = zopa("ci", "--sarif", "z.sarif")
    assert ran.code == 1
    assert PAGE in set(texts(json.loads((wrong / "z.sarif").read_text())))


def test_without_a_site_there_is_no_address(wrong: Path, zopa: Zopa) -> None:
    """The address of the package names nobody yet."""
    for form in ("sarif", "rdjson", "junit"):
        out = zopa("validate", "--format", form).out
        assert "/ZX101" not in out, form
    assert diagnostics.documentation() == "" or "OWNER" not in diagnostics.documentation()


def test_the_address_of_the_package_is_used_where_it_has_one(
    wrong: Path, zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in the help of a command."""
    for module in ("zopa.configuration", "zopa.cli.help_texts"):
        monkeypatch.setattr(f"{module}.documentation", lambda: "https://docs.example/zopa/")
    (found,) = zopa("validate", "--format", "rdjson").json["diagnostics"]
    assert found["code"]["url"] == PAGE
    assert "more: https://docs.example/zopa/recording/" in zopa("help", "fmt").out
    assert "more: https://docs.example/zopa/diagnostics/\n" in zopa("help", "rules").out


@pytest.mark.parametrize("address", ["zopa.example", "ftp://zopa.example", "https://a b", ""])
def test_what_is_no_address_is_a_finding(wrong: Path, zopa: Zopa, address: str) -> None:
    """With its place."""
    (wrong / "zopa.toml").write_text(f'docs = "{address}"\n')
    ran = zopa("validate", "--format", "concise")
    assert ran.code == 1
    assert "zopa.toml:1:1: error[ZO102]" in ran.out
