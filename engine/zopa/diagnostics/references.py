"""ZX: what one part of a workspace says does not fit another."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = [
    "AGREEMENT_ENTITY",
    "ALMOST_A_NAME",
    "COMPARISON_NOT_ALLOWED",
    "CYCLE",
    "DUPLICATE_ID",
    "EMPTY_RANGE",
    "EXPIRED_WAIVER",
    "FIXED_ATTRIBUTE",
    "IMPOSSIBLE_CHOOSE",
    "KINDS",
    "MISSING_VALUE",
    "NO_CONDITION",
    "NO_DEFAULT_READING",
    "PARAMETER_CLASH",
    "PARAMETER_OUT_OF_RANGE",
    "PARAMETER_TOO_WIDE",
    "RESERVED_ID",
    "SUPERSEDES_OTHER_PARTY",
    "UNEXPECTED_PARAMETER",
    "UNKNOWN_ID",
    "UNKNOWN_READING",
    "UNUSED_ID",
    "VALUE_NOT_ALLOWED",
    "WHEN_USES_ATTRIBUTES",
    "WHERE_CAN_CHANGE",
    "WRONG_NUMBER_OF_TERMS",
]

# -- 1: ids -------------------------------------------------------------------

UNKNOWN_ID = Kind(
    "ZX101",
    "unknown-id",
    Severity.ERROR,
    """\
Something is referred to by an id that nothing of its nature has.

Files refer to each other by ids only. An id that leads nowhere is mostly a slip of the
keyboard, or the thing was renamed in one place and not in the other. What refers to it cannot
be evaluated, so no verdict is given before it is corrected.

An entity named inside a filter must also be of the type that the filter is about.

Bad:

```yaml
choices:
  pay: rise
```

Good, when the issue `pay` has a term `raise`:

```yaml
choices:
  pay: raise
```
""",
)

DUPLICATE_ID = Kind(
    "ZX102",
    "duplicate-id",
    Severity.ERROR,
    """\
Two things of one nature have the same id, or a draft chooses one term twice.

Whatever refers to the id could mean either. Ids are unique in their kind, those of terms in
their issue, those of positions in their party. A group may not have the id of a party either,
because a membership names one or the other.

Bad:

```yaml
groups:
  - {id: employers, name: Employers of the harbour}
  - {id: employers, name: Employers of the region}
```

Good:

```yaml
groups:
  - {id: harbour-employers, name: Employers of the harbour}
  - {id: regional-employers, name: Employers of the region}
```
""",
)

UNUSED_ID = Kind(
    "ZX103",
    "unused-id",
    Severity.WARNING,
    """\
A group or a parameter is declared and nothing uses it.

A parameter that no effect sets anything from can be filled in by a draft and changes nothing:
probably an effect was forgotten. A group that has no members, is named by no condition and
cites no source says nothing; with a source it is kept for the record.

Bad:

```yaml
- id: raise
  title: A raise in per mille
  parameters: {amount: {type: integer, minimum: 0, maximum: 200}}
```

Good:

```yaml
- id: raise
  title: A raise in per mille
  parameters: {amount: {type: integer, minimum: 0, maximum: 200}}
  effects: [{entity: agreement, set: {raise: $amount}}]
```
""",
)

RESERVED_ID = Kind(
    "ZX104",
    "reserved-id",
    Severity.ERROR,
    """\
An id is a word that the format itself uses in the same place.

In `where` and `holds` the words `id`, `of`, `member-of`, `all`, `any` and `not` have a meaning
of their own, so no attribute may be called that: no condition could speak of it. In the choices
of a draft `silent` means that none of the issue's terms is chosen, so no term may be called
that.

Bad:

```yaml
attributes:
  of: {values: [port, private]}
```

Good:

```yaml
attributes:
  owner: {values: [port, private]}
```
""",
)

AGREEMENT_ENTITY = Kind(
    "ZX105",
    "agreement-entity",
    Severity.ERROR,
    """\
The type `agreement` has exactly one entity, and it is called `agreement`.

It stands for the agreement itself: what is agreed has its attributes there, and every file may
rely on the name.

Bad:

```yaml
entities:
  pay-deal: {type: agreement}
```

Good:

```yaml
entities:
  agreement: {type: agreement}
```
""",
)

ALMOST_A_NAME = Kind(
    "ZX107",
    "almost-a-name",
    Severity.WARNING,
    """\
Who a provision obliges, or about what, is almost the id of a party, a group or an entity.

`actor` and `object` may be ids or words of your own, so a slip in an id is no error: it only
means nobody any more. A word of your own that looks so much like an id is better another one.

Bad, when the party is called `union`:

```yaml
provision: {actor: unoin, deontic: must, aim: end, object: [the strike]}
```

Good:

```yaml
provision: {actor: union, deontic: must, aim: end, object: [the strike]}
```
""",
)

# -- 2: values outside their declaration --------------------------------------

PARAMETER_OUT_OF_RANGE = Kind(
    "ZX201",
    "parameter-out-of-range",
    Severity.ERROR,
    """\
A draft fills in a parameter with a value that the term does not allow.

A term says for each of its parameters which values can be meant, with the unit. A value outside
is a slip, or the term was declared too narrowly.

Bad, when `amount` goes from 0 to 200 per mille:

```yaml
choices:
  pay: {raise: {amount: 300}}
```

Good:

```yaml
choices:
  pay: {raise: {amount: 30}}
```
""",
)

VALUE_NOT_ALLOWED = Kind(
    "ZX202",
    "value-not-allowed",
    Severity.ERROR,
    """\
An attribute is given, or compared with, a value that its declaration does not allow.

That concerns what stands in a `baseline`, a `default`, the `set` of an effect and in every
comparison. A comparison with a value that the attribute can never have would be always true or
always false without anybody noticing.

Bad, when `operator` is `port` or `private`:

```yaml
holds: {every: berth, holds: {operator: public}}
```

Good:

```yaml
holds: {every: berth, holds: {operator: port}}
```
""",
)

COMPARISON_NOT_ALLOWED = Kind(
    "ZX203",
    "comparison-not-allowed",
    Severity.ERROR,
    """\
`at-least`, `at-most`, `below` and `above` need values that have an order.

Integers have one, enums only with `ordered: true`, booleans have none.

Bad, when `operator` is an enum without an order:

```yaml
holds: {entity: berth-one, holds: {operator: {at-least: port}}}
```

Good:

```yaml
holds: {entity: berth-one, holds: {operator: {in: [port, private]}}}
```

If the values do have an order, list them from least to most and write `ordered: true`.
""",
)

MISSING_VALUE = Kind(
    "ZX204",
    "attribute-without-value",
    Severity.ERROR,
    """\
An entity has no value for an attribute of its type.

What a draft does not touch stays as it is today, so every entity needs a value for today: in
its `baseline`, or as the `default` of the attribute. Where the sources do not say, give the
enum a value such as `unspecified`.

Bad, when a `berth` has the attributes `operator` and `deep-water`:

```yaml
berth-one: {type: berth, baseline: {operator: port}}
```

Good:

```yaml
berth-one: {type: berth, baseline: {operator: port, deep-water: true}}
```
""",
)

UNEXPECTED_PARAMETER = Kind(
    "ZX205",
    "unexpected-parameter",
    Severity.ERROR,
    """\
A draft or an effect uses a parameter that the term does not declare.

Parameters belong to one term: `$name` in an effect is a parameter of the effect's own term, and
a draft can fill in only what the chosen term declares.

Bad, when `raise` declares only `amount`:

```yaml
choices:
  pay: {raise: {per-mille: 30}}
```

Good:

```yaml
choices:
  pay: {raise: {amount: 30}}
```
""",
)

PARAMETER_TOO_WIDE = Kind(
    "ZX206",
    "parameter-too-wide",
    Severity.ERROR,
    """\
A parameter may have values that the attribute set from it may not have.

Type, range and unit of a parameter must fit every attribute that an effect sets from it.
Otherwise some drafts would lead to an outcome that cannot be.

Bad, when the attribute `raise` goes from 0 to 200 per mille:

```yaml
parameters: {amount: {type: integer, minimum: 0, maximum: 1000, unit: per mille}}
effects: [{entity: agreement, set: {raise: $amount}}]
```

Good:

```yaml
parameters: {amount: {type: integer, minimum: 0, maximum: 200, unit: per mille}}
effects: [{entity: agreement, set: {raise: $amount}}]
```
""",
)

IMPOSSIBLE_CHOOSE = Kind(
    "ZX207",
    "impossible-choose",
    Severity.ERROR,
    """\
The `choose` of an issue does not fit the number of its terms.

`min` may not be greater than `max`, and neither may be greater than the number of terms: a
draft could then only be silent on the issue, or the bound would say nothing.

Bad, on an issue with two terms:

```yaml
choose: {min: 3, max: 4}
```

Good:

```yaml
choose: {min: 1, max: 2}
```
""",
)

WRONG_NUMBER_OF_TERMS = Kind(
    "ZX208",
    "wrong-number-of-terms",
    Severity.ERROR,
    """\
A draft chooses more or fewer terms of an issue than its `choose` allows.

With `choose: one` the terms exclude each other. Having none of them is always possible and is
written `silent`.

Bad, when the issue `pay` is `choose: one`:

```yaml
choices:
  pay: [raise, freeze]
```

Good:

```yaml
choices:
  pay: freeze
```
""",
)

EMPTY_RANGE = Kind(
    "ZX209",
    "empty-range",
    Severity.ERROR,
    """\
The minimum of an integer is above its maximum, so that no number is allowed.

Bad:

```yaml
raise: {type: integer, minimum: 200, maximum: 0}
```

Good:

```yaml
raise: {type: integer, minimum: 0, maximum: 200}
```
""",
)

# -- 3: what may not be -------------------------------------------------------

FIXED_ATTRIBUTE = Kind(
    "ZX301",
    "fixed-attribute",
    Severity.ERROR,
    """\
An effect sets an attribute that is declared `fixed`.

A fixed attribute is a fact about the world that no agreement changes. Filters of effects may
rely on it for that reason. If an agreement can change it, it is not fixed.

Bad, when `deep-water` is fixed:

```yaml
effects: [{entity: berth-two, set: {deep-water: true}}]
```

Good, with an attribute of its own for what is agreed:

```yaml
effects: [{entity: berth-two, set: {dredging: agreed}}]
```
""",
)

WHERE_CAN_CHANGE = Kind(
    "ZX302",
    "where-can-change",
    Severity.ERROR,
    """\
The `where` of an effect uses an attribute that terms can set.

Which entities an effect touches must be certain before any term takes effect; otherwise the
outcome would depend on the order in which the terms are applied. Only `id`, `of`, `member-of`
and fixed attributes may stand there.

Bad, when `operator` is not fixed:

```yaml
effects: [{every: berth, where: {operator: private}, set: {operator: port}}]
```

Good:

```yaml
effects: [{every: berth, where: {deep-water: false}, set: {operator: port}}]
```
""",
)

WHEN_USES_ATTRIBUTES = Kind(
    "ZX303",
    "when-uses-attributes",
    Severity.ERROR,
    """\
The `when` of an effect says more than which terms are chosen.

`when` makes an effect depend on other choices; if it depended on attributes, the outcome would
depend on itself. It may use `chosen`, `silent`, `all`, `any` and `not`.

Bad:

```yaml
effects:
  - entity: agreement
    when: {entity: agreement, holds: {raise: {below: 40}}}
    set: {duration: three-years}
```

Good:

```yaml
effects:
  - entity: agreement
    when: {chosen: pay/freeze}
    set: {duration: three-years}
```
""",
)

PARAMETER_CLASH = Kind(
    "ZX304",
    "parameter-clash",
    Severity.ERROR,
    """\
Two parameters set one attribute of one entity, and the terms can be chosen together.

Terms that set one attribute differently exclude each other. With two free parameters that would
depend on whether a draft happens to fill in the same value twice, which nobody means. Let the
terms exclude each other by standing in one issue with `choose: one` or by a rule, or give each
an attribute of its own.

Bad, when the terms belong to two issues:

```yaml
- {id: raise, title: A raise, effects: [{entity: agreement, set: {raise: $amount}}]}
- {id: bonus, title: A bonus, effects: [{entity: agreement, set: {raise: $bonus}}]}
```

Good:

```yaml
- {id: raise, title: A raise, effects: [{entity: agreement, set: {raise: $amount}}]}
- {id: bonus, title: A bonus, effects: [{entity: agreement, set: {bonus: $bonus}}]}
```
""",
)

CYCLE = Kind(
    "ZX305",
    "cycle",
    Severity.ERROR,
    """\
A chain of references comes back to where it started.

A position that supersedes another ends it. If each of some positions ends the next and the last
ends the first, none of them could ever be held. In the same way an entity cannot belong to
itself, be it directly or through others.

Bad:

```yaml
positions:
  - {id: four-per-cent, supersedes: [three-per-cent]}
  - {id: three-per-cent, supersedes: [four-per-cent]}
```

Good, when three per cent came later:

```yaml
positions:
  - {id: four-per-cent}
  - {id: three-per-cent, supersedes: [four-per-cent]}
```
""",
)

UNKNOWN_READING = Kind(
    "ZX306",
    "unknown-reading",
    Severity.ERROR,
    """\
A draft chooses a reading that the position does not have.

Bad, when the position has the readings `deep-water-only` and `all`:

```yaml
readings: {union/public-berths: every}
```

Good:

```yaml
readings: {union/public-berths: all}
```

A position with one plain condition has nothing to choose from: leave it out.
""",
)

EXPIRED_WAIVER = Kind(
    "ZX307",
    "expired-waiver",
    Severity.WARNING,
    """\
A waiver has expired on the day that the draft is asked about, and is not applied.

A waiver supposes for a while that a position is dropped. From the day of `expires` on, the
position counts again. Delete the waiver, or move the day if the supposition is still wanted.

Bad:

```yaml
as-of: 2025-03-10
waivers: [{position: union/four-per-cent, reason: a supposition, expires: 2025-03-01}]
```

Good:

```yaml
as-of: 2025-03-10
waivers: [{position: union/four-per-cent, reason: a supposition, expires: 2025-06-01}]
```
""",
)

SUPERSEDES_OTHER_PARTY = Kind(
    "ZX308",
    "supersedes-other-party",
    Severity.ERROR,
    """\
A position is said to take the place of one that another party holds.

A party ends its own positions only; that another one thinks differently ends nothing. What a
collective holds may be superseded by one of the parties in its `held-by`.

Bad:

```yaml
- {id: no-raise, party: port-authority, supersedes: [union/four-per-cent]}
```

Good:

```yaml
- {id: three-per-cent, party: union, supersedes: [four-per-cent]}
```
""",
)

NO_CONDITION = Kind(
    "ZX309",
    "no-condition",
    Severity.ERROR,
    """\
A red line, a demand or a preference has no condition, so no draft can be checked against it.

Bad:

```yaml
- {id: four-per-cent, party: union, kind: red-line, title: A raise of four per cent at least}
```

Good:

```yaml
- id: four-per-cent
  party: union
  kind: red-line
  title: A raise of four per cent at least
  holds: {entity: agreement, holds: {raise: {at-least: 40}}}
```

What the sources leave too vague for a condition is recorded as an `offer`, an `openness`,
`support` or a `doubt`.
""",
)

NO_DEFAULT_READING = Kind(
    "ZX310",
    "no-default-reading",
    Severity.ERROR,
    """\
Of the readings of a position not exactly one is the default.

The default is the reading that counts unless a draft or the command line chooses another one.
Which one it is, is a judgement that somebody has to make and to put down.

Bad:

```yaml
readings:
  deep-water-only:
    holds: {every: berth, where: {deep-water: true}, holds: {operator: port}}
  all: {holds: {every: berth, holds: {operator: port}}}
```

Good:

```yaml
readings:
  deep-water-only:
    default: true
    holds: {every: berth, where: {deep-water: true}, holds: {operator: port}}
  all: {holds: {every: berth, holds: {operator: port}}}
```
""",
)

KINDS: tuple[Kind, ...] = (
    UNKNOWN_ID,
    DUPLICATE_ID,
    UNUSED_ID,
    RESERVED_ID,
    AGREEMENT_ENTITY,
    ALMOST_A_NAME,
    PARAMETER_OUT_OF_RANGE,
    VALUE_NOT_ALLOWED,
    COMPARISON_NOT_ALLOWED,
    MISSING_VALUE,
    UNEXPECTED_PARAMETER,
    PARAMETER_TOO_WIDE,
    IMPOSSIBLE_CHOOSE,
    WRONG_NUMBER_OF_TERMS,
    EMPTY_RANGE,
    FIXED_ATTRIBUTE,
    WHERE_CAN_CHANGE,
    WHEN_USES_ATTRIBUTES,
    PARAMETER_CLASH,
    CYCLE,
    UNKNOWN_READING,
    EXPIRED_WAIVER,
    SUPERSEDES_OTHER_PARTY,
    NO_CONDITION,
    NO_DEFAULT_READING,
)
