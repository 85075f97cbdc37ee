"""All settings: the values that each takes, their JSON Schema, and the check of a text."""

from __future__ import annotations

import datetime as dt
import enum
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from zopa.configuration import CONFIGURATIONS, SHARED, Configuration
from zopa.diagnostics import (
    INVALID_SETTING,
    SECOND_CONFIGURATION,
    SETTINGS_UNREADABLE,
    UNKNOWN_NAME_IN_SETTING,
    UNKNOWN_SETTING,
    Diagnostic,
    Severity,
    did_you_mean,
    find,
    firm,
    ignorable,
    kinds_within,
    listed,
    quoted,
    way_to_diagnostic,
)
from zopa.files import Place, Span
from zopa.model.corpus import CHECKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.model.corpus import Corpus

__all__ = [
    "KNOWN",
    "SCREENS",
    "SETTINGS",
    "THEMES",
    "Form",
    "Setting",
    "read_texts",
    "schema",
    "span_of",
    "unknown_names",
]


FORMATS: Final = (
    *("auto", "text", "full", "concise", "json", "jsonl"),
    *("github", "sarif", "junit", "gitlab", "rdjson"),
)
LEVELS: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
MOST_JOBS: Final = 64
ADDRESS: Final = re.compile(r"https?://[!-~]+")
"""Printed without a blank; nothing fetches it."""
THEMES: Final = (
    *("zopa-dark", "zopa-light", "zopa-contrast"),
    *("ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe"),
    *("catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki"),
    *("gruvbox", "monokai", "nord", "rose-pine", "rose-pine-dawn", "rose-pine-moon"),
    *("solarized-dark", "solarized-light", "textual-dark", "textual-light", "tokyo-night"),
)
"""Themes of the terminal interface: those of zopa and of Textual."""
SCREENS: Final = ("compose", "matrix", "deals", "compare", "sources", "problems")
"""Screens of the terminal interface."""


class Form(enum.Enum):
    """The form of a setting's value."""

    SECONDS = "a number of seconds, 0 or more"
    COUNT = f"a whole number from 1 to {MOST_JOBS}"
    YES_NO = "true or false"
    DAY = "a date like 2025-08-17"
    WORD = "a text"
    WORDS = "a list of texts"
    CODES = "a list of codes, names or families of diagnostics"
    FILE = "a path inside the workspace"
    ADDRESS = "an address that begins with https:// or http://"
    PATTERNS = "a list of patterns of paths below scenarios/"
    LEVELS = "a table of codes, each error, warning or note"
    CODES_BY_PATTERN = "a table of patterns, each with a list of codes"
    TEXTS = "a table of texts"
    KEYS = "a table of actions, each with a key or a list of keys"


class Fault(NamedTuple):
    """An error in the value of a setting."""

    why: str
    help: str = ""
    below: str = ""
    """Key below the setting."""


@dataclass(frozen=True)
class Setting:
    """One setting."""

    key: str
    """Key with dots, as in TOML."""
    form: Form
    text: str
    """Effect of the setting, for the schema and the page."""
    choices: tuple[str, ...] = ()
    """The only allowed words."""
    default: str = "none"
    """Behaviour without the setting, in words."""

    @property
    def name(self) -> str:
        """The last part of the key, which is the name of the flag."""
        return self.key.rpartition(".")[2]

    def wrong(self, value: Any) -> Iterator[Fault]:  # noqa: ANN401  # of a TOML file
        """Errors in a value."""
        if not _has_form(self.form, value):
            yield Fault(f"takes {self.form.value}")
            return
        if self.choices:
            known = tuple(dict.fromkeys(map(str.lower, self.choices)))
            for each in (value,) if isinstance(value, str) else value:
                if each not in self.choices:
                    near = did_you_mean(each, known)
                    yield Fault(
                        f"has no choice `{each}`: {', '.join(known)}",
                        f"did you mean {listed(near)}?" if near else "",
                    )
        yield from _wrong_parts(self.form, value)

    def read(self, value: Any) -> Any:  # noqa: ANN401
        """A valid value, as the program has it."""
        if self.form is Form.DAY and isinstance(value, str):
            return dt.date.fromisoformat(value)
        if self.form is Form.LEVELS:
            return {kind.code: each for name, each in value.items() if (kind := find(name))}
        return tuple(value) if isinstance(value, list) else value


SETTINGS: Final = (
    Setting("budget", Form.SECONDS, "Seconds that a question may take", default="30"),
    Setting("jobs", Form.COUNT, "Processes that share the work", default="as many as pay"),
    Setting("format", Form.WORD, "Form of the answer", FORMATS, "that of the command"),
    Setting(
        "fail-on",
        Form.WORD,
        "Lowest severity that gives validate and ci the exit code 1",
        (*map(str, LEVELS), "never"),
        "error",
    ),
    Setting(
        "gate",
        Form.WORDS,
        "Verdicts that check and ci count as errors",
        ("red-lines", "demands", "incoherent"),
    ),
    Setting("baseline", Form.FILE, "File of findings that are known and not reported"),
    Setting(
        "docs",
        Form.ADDRESS,
        "Address of zopa's documentation site, for links from findings to pages of codes",
        default="that of the package, if it has one",
    ),
    Setting(
        "schemas",
        Form.WORD,
        "Schemas that validate keeps up to date in schema/: with the ids of the workspace,"
        " or plain",
        ("ids", "plain"),
    ),
    Setting("exclude", Form.PATTERNS, "Scenario files that are not read"),
    Setting("select", Form.CODES, "Findings to report beside errors", default="all"),
    Setting("ignore", Form.CODES, "Findings not to report"),
    Setting("severity", Form.LEVELS, "What findings weigh", default="as zopa rules lists"),
    Setting("per-file-ignores", Form.CODES_BY_PATTERN, "Findings not to report in some files"),
    Setting("assumptions.as-of", Form.DAY, "Evaluation date", default="that of the corpus"),
    Setting(
        "assumptions.hold",
        Form.WORDS,
        "Kinds of position that count",
        tuple(map(str, CHECKED)),
        "red-line, demand",
    ),
    Setting(
        "assumptions.at-the-table",
        Form.WORDS,
        "Parties at the table, by id",
        default="those of the corpus",
    ),
    Setting(
        "assumptions.readings",
        Form.TEXTS,
        "Reading of each position, by id",
        default="the default readings",
    ),
    Setting("tui.theme", Form.WORD, "Theme of the terminal interface", THEMES, "zopa-dark"),
    Setting(
        "tui.start",
        Form.WORD,
        "Screen that it begins with",
        (*SCREENS, *map(str.capitalize, SCREENS)),
        "compose",
    ),
    Setting("tui.ascii", Form.YES_NO, "No signs beyond ASCII", default="false"),
    Setting("tui.keys", Form.KEYS, "Keys of its actions", default="as its help lists"),
)
KNOWN: Final = {each.key: each for each in SETTINGS}
TABLES: Final = frozenset(key.partition(".")[0] for key in KNOWN if "." in key)


def _has_form(form: Form, value: Any) -> bool:  # noqa: ANN401
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match form:
        case Form.SECONDS:
            return number and 0 <= value < float("inf")
        case Form.COUNT:
            return number and isinstance(value, int) and 1 <= value <= MOST_JOBS
        case Form.YES_NO:
            return isinstance(value, bool)
        case Form.DAY:
            return _is_day(value)
        case Form.WORD | Form.FILE:
            return isinstance(value, str) and bool(value)
        case Form.ADDRESS:
            return isinstance(value, str) and bool(ADDRESS.fullmatch(value))
        case Form.WORDS | Form.CODES | Form.PATTERNS:
            return _texts(value)
        case Form.LEVELS | Form.TEXTS:
            return isinstance(value, dict) and _texts(list(value.values()), least=0)
        case Form.CODES_BY_PATTERN:
            return isinstance(value, dict) and all(map(_texts, value.values()))
        case Form.KEYS:
            return isinstance(value, dict) and all(
                isinstance(each, str) or _texts(each) for each in value.values()
            )


def _texts(value: Any, least: int = 1) -> bool:  # noqa: ANN401
    return (
        isinstance(value, list)
        and len(value) >= least
        and all(isinstance(each, str) and each for each in value)
    )


def _is_day(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, str):
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return False
        return True
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _wrong_parts(form: Form, value: Any) -> Iterator[Fault]:  # noqa: ANN401
    match form:
        case Form.FILE if not _inside(value):
            yield Fault("must be a path inside the workspace")
        case Form.PATTERNS:
            for each in value:
                if not (_inside(each) and each.startswith("scenarios/")):
                    yield Fault(f"takes patterns below scenarios/, not `{each}`")
        case Form.CODES:
            for each in value:
                yield from _not_ignorable(each)
        case Form.CODES_BY_PATTERN:
            for pattern, codes in value.items():
                for each in codes:
                    yield from _not_ignorable(each, pattern)
        case Form.LEVELS:
            for code, level in value.items():
                yield from _no_level(code, level)
        case _:
            pass


def _no_level(code: str, level: str) -> Iterator[Fault]:
    """Reasons why a finding cannot have this severity; empty if it can."""
    kind = find(code)
    if kind is None:
        yield Fault(f"names no diagnostic: `{code}`", way_to_diagnostic(code), code)
    elif level not in LEVELS:
        yield Fault(f"has no level `{level}`: {', '.join(LEVELS)}", below=code)
    elif firm(kind) and level != Severity.ERROR:
        yield Fault(f"cannot make less of `{code}` than an error", below=code)


def _inside(path: str) -> bool:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return bool(parts) and parts[0] != "/" and ".." not in parts and ":" not in parts[0]


def _not_ignorable(word: str, below: str = "") -> Iterator[Fault]:
    """Reasons why a word names no finding that can be ignored; empty if it names one."""
    kinds = kinds_within(word)
    if not kinds:
        yield Fault(f"names no diagnostic: `{word}`", way_to_diagnostic(word), below)
    elif not any(map(ignorable, kinds)):
        yield Fault(f"cannot ignore `{word}`", below=below)


def schema() -> Mapping[str, Any]:
    """The JSON Schema of a configuration."""
    properties: dict[str, Any] = {}
    for each in SETTINGS:
        table, _, name = each.key.rpartition(".")
        place = properties
        if table:
            place = properties.setdefault(
                table, {"type": "object", "additionalProperties": False, "properties": {}}
            )["properties"]
        place[name] = {"description": f"{each.text}. Default: {each.default}.", **_shape(each)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://zopa.example/schema/1/configuration.schema.json",
        "title": "zopa.toml",
        "description": "Settings of a workspace; in pyproject.toml the table [tool.zopa].",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def _shape(setting: Setting) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string", "minLength": 1}
    if setting.choices:
        text = {"enum": [str(each) for each in setting.choices]}
    texts = {"type": "array", "minItems": 1, "items": text}
    match setting.form:
        case Form.SECONDS:
            return {"type": "number", "minimum": 0}
        case Form.COUNT:
            return {"type": "integer", "minimum": 1, "maximum": MOST_JOBS}
        case Form.YES_NO:
            return {"type": "boolean"}
        case Form.DAY:
            return {"type": "string", "format": "date"}
        case Form.WORD | Form.FILE:
            return text
        case Form.ADDRESS:
            return {**text, "pattern": f"^{ADDRESS.pattern}$"}
        case Form.WORDS | Form.CODES | Form.PATTERNS:
            return texts
        case Form.LEVELS:
            return _table({"enum": [str(each) for each in LEVELS]})
        case Form.TEXTS:
            return _table(text)
        case Form.CODES_BY_PATTERN:
            return _table(texts)
        case Form.KEYS:
            return _table({"anyOf": [text, texts]})


def _table(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


# Text of a configuration, with the places of its keys
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
