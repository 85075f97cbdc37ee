"""`zopa ci`: all checks for a build server, each finding reported once."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING, Any

from zopa.cli import check, compare, validate
from zopa.cli.arguments import parser
from zopa.cli.output import deliver, finding_forms, tell_github
from zopa.cli.streams import UNABLE, NoScenarios, Unsound, tell_unable
from zopa.cli.whereabouts import place_of, tell, whereabouts
from zopa.diagnostics import Severity, in_order
from zopa.interchange.run import Run
from zopa.refused import Refused

if TYPE_CHECKING:
    import argparse

    from zopa.diagnostics import Diagnostic

__all__ = ["run"]

SAID_IN_WORDS = ("auto", "full", "concise", "github")
"""Formats that also have the answers of `check` and `compare`."""


def run(options: argparse.Namespace) -> int:
    """Check the files, the expectations and the changes; return the worst exit code."""
    runs: list[Run] = []
    options.paths = [place_of(path, options.directory) for path in options.paths]
    root = whereabouts(options, options.paths).root
    answers = "text" if options.format in SAID_IN_WORDS else None
    common = {
        "directory": root if options.paths else options.directory,
        "quiet": options.quiet,
        "color": options.color,
        "debug": options.debug,
        "until": options.until,
        "configuration": options.configuration,
        "configured_root": options.configured_root,
        "runs": runs,
    }
    weights = {"severity": options.severity, "allow_downgrade": options.allow_downgrade}
    sarif = options.sarif
    worst = validate.run(
        _asked(
            "validate",
            common | weights,
            format=None,
            paths=options.paths,
            fail_on=options.fail_on,
            baseline=options.baseline,
            changed_since=options.changed_since,
            output=[f"sarif:{sarif}"] if sarif else [],
        )
    )
    # With errors in the terms, no question can be answered; the findings have the errors.
    wrong = any(each.severity == Severity.ERROR for each in runs[0].findings)
    if not options.no_check and worst < 2:
        code = _also(
            check.run,
            _asked("check", common, format=answers, gate=options.gate),
        )
        worst = worst if wrong else max(worst, code)
    if options.since and worst < 2:
        changes = [f"sarif:{sarif.with_suffix('')}.changes.sarif"] if sarif else []
        code = _also(
            compare.run,
            _asked(
                "compare",
                common | weights,
                format=answers,
                since=options.since,
                fail_on=options.since_fail_on,
                output=changes,
            ),
        )
        worst = worst if wrong and code > 1 else max(worst, code)
    told = _together(options, runs, worst)
    deliver(options, finding_forms(told))
    tell_github(options, told)
    return worst


def _asked(command: str, given: dict[str, Any], **flags: Any) -> argparse.Namespace:  # noqa: ANN401  # as argparse has them
    """The options of a command: its defaults, and the given ones."""
    arguments = [command]
    options = parser(arguments).parse_args(arguments)
    vars(options).update(given | flags)
    return options


def _also(command: Any, options: argparse.Namespace) -> int:  # noqa: ANN401  # a command's `run`
    """Run a command after another one; report the other's findings even if it fails."""
    try:
        return int(command(options))
    except Unsound:
        return UNABLE  # the findings have the errors of the terms, once
    except NoScenarios as none:
        tell(options, f"zopa: {none.message}: no expectations to check")
        return 0
    except Refused as end:
        return tell_unable(end)


def _together(options: argparse.Namespace, runs: list[Run], code: int) -> Run:
    """The runs as one, each finding once, with the severity that the first run gives it."""
    found: dict[tuple[object, str, str], Diagnostic] = {}
    for each in runs:
        for one in each.findings:
            found.setdefault((one.span, one.code, one.message), one)

    def place(path: str) -> str:
        places = (each.place(path) for each in runs)
        return next((each for each in places if each != path), path)

    return Run(
        findings=in_order(found.values()),
        sources=ChainMap(*(dict(each.sources) for each in runs)),
        files=sorted({path for each in runs for path in each.files}),
        exit_code=code,
        fail_on=options.fail_on,
        gate=options.gate,
        suppressed=runs[0].suppressed,
        docs=runs[0].docs,
        repository=place,
    )
