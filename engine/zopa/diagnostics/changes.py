"""ZD: what is not what it was at another revision of the workspace."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = [
    "DAY_CHANGED",
    "EXPECTATION_DROPPED",
    "KINDS",
    "PARTY_LEFT",
    "POSITION_ADDED",
    "POSITION_OTHERWISE",
    "POSITION_REMOVED",
    "POSITION_WEAKER",
    "RED_LINE_NOT_COUNTED",
    "RED_LINE_REMOVED",
    "RED_LINE_WEAKER",
    "RULE_CHANGED",
    "SCENARIO_REMOVED",
    "STATE_CHANGED",
    "TERM_CHANGED",
    "TERM_REMOVED",
    "VERDICT_CHANGED",
    "WAIVER_ADDED",
]

RED_LINE_REMOVED = Kind(
    "ZD101",
    "red-line-removed",
    Severity.WARNING,
    """\
`zopa compare --since REV`: a red line of the revision is nowhere in the files now.

The finding stands where the red line stood, as far as its file is still there, and shows what
it said. Another id is another position: whoever cites the old one cites nothing.

A line that a party gave up is not deleted. Say when it ended, and on whose word:

```yaml
    until: 2025-08-20
```

or let the position that took its place name it under `supersedes`. Then every question about
an earlier day still knows it. With `--fail-on weaker` this is an error.""",
)

RED_LINE_WEAKER = Kind(
    "ZD102",
    "red-line-weaker",
    Severity.WARNING,
    """\
`zopa compare --since REV`: a red line is not, in this respect, as strong as it was.

It rules out less, or something else; it is another kind of position now; it is held less
firmly, by fewer, from a later day or to an earlier one; a reading is gone or another is the
default; or another position supersedes it. Conditions are compared by what they mean, not by
how they are written.

What the party says now is best a position of its own with its statements, which supersedes the
old one: then the change has a date and a source. With `--fail-on weaker` this is an error.""",
)

PARTY_LEFT = Kind(
    "ZD103",
    "party-left-table",
    Severity.WARNING,
    """\
`zopa compare --since REV`: a party is not at the table any more, so none of its positions
counts, although none has changed.

The notes name its red lines that nobody at the table holds now. A scenario that supposes
another table can say so itself, with `at-the-table`, and the corpus stays as it is. With
`--fail-on weaker` this is an error when it takes red lines along.""",
)

RED_LINE_NOT_COUNTED = Kind(
    "ZD104",
    "red-line-not-counted",
    Severity.WARNING,
    """\
`zopa compare --since REV`: a scenario had a verdict on a red line and has none now, although
the red line is as strong as it was and nobody waives it.

What the scenario assumes has changed: its day, its table, or the kinds of position that count
in it. A waiver says the same aloud, with a reason.""",
)

WAIVER_ADDED = Kind(
    "ZD105",
    "waiver-added",
    Severity.WARNING,
    """\
`zopa compare --since REV`: a scenario supposes that a position is dropped, and did not before.

Its verdicts say nothing about that position until the waiver expires. Look at the reason, at
who gives it, and at the day.""",
)

EXPECTATION_DROPPED = Kind(
    "ZD106",
    "expectation-dropped",
    Severity.WARNING,
    """\
`zopa compare --since REV`: a scenario does not expect any more what it expected.

Expectations are the tests of a corpus. One that is taken out together with the line that made
it fail hides what the line did. Where the answer has really changed, expect the new one, and
say in the commit why.""",
)

SCENARIO_REMOVED = Kind(
    "ZD107",
    "scenario-removed",
    Severity.WARNING,
    """\
`zopa compare --since REV`: a scenario is gone, and what it expected with it.

A file that only has another name now is not reported.""",
)

POSITION_REMOVED = Kind(
    "ZD201",
    "position-removed",
    Severity.NOTE,
    """\
`zopa compare --since REV`: a position that was no red line is nowhere in the files now. A
position that a party gave up is better ended with `until`, or superseded: then questions about
an earlier day still know it.""",
)

POSITION_WEAKER = Kind(
    "ZD202",
    "position-weaker",
    Severity.NOTE,
    """\
`zopa compare --since REV`: a position that was no red line is not, in this respect, as strong
as it was. ZD102 says what that can be.""",
)

POSITION_OTHERWISE = Kind(
    "ZD203",
    "position-stronger",
    Severity.NOTE,
    """\
`zopa compare --since REV`: a position is stronger than it was in this respect, or differs
without being weaker.""",
)

POSITION_ADDED = Kind(
    "ZD204",
    "position-added",
    Severity.NOTE,
    """\
`zopa compare --since REV`: a position is new.""",
)

VERDICT_CHANGED = Kind(
    "ZD205",
    "verdict-changed",
    Severity.NOTE,
    """\
`zopa compare --since REV`: a scenario's answer is not what it was: whether it is a deal, or its
verdict on some position. Either its own choices and assumptions changed, or the corpus did.""",
)

TERM_REMOVED = Kind(
    "ZD206",
    "term-removed",
    Severity.NOTE,
    """\
`zopa compare --since REV`: an issue or a term is gone. Scenarios cannot choose it any more, and
conditions that spoke of it had to change.""",
)

TERM_CHANGED = Kind(
    "ZD207",
    "term-changed",
    Severity.NOTE,
    """\
`zopa compare --since REV`: a term sets something else than it did, has other parameters, or its
issue arises or is answered in another way.

A red line that speaks of what the term set may now be crossed by other drafts than before,
although not a word of it has changed.""",
)

RULE_CHANGED = Kind(
    "ZD208",
    "rule-changed",
    Severity.NOTE,
    """\
`zopa compare --since REV`: a rule is new, gone, or says something else, so other drafts are
coherent than before.""",
)

STATE_CHANGED = Kind(
    "ZD209",
    "state-changed",
    Severity.NOTE,
    """\
`zopa compare --since REV`: an entity is gone, another value holds of it where no term touches
it, or an attribute is declared otherwise. Positions that speak of it may be crossed by other
drafts than before.""",
)

DAY_CHANGED = Kind(
    "ZD210",
    "day-changed",
    Severity.NOTE,
    """\
`zopa compare --since REV`: questions are asked as of another day unless they say one, so other
positions are in force.""",
)

KINDS: tuple[Kind, ...] = (
    RED_LINE_REMOVED,
    RED_LINE_WEAKER,
    PARTY_LEFT,
    RED_LINE_NOT_COUNTED,
    WAIVER_ADDED,
    EXPECTATION_DROPPED,
    SCENARIO_REMOVED,
    POSITION_REMOVED,
    POSITION_WEAKER,
    POSITION_OTHERWISE,
    POSITION_ADDED,
    VERDICT_CHANGED,
    TERM_REMOVED,
    TERM_CHANGED,
    RULE_CHANGED,
    STATE_CHANGED,
    DAY_CHANGED,
)
