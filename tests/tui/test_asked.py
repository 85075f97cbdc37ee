"""Coalitions and robustness in the interface: the command's page, in the background."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from cli.conftest import zopa  # noqa: F401  # a fixture
from tui.driving import ROOT, app_on, press, running, text
from zopa_tui.app.linear import LinearMode
from zopa_tui.screens.modals import asked
from zopa_tui.screens.modals.asked import AskedModal
from zopa_tui.screens.modals.base import Picker
from zopa_tui.screens.modals.lists import CopyModal

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa
    from zopa.answers import Page
    from zopa.solving import Stop
    from zopa_tui.app.app import ZopaApp

COMMANDS = [("P", ("coalitions", "--by-date")), ("B", ("robustness",))]


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def words(app: ZopaApp) -> list[str]:
    """The words of the page, without layout."""
    return " ".join(x.text for x in app.screen.query_one("#list", Picker).lines).split()


@pytest.mark.slow
@pytest.mark.parametrize(("key", "command"), COMMANDS)
async def test_a_page_is_that_of_the_command(
    zopa: Zopa,  # noqa: F811
    key: str,
    command: tuple[str, ...],
) -> None:
    """Under what one looks at, with all details and without; looking changes no draft."""
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        before = app.session.draft.choices
        await press(pilot, "right_curly_bracket", key)
        assert isinstance(app.screen, AskedModal)
        day = str(app.session.snapshot.verdicts.context.as_of)
        name, *flags = command
        where = ("-C", ROOT, name, "alaska-exchange", *flags, "--as-of", day)
        where += ("--color", "never")
        for detailed in ((), ("--verbose",)):
            said = zopa(*where, *detailed).out.partition("\nnext: ")[0]
            # Sorted, since cells of a table fold by the width.
            expected = said.replace("--verbose lists", "d lists").split()
            assert sorted(words(app)) == sorted(expected)
            await press(pilot, "d")
        await press(pilot, "y")
        assert isinstance(app.screen, CopyModal)
        assert f"zopa {name} scenarios/alaska-exchange.yaml" in text(app)
        await press(pilot, "escape", "escape")
        assert not isinstance(app.screen, AskedModal)
        assert app.session.draft.choices == before


async def test_a_plain_terminal_gets_no_signs_that_it_cannot_show(tmp_path: Path) -> None:
    """Of the words of the page; what files say is theirs."""
    root = tmp_path / "round"
    shutil.copytree(ROOT / "examples" / "wage-round", root)
    app = app_on(root, "amount-open", ascii_only=True)
    async with running(app, (100, 40)) as pilot:
        await press(pilot, "B")
        said = " ".join(words(app))
        assert "Smallest flips" in said
        assert said.isascii()


@pytest.mark.slow
async def test_escape_ends_a_search_and_then_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that nothing is known, and that one can ask again with more time."""
    began, seconds = threading.Event(), list[float]()

    def endless(*given: object, **_: object) -> tuple[Page, Page]:
        stop: Stop = given[3]  # type: ignore[assignment]
        seconds.append(given[4])  # type: ignore[arg-type]
        began.set()
        while True:
            stop.check()

    monkeypatch.setattr(asked, "asked_pages", endless)
    app = app_on(ROOT, "alaska-exchange")
    async with running(app) as pilot:
        await pilot.press("B")
        assert began.wait(60)
        assert "searching" in text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, AskedModal)
        assert "nothing is known yet" in text(app)
        began.clear()
        await pilot.press("b")
        assert began.wait(60)
        await press(pilot, "escape", "escape")
        assert not isinstance(app.screen, AskedModal)
        assert app.jobs.running == ()
    assert seconds == [30.0, 120.0]


def test_they_are_said_by_line_too() -> None:
    """With every detail where that is asked for."""
    reader = LinearMode(ROOT, ROOT / "scenarios" / "alaska-exchange.yaml")
    try:
        short, full = (list(reader.said(f"coalitions{x}")) for x in ("", " all"))
        assert "cannot agree with these choices" in short[0]
        assert "".join(full) != "".join(short)
        assert {*map(str.strip, short)} <= {*map(str.strip, full)}
        assert "combinations of" in next(iter(reader.said("robustness")))
    finally:
        reader.leave(keep=False)
