"""Sources of a command's options: its flags, variables and the configuration; `zopa config`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zopa.cli.streams import Unable
from zopa.cli.whereabouts import place_of, tell
from zopa.configuration import Configuration, read_configuration
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.files import find, leads_out, named_yaml, own

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.cli.arguments import Parser
    from zopa.writers import Style

__all__ = [
    "VARIABLES",
    "config",
    "configuration_of",
    "settle",
    "stating",
    "tell_settings",
    "tell_slips",
    "with_variables",
]


VARIABLES: Final = {
    f"ZOPA_{flag[2:].replace('-', '_').upper()}": flag
    for flag in (
        *("--as-of", "--hold", "--parties", "--reading", "--budget", "--jobs", "--format"),
        *("--fail-on", "--gate", "--baseline", "--exclude", "--select", "--ignore"),
        *("--severity", "--color"),
    )
}
"""Variables that set a flag, for the commands that have it."""
PREFIX: Final = "ZOPA_"
OTHERS: Final = frozenset({"CACHE_DIR", "MAX_FILE_BYTES", "MAX_VALUES"})
"""Variables that set no flag, without the prefix."""
REPEATED: Final = frozenset({"--gate", "--reading", "--severity"})
"""Flags of one value each; a variable can have several, separated by commas."""
RECORDING: Final = frozenset(
    {"add", "new", "set", "remove", "rename", "import", "export", "init"}
)
"""Commands in which a flag of the same name is a field."""
FLAGS: Final = {"budget": "budget", "jobs": "jobs", "format": "format"} | {
    key: key.replace("-", "_") for key in ("fail-on", "gate", "baseline")
}
"""Settings that give the value of an option, with its name."""
FINDINGS: Final = ("exclude", "select", "ignore", "severity", "per-file-ignores")
CHANGING: Final = (*FINDINGS, "baseline", "fail-on", "gate")
"""Settings that change the findings or the exit code; the command names them."""
JUDGING: Final = frozenset({"validate", "ci", "check"})


def with_variables(top: Parser, given: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """The command line with the flags of variables before its own flags.

    Raises:
        Unable: a variable has a value that no command allows.
    """
    left = list(given)
    stated = [name for name in VARIABLES if environ.get(name)]
    at = top.command_at(left)
    if not stated or at is None or left[at] in RECORDING:
        return left
    flags = top.choices_of(left)
    if left[at] == "compare":
        flags.pop("--fail-on", None)  # which takes other words there
    added = [
        f"{VARIABLES[name]}={each}"
        for name in stated
        if (flag := VARIABLES[name]) in flags
        for each in _values(flag, environ[name])
        if _takes(name, flag, each, flags[flag])
    ]
    return [*left[: at + 1], *added, *left[at + 1 :]]


def tell_slips(options: argparse.Namespace, environ: Mapping[str, str]) -> None:
    """Name variables that have no effect and look like a typing error of one that has."""
    known = [each.removeprefix(PREFIX) for each in VARIABLES]
    for name in environ:
        word = name.removeprefix(PREFIX)
        if word == name or word in OTHERS or word in known:
            continue
        if near := did_you_mean(word, known):
            meant = listed((f"{PREFIX}{each}" for each in near), joiner="or")
            tell(options, f"zopa: {quoted(name)} has no effect: did you mean {meant}?")


def _values(flag: str, text: str) -> list[str]:
    return [each.strip() for each in text.split(",")] if flag in REPEATED else [text]


def stating(message: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Note that a variable sets the flag whose value is refused."""
    return tuple(
        f"{name} sets {flag}"
        for name, flag in VARIABLES.items()
        if environ.get(name) and f"argument {flag}:" in message
    )


def _takes(name: str, flag: str, value: str, choices: Sequence[str]) -> bool:
    """True if the command takes the value; False for a form that only other commands have."""
    if not choices or value in choices:
        return True
    from zopa.configuration.settings import SETTINGS

    every = next((each.choices for each in SETTINGS if f"--{each.name}" == flag), ())
    if value in every:
        return False
    known = listed(dict.fromkeys((*every, *choices)), joiner="and")
    message = f"{name} has the value {quoted(value)}, which {flag} does not take"
    raise Unable(message, f"values: {known}")


def settle(options: argparse.Namespace, given: Sequence[str]) -> None:
    """Fill in options that the configuration sets and no flag does.

    Args:
        options: the options of the command line; has the configuration afterwards.
        given: the command line.
    """
    root = _root(options)
    found = Configuration() if root is None else read_configuration(root)
    own_flags = {each.partition("=")[0] for each in given if each.startswith("--")}
    options.configured_root = root
    options.configuration = found.over(*_stated(options))
    if root is None:
        return
    for key, name in FLAGS.items():
        value = found.get(key)
        if value is None or f"--{key}" in own_flags or not _has(options, key, name):
            continue
        if key == "baseline":
            if leads_out(root, root / value):
                message = f"{found.path}: baseline {quoted(value)} leads out of the workspace"
                raise Unable(message)
            value = Path(os.path.relpath(root / value))
        setattr(options, name, list(value) if isinstance(value, tuple) else value)


def _has(options: argparse.Namespace, key: str, name: str) -> bool:
    """True if a setting is an option of the command."""
    if not hasattr(options, name):
        return False
    if key == "budget":
        from zopa.cli.limits import UNBOUND

        return options.command not in UNBOUND
    if key == "format":
        return options.configuration.get("format") in getattr(options, "formats", ())
    return options.command in JUDGING


def _stated(options: argparse.Namespace) -> tuple[dict[str, Any], dict[str, str]]:
    """Settings of flags, with the flag; they override those of the file."""
    values: dict[str, Any] = {}
    for key in ("exclude", "select", "ignore"):
        stated = [each for words in getattr(options, key, ()) for each in words]
        if not stated:
            continue
        from zopa.configuration.settings import KNOWN

        for fault in KNOWN[key].wrong(stated):
            message = f"--{key} {fault.why}"
            raise Unable(message, *([fault.help] if fault.help else []))
        values[key] = tuple(stated)
    return values, {key: f"--{key}" for key in values}


def _root(options: argparse.Namespace) -> Path | None:
    """The workspace that the command is about, as `whereabouts` finds it; None without one."""
    if getattr(options, "sample", False):
        return None
    if options.directory is not None:
        return find(options.directory) if options.directory.is_dir() else None
    for name in _named(options):
        if (name.exists() or named_yaml(name.name)) and (root := own(place_of(name, None))):
            return root
    return find(Path())


def _named(options: argparse.Namespace) -> Iterator[Path]:
    one = getattr(options, "scenario", None)
    for each in (*((one,) if one else ()), *getattr(options, "scenarios", ())):
        yield Path(each)
    yield from getattr(options, "paths", ())


def configuration_of(options: argparse.Namespace, root: Path) -> Configuration:
    """The configuration of a workspace, overridden by the flags."""
    settled = getattr(options, "configured_root", None)
    if settled is not None and settled.resolve() == root.resolve():
        configuration: Configuration = options.configuration
        return configuration
    return read_configuration(root).over(*_stated(options))


def tell_settings(options: argparse.Namespace, configuration: Configuration) -> None:
    """Name the settings of the file that change the findings, or the exit code."""
    own_file = configuration.from_file()
    keys = [key for key in CHANGING if key in own_file and _acts(options, key)]
    if keys:
        tell(options, f"zopa: {configuration.path} sets {listed(keys, joiner='and')}")


def _acts(options: argparse.Namespace, key: str) -> bool:
    """True if a setting changes the output of the command."""
    if key == "exclude":
        return True
    if key in FLAGS:
        return options.command in JUDGING and hasattr(options, FLAGS[key])
    return hasattr(options, "severity")


def config(options: argparse.Namespace) -> int:
    """List every setting with its value and its origin; 1 for wrong ones."""
    from zopa.cli.output import as_json, deliver, exit_code, style_of, width
    from zopa.cli.streams import aside
    from zopa.cli.whereabouts import whereabouts
    from zopa.configuration.settings import SETTINGS

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
