"""ZP: who said it, where that stands, and when."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = [
    "BEFORE_EVERYTHING",
    "IMPOSSIBLE_DATE",
    "KINDS",
    "NOT_LOCATED",
    "NO_STATEMENT",
    "STRONGER_THAN_STATED",
    "UNNAMED_REPORTER",
]

NO_STATEMENT = Kind(
    "ZP101",
    "no-statement",
    Severity.ERROR,
    """\
A position rests on no statement.

What a party holds is what somebody said or reported. A position without a statement would be
the analyst's own idea of it, and nobody could check it.

Bad:

```yaml
- {id: four-per-cent, party: union, kind: red-line, statements: []}
```

Good:

```yaml
- {id: four-per-cent, party: union, kind: red-line, statements: [secretary-on-pay]}
```
""",
)

NOT_LOCATED = Kind(
    "ZP102",
    "not-located",
    Severity.ERROR,
    """\
A statement cites no source, or something cites a source without saying where in it.

A reader must be able to find the passage: a paragraph number from 1 on, or a text such as
`"p. 4"`. A source that is marked `outside: true` has no passages, so no place is needed.

Bad:

```yaml
cites: {bulletin: []}
```

Good:

```yaml
cites: {bulletin: [2, 3]}
```
""",
)

IMPOSSIBLE_DATE = Kind(
    "ZP103",
    "impossible-date",
    Severity.ERROR,
    """\
Two dates do not go together.

- The `earliest` day of something is after its `latest`.
- A position ends (`until`) on or before the first day on which it may have been held: positions
  are half-open, so it would never be held.
- A position supersedes one that begins only after it.
- Something was said, published or held only after the corpus's `as-of`, the day up to which the
  corpus tells. A future `until` is fine: an end can be announced.
- A statement was said only after a source that it is cited from was published.

Only what is certain is reported: with bounds, no day within them would do.

Bad:

```yaml
since: 2025-03-05
until: 2025-03-01
```

Good:

```yaml
since: 2025-03-05
until: 2025-04-01
```
""",
)

STRONGER_THAN_STATED = Kind(
    "ZP104",
    "stronger-than-stated",
    Severity.WARNING,
    """\
The strength or the kind of a position is above what the attribution of its statements carries.

How a statement reached its source limits what can be concluded from it. At least one
statement of the position has to be of a sort that carries its strength, and one of a sort that
carries its kind:

| strength                     | carried by                              |
| ---------------------------- | --------------------------------------- |
| `constitutional`, `declared` | `direct-statement`                      |
| `repeated`                   | `direct-statement`, `reported-by-media` |
| `reported`, `indicated`      | every attribution                       |

| kind        | carried by                              |
| ----------- | --------------------------------------- |
| `red-line`  | `direct-statement`, `reported-by-media` |
| every other | every attribution                       |

So a red line that rests only on what another party says about it is reported. This is a
question to the analyst and no judgement of the party: the position may be exactly as strong as
recorded. Lower the strength, add the statement that shows it, or accept the warning with a
reason.

Bad, when `port-on-berths` is `reported-by-media`:

```yaml
- {id: public-berths, strength: declared, statements: [port-on-berths]}
```

Good:

```yaml
- {id: public-berths, strength: reported, statements: [port-on-berths]}
```
""",
)

UNNAMED_REPORTER = Kind(
    "ZP106",
    "unnamed-reporter",
    Severity.WARNING,
    """\
A statement is reported or characterised by somebody who is not named.

What a party is said to want depends on who says so. `by` names the medium that reports it or
the other party that characterises it; where the source does not tell, say that.

Bad:

```yaml
attribution: characterised-by-other-party
```

Good:

```yaml
attribution: characterised-by-other-party
by: the port's manager
```
""",
)

BEFORE_EVERYTHING = Kind(
    "ZP107",
    "draft-before-everything",
    Severity.WARNING,
    """\
The draft is asked about a day on which no position is held yet, so every answer says that all
is well. That is right, and rarely what was meant: look for a slip in the year of `as-of`.

Bad, where the earliest position begins in 2025:

```yaml
as-of: 2015-03-10
```

Good:

```yaml
as-of: 2025-03-10
```
""",
)

KINDS: tuple[Kind, ...] = (
    NO_STATEMENT,
    NOT_LOCATED,
    IMPOSSIBLE_DATE,
    STRONGER_THAN_STATED,
    UNNAMED_REPORTER,
    BEFORE_EVERYTHING,
)
