"""The flags of the commands that ask questions, and those that commands share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zopa import Refused

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "EXCHANGE",
    "assumptions",
    "batch",
    "budget",
    "check",
    "coalitions",
    "common",
    "compare",
    "conflicts",
    "coverage",
    "day",
    "deals",
    "draft",
    "fail_on",
    "formats",
    "frontier",
    "gate",
    "limit",
    "no_count",
    "number",
    "options",
    "port",
    "reading",
    "repair",
    "report",
    "robustness",
    "sample",
    "seconds",
    "severities",
    "some",
    "sweep",
    "watch",
    "words",
]


EXCHANGE = ("github", "sarif", "junit", "gitlab", "rdjson")
"""Forms of findings for other tools."""


# -- questions


def check(command: argparse.ArgumentParser) -> None:
    """`zopa check`."""
    command.add_argument(
        "scenarios", nargs="*", metavar="SCENARIO", help="path or id (default: every scenario)"
    )
    gate(command)
    excluding(command)
    stdin(command)
    watch(command)
    assumptions(command)
    formats(command, "auto", "text", "full", "concise", "json", "jsonl", *EXCHANGE)


def options(command: argparse.ArgumentParser) -> None:
    """`zopa options`."""
    command.add_argument("--why", metavar="ISSUE/TERM", help="a minimal reason for its mark")
    no_count(command)
    draft(command, needed=True)


def deals(command: argparse.ArgumentParser) -> None:
    """`zopa deals`."""
    command.add_argument(
        "--examples",
        type=number,
        default=3,
        metavar="K",
        help="deals to show (default: 3)",
    )
    no_count(command)
    draft(command)


def conflicts(command: argparse.ArgumentParser) -> None:
    """`zopa conflicts` and `zopa concessions`."""
    # Readers need no more of them, and millions would fill the memory.
    limit(command, "find at most N, smallest first (default: 10,000)", 10_000)
    draft(command, "jsonl")


def coalitions(command: argparse.ArgumentParser) -> None:
    """`zopa coalitions`."""
    draft(command)
    command.add_argument(
        "--limit", type=some, metavar="N", help="find at most N sets of each kind"
    )
    command.add_argument("--no-count", action="store_true", help="do not count the agreements")
    command.add_argument(
        "--by-date", action="store_true", help="also say who could agree on earlier days"
    )


def robustness(command: argparse.ArgumentParser) -> None:
    """`zopa robustness`."""
    command.add_argument(
        "--over",
        action="extend",
        type=words,
        metavar="ASSUMPTIONS",
        help="what to vary, of readings,doubts,days,table,waivers (default: the first three)",
    )
    limit(command, "stop after N minimal conflicts, and give bounds")
    draft(command)


def repair(command: argparse.ArgumentParser) -> None:
    """`zopa repair`."""
    command.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="ISSUE",
        help="do not change this choice; may be repeated",
    )
    limit(command, "show so many of the nearest at the most (default: 10)", 10)
    draft(command, needed=True)


def frontier(command: argparse.ArgumentParser) -> None:
    """`zopa frontier`."""
    command.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="what crossing each position counts: YAML `weights: {party/position: number}`",
    )
    limit(command, "look at at most N concession sets (default: all)")
    draft(command)


def compare(command: argparse.ArgumentParser) -> None:
    """`zopa compare`."""
    command.add_argument(
        "scenarios",
        nargs="*",
        metavar="SCENARIO",
        help="path or id: two or more; with --since those to look at (default: every one)",
    )
    command.add_argument(
        "--since",
        metavar="REV",
        help="compare the corpus now with what it was at this git revision",
    )
    command.add_argument(
        "--fail-on",
        choices=("weaker", "any", "error", "warning", "note", "never"),
        default="never",
        help="with --since, what makes the exit code 1: a red line that got weaker or vanished,"
        " any change, or the least of the findings (default: never)",
    )
    command.add_argument("--all", action="store_true", help="show what does not differ too")
    command.add_argument(
        "--verbose",
        action="store_true",
        help="print kind, reading, sources and id of every position that differs",
    )
    severities(command)
    assumptions(command)
    formats(command, "auto", "text", "full", "concise", "json", "jsonl", *EXCHANGE)


def report(command: argparse.ArgumentParser) -> None:
    """`zopa report`."""
    command.add_argument(
        "scenarios", nargs="*", metavar="SCENARIO", help="path or id (default: every scenario)"
    )
    command.add_argument(
        "--compare", action="store_true", help="add a comparison of the drafts"
    )
    command.add_argument(
        "--since", metavar="REV", help="say too what changed since this git revision"
    )
    command.add_argument(
        "--with",
        dest="more",
        action="extend",
        type=words,
        default=[],
        metavar="PARTS",
        help="add to each draft's chapter: coalitions,robustness",
    )
    command.add_argument(
        "--short",
        action="store_true",
        help="verdicts, conflicts, who concedes and sources alone, on two pages for a draft",
    )
    command.add_argument(
        "--tables",
        type=Path,
        metavar="DIR",
        help="write every table there too, as CSV and as JSON Lines",
    )
    command.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="write the answers there as data: a file a kind, with a datapackage.json",
    )
    command.add_argument(
        "--data-format",
        choices=("csv", "jsonl", "parquet"),
        help="of --data: csv by default (parquet where pyarrow is installed)",
    )
    command.add_argument(
        "--bom", action="store_true", help="begin the CSV of --data so that Excel reads UTF-8"
    )
    assumptions(command)
    formats(command, "html", "fragment", "markdown", "docx", "uvl", "asp")
    command.set_defaults(format=None)  # html, but no stdout beside --output


def batch(command: argparse.ArgumentParser) -> None:
    """`zopa batch`."""
    command.add_argument(
        "spec", type=Path, metavar="SPEC", help="YAML file that says which rows are asked"
    )
    command.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="write the rows to FILE.csv or FILE.parquet, and go on with what is there",
    )
    command.add_argument(
        "--jobs",
        type=some,
        default=1,
        metavar="N",
        help="ask in N processes (default: 1)",
    )
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="ask on a cluster of Dask, such as tcp://host:8786",
    )


def coverage(command: argparse.ArgumentParser) -> None:
    """`zopa coverage`."""
    command.add_argument(
        "--source",
        metavar="SOURCE",
        help="show every place of a source that is cited, by what, and numbers that are not",
    )
    command.add_argument(
        "--topics",
        action="store_true",
        help="list the usual topics by what the draft, or without one the corpus, has on them",
    )
    command.add_argument(
        "scenario",
        nargs="?",
        metavar="SCENARIO",
        help="path or id of a draft, of which the topics are listed",
    )
    command.add_argument(
        "--as-of", type=day, metavar="DATE", help="use the positions current on DATE"
    )
    budget(command)
    formats(command, "text", "json")


def sweep(command: argparse.ArgumentParser) -> None:
    """`zopa sweep`."""
    draft(command)


# -- shared by commands


def common(command: argparse.ArgumentParser) -> None:
    """Flags of every command."""
    command.add_argument("--quiet", "-q", action="store_true", help="only what is asked for")
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the text (auto: on a terminal)",
    )
    command.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )


def sample(command: argparse.ArgumentParser) -> None:
    """The flag for the sample corpus of zopa."""
    command.add_argument(
        "--sample", action="store_true", help="ask the corpus that comes with zopa"
    )


def fail_on(command: argparse.ArgumentParser) -> None:
    """Lowest severity of findings that fails a run."""
    command.add_argument(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        default="error",
        help="lowest severity that gives exit code 1 (default: error)",
    )


def view(command: argparse.ArgumentParser) -> None:
    """The flag for the party or public view of the workspace."""
    command.add_argument(
        "--view",
        metavar="PARTY",
        help="leave out what PARTY may not see; `public`: what not everybody may",
    )


def formats(command: argparse._ActionsContainer, *formats: str) -> None:
    """Forms of the answer, the default first."""
    command.add_argument(
        "--format", choices=formats, default=formats[0], help="form of the answer"
    )
    command.set_defaults(formats=formats)
    command.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="FORMAT[:FILE]",
        help="write the answer in this form, to the file if one is named; may be repeated",
    )


def assumptions(command: argparse.ArgumentParser) -> None:
    """Flags of a question's assumptions."""
    group = command.add_argument_group("assumptions")
    group.add_argument(
        "--as-of", type=day, metavar="DATE", help="use the positions current on DATE"
    )
    group.add_argument(
        "--hold",
        action="extend",
        type=words,
        metavar="KINDS",
        help="kinds of position that count (default: red-line,demand)",
    )
    group.add_argument(
        "--parties", action="extend", type=words, metavar="A,B", help="parties at the table"
    )
    group.add_argument(
        "--waive",
        action="append",
        default=[],
        metavar="POSITION",
        help="assume that this position is dropped (repeatable)",
    )
    group.add_argument(
        "--reading",
        action="append",
        default=[],
        type=reading,
        metavar="POSITION=READING",
        help="read the position in this way",
    )
    budget(group)


def budget(
    command: argparse.ArgumentParser | argparse._ArgumentGroup,  # has no other name
    default: str = "30",
) -> None:
    """Time limit of the answer."""
    command.add_argument(
        "--budget",
        type=seconds,
        metavar="SECONDS",
        help=f"stop after this time and say so (default: {default})",
    )


def severities(command: argparse.ArgumentParser) -> None:
    """Flags of the severity of findings."""
    command.add_argument(
        "--severity",
        action="append",
        default=[],
        metavar="CODE=LEVEL",
        help="what a finding weighs: error, warning or note; may be repeated",
    )
    command.add_argument(
        "--allow-downgrade",
        action="store_true",
        help="with CI set: --severity may make less of unmet expectations and missing sources",
    )


def watch(command: argparse.ArgumentParser) -> None:
    """Flag for a new answer after every change."""
    command.add_argument(
        "--watch", action="store_true", help="answer again whenever a file changes"
    )


def gate(command: argparse.ArgumentParser) -> None:
    """Verdicts that count as errors."""
    command.add_argument(
        "--verbose", action="store_true", help="every position of every draft, not a table"
    )
    command.add_argument(
        "--gate",
        action="append",
        default=[],
        choices=("red-lines", "demands", "incoherent"),
        help="count these verdicts as errors",
    )


def draft(command: argparse.ArgumentParser, *others: str, needed: bool = False) -> None:
    """A scenario, its assumptions, and forms of the answer."""
    if needed:
        command.add_argument("scenario", metavar="SCENARIO", help="path or id")
    else:
        command.add_argument(
            "scenario",
            nargs="?",
            metavar="SCENARIO",
            help="path or id (default: nothing chosen)",
        )
    assumptions(command)
    command.add_argument("--verbose", action="store_true", help="print every detail")
    formats(command, "text", "json", *others)


def limit(command: argparse.ArgumentParser, what: str, default: int | None = None) -> None:
    """Maximum number of results."""
    command.add_argument("--limit", type=some, default=default, metavar="N", help=what)
    command.set_defaults(usual_limit=default)


def no_count(command: argparse.ArgumentParser) -> None:
    """Flag that leaves out counting, which takes longest."""
    command.add_argument("--no-count", action="store_true", help="do not count the deals")


def findings(command: argparse.ArgumentParser) -> None:
    """Selection of reported findings."""
    for flag, text in (
        ("--select", "report these codes or families, and all that cannot be ignored"),
        ("--ignore", "do not report these codes or families"),
    ):
        command.add_argument(
            flag, action="append", default=[], type=words, metavar="CODES", help=text
        )
    excluding(command)


def stdin(command: argparse.ArgumentParser) -> None:
    """A text in place of a file."""
    command.add_argument(
        "--stdin-filename",
        type=Path,
        metavar="FILE",
        help="take the text of this file from stdin, which `-` names",
    )


def excluding(command: argparse.ArgumentParser) -> None:
    """Selection of scenarios to read."""
    command.add_argument(
        "--exclude",
        action="append",
        default=[],
        type=words,
        metavar="PATTERN",
        help="do not read these scenarios, like scenarios/old-*.yaml (repeatable)",
    )


def seconds(text: str) -> float:
    """A time."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = float("nan")
    if not seconds >= 0:
        message = f"not a time: `{text}` (write seconds, like 5 or 0.5)"
        raise argparse.ArgumentTypeError(message)
    return seconds


def number(text: str) -> int:
    """A number from 0 on."""
    return _whole(text, 0)


def some(text: str) -> int:
    """A number from 1 on."""
    return _whole(text, 1)


def _whole(text: str, least: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < least:
        message = f"not a number from {least} on: `{text}`"
        raise argparse.ArgumentTypeError(message)
    return number


def day(text: str) -> dt.date:
    """A date."""
    from zopa.questions import day_of

    try:
        return day_of(text)
    except Refused as refused:
        message = f"{refused.message} ({', '.join(refused.way_out)})"
        raise argparse.ArgumentTypeError(message) from None


def words(text: str) -> tuple[str, ...]:
    """Words with commas between them."""
    words = tuple(each.strip() for each in text.split(",") if each.strip())
    if not words:
        message = "nothing is named (write A,B)"
        raise argparse.ArgumentTypeError(message)
    return words


def reading(text: str) -> tuple[str, str]:
    """A position and its reading."""
    position, equals, reading = text.partition("=")
    if not equals or not position or not reading:
        message = f"not a reading: `{text}` (write POSITION=READING)"
        raise argparse.ArgumentTypeError(message)
    return position, reading


def port(text: str) -> int:
    """A port of this machine."""
    if text.isascii() and text.isdigit() and int(text) < 65_536:
        return int(text)
    message = f"{text!r} is no port: a number from 0 to 65535"
    raise argparse.ArgumentTypeError(message)
