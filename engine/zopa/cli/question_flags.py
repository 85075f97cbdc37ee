"""The flags of the commands that ask questions about drafts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli import flags

if TYPE_CHECKING:
    import argparse

__all__ = [
    "batch",
    "check",
    "coalitions",
    "compare",
    "conflicts",
    "coverage",
    "deals",
    "frontier",
    "options",
    "repair",
    "report",
    "robustness",
    "sweep",
]


def check(command: argparse.ArgumentParser) -> None:
    """`zopa check`."""
    command.add_argument(
        "scenarios", nargs="*", metavar="SCENARIO", help="path or id (default: every scenario)"
    )
    flags.gate(command)
    flags.excluding(command)
    flags.stdin(command)
    flags.watch(command)
    flags.assumptions(command)
    flags.formats(command, "auto", "text", "full", "concise", "json", "jsonl", *flags.EXCHANGE)


def options(command: argparse.ArgumentParser) -> None:
    """`zopa options`."""
    command.add_argument("--why", metavar="ISSUE/TERM", help="a minimal reason for its mark")
    flags.no_count(command)
    flags.draft(command, needed=True)


def deals(command: argparse.ArgumentParser) -> None:
    """`zopa deals`."""
    command.add_argument(
        "--examples",
        type=flags.number,
        default=3,
        metavar="K",
        help="deals to show (default: 3)",
    )
    flags.no_count(command)
    flags.draft(command)


def conflicts(command: argparse.ArgumentParser) -> None:
    """`zopa conflicts` and `zopa concessions`."""
    # Readers need no more of them, and millions would fill the memory.
    flags.limit(command, "find at most N, smallest first (default: 10,000)", 10_000)
    flags.draft(command, "jsonl")


def coalitions(command: argparse.ArgumentParser) -> None:
    """`zopa coalitions`."""
    flags.draft(command)
    command.add_argument(
        "--limit", type=flags.some, metavar="N", help="find at most N sets of each kind"
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
        type=flags.words,
        metavar="ASSUMPTIONS",
        help="what to vary, of readings,doubts,days,table,waivers (default: the first three)",
    )
    flags.limit(command, "stop after N minimal conflicts, and give bounds")
    flags.draft(command)


def repair(command: argparse.ArgumentParser) -> None:
    """`zopa repair`."""
    command.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="ISSUE",
        help="do not change this choice; may be repeated",
    )
    flags.limit(command, "show so many of the nearest at the most (default: 10)", 10)
    flags.draft(command, needed=True)


def frontier(command: argparse.ArgumentParser) -> None:
    """`zopa frontier`."""
    command.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="what crossing each position counts: YAML `weights: {party/position: number}`",
    )
    flags.limit(command, "look at at most N concession sets (default: all)")
    flags.draft(command)


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
    flags.severities(command)
    flags.assumptions(command)
    flags.formats(command, "auto", "text", "full", "concise", "json", "jsonl", *flags.EXCHANGE)


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
        type=flags.words,
        default=[],
        metavar="PARTS",
        help="add to each draft's chapter: coalitions,robustness",
    )
    command.add_argument(
        "--short",
        action="store_true",
        help="verdicts, conflicts, who concedes and sources alone, on two or three pages",
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
    flags.assumptions(command)
    flags.formats(command, "html", "fragment", "markdown", "docx", "uvl", "asp")
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
        type=flags.some,
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
        "--as-of", type=flags.day, metavar="DATE", help="use the positions current on DATE"
    )
    flags.budget(command)
    flags.formats(command, "text", "json")


def sweep(command: argparse.ArgumentParser) -> None:
    """`zopa sweep`."""
    flags.draft(command)
