"""ZS: a file has not the shape that its role in the workspace asks for."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = [
    "EXCLUSIVE_KEYS",
    "INVALID_DATE",
    "INVALID_ID",
    "INVALID_REFERENCE",
    "KINDS",
    "MISPLACED_KEY",
    "MISSING_KEY",
    "MISSING_OPERATOR",
    "NUMBER_OUT_OF_RANGE",
    "OTHER_SCHEMA",
    "REPEATED_ENTRY",
    "SEVERAL_OPERATORS",
    "UNKNOWN_FORMAT_VERSION",
    "UNKNOWN_KEY",
    "UNKNOWN_KIND",
    "UNKNOWN_WORD",
    "WRONG_SIZE",
    "WRONG_TYPE",
]

# -- 1: keys ------------------------------------------------------------------

UNKNOWN_KEY = Kind(
    "ZS101",
    "unknown-key",
    Severity.ERROR,
    """\
A mapping has a key that means nothing there.

Every mapping has a fixed set of keys, so that a slip of the keyboard cannot silently switch
something off. The value under the key is not looked at. When the slip is for a key that is
required, this finding stands for both.

Bad:

```yaml
title: The mediator's compromise
choises:
  pay: freeze
```

Good:

```yaml
title: The mediator's compromise
choices:
  pay: freeze
```

What has no key of its own can be said in a `note`.
""",
)

MISSING_KEY = Kind(
    "ZS102",
    "missing-key",
    Severity.ERROR,
    """\
A mapping lacks a key without which it says nothing.

The finding points at the id of the thing, or at the key that the mapping stands under, because
what is missing has no place.

Bad:

```yaml
sources:
  - id: bulletin
```

Good:

```yaml
sources:
  - id: bulletin
    title: Union bulletin after the second round
```

A day that nobody knows is written `{}`, a bound that nobody knows is left out.
""",
)

EXCLUSIVE_KEYS = Kind(
    "ZS103",
    "exclusive-keys",
    Severity.ERROR,
    """\
A mapping has two keys of which only one may stand.

They are two ways to say the same kind of thing, and it would not be clear which one counts. A
position has one condition, `holds`, or several `readings`; a rule on a chosen term `requires`
something or `excludes` it; an effect is on one `entity` or on `every` entity of a type; a
source has a `file` or a `url`.

Bad:

```yaml
- id: no-guarantee-without-raise
  basis: definitional
  reason: The guarantee is paid out of the raise.
  chosen: guarantee/kept
  requires: {chosen: pay/raise}
  excludes: {chosen: pay/freeze}
```

Good:

```yaml
- id: no-guarantee-without-raise
  basis: definitional
  reason: The guarantee is paid out of the raise.
  chosen: guarantee/kept
  requires: {all: [{chosen: pay/raise}, {not: {chosen: pay/freeze}}]}
```
""",
)

# -- 2: values ----------------------------------------------------------------

WRONG_TYPE = Kind(
    "ZS201",
    "wrong-type",
    Severity.ERROR,
    """\
A value is of another type than the key asks for.

The types are text, whole number, `true` or `false`, list and mapping. A number has no
separators and no unit, a text that looks like a number stands in quotes, and a list stays a
list when it has one entry.

Bad:

```yaml
strike-days: {type: integer, unit: days, minimum: 0, maximum: "1,000"}
statements: secretary-on-pay
```

Good:

```yaml
strike-days: {type: integer, unit: days, minimum: 0, maximum: 1000}
statements: [secretary-on-pay]
```
""",
)

INVALID_ID = Kind(
    "ZS202",
    "invalid-id",
    Severity.ERROR,
    """\
A text stands where an id must stand, and is none.

Ids are lower-case words of Latin letters and digits, joined by single hyphens; the first
character is a letter. Words that some YAML readers take for something else than a text (`yes`,
`no`, `on`, `off`, `y`, `n`, `true`, `false`, `null`) are none, so that no id ever needs
quotes. In a list of chosen terms `silent` cannot stand, because it says that none is chosen.

Bad:

```yaml
- id: Berth_One
```

Good:

```yaml
- id: berth-one
```

Whoever corrects an id must correct what refers to it.
""",
)

INVALID_REFERENCE = Kind(
    "ZS203",
    "invalid-reference",
    Severity.ERROR,
    """\
A reference is not of the form that its place asks for.

A term is unique in its issue only and is written `issue/term`; a position is unique in its
party only and is written `party/position`.

Bad:

```yaml
holds: {not: {chosen: freeze}}
```

Good:

```yaml
holds: {not: {chosen: pay/freeze}}
```
""",
)

INVALID_DATE = Kind(
    "ZS204",
    "invalid-date",
    Severity.ERROR,
    """\
A text stands where a day must stand, and is none.

A day is year, month and day with leading zeros. Where a day need not be known exactly, its
bounds can be given instead; a bound that is not known is left out.

Bad:

```yaml
since: 2025-02-30
said: 2025-08
```

Good:

```yaml
since: 2025-02-28
said: {earliest: 2025-08-01, latest: 2025-08-31}
```
""",
)

NUMBER_OUT_OF_RANGE = Kind(
    "ZS205",
    "number-out-of-range",
    Severity.ERROR,
    """\
A number is less than its place allows.

Counts and places on the map begin at 0, paragraphs at 1. The range of a parameter or an
attribute is what its own declaration says, and that is another finding.

Bad:

```yaml
cites: {bulletin: [0]}
```

Good:

```yaml
cites: {bulletin: [1]}
```
""",
)

WRONG_SIZE = Kind(
    "ZS206",
    "wrong-size",
    Severity.ERROR,
    """\
A text, a list or a mapping is empty, or has too many entries.

An empty text says nothing; leave the key out. A list of conditions needs at least one, a
`tile` has two numbers, a term with its parameters stands in a mapping of its own.

Bad:

```yaml
choices:
  privatise: []
holds: {all: []}
```

Good:

```yaml
choices:
  privatise: silent
holds: {all: [{chosen: pay/freeze}]}
```
""",
)

REPEATED_ENTRY = Kind(
    "ZS207",
    "repeated-entry",
    Severity.ERROR,
    """\
A list has the same entry twice.

Nothing counts twice, so probably another entry was meant.

Bad:

```yaml
at-the-table: [union, union]
```

Good:

```yaml
at-the-table: [union, port-authority]
```
""",
)

UNKNOWN_WORD = Kind(
    "ZS208",
    "unknown-word",
    Severity.ERROR,
    """\
A value is not one of the few words that its key knows.

Bad:

```yaml
strength: firm
```

Good:

```yaml
strength: declared
```

The words are part of the format. Finer shades belong into a `note`.
""",
)

# -- 3: kinds and branches ----------------------------------------------------

UNKNOWN_KIND = Kind(
    "ZS301",
    "unknown-kind",
    Severity.ERROR,
    """\
A word that decides what else may be said is not one of those that zopa knows.

The `kind` of a position decides whether verdicts are about it, the `type` of an attribute or
parameter which values it has. As long as it is not known, what depends on it is not looked at.

Bad:

```yaml
kind: redline
```

Good:

```yaml
kind: red-line
```
""",
)

MISSING_OPERATOR = Kind(
    "ZS302",
    "missing-operator",
    Severity.ERROR,
    """\
A mapping lacks the key that says what it is.

Every condition has one operator, which is a key: `chosen`, `silent`, `undecided`, `all`,
`any`, `not`, `if`, `at-least`, `at-most`, `exactly`, `entity`, `every`, `some` or `none`. An
effect is on an `entity` or on `every` entity of a type, an attribute has `values` or a `type`,
a rule speaks of what is `chosen` or of what `holds`.

Bad:

```yaml
holds: {term: pay/freeze}
```

Good:

```yaml
holds: {chosen: pay/freeze}
```
""",
)

SEVERAL_OPERATORS = Kind(
    "ZS303",
    "several-operators",
    Severity.ERROR,
    """\
A condition has two operators.

A condition says one thing. Whether both or either of two must be true has to be said.

Bad:

```yaml
holds: {chosen: pay/freeze, silent: guarantee}
```

Good:

```yaml
holds: {all: [{chosen: pay/freeze}, {silent: guarantee}]}
```

In `where` and `holds` of entities it is different: there several attributes must all match.
""",
)

MISPLACED_KEY = Kind(
    "ZS304",
    "misplaced-key",
    Severity.ERROR,
    """\
A key exists, but does not go with another one that stands beside it.

The operator of a condition, or the type of an attribute, decides which other keys may stand
beside it.

Bad:

```yaml
closed-shop: {type: boolean, minimum: 0}
holds: {chosen: pay/freeze, where: {deep-water: true}}
```

Good:

```yaml
closed-shop: {type: boolean}
holds: {chosen: pay/freeze}
```
""",
)

# -- 4: versions --------------------------------------------------------------

UNKNOWN_FORMAT_VERSION = Kind(
    "ZS401",
    "unknown-format-version",
    Severity.ERROR,
    """\
The workspace is in a version of the format that this zopa does not know.

`zopa` in `terms/corpus.yaml` is the version of the file format, not of the program. It changes
only when files that were right would mean something else.

Bad:

```yaml
zopa: 2
```

Good:

```yaml
zopa: 1
```
""",
)

OTHER_SCHEMA = Kind(
    "ZS402",
    "other-schema",
    Severity.WARNING,
    """\
A comment tells editors to check the file by the schema of other files, or by one of another
version of the format. zopa goes by where the file lies and is not misled; who edits it would
see errors that are none, and miss some that are.

The path is relative to the file. `zopa init` writes the comment, `zopa schema` the schemas.

Bad, in a file of `terms/positions/`:

```yaml
# yaml-language-server: $schema=../../schema/issues.schema.json
```

Good:

```yaml
# yaml-language-server: $schema=../../schema/positions.schema.json
```
""",
)

KINDS: tuple[Kind, ...] = (
    UNKNOWN_KEY,
    MISSING_KEY,
    EXCLUSIVE_KEYS,
    WRONG_TYPE,
    INVALID_ID,
    INVALID_REFERENCE,
    INVALID_DATE,
    NUMBER_OUT_OF_RANGE,
    WRONG_SIZE,
    REPEATED_ENTRY,
    UNKNOWN_WORD,
    UNKNOWN_KIND,
    MISSING_OPERATOR,
    SEVERAL_OPERATORS,
    MISPLACED_KEY,
    UNKNOWN_FORMAT_VERSION,
    OTHER_SCHEMA,
)
