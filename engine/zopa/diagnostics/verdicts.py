"""ZR1xx: what a draft does to the positions; ZI3xx: questions that could not be asked."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = [
    "DEMAND_CROSSED",
    "INCOHERENT",
    "KINDS",
    "OPEN",
    "RED_LINE_CROSSED",
    "TERMS_UNSOUND",
    "UNKNOWN_SCENARIO",
]

RED_LINE_CROSSED = Kind(
    "ZR101",
    "red-line-crossed",
    Severity.VERDICT,
    """\
The draft crosses a red line: however its undecided issues are settled, the condition of the
position is false. The message names the smallest set of the draft's own choices that causes
it.

This is an answer, not an error. Say in the scenario that it is meant, and CI holds you to
it:

```yaml
expect:
  crossed: [union/four-per-cent]
```

With `--gate red-lines` it counts as an error.""",
)

DEMAND_CROSSED = Kind(
    "ZR102",
    "demand-crossed",
    Severity.VERDICT,
    """\
The draft crosses a demand: however its undecided issues are settled, what the party demands
is not there. Being silent on the issue is one way to do that.

This is an answer, not an error. With `--gate demands` it counts as an error.""",
)

OPEN = Kind(
    "ZR103",
    "position-open",
    Severity.VERDICT,
    """\
The draft neither crosses nor respects the position yet: that depends on issues that it does
not decide. `zopa check` names a smallest set of issues that settles it either way.""",
)

INCOHERENT = Kind(
    "ZR104",
    "incoherent-draft",
    Severity.VERDICT,
    """\
The draft's choices cannot stand together, whoever the parties are: a rule excludes them,
two terms set one attribute to different values, or an issue is answered that does not
arise.

`zopa check` names a smallest set of choices and rules that clash. It judges the draft with
the rules that it breaks set aside, and names them; it is no deal. With `--gate incoherent`
it counts as an error.""",
)

UNKNOWN_SCENARIO = Kind(
    "ZI301",
    "unknown-scenario",
    Severity.ERROR,
    """\
The command names a scenario that is neither a file nor the id of one in `scenarios/`. The
id is the file's name without its ending.""",
)

TERMS_UNSOUND = Kind(
    "ZI302",
    "terms-unsound",
    Severity.ERROR,
    """\
The files in `terms/` have errors, so no question about them can be answered: an answer from
half a corpus would be worth nothing. `zopa validate` shows the errors.""",
)

KINDS = (RED_LINE_CROSSED, DEMAND_CROSSED, OPEN, INCOHERENT, UNKNOWN_SCENARIO, TERMS_UNSOUND)
