"""ZC1xx: conditions, rules and terms that cannot do what they are written for."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = [
    "KINDS",
    "NEVER_FALSE",
    "NEVER_TRUE",
    "NEVER_UNDECIDED",
    "RULES_CONTRADICT",
    "TERM_UNREACHABLE",
]

NEVER_FALSE = Kind(
    "ZC101",
    "condition-never-false",
    Severity.WARNING,
    """\
The condition is true of every coherent draft, so it says nothing: the position can never be
crossed, the rule excludes nothing, the issue always arises.

```yaml
# bad: one of the two is always true
holds: {any: [{chosen: pay/raise}, {not: {chosen: pay/raise}}]}
```

Look for a branch that covers everything, a threshold at the edge of the range, or a rule
that already says the same.""",
)

NEVER_TRUE = Kind(
    "ZC104",
    "condition-never-true",
    Severity.WARNING,
    """\
The condition is false of every coherent draft: every agreement, whatever it says, crosses
the position; or the issue never arises.

```yaml
# bad: an attribute cannot have two values
holds: {entity: agreement, holds: {all: [{duration: one-year}, {duration: two-years}]}}
```

A party may hold something that cannot be had; then the position is right and the warning
can be ignored with a reason.""",
)

RULES_CONTRADICT = Kind(
    "ZC102",
    "rules-contradict",
    Severity.ERROR,
    """\
No draft at all is coherent: the rules exclude each other. That is another thing than "no
deal", where coherent drafts exist and each crosses somebody's line.

The message names a smallest set of rules that cannot be kept together. One of them is
wrong, or is in truth a party's position.""",
)

TERM_UNREACHABLE = Kind(
    "ZC103",
    "term-unreachable",
    Severity.WARNING,
    """\
No coherent draft can choose the term: the rules, or effects that contradict each other,
exclude it whatever else is chosen.

Usually an effect sets one attribute to two values, or a `requires` asks for what another
rule forbids. If the term is meant to be impossible, a note at the issue (`not-proposed`)
says so more plainly.""",
)

NEVER_UNDECIDED = Kind(
    "ZC105",
    "never-undecided",
    Severity.WARNING,
    """\
`undecided` is false of every complete draft, and conditions are judged over complete
drafts: what a draft leaves undecided is looked at in every way in which it can be settled.
So a position that asks for it is crossed by every draft, also by one that leaves the issue
undecided.

```yaml
# bad: no agreement has this
holds: {undecided: pay}
```

Write `silent` where the agreement is to say nothing on the issue. Where a party does not
want an issue settled now, make that a term of the issue.""",
)

KINDS = (NEVER_FALSE, RULES_CONTRADICT, TERM_UNREACHABLE, NEVER_TRUE, NEVER_UNDECIDED)
