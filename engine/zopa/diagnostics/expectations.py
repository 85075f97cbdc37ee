"""ZE: what a scenario file claims about itself and is not so."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = [
    "COHERENT_NOT_MET",
    "CROSSED_NOT_MET",
    "DEAL_NOT_MET",
    "EXPECTATIONS_CONTRADICT",
    "EXPECTS_UNKNOWN",
    "KINDS",
    "OPEN_NOT_MET",
    "RESPECTED_NOT_MET",
]

DEAL_NOT_MET = Kind(
    "ZE101",
    "deal-not-met",
    Severity.ERROR,
    """\
The scenario expects another answer to the question whether it is a deal.

A deal is a complete and coherent draft that crosses no held position. `expect` makes the file a
test: either the draft, the corpus or the expectation changed and the others did not follow.
`zopa check` prints each position's verdict with its reasons.

Bad, when the draft crosses a red line of the union:

```yaml
expect: {deal: true}
```

Good:

```yaml
expect: {deal: false, crossed: [union/four-per-cent]}
```
""",
)

CROSSED_NOT_MET = Kind(
    "ZE102",
    "crossed-not-met",
    Severity.ERROR,
    """\
The scenario expects to cross a position and does not.

Crossed means that the position fails in every coherent completion of the draft. It may be
respected, open, or not held at all: on that day, at that table, or because it is waived.

Bad, when the draft raises the pay by 50 per mille and the union asks for 40:

```yaml
expect: {crossed: [union/four-per-cent]}
```

Good:

```yaml
expect: {respected: [union/four-per-cent]}
```
""",
)

RESPECTED_NOT_MET = Kind(
    "ZE103",
    "respected-not-met",
    Severity.ERROR,
    """\
The scenario expects to respect a position and does not.

Respected means that the position holds in every coherent completion of the draft. It may be
crossed, open, or not held at all: on that day, at that table, or because it is waived.

Bad, when the draft raises the pay by 30 per mille and the union asks for 40:

```yaml
expect: {respected: [union/four-per-cent]}
```

Good:

```yaml
expect: {crossed: [union/four-per-cent]}
```
""",
)

EXPECTS_UNKNOWN = Kind(
    "ZE104",
    "expects-unknown",
    Severity.ERROR,
    """\
An expectation names a position that does not exist, or one that has no verdicts.

Positions are written `party/id`. Verdicts are given on red lines, demands and preferences; an
offer, an openness, support or a doubt is recorded and never crossed.

Bad:

```yaml
expect: {crossed: [union/for-per-cent]}
```

Good:

```yaml
expect: {crossed: [union/four-per-cent]}
```
""",
)

OPEN_NOT_MET = Kind(
    "ZE105",
    "open-not-met",
    Severity.ERROR,
    """\
The scenario expects a position to be open and it is decided, or not held at all.

Open means that the position holds in some coherent completions of the draft and fails in
others: it hangs on issues that the draft does not name.

Bad, when the draft says what happens to the pay:

```yaml
expect: {open: [union/four-per-cent]}
```

Good:

```yaml
expect: {crossed: [union/four-per-cent]}
```
""",
)

COHERENT_NOT_MET = Kind(
    "ZE106",
    "coherent-not-met",
    Severity.ERROR,
    """\
The scenario expects another answer to the question whether it is coherent.

A draft is coherent when some completion of it breaks no rule and sets nothing in two ways.
`zopa check` names the choices and the rules that clash.

Bad, when a rule lets jobs be kept only together with a raise:

```yaml
choices: {pay: freeze, guarantee: kept}
expect: {coherent: true}
```

Good:

```yaml
choices: {pay: freeze, guarantee: kept}
expect: {coherent: false}
```
""",
)

EXPECTATIONS_CONTRADICT = Kind(
    "ZE107",
    "expectations-contradict",
    Severity.ERROR,
    """\
Two expectations of one scenario can never both be met.

A position has one verdict: crossed, respected or open. A draft that is not coherent is no deal.

Bad:

```yaml
expect: {crossed: [union/four-per-cent], respected: [union/four-per-cent]}
```

Good:

```yaml
expect: {crossed: [union/four-per-cent]}
```
""",
)

KINDS: tuple[Kind, ...] = (
    DEAL_NOT_MET,
    CROSSED_NOT_MET,
    RESPECTED_NOT_MET,
    EXPECTS_UNKNOWN,
    OPEN_NOT_MET,
    COHERENT_NOT_MET,
    EXPECTATIONS_CONTRADICT,
)
