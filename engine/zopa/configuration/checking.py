"""Reading and checking the text of a configuration, with the places of its keys."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from zopa.configuration.reading import CONFIGURATIONS, SHARED, Configuration
from zopa.configuration.settings import KNOWN, TABLES, Fault, Setting
from zopa.diagnostics import Diagnostic, did_you_mean, listed, quoted
from zopa.diagnostics.codes import (
    INVALID_SETTING,
    SECOND_CONFIGURATION,
    SETTINGS_UNREADABLE,
    UNKNOWN_NAME_IN_SETTING,
    UNKNOWN_SETTING,
)
from zopa.files.span import Place, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.model.corpus import Corpus

__all__ = ["read_texts", "span_of", "unknown_names"]

PART: Final = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
HEADER: Final = re.compile(rf"\s*\[\s*({PART}(?:\s*\.\s*{PART})*)\s*\]")
KEY: Final = re.compile(rf"\s*({PART}(?:\s*\.\s*{PART})*)\s*=")


def places(text: str, path: str) -> Mapping[tuple[str, ...], Span]:
    """Spans of the keys by their parts, tables included, if the key has its own line.

    A line within a text of several lines may look like a key. The first one counts. For a
    missing key, callers use the table around it.
    """
    found: dict[tuple[str, ...], Span] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        header = HEADER.match(line)
        match = header or KEY.match(line)
        if match is None:
            continue
        parts = tuple(_plain(each) for each in re.findall(PART, match[1]))
        key = parts if header else (*table, *parts)
        start, end = match.span(1)
        found.setdefault(key, Span(path, Place(number, start + 1), Place(number, end + 1)))
        if header:
            table = parts
    return found


def _plain(part: str) -> str:
    if part[0] == '"':
        return re.sub(r"\\(.)", r"\1", part[1:-1])
    return part[1:-1] if part[0] == "'" else part


def read_texts(texts: Mapping[str, bytes | Diagnostic]) -> Configuration:
    """The configuration in files with these contents, by name."""
    found = Configuration()
    for name in CONFIGURATIONS:
        if name not in texts:
            continue
        each = _read(name, texts[name])
        if each is None:
            continue
        if found.path:
            also = Diagnostic(
                SECOND_CONFIGURATION,
                _span(each.text, name, ("tool", "zopa")),
                f"settings here have no effect beside {quoted(found.path)}",
                help=(f"move them to {quoted(found.path)}",),
            )
            return replace(found, diagnostics=(*found.diagnostics, also))
        found = each
    return found


def unknown_names(configuration: Configuration, corpus: Corpus) -> Iterator[Diagnostic]:
    """Findings on assumptions about items that the corpus does not have."""
    table = configuration.get("assumptions.at-the-table") or ()
    yield from _unknown(
        configuration, "assumptions.at-the-table", "party", table, corpus.parties
    )
    readings = configuration.get("assumptions.readings") or {}
    for name, reading in readings.items():
        key = f"assumptions.readings.{name}"
        yield from _unknown(configuration, key, "position", [name], corpus.positions)
        if name in corpus.positions:
            known = corpus.positions[name].readings
            yield from _unknown(configuration, key, f"reading of {name}", [reading], known)


def _unknown(
    configuration: Configuration,
    key: str,
    nature: str,
    names: Iterable[str],
    known: Iterable[str],
) -> Iterator[Diagnostic]:
    every = list(map(str, known))
    for name in names:
        if name not in every:
            near = did_you_mean(name, every)
            yield Diagnostic(
                UNKNOWN_NAME_IN_SETTING,
                span_of(configuration, key),
                f"no {nature} {quoted(name)}",
                help=(f"did you mean {listed(near)}?",) if near else (),
            )


def _read(name: str, raw: bytes | Diagnostic) -> Configuration | None:
    """One file; None for a `pyproject.toml` without settings of zopa."""
    shared = name == SHARED
    if isinstance(raw, Diagnostic):
        return None if shared else Configuration(name, diagnostics=(raw,))
    if shared and b"zopa" not in raw:
        return None
    try:
        text = raw.decode()
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Configuration(
            name, raw.decode(errors="replace"), diagnostics=(_broken(name, error),)
        )
    if not shared:
        return _checked(name, text, data)
    tool = data.get("tool")
    ours = tool.get("zopa") if isinstance(tool, dict) else None
    return None if ours is None else _checked(name, text, ours)


def _broken(name: str, error: Exception) -> Diagnostic:
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    at = Place(int(place[1]), int(place[2])) if place else Place(1, 1)
    why = str(error).partition(" (at")[0]
    if isinstance(error, UnicodeDecodeError):
        why = "not UTF-8"
    elif isinstance(error, RecursionError):
        why = "nested too deep"
    return Diagnostic(
        SETTINGS_UNREADABLE,
        Span(name, at, at),
        "file is not TOML that can be read",
        notes=(why[:1].lower() + why[1:],),
    )


def _checked(name: str, text: str, data: Any) -> Configuration:  # noqa: ANN401
    values: dict[str, Any] = {}
    wrong: list[Diagnostic] = []
    for key, value in _flat(data):
        setting = KNOWN.get(key)
        if setting is None:
            wrong.append(_strange(name, text, key))
            continue
        bad = list(setting.wrong(value))
        wrong += (_invalid(name, text, setting, each) for each in bad)
        if not bad and value != {}:
            values[key] = setting.read(value)
    origins = {key: f"{name}:{_span(text, name, _parts(key)).start.line}" for key in values}
    return Configuration(name, text, values, origins, tuple(wrong))


def _flat(data: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if not isinstance(data, dict):
        yield "", data
        return
    for key, value in data.items():
        if key in TABLES and isinstance(value, dict):
            yield from ((f"{key}.{inner}", each) for inner, each in value.items())
        else:
            yield key, value


def _strange(name: str, text: str, key: str) -> Diagnostic:
    table, _, last = key.rpartition(".")
    beside = [each for each in KNOWN if each.rpartition(".")[0] == table]
    names = {each.rpartition(".")[2]: each for each in beside}
    near = did_you_mean(last, [*names, *(TABLES if not table else ())])
    elsewhere = [each for each in KNOWN if each.rpartition(".")[2] == last]
    found = listed(near or elsewhere)
    return Diagnostic(
        UNKNOWN_SETTING,
        _span(text, name, _parts(key)),
        f"no setting {quoted(key)}",
        help=(f"did you mean {found}?" if found else "`zopa config` lists the settings",),
    )


def _invalid(name: str, text: str, setting: Setting, fault: Fault) -> Diagnostic:
    parts = _parts(setting.key)
    return Diagnostic(
        INVALID_SETTING,
        _span(text, name, (*parts, fault.below) if fault.below else parts),
        f"{quoted(setting.key)} {fault.why}",
        help=(fault.help,) if fault.help else (),
    )


def _parts(key: str) -> tuple[str, ...]:
    table, _, rest = key.partition(".")
    if table not in TABLES or not rest:
        return (key,)
    inner, dot, last = rest.partition(".")
    return (table, inner, last) if dot else (table, inner)


def span_of(configuration: Configuration, key: str) -> Span:
    """The place of a setting in the configuration."""
    return _span(configuration.text, configuration.path, _parts(key))


def _span(text: str, name: str, parts: tuple[str, ...]) -> Span:
    """The span of a key; else of the table around it, else the start of the file."""
    known = places(text, name)
    way = ("tool", "zopa", *parts) if name == SHARED and parts[:1] != ("tool",) else parts
    while way and way not in known:
        way = way[:-1]
    start = Place(1, 1)
    return known[way] if way else Span(name, start, start)
