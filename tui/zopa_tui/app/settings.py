"""Start of the interface with the user's settings: theme, first screen, characters, keys."""

from __future__ import annotations

import gc
import os
import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from zopa.configuration.settings import THEMES
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa_tui.ui.actions import Screen
from zopa_tui.ui.keys import remap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from zopa.cli.whereabouts import Whereabouts
    from zopa_tui.screens.splits import Shares

__all__ = [
    "Settings",
    "settings",
    "start",
]


KNOWN = ("theme", "start", "ascii", "linear", "splits", "keys")
UNABLE = 2


def start(
    found: Whereabouts,
    scenario: Path | None,
    *,
    ascii_only: bool,
    theme: str | None,
    linear: bool = False,
    configured: Mapping[str, Any] | None = None,
    say: Callable[[str], None],
) -> int:
    """Run the interface; returns an exit code.

    Args:
        found: the workspace, and whether it is the corpus that comes with zopa.
        scenario: to begin with; None to ask for one.
        ascii_only: whether to use no signs beyond ASCII.
        theme: to begin with.
        linear: whether to say lines instead of drawing a screen.
        configured: settings of the workspace; the user's own go before them.
        say: tells the user something before it begins.
    """
    own = settings(configured or {})
    users = settings().problems
    for each in own.problems:
        where = own.file if each in users else "[tui] in the settings of the workspace"
        say(f"zopa: {where}: {each}")
    if theme is not None and (wrong := no_theme(theme)):
        say(f"zopa: {wrong}")
        return UNABLE
    if linear or own.linear:
        from zopa_tui.app.linear import run

        return run(found.root, scenario, sample=found.sample)
    from zopa_tui.app.app import ZopaApp

    # Keys must not wait long while a background thread counts deals.
    sys.setswitchinterval(0.001)
    # Nothing goes before the first draft is shown; looking for cycles in all that is read
    # takes a tenth of a second. `ZopaApp.show_start` enables it.
    gc.disable()
    app = ZopaApp(
        found.root,
        scenario,
        sample=found.sample,
        ascii_only=ascii_only or own.ascii,
        theme=theme,
        own=own,
    )
    app.run()
    app.drafts.end(keep=True)
    code = app.return_code or 0
    return UNABLE if code == 1 else code


# -- the settings


@dataclass(frozen=True)
class Settings:
    """Content of the settings file, and its errors."""

    theme: str | None = None
    start: Screen = Screen.COMPOSE
    """The first screen."""
    ascii: bool = False
    linear: bool = False
    """True to start in line mode, without a screen."""
    splits: Mapping[str, Shares] = field(default_factory=dict[str, "Shares"])
    """Percent of width and height of the panes, by name of the screen."""
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    """Keys by id of the action; several are separated by commas."""
    problems: tuple[str, ...] = ()
    file: Path | None = None

    def keep_theme(self, name: str) -> OSError | None:
        """Write the theme into the file; returns the error if that fails."""
        return self._keep("theme", f'"{name}"')

    def keep_splits(self, shares: Mapping[str, Shares]) -> OSError | None:
        """Write the shares of the panes into the file; returns the error if that fails."""
        every = (
            f"{name} = {list(each if each[2] else each[:2])}"
            for name, each in shares.items()
            if any(each)
        )
        return self._keep("splits", f"{{{', '.join(every)}}}")

    def _keep(self, name: str, value: str) -> OSError | None:
        """Write one setting into the file; all other content stays."""
        from zopa.files.writing import save

        if self.file is None:
            return None
        line, there = f"{name} = {value}", re.compile(rf"^{name}\s*=.*$", re.MULTILINE)
        try:
            text = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
            found = there.search(text)
            after = there.sub(line, text, count=1) if found else f"{line}\n{text}"
            if after != text:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                save(self.file, after.encode())
        except (OSError, UnicodeDecodeError) as error:
            return error if isinstance(error, OSError) else OSError(0, "it is not UTF-8")
        return None


def settings(configured: Mapping[str, Any] = MappingProxyType({})) -> Settings:
    """Read `zopa/settings.toml` in the configuration folder; keys also from `keys.toml`.

    Args:
        configured: settings of the workspace's configuration, in the same words; the
            user's own take precedence.
    """
    stated = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    folder = (stated if stated.is_absolute() else Path.home() / ".config") / "zopa"
    problems: list[str] = []
    given = _read(folder / "settings.toml", problems)
    keys = dict(configured.get("keys") or {})
    keys |= _read(folder / "keys.toml", problems) | _table(given, problems)
    beneath = {key: each for key, each in configured.items() if each is not None}
    if isinstance(beneath.get("start"), str):
        beneath["start"] = beneath["start"].lower()
    given = {**beneath, **given}
    problems += _wrong(given)
    wanted = {
        name: each
        for name, each in keys.items()
        if isinstance(each, str | list) and all(isinstance(one, str) for one in each)
    }
    problems += [
        f'keys of {quoted(name)} are written such as "u" or ["u", "ctrl+z"]'
        for name in keys
        if name not in wanted
    ]
    remapped = remap(wanted)
    problems += remapped.problems
    start = given.get("start")
    return Settings(
        theme=given["theme"] if isinstance(given.get("theme"), str) else None,
        start=Screen(start) if start in set(Screen) else Screen.COMPOSE,
        ascii=given.get("ascii") is True,
        linear=given.get("linear") is True,
        splits=dict(_splits(given.get("splits", {}))),
        keys={each.id: ",".join(each.keys) for each in remapped.actions if each.id in wanted},
        problems=tuple(problems),
        file=folder / "settings.toml",
    )


def _read(file: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        problems.append(f"{file}: {error}")
    return {}


def _table(given: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    keys = given.get("keys", {})
    if not isinstance(keys, dict):
        problems.append('keys has to be a table: `[keys]`, then lines such as `undo = "u"`')
        return {}
    return keys


def _wrong(given: Mapping[str, Any]) -> Iterator[str]:
    """Errors in the settings, each with a suggestion."""
    for key in given:
        if key not in KNOWN:
            near = did_you_mean(key, KNOWN)
            yield f"no setting {quoted(key)}" + (
                f"; did you mean {listed(near)}?" if near else ""
            )
    for key in ("ascii", "linear"):
        if not isinstance(given.get(key, False), bool):
            yield f"{key} is true or false"
    start = given.get("start", Screen.COMPOSE)
    if start not in set(Screen):
        yield f"start is one of {listed(list(Screen))}, not {quoted(str(start))}"
    splits = given.get("splits", {})
    if not isinstance(splits, dict) or len(dict(_splits(splits))) < len(splits):
        yield "splits are percent of width and height: splits = {compose = [55, 30]}"
    theme = given.get("theme", "zopa-dark")
    if not isinstance(theme, str):
        yield 'theme is a name, such as "zopa-light"'
    elif wrong := no_theme(theme):
        yield wrong


def _splits(given: object) -> Iterator[tuple[str, Shares]]:
    """The valid shares of panes."""
    for name, each in given.items() if isinstance(given, dict) else ():
        fits = isinstance(each, list) and len(each) in {2, 3} and name in set(Screen)
        if fits and all(type(one) in {int, float} and 0 <= one < 100 for one in each):
            left, lowest, right = (float(one) for one in (*each, 0)[:3])
            yield name, (left, lowest, right)


def no_theme(name: str) -> str:
    """A message with a suggestion if there is no such theme; empty if there is."""
    if name in THEMES:
        return ""
    near = did_you_mean(name, THEMES)
    other = f"did you mean {listed(near)}?" if near else "`ctrl+p` and `theme` list them"
    return f"no theme {quoted(name)}; {other}"
