"""Messages on files with a wrong structure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import pytest

from schemas.examples import role_for
from zopa import diagnostics
from zopa.diagnostics import explanation
from zopa.documents import parse
from zopa.schemas import check_shape

if TYPE_CHECKING:
    from zopa.diagnostics import Diagnostic, DiagnosticKind


def findings(path: str, text: str) -> list[Diagnostic]:
    """The structural findings in a text that is otherwise correct."""
    document = parse(text, path)
    assert document.diagnostics == ()
    return list(check_shape(document, role_for(path)))


OPERATORS = (
    "expected one of: all, any, at-least, at-most, before, chosen, entity, every, exactly, "
    "happens, if, in-case, issue, milestone, none, not, quantity, silent, some, undecided"
)


# -- files with one place to fill in ------------------------------------------


def file(path: str, text: str) -> tuple[str, str]:
    """A complete file."""
    return path, text


def corpus(**values: object) -> tuple[str, str]:
    """A corpus with some other values."""
    keys = {"zopa": 1, "title": "Pay round", "as_of": "2025-03-10", "at_the_table": "[union]"}
    lines = [f"{key.replace('_', '-')}: {value}" for key, value in (keys | values).items()]
    return "terms/corpus.yaml", "\n".join([*lines, ""])


def attr(attribute: str) -> tuple[str, str]:
    """A state with this attribute."""
    return (
        "terms/state.yaml",
        f"""\
entity-types:
  berth:
    attributes:
      depth: {attribute}
entities:
  berth-one: {{type: berth}}
""",
    )


def term(keys: str) -> tuple[str, str]:
    """Issues with a term that has these keys."""
    return (
        "terms/issues/pay.yaml",
        f"""\
issues:
  - id: pay
    question: How much?
    terms:
      - {{id: raise, title: A raise, {keys}}}
""",
    )


def rule(holds: str) -> tuple[str, str]:
    """Rules with this condition."""
    return (
        "terms/rules.yaml",
        f"""\
rules:
  - id: a-rule
    basis: definitional
    reason: a reason
    holds: {holds}
""",
    )


def pos(keys: str) -> tuple[str, str]:
    """Positions with one that has these keys."""
    return (
        "terms/positions/union.yaml",
        f"""\
positions:
  - id: four-per-cent
    party: union
    kind: red-line
    strength: declared
    title: Four per cent
    since: 2025-03-02
    {keys}
""",
    )


def draft(choices: str) -> tuple[str, str]:
    """A scenario with these choices."""
    return "scenarios/draft.yaml", f"title: A draft\nchoices: {choices}\n"


Case: TypeAlias = tuple[str, tuple[str, str], str, str, str, *tuple[str, ...]]
"""Name, file, code with line and columns, message, label, and the lines of help."""

CASES: list[Case] = [
    (
        "a comparison of another notation",
        rule("{milestone: vote, max: 2025-03-01}"),
        "ZS101 5:30-33",
        "unknown key `max`",
        "not a key of a condition with `milestone`",
        "did you mean `at-most`?",
    ),
    (
        "an unknown key that is one letter off",
        file("scenarios/draft.yaml", "title: A draft\nchoises: {pay: freeze}\n"),
        "ZS101 2:1-8",
        "unknown key `choises`",
        "not a key of a scenario",
        "did you mean `choices`?",
    ),
    (
        "an unknown key, the right one is there",
        file(
            "scenarios/draft.yaml", "title: A draft\nchoices: {pay: freeze}\ntitel: A draft\n"
        ),
        "ZS101 3:1-6",
        "unknown key `titel`",
        "not a key of a scenario",
        (
            "keys of a scenario: as-of, at-the-table, choices, description, expect, "
            "from, hold, note, otherwise, proposed-by, readings, source, status, title, "
            "visibility, waivers"
        ),
    ),
    (
        "an unknown key like no other",
        corpus(parties="[union]"),
        "ZS101 5:1-8",
        "unknown key `parties`",
        "not a key of a corpus",
        "keys of a corpus: as-of, at-the-table, note, title, view, zopa",
    ),
    (
        "a key with an underscore",
        file(
            "terms/corpus.yaml",
            "zopa: 1\ntitle: Pay round\nas_of: 2025-03-10\nat-the-table: [union]\n",
        ),
        "ZS101 3:1-6",
        "unknown key `as_of`",
        "not a key of a corpus",
        "did you mean `as-of`?",
    ),
    (
        "a missing key of a file",
        file("scenarios/draft.yaml", "title: A draft\n"),
        "ZS102 1:1-6",
        "scenario has no `choices`",
        "every scenario needs `choices`",
        (
            "add `choices:` (for each issue the chosen terms, a value, or `silent`; "
            "`otherwise` says what an issue is that is not named)"
        ),
    ),
    (
        "a missing key of a thing with an id",
        file(
            "terms/positions/union.yaml",
            (
                "positions:\n"
                "  - id: four-per-cent\n"
                "    party: union\n"
                "    kind: offer\n"
                "    strength: declared\n"
                "    title: Four per cent\n"
            ),
        ),
        "ZS102 2:9-22",
        "position `four-per-cent` has no `since`",
        "every position needs `since`",
        "add `since:` (since when it is held: a day, or bounds of one)",
    ),
    (
        "missing keys of a thing without an id",
        file("terms/parties.yaml", "parties: []\nmemberships:\n  - {member: union}\n"),
        "ZS102 3:6-12",
        "membership has no `group` or `basis`",
        "every membership needs `group` and `basis`",
        "add `group:` (the group or party that it belongs to)",
        (
            "add `basis:` (how that is known: from a source, from attendance at a "
            "meeting, or from outside the sources)"
        ),
    ),
    (
        "a missing key of a thing that is a key",
        file(
            "terms/state.yaml",
            "entity-types: {berth: {}}\nentities:\n  berth-one: {title: Berth one}\n",
        ),
        "ZS102 3:3-12",
        "entity `berth-one` has no `type`",
        "every entity needs `type`",
        "add `type:` (its entity type)",
    ),
    (
        "a missing key of a part of a thing",
        term("provision: {actor: port, aim: raise}"),
        "ZS102 5:37-46",
        "provision has no `deontic`",
        "every provision needs `deontic`",
        "add `deontic:` (whether the actor must, must not or may, or only expects to)",
    ),
    (
        "both a file and a url",
        file(
            "terms/sources.yaml",
            (
                "sources:\n"
                "  - {id: bulletin, title: Bulletin, file: b.txt, url: "
                '"https://example.org"}\n'
            ),
        ),
        "ZS103 2:50-53",
        "source `bulletin` has both `file` and `url`",
        "only one of them may stand here",
        "keep one of `file` and `url`",
    ),
    (
        "both holds and readings",
        pos("holds: {silent: pay}\n    readings: {all: {holds: {silent: pay}}}"),
        "ZS103 9:5-13",
        "position `four-per-cent` has both `holds` and `readings`",
        "only one of them may stand here",
        "keep one of `holds` and `readings`",
    ),
    (
        "both requires and excludes",
        file(
            "terms/rules.yaml",
            (
                "rules:\n"
                "  - {id: a-rule, basis: definitional, reason: a reason, chosen: pay/raise, "
                "requires: {silent: x}, excludes: {silent: z}}\n"
            ),
        ),
        "ZS103 2:99-107",
        "rule `a-rule` has both `requires` and `excludes`",
        "only one of them may stand here",
        "keep one of `requires` and `excludes`",
    ),
    (
        "both entity and every",
        term("effects: [{entity: agreement, every: berth, set: {raise: 1}}]"),
        "ZS103 5:67-72",
        "effect has both `entity` and `every`",
        "only one of them may stand here",
        "keep one of `entity` and `every`",
    ),
    (
        "a number where a text stands",
        corpus(title="2025"),
        "ZS201 2:8-12",
        "`title` is the number `2025`, not a text",
        "expected a text",
        'write `"2025"` if you mean the text',
    ),
    (
        "true where a text stands",
        corpus(title="true"),
        "ZS201 2:8-12",
        "`title` is `true`, not a text",
        "expected a text",
        'write `"true"` if you mean the text',
    ),
    (
        "null where a text stands",
        corpus(title="null"),
        "ZS201 2:8-12",
        "`title` is `null`, not a text",
        "expected a text",
        "remove the key, or give it a value",
    ),
    (
        "a number with separators",
        attr('{type: integer, unit: metres, minimum: 0, maximum: "1,000"}'),
        "ZS201 4:65-72",
        "`maximum` is the text `1,000`, not a whole number",
        "expected a whole number",
        "write 1000",
    ),
    (
        "a number in quotes",
        attr('{type: integer, unit: metres, minimum: 0, maximum: "40"}'),
        "ZS201 4:65-69",
        "`maximum` is the text `40`, not a whole number",
        "expected a whole number",
        "write 40, without quotes",
    ),
    (
        "a number with its unit",
        attr("{type: integer, unit: metres, minimum: 0, maximum: 40 metres}"),
        "ZS201 4:65-74",
        "`maximum` is the text `40 metres`, not a whole number",
        "expected a whole number",
        "write 40; the unit stands in the declaration",
    ),
    (
        "a number with a point",
        attr("{type: integer, unit: metres, minimum: 0, maximum: 40.0}"),
        "ZS201 4:65-69",
        "`maximum` is the number `40.0`, not a whole number",
        "expected a whole number",
        "write 40",
    ),
    (
        "a broken number",
        attr("{type: integer, unit: metres, minimum: 0.5, maximum: 40}"),
        "ZS201 4:53-56",
        "`minimum` is the number `0.5`, not a whole number",
        "expected a whole number",
        "use a smaller unit (as tenths it is 5), or round it",
    ),
    (
        "a quoted number as parameter",
        draft('{pay: {raise: {amount: "1 000"}}}'),
        "ZS201 2:33-40",
        "`amount` is the text `1 000`, not a word, number, date, `true` or `false`",
        "expected a word, number, date, `true` or `false`",
        "write 1000",
    ),
    (
        "a text where true or false stands",
        attr('{values: [low, high], ordered: "yes"}'),
        "ZS201 4:45-50",
        "`ordered` is the text `yes`, not `true` or `false`",
        "expected `true` or `false`",
        "write `true`",
    ),
    (
        "true in quotes",
        attr('{values: [low, high], ordered: "true"}'),
        "ZS201 4:45-51",
        "`ordered` is the text `true`, not `true` or `false`",
        "expected `true` or `false`",
        "write `true`, without quotes",
    ),
    (
        "a text where a list stands",
        pos("holds: {silent: pay}\n    statements: secretary-on-pay"),
        "ZS201 9:17-33",
        "`statements` is the text `secretary-on-pay`, not a list of ids",
        "expected a list of ids",
        "write `[secretary-on-pay]`",
    ),
    (
        "a text that is no id where a list stands",
        file("terms/record.yaml", "absent: No source names money.\n"),
        "ZS201 1:9-31",
        "`absent` is the text `No source names money.`, not a list of texts",
        "expected a list of texts",
        "put it into a list",
    ),
    (
        "a number where a list of places stands",
        file(
            "terms/record.yaml",
            "facts:\n  - {id: berths, text: Two berths, cites: {bulletin: 5}}\n",
        ),
        "ZS201 2:54-55",
        "`bulletin` is the number `5`, not a list of places in a source",
        "expected a list of places in a source",
        "write `[5]`",
    ),
    (
        "a list where a mapping stands",
        file("scenarios/draft.yaml", "title: A draft\nchoices:\n  - pay: freeze\n"),
        "ZS201 2:1-8",
        "`choices` is a list, not a mapping",
        "expected a mapping",
        "write `key: value` without `- `",
    ),
    (
        "a mapping where a list stands",
        file("terms/issues/pay.yaml", "issues:\n  pay:\n    question: How much?\n"),
        "ZS201 1:1-7",
        "`issues` is a mapping, not a list",
        "expected a list",
        "start every entry with `- `",
    ),
    (
        "a mapping where a text stands",
        file(
            "terms/corpus.yaml",
            "zopa: 1\ntitle: {en: Pay}\nas-of: 2025-03-10\nat-the-table: [union]\n",
        ),
        "ZS201 2:1-6",
        "`title` is a mapping, not a text",
        "expected a text",
    ),
    (
        "a text where a mapping with one key stands",
        file(
            "terms/sources.yaml",
            "sources:\n  - {id: bulletin, title: Bulletin, outlet: Harbour Radio}\n",
        ),
        "ZS201 2:45-58",
        "`outlet` is the text `Harbour Radio`, not a mapping",
        "expected a mapping",
        "write `{name: Harbour Radio}`",
    ),
    (
        "a term where a condition stands",
        rule("pay/raise"),
        "ZS201 5:12-21",
        "`holds` is the text `pay/raise`, not a condition",
        "expected a condition",
        "write `{chosen: pay/raise}`",
    ),
    (
        "a text where a condition stands",
        rule("always"),
        "ZS201 5:12-18",
        "`holds` is the text `always`, not a condition",
        "expected a condition",
    ),
    (
        "a text among the things of a list",
        file("terms/rules.yaml", "rules:\n  - never both\n"),
        "ZS201 2:5-15",
        "entry 1 of `rules` is the text `never both`, not a rule",
        "expected a rule",
    ),
    (
        "a list where a word stands",
        file(
            "terms/positions/union.yaml",
            (
                "positions:\n"
                "  - {id: a, party: union, kind: [red-line], strength: declared, title: x, "
                "since: 2025-03-02}\n"
            ),
        ),
        "ZS201 2:27-31",
        "`kind` is a list, not a word",
        ("expected one of: demand, doubt, offer, openness, preference, red-line, support"),
    ),
    (
        "true as a bound",
        rule("{entity: agreement, holds: {raise: {at-least: true}}}"),
        "ZS201 5:58-62",
        "`at-least` is `true`, not a number, date or word of an ordered enum or a mapping",
        "expected a number, date or word of an ordered enum or a mapping",
    ),
    (
        "an id with capitals and a space",
        draft("{pay: Full Cession}"),
        "ZS202 2:16-28",
        "`Full Cession` is not an id",
        "ids are lower-case words joined by hyphens",
        "write `full-cession`",
    ),
    (
        "an id with an umlaut",
        draft("{pay: größe}"),
        "ZS202 2:16-21",
        "`größe` is not an id",
        "ids are lower-case words joined by hyphens",
        "write `grosse`",
    ),
    (
        "an id with a letter that only looks Latin",
        draft("{pay: freezе}"),
        "ZS202 2:16-22",
        "`freezе` is not an id",
        "ids are lower-case words joined by hyphens",
    ),
    (
        "a key that is no id",
        draft("{Pay_Round: freeze}"),
        "ZS202 2:11-20",
        "`Pay_Round` is not an id",
        "ids are lower-case words joined by hyphens",
        "write `pay-round`",
    ),
    (
        "a quoted word that YAML readers mistake",
        draft('{pay: "no"}'),
        "ZS202 2:16-20",
        "`no` cannot be an id",
        "some YAML readers take it for something else than a text",
    ),
    (
        "an id that is too long",
        draft("{pay: " + "a" * 101 + "}"),
        "ZS202 2:16-117",
        "`aaaaaaaaaaaaaa…aaaaaaaaaaaaaaa` is too long for an id",
        "longer than 100 characters",
    ),
    (
        "silent beside terms",
        draft("{pay: [silent, freeze]}"),
        "ZS202 2:17-23",
        "`silent` cannot stand beside terms",
        "it says that none of them is chosen",
    ),
    (
        "a parameter that is no id",
        term("effects: [{entity: agreement, set: {raise: $Amount}}]"),
        "ZS202 5:80-87",
        "`Amount` is not an id",
        "ids are lower-case words joined by hyphens",
        "write `$amount`",
    ),
    (
        "a term without its issue",
        rule("{chosen: freeze}"),
        "ZS203 5:21-27",
        "`freeze` does not say whose term it is",
        "expected `issue/term`",
        "write `issue/freeze`, with the id of its issue",
    ),
    (
        "a position without its party",
        file(
            "scenarios/draft.yaml",
            "title: A draft\nchoices: {}\nexpect: {crossed: [four-per-cent]}\n",
        ),
        "ZS203 3:20-33",
        "`four-per-cent` does not say whose position it is",
        "expected `party/position`",
        "write `party/four-per-cent`, with the id of its party",
    ),
    (
        "a reference with a capital",
        rule("{chosen: pay/Freeze}"),
        "ZS203 5:21-31",
        "`pay/Freeze` is not of the form `issue/term`",
        "expected `issue/term`",
        "write `pay/freeze`",
    ),
    (
        "a reference with three parts",
        rule("{chosen: pay/freeze/all}"),
        "ZS203 5:21-35",
        "`pay/freeze/all` is not of the form `issue/term`",
        "expected `issue/term`",
        "write it as `issue/term`",
    ),
    (
        "a key that is no reference",
        file("scenarios/draft.yaml", "title: A draft\nchoices: {}\nreadings: {berths: all}\n"),
        "ZS203 3:12-18",
        "`berths` does not say whose position it is",
        "expected `party/position`",
        "write `party/berths`, with the id of its party",
    ),
    (
        "a day that does not exist",
        corpus(as_of="2025-02-30"),
        "ZS204 3:8-18",
        "`as-of` is `2025-02-30`, a day that does not exist",
        "February 2025 has 28 days",
    ),
    (
        "the 29th of February of another year",
        corpus(as_of="2025-02-29"),
        "ZS204 3:8-18",
        "`as-of` is `2025-02-29`, a day that does not exist",
        "February 2025 has 28 days",
    ),
    (
        "a month that does not exist",
        corpus(as_of="2025-13-01"),
        "ZS204 3:8-18",
        "`as-of` is `2025-13-01`, a day that does not exist",
        "there is no month 13",
    ),
    (
        "a year that nobody means",
        corpus(as_of="0225-03-10"),
        "ZS204 3:8-18",
        "`as-of` is `0225-03-10`, not a date",
        "the year must be between 1000 and 2999",
        "write year, month and day: 2025-08-17",
    ),
    (
        "a day without leading zeros",
        corpus(as_of="2025-3-1"),
        "ZS204 3:8-16",
        "`as-of` is `2025-3-1`, not a date",
        "expected a date such as 2025-08-17",
        "write 2025-03-01",
    ),
    (
        "a day with dots",
        corpus(as_of="17.8.2025"),
        "ZS204 3:8-17",
        "`as-of` is `17.8.2025`, not a date",
        "expected a date such as 2025-08-17",
        "write 2025-08-17",
    ),
    (
        "a day with a time",
        corpus(as_of="2025-08-17T10.00"),
        "ZS204 3:8-24",
        "`as-of` is `2025-08-17T10.00`, not a date",
        "expected a date such as 2025-08-17",
        "write 2025-08-17",
    ),
    (
        "words for a day",
        corpus(as_of="yesterday"),
        "ZS204 3:8-17",
        "`as-of` is `yesterday`, not a date",
        "expected a date such as 2025-08-17",
        "write year, month and day: 2025-08-17",
    ),
    (
        "a month where a day must stand",
        corpus(as_of="2025-08"),
        "ZS204 3:8-15",
        "`as-of` is `2025-08`, not a date",
        "expected a day",
        "write year, month and day: 2025-08-17",
    ),
    (
        "a year where a day must stand",
        corpus(as_of="2025"),
        "ZS201 3:8-12",
        "`as-of` is the number `2025`, not a date",
        "expected a date",
        "write year, month and day: 2025-08-17",
    ),
    (
        "a month where bounds may stand",
        file("terms/record.yaml", "events:\n  - {id: talks, title: Talks, when: 2024-02}\n"),
        "ZS204 2:37-44",
        "`when` is `2024-02`, not a date",
        "expected a day",
        "write `{earliest: 2024-02-01, latest: 2024-02-29}`, or the day",
    ),
    (
        "a year where bounds may stand",
        file("terms/record.yaml", "events:\n  - {id: talks, title: Talks, when: 2025}\n"),
        "ZS201 2:37-41",
        ("`when` is the number `2025`, not a date or a mapping with the bounds of a day"),
        "expected a date or a mapping with the bounds of a day",
        "write `{earliest: 2025-01-01, latest: 2025-12-31}`, or the day",
    ),
    (
        "bounds with an unknown key",
        file(
            "terms/record.yaml",
            (
                "events:\n"
                "  - {id: talks, title: Talks, when: {earliest: 2025-01-01, last: "
                "2025-01-02}}\n"
            ),
        ),
        "ZS101 2:60-64",
        "unknown key `last`",
        "not a key of a mapping with the bounds of a day",
        "did you mean `latest`?",
    ),
    (
        "a column left of the map",
        file(
            "terms/state.yaml",
            (
                "entity-types: {berth: {}}\n"
                "entities:\n"
                "  berth-one: {type: berth, tile: [-1, 0]}\n"
            ),
        ),
        "ZS205 3:35-37",
        "entry 1 of `tile` is `-1`, it must be at least 0",
        "1 below the minimum",
    ),
    (
        "a paragraph before the first",
        file(
            "terms/record.yaml",
            "facts:\n  - {id: berths, text: Two berths, cites: {bulletin: [0]}}\n",
        ),
        "ZS205 2:55-56",
        "entry 1 of `bulletin` is `0`, it must be at least 1",
        "1 below the minimum",
    ),
    (
        "more digits than can be",
        file(
            "terms/issues/pay.yaml",
            "issues:\n  - id: pay\n    question: How much?\n"
            "    answer: {type: decimal, digits: 40, minimum: 0, maximum: 1}\n",
        ),
        "ZS205 4:37-39",
        "`digits` is `40`, it must be at most 9",
        "31 above the maximum",
    ),
    (
        "an order of three",
        file(
            "terms/rules.yaml",
            "rules:\n  - {id: order, basis: definitional, reason: So.,"
            " holds: {before: [signing, truce, vote]}}\n",
        ),
        "ZS206 2:59-65",
        "`before` has 3 entries, not exactly 2",
        "expected exactly 2 entries",
        "say it of each pair: `{all: [{before: [signing, truce]}, {before: [truce, vote]}]}`",
    ),
    (
        "a step that leads nowhere",
        file(
            "terms/issues/pay.yaml",
            "issues:\n  - id: pay\n    question: How much?\n"
            "    answer: {type: decimal, digits: 1, minimum: 0, maximum: 1, step: 0}\n",
        ),
        "ZS205 4:70-71",
        "`step` is `0`, it must be above 0",
        "expected more than 0",
    ),
    (
        "an answer without a type",
        file(
            "terms/issues/pay.yaml",
            "issues:\n  - id: pay\n    question: How much?\n    answer: {unit: EUR}\n",
        ),
        "ZS302 4:5-11",
        "answer has no `type`",
        "expected `type`",
    ),
    (
        "an empty text",
        corpus(title='""'),
        "ZS206 2:8-10",
        "`title` is empty",
        "expected at least 1 character",
        "give it some words, or remove the key",
    ),
    (
        "a condition on nothing",
        rule("{all: []}"),
        "ZS206 5:13-16",
        "`all` is empty",
        "expected at least 1 entry",
    ),
    (
        "one of two coordinates",
        file(
            "terms/state.yaml",
            "entity-types: {berth: {}}\nentities:\n  berth-one: {type: berth, tile: [1]}\n",
        ),
        "ZS206 3:28-32",
        "`tile` has 1 entry, not exactly 2",
        "expected exactly 2 entries",
    ),
    (
        "two terms in one mapping",
        draft("{pay: {raise: {}, bonus: {}}}"),
        "ZS206 2:11-14",
        "`pay` has 2 entries, not at most 1",
        "expected at most 1 entry",
        "write a list, `[{raise: …}, {bonus: …}]`",
    ),
    (
        "only one version of a contradiction",
        file(
            "terms/record.yaml",
            "contradictions:\n  - {id: berths, topic: Berths, versions: [two]}\n",
        ),
        "ZS206 2:33-41",
        "`versions` has 1 entry, not at least 2",
        "expected at least 2 entries",
    ),
    (
        "an entry twice",
        corpus(at_the_table="[union, port, union]"),
        "ZS207 4:29-34",
        "`union` stands twice in `at-the-table`",
        "here again",
        "remove one of them",
    ),
    (
        "a number twice",
        file(
            "terms/record.yaml",
            "facts:\n  - {id: berths, text: Two berths, cites: {bulletin: [5, 5]}}\n",
        ),
        "ZS207 2:58-59",
        "`5` stands twice in `bulletin`",
        "here again",
        "remove one of them",
    ),
    (
        "a condition twice",
        file(
            "terms/rules.yaml",
            (
                "rules:\n"
                "  - id: r\n"
                "    basis: definitional\n"
                "    reason: So.\n"
                "    holds: {any: [{silent: pay}, {silent: pay}]}\n"
            ),
        ),
        "ZS207 5:35-41",
        "the same stands twice in `any`",
        "here again",
        "remove one of them",
    ),
    (
        "a strength that there is not",
        file(
            "terms/positions/union.yaml",
            (
                "positions:\n"
                "  - {id: a, party: union, kind: offer, strength: declarred, title: x, "
                "since: 2025-03-02}\n"
            ),
        ),
        "ZS208 2:50-59",
        "position `a` has unknown strength `declarred`",
        "expected one of: constitutional, declared, indicated, repeated, reported",
        "did you mean `declared`?",
    ),
    (
        "a verdict that there is not",
        file("scenarios/draft.yaml", "title: A draft\nchoices: {}\nexpect: {deal: maybe}\n"),
        "ZS208 3:16-21",
        "`deal` cannot be `maybe`",
        "expected one of: false, open, true",
    ),
    (
        "a term that is not mentioned",
        term("mentioned: false"),
        "ZS208 5:48-53",
        "`mentioned` of term `raise` cannot be `false`",
        "expected one of: implied, true",
    ),
    (
        "a number of terms in words",
        file(
            "terms/issues/pay.yaml",
            (
                "issues:\n"
                "  - id: pay\n"
                "    question: How much?\n"
                "    choose: many\n"
                "    terms: [{id: raise, title: A raise}]\n"
            ),
        ),
        "ZS208 4:13-17",
        "`choose` of issue `pay` cannot be `many`",
        "expected one of: any, one or a mapping with `min` and `max`",
        "did you mean `any`?",
    ),
    (
        "a default that is no number",
        attr("{type: integer, unit: metres, minimum: 0, maximum: 40, default: deep}"),
        "ZS208 4:78-82",
        "`default` of attribute `depth` cannot be `deep`",
        "expected `unlimited` or a whole number",
    ),
    (
        "a duty in two words",
        term("provision: {actor: port, deontic: must not, aim: raise}"),
        "ZS208 5:71-79",
        "term `raise` has unknown deontic `must not`",
        "expected one of: expects, may, must, must-not",
        "did you mean `must-not`?",
    ),
    (
        "the kind of the documentation",
        file(
            "terms/positions/russia.yaml",
            (
                "positions:\n"
                "  - id: no-nato-troops\n"
                "    party: russia\n"
                "    kind: redline\n"
                "    strength: reported\n"
                "    title: No NATO troops\n"
                "    since: 2025-08-19\n"
            ),
        ),
        "ZS301 4:11-18",
        "position `no-nato-troops` has unknown kind `redline`",
        ("expected one of: demand, doubt, offer, openness, preference, red-line, support"),
        "did you mean `red-line`?",
    ),
    (
        "an attribute of a type that there is not",
        attr("{type: int, minimum: 0, maximum: many}"),
        "ZS301 4:21-24",
        "attribute `depth` has unknown type `int`",
        "expected one of: boolean, date, decimal, integer",
    ),
    (
        "an attribute without type and values",
        attr("{title: Depth}"),
        "ZS302 4:7-12",
        "attribute `depth` has neither `values` nor `type`",
        "expected one of: type, values",
    ),
    (
        "a slip in the key that decides",
        attr("{vaules: [low, high], ordered: true}"),
        "ZS101 4:15-21",
        "unknown key `vaules`",
        "not a key of an attribute",
        "did you mean `values`?",
    ),
    (
        "an attribute with type and values",
        attr("{type: integer, values: [low, high]}"),
        "ZS103 4:30-36",
        "attribute `depth` has both `type` and `values`",
        "only one of them may stand here",
        "keep one of `type` and `values`",
    ),
    (
        "a key of another type of attribute",
        attr("{type: boolean, minimum: 0}"),
        "ZS304 4:30-37",
        "`minimum` is not allowed with `type: boolean`",
        "not a key of an attribute with `type: boolean`",
        "remove it; it goes with `type: integer` or `type: decimal`",
    ),
    (
        "an enum with a unit",
        attr("{values: [low, high], unit: metres}"),
        "ZS304 4:36-40",
        "`unit` is not allowed with `values`",
        "not a key of an attribute with `values`",
        "remove it; it goes with `type: integer` or `type: decimal`",
    ),
    (
        "an effect on nothing",
        term("effects: [{set: {raise: 1}}]"),
        "ZS302 5:48-51",
        "effect has neither `entity`, `every` nor `milestone`",
        "expected one of: entity, every, milestone",
    ),
    (
        "a rule that says nothing",
        file(
            "terms/rules.yaml",
            "rules:\n  - {id: a-rule, basis: definitional, reason: a reason}\n",
        ),
        "ZS302 2:10-16",
        "rule `a-rule` has neither `chosen` nor `holds`",
        "expected one of: chosen, holds",
    ),
    (
        "a rule on a term that asks nothing",
        file(
            "terms/rules.yaml",
            (
                "rules:\n"
                "  - {id: a-rule, basis: definitional, reason: a reason, chosen: pay/raise}\n"
            ),
        ),
        "ZS302 2:10-16",
        "rule `a-rule` has neither `requires` nor `excludes`",
        "expected one of: excludes, requires",
    ),
    (
        "a slip in the key of a rule",
        file(
            "terms/rules.yaml",
            (
                "rules:\n"
                "  - {id: a-rule, basis: definitional, reason: a reason, chosen: pay/raise, "
                "require: {silent: x}}\n"
            ),
        ),
        "ZS101 2:76-83",
        "unknown key `require`",
        "not a key of a rule with `chosen`",
        "did you mean `requires`?",
    ),
    (
        "a slip in an operator",
        rule("{chosn: pay/raise}"),
        "ZS101 5:13-18",
        "unknown key `chosn`",
        "not a key of a condition",
        "did you mean `chosen`?",
    ),
    (
        "an operator that there is not",
        rule("{term: pay/raise}"),
        "ZS302 5:13-17",
        "`term` is not an operator of a condition",
        OPERATORS,
    ),
    (
        "no operator",
        rule("{holds: {raise: 3}}"),
        "ZS302 5:13-18",
        "a condition has `holds`, but no operator",
        OPERATORS,
    ),
    (
        "an empty condition",
        rule("{}"),
        "ZS302 5:5-10",
        "condition is empty",
        OPERATORS,
    ),
    (
        "two operators",
        rule("{chosen: pay/raise, silent: pay}"),
        "ZS303 5:32-38",
        "condition has both `chosen` and `silent`",
        "only one of them may stand here",
        "combine them, `all: [{chosen: …}, {silent: …}]`, or keep one",
    ),
    (
        "a key that goes with another operator",
        rule("{chosen: pay/raise, where: {deep-water: true}}"),
        "ZS304 5:32-37",
        "`where` is not allowed with `chosen`",
        "not a key of a condition with `chosen`",
        ("remove it; it goes with `at-least`, `at-most`, `exactly`, `every`, `some` or `none`"),
    ),
    (
        "a filter beside a list of conditions",
        rule("{at-least: 1, of: [{silent: pay}], where: {deep-water: true}}"),
        "ZS304 5:47-52",
        "`where` is not allowed with a list of conditions",
        "goes with an entity type only",
        "say it in the conditions, or count entities: `of` is then their type",
    ),
    (
        "an if without its then",
        rule("{if: {silent: pay}, else: {silent: berths}}"),
        "ZS102 5:5-10",
        "condition with `if` has no `then`",
        "every condition with `if` needs `then`",
        "add `then:` (what must be true where `if` is)",
    ),
    (
        "a count of nothing",
        rule("{at-least: 1}"),
        "ZS102 5:5-10",
        "condition with `at-least` has no `of`",
        "every condition with `at-least` needs `of`",
        "add `of:` (the conditions, or an entity type)",
    ),
    (
        "an every that claims nothing",
        rule("{every: berth, where: {operator: private}}"),
        "ZS102 5:5-10",
        "condition with `every` has no `holds`",
        "every condition with `every` needs `holds`",
        "add `holds:` (what is said of them)",
    ),
    (
        "an error deep in a condition",
        rule("{all: [{not: {any: [{chosen: pay/raise}, {silent: Pay}]}}]}"),
        "ZS202 5:62-65",
        "`Pay` is not an id",
        "ids are lower-case words joined by hyphens",
        "write `pay`",
    ),
    (
        "a comparison that there is not",
        rule("{entity: agreement, holds: {raise: {atleast: 40}}}"),
        "ZS101 5:48-55",
        "unknown key `atleast`",
        "not a key of a comparison",
        "did you mean `at-least`?",
    ),
    (
        "a comparison with nothing",
        rule("{entity: agreement, holds: {raise: {}}}"),
        "ZS206 5:40-45",
        "`raise` is empty",
        "expected at least 1 entry",
    ),
    (
        "one value where several are asked for",
        rule("{entity: agreement, holds: {duration: {in: one-year}}}"),
        "ZS201 5:55-63",
        "`in` is the text `one-year`, not a list of values",
        "expected a list of values",
        "write `[one-year]`",
    ),
    (
        "a filter by nothing",
        rule("{some: berth, where: {}}"),
        "ZS206 5:26-31",
        "`where` is empty",
        "expected at least 1 entry",
    ),
    (
        "a version from the future",
        corpus(zopa=2),
        "ZS401 1:7-8",
        "this zopa does not know version `2` of the format",
        "it knows version 1",
        "install a newer zopa, or write `zopa: 1` if the files are in version 1",
    ),
    (
        "a version in quotes",
        corpus(zopa='"1"'),
        "ZS201 1:7-10",
        "`zopa` is the text `1`, not a whole number",
        "expected a whole number",
        "write 1, without quotes",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[each[0] for each in CASES])
def test_a_slip_leads_to_this_one_finding(case: Case) -> None:
    """One cause gives one finding, at the smallest text to blame, with a way out."""
    _, file, where, message, label, *ways_out = case
    said = [
        (f"{each.code} {each.span}-{each.span.end.column}", each.message, each.label, each.help)
        for each in findings(*file)
        if each.span
    ]

    code, _, place = where.partition(" ")
    assert said == [(f"{code} {file[0]}:{place}", message, label, tuple(ways_out))]


def test_every_kind_of_finding_occurs() -> None:
    """No entry of the catalogue is dead, none is missing from it, no code is given twice.

    What the comment for editors can be has tests of its own, in `test_modeline`.
    """
    every = [
        each.code
        for each in [
            each for each in diagnostics.CATALOGUE.values() if each.code.startswith("ZS")
        ]
    ]

    found = {each[2].partition(" ")[0] for each in CASES}
    assert found == {each for each in every if each != diagnostics.OTHER_SCHEMA.code}
    assert every == sorted(set(every))
    assert len(
        {
            each.name
            for each in [
                each for each in diagnostics.CATALOGUE.values() if each.code.startswith("ZS")
            ]
        }
    ) == len(every)


@pytest.mark.parametrize(
    "kind",
    [each for each in diagnostics.CATALOGUE.values() if each.code.startswith("ZS")],
    ids=lambda each: str(each.code),
)
def test_every_kind_is_explained(kind: DiagnosticKind) -> None:
    """With an example of how not to do it and one of how to do it."""
    assert kind.code.startswith("ZS")
    assert re.search(
        r"^Bad.*?```yaml.*?^Good.*?```yaml", explanation(kind), re.MULTILINE | re.DOTALL
    )


# -- what a finding carries besides -------------------------------------------


def test_a_slip_with_one_likely_meaning_can_be_fixed() -> None:
    """The edit replaces the key alone."""
    (found,) = findings("scenarios/draft.yaml", "title: A draft\nchoises: {}\n")

    assert [(str(each.span), each.text, each.safe) for each in found.fixes] == [
        ("scenarios/draft.yaml:2:1", "choices", True)
    ]
    assert found.pointer == "/choises"


def test_an_edit_of_an_id_is_not_safe() -> None:
    """Other files may refer to it."""
    (found,) = findings(*draft("{pay: Full Cession}"))

    assert [(each.text, each.safe) for each in found.fixes] == [("full-cession", False)]


def test_a_letter_that_only_looks_latin_is_named() -> None:
    """Nobody could see it."""
    (found,) = findings(*draft("{pay: fr\u0435\u0435ze}"))

    assert found.notes == ("`\u0435` is U+0435, Cyrillic small letter ie",)


def test_the_other_one_of_two_keys_is_pointed_at() -> None:
    """The second is to blame, the first is shown."""
    (found,) = findings(*rule("{silent: pay, chosen: pay/raise}"))

    assert [(str(each.span), each.text) for each in found.related] == [
        ("terms/rules.yaml:5:13", "the other one")
    ]


def test_the_first_of_two_equal_entries_is_pointed_at() -> None:
    """The second is to blame."""
    (found,) = findings(*corpus(at_the_table="[port, union, union]"))

    assert [(str(each.span), each.text) for each in found.related] == [
        ("terms/corpus.yaml:4:22", "first here")
    ]


def test_the_pointer_leads_to_what_is_wrong() -> None:
    """Also through keys with a slash; a missing key is the fault of its mapping."""
    path = "scenarios/draft.yaml"
    text = "title: A draft\nchoices: {}\nreadings: {union/pay: No}\nexpect: {deal: 3}\n"
    text = text.replace("No}", "All}") + "waivers: [{position: union/pay, reason: x, by: me}]\n"

    assert [each.pointer for each in findings(path, text)] == [
        "/readings/union~1pay",
        "/expect/deal",
        "/waivers/0",
    ]


def test_findings_come_in_the_order_of_the_text() -> None:
    """Whatever the schema looks at first."""
    path = "scenarios/draft.yaml"
    text = "choices: {b: null, a: {}, c: No Way}\ntitel: x\nas-of: 2025-02-30\n"

    found = [(each.code, str(each.span).partition(":")[2]) for each in findings(path, text)]

    assert found == [
        ("ZS201", "1:14"),
        ("ZS206", "1:20"),
        ("ZS202", "1:30"),
        ("ZS101", "2:1"),
        ("ZS204", "3:8"),
    ]


# -- one cause, one finding ---------------------------------------------------


def test_under_an_unknown_key_nothing_is_looked_at() -> None:
    """What is wrong there may be right under the right key."""
    found = findings("scenarios/draft.yaml", "title: A draft\nchoises: {Pay: 3, b: []}\n")

    assert [each.code for each in found] == ["ZS101"]


def test_an_unknown_type_silences_what_depends_on_it() -> None:
    """Neither the unit that an integer would need nor the text at `maximum` is told."""
    found = findings(*attr("{type: integr, minimum: 0, maximum: many, unitt: metres}"))

    assert [each.code for each in found] == ["ZS301"]


def test_a_key_that_yaml_readers_mistake_is_told_once() -> None:
    """The YAML profile speaks of it already."""
    document = parse("title: A draft\nchoices: {no: freeze}\n", "scenarios/draft.yaml")

    assert [each.code for each in document.diagnostics] != []
    assert list(check_shape(document, role_for(document.path))) == []


def test_two_slips_for_one_missing_key_are_two_findings() -> None:
    """The first stands for the missing key too, which is not told besides."""
    text = "title: A draft\nchoises: {}\nchoces: {}\n"

    assert [each.message for each in findings("scenarios/draft.yaml", text)] == [
        "unknown key `choises`",
        "unknown key `choces`",
    ]


def test_a_file_that_could_not_be_read_has_no_shape() -> None:
    """It has a finding of its own."""
    document = parse("[", "scenarios/draft.yaml")

    assert document.data is None
    assert list(check_shape(document, role_for(document.path))) == []


@pytest.mark.parametrize(
    ("written", "way_out"),
    [
        ("'9007199254740991'", "write 9007199254740991, without quotes"),
        ("'9007199254740992'", "use a larger unit"),
        (f"'{'9' * 5_000}'", "use a larger unit"),
        (f"'{'9' * 5_000} metres'", "use a larger unit"),
        ("'-0'", "write 0"),
        ("'+007'", "write 7"),
        ("9007199254740992.0", "use a larger unit"),
        ("-0.0", "write 0"),
    ],
)
def test_a_number_that_is_advised_is_one_that_can_be_read(written: str, way_out: str) -> None:
    """However long the text is; the fix does not lead to the next finding."""
    path, text = attr(f"{{type: integer, unit: metres, minimum: {written}, maximum: 4}}")

    finding = next(each for each in findings(path, text) if each.code == "ZS201")

    assert finding.help == (way_out,)
    for fix in finding.fixes:
        assert parse(f"a: {fix.text}\n", path).ok
