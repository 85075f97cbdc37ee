"""`zopa config`: the settings in effect, with the origin of each."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from zopa.cli.output import as_json, deliver, exit_code, style_of, width
from zopa.cli.settings import VARIABLES, configuration_of
from zopa.cli.streams import aside
from zopa.cli.whereabouts import whereabouts
from zopa.configuration.settings import SETTINGS

if TYPE_CHECKING:
    import argparse

    from zopa.writers.style import Style

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """List every setting with its value and its origin; 1 for wrong ones."""
    configuration = configuration_of(options, whereabouts(options, []).root)
    stated = {flag: name for name, flag in VARIABLES.items() if os.environ.get(name)}
    held: list[tuple[str, Any, str]] = []
    for each in SETTINGS:
        flag = {"hold": "--hold", "at-the-table": "--parties"}.get(each.name, f"--{each.name}")
        if flag in stated:
            held.append((each.key, os.environ[stated[flag]], stated[flag]))
        else:
            value = configuration.get(each.key)
            held.append((each.key, value, configuration.origins.get(each.key, "")))

    def text(style: Style, _: int) -> str:
        broad = max(len(key) for key, _, _ in held)
        lines = [f"configuration: {configuration.path or 'none'}\n\n"]
        for each, (key, value, origin) in zip(SETTINGS, held, strict=True):
            shown = _words(value) if origin else each.default
            line = f"{key:<{broad}}  {shown}"
            lines.append((f"{line}  ({origin})" if origin else style("dim", line)) + "\n")
        return "".join(lines)

    def json_text(_: Style, __: int) -> str:
        settings = {
            key: {"value": _plain(value), "origin": origin or "default"}
            for key, value, origin in held
        }
        return as_json(
            {
                "format": "zopa-config",
                "version": 1,
                "file": configuration.path or None,
                "settings": settings,
            }
        )

    deliver(options, {"text": text, "json": json_text})
    if configuration.diagnostics:
        from zopa.writers.findings import full

        sources = {configuration.path: configuration.text}
        aside(full(configuration.diagnostics, sources, style_of(options), width()))
    return exit_code(configuration.diagnostics, "error")


def _plain(value: Any) -> Any:  # noqa: ANN401  # any value of TOML
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return list(map(_plain, value)) if isinstance(value, tuple | list) else str(value)


def _words(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_words(each)}" for key, each in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(_words, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
