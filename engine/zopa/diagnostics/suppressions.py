"""ZU1xx: ignores that do nothing or may not be, and a baseline that is out of date."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = [
    "KINDS",
    "NOT_IGNORABLE",
    "NO_REASON",
    "STALE_BASELINE",
    "UNKNOWN_CODE",
    "UNUSED_IGNORE",
]

UNUSED_IGNORE = Kind(
    "ZU101",
    "unused-ignore",
    Severity.WARNING,
    """\
An ignore silences nothing: what it was written for has been mended, has moved to another
line, or was never found there. Left standing it would silence the next finding of that
kind, which nobody has looked at.

An ignore acts on the line it ends, or on the line below the comment it is alone in.
`zopa validate --fix` removes unused ones. With `CI` set this is an error. Nothing is said
as long as the files have errors, because then not everything could be looked for.

Bad, when `price` is used:

```yaml
  - id: price # zopa: ignore[ZX103] kept for the next round
```

Good:

```yaml
  - id: price
```""",
)

NO_REASON = Kind(
    "ZU102",
    "ignore-without-reason",
    Severity.WARNING,
    """\
An ignore says which finding it silences and not why. Whoever reads the file next cannot
tell a decision from a shortcut, so the ignore has no effect until it has a reason.

Bad:

```yaml
  - id: escrow # zopa: ignore[ZX103]
```

Good:

```yaml
  - id: escrow # zopa: ignore[ZX103] no draft uses it yet, the seller asked for it
```""",
)

UNKNOWN_CODE = Kind(
    "ZU103",
    "ignore-unknown-code",
    Severity.WARNING,
    """\
A comment begins with `zopa:` and is no ignore that can be read: a code or name that no
diagnostic has, none at all, or another word than `ignore`. It has no effect.

Bad:

```yaml
  - id: escrow # zopa: ignore[ZX1003] no draft uses it yet
```

Good, with the code or the name; several are separated by commas:

```yaml
  - id: escrow # zopa: ignore[ZX103] no draft uses it yet
  - id: insurance # zopa: ignore[unused-id] no draft uses it yet
```""",
)

STALE_BASELINE = Kind(
    "ZU104",
    "stale-baseline-entry",
    Severity.WARNING,
    """\
The baseline holds a finding that is not found any more. That is good news; take the entry
out, so that the finding is reported if it ever comes back.

`zopa validate --baseline FILE --write-baseline` writes the file anew. With `CI` set this is
an error. Nothing is said while there are errors that the baseline does not hold, because
then not everything could be looked for.""",
)

NOT_IGNORABLE = Kind(
    "ZU105",
    "not-ignorable",
    Severity.WARNING,
    """\
An ignore names a diagnostic that no comment can silence: an error in a file, an
expectation that is not met, a verdict, or a file that cannot be read. Only warnings can be
ignored, and what is found about conditions and rules (ZC).

Mend what the finding speaks of. For a corpus that was there before zopa,
`--write-baseline` records what is known, errors too, and reports only what is new.

Bad:

```yaml
  kind: redline # zopa: ignore[ZS301] we always wrote it so
```

Good:

```yaml
  kind: red-line
```""",
)

KINDS = (UNUSED_IGNORE, NO_REASON, UNKNOWN_CODE, STALE_BASELINE, NOT_IGNORABLE)
