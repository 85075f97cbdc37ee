"""Cases: effects and positions that are not allowed."""

from __future__ import annotations

from checks.cases.case import (
    DRAFT,
    HOLDS,
    IF_SILENT,
    ONE_SILENT,
    PAY,
    STATE,
    UNION,
    Case,
)

SECOND_SETTER = """\
  - id: bonus
    question: Is there a bonus?
    terms:
      - id: paid
        title: A bonus
        parameters: {size: {type: integer, minimum: 0, maximum: 10, unit: per mille}}
        effects: [{entity: agreement, set: {⟦raise⟧: $size}}]
  - id: privatise
"""

EFFECTS = {
    "fixed attribute": Case(
        "ZX301",
        "effect sets `deep-water`, which is fixed",
        ("model it as a term with its own attribute, or remove `fixed`",),
        (
            (
                PAY,
                "[{entity: berth-one, set: {operator: private}}]",
                "[{entity: berth-one, set: {⟦deep-water⟧: false}}]",
            ),
        ),
        related=("declared as a fact here: no term may set it",),
    ),
    "filter that terms can change": Case(
        "ZX302",
        "`where` of an effect uses `operator`, which terms can set",
        ("use what no term can change: id, of, member-of, deep-water",),
        ((PAY, "where: {deep-water: false}", "where: {not: {⟦operator⟧: port}}"),),
        related=("declared without `fixed: true`",),
    ),
    "`when` about an entity": Case(
        "ZX303",
        "`when` of an effect uses an attribute of `agreement`",
        ("say it with `chosen`, `silent`, `all`, `any` and `not`",),
        (
            (
                PAY,
                "when: {chosen: pay/freeze}",
                "when: {entity: ⟦agreement⟧, holds: {closed-shop: true}}",
            ),
        ),
    ),
    "`when` about entities": Case(
        "ZX303",
        "`when` of an effect uses attributes of `berth`",
        ("say it with `chosen`, `silent`, `all`, `any` and `not`",),
        (
            (
                PAY,
                "when: {chosen: pay/freeze}",
                "when: {not: {some: ⟦berth⟧, where: {operator: port}}}",
            ),
        ),
    ),
    "`when` about what is undecided": Case(
        "ZX303",
        "`when` of an effect uses `undecided`",
        ("say it with `chosen`, `silent`, `all`, `any` and `not`",),
        ((PAY, "when: {chosen: pay/freeze}", "when: {undecided: ⟦pay⟧}"),),
    ),
    "`when` with an `if`": Case(
        "ZX303",
        "`when` of an effect uses `if`",
        ("say it with `chosen`, `silent`, `all`, `any` and `not`",),
        (
            (
                PAY,
                "{entity: agreement, when: {chosen: pay/freeze}, set: {duration: three-years}}",
                f"⟦{{entity: agreement, when: {IF_SILENT}, set: {{raise: 1}}}}⟧",
            ),
        ),
    ),
    "`when` that counts": Case(
        "ZX303",
        "`when` of an effect uses `exactly`",
        ("say it with `chosen`, `silent`, `all`, `any` and `not`",),
        (
            (
                PAY,
                "{entity: agreement, when: {chosen: pay/freeze}, set: {duration: three-years}}",
                f"⟦{{entity: agreement, when: {ONE_SILENT}, set: {{raise: 1}}}}⟧",
            ),
        ),
    ),
    "two parameters for one attribute": Case(
        "ZX304",
        "two terms that can be chosen together set `raise` of `agreement` from parameters",
        (
            "let the terms exclude each other, by `choose: one` or by a rule",
            "or give each an attribute of its own",
        ),
        ((PAY, "  - id: privatise\n", SECOND_SETTER),),
        related=("from `$amount` of `pay/raise`",),
    ),
    "positions that supersede each other": Case(
        "ZX305",
        "circular `supersedes`: union/four-per-cent → union/public-berths"
        " → union/four-per-cent",
        ("delete `supersedes` in the earlier position",),
        (
            (
                UNION,
                "    since: 2025-03-02 ",
                "    supersedes: [public-berths]\n    since: 2025-03-05 ",
            ),
            (UNION, "supersedes: [four-per-cent]", "supersedes: [⟦four-per-cent⟧]"),
        ),
        related=("superseded here",),
    ),
    "position that supersedes itself": Case(
        "ZX305",
        "circular `supersedes`: union/public-berths → union/public-berths",
        ("delete `supersedes` in the earlier position",),
        ((UNION, "[four-per-cent]", "[four-per-cent, ⟦public-berths⟧]"),),
    ),
    "entities that belong to each other": Case(
        "ZX305",
        "entity `berth-one` is part of itself",
        ("`of` names what the entity is a part of; take one out",),
        (
            (STATE, "title: Berth one,", "title: Berth one, of: berth-two,"),
            (STATE, "title: Berth two,", "title: Berth two, of: ⟦berth-one⟧,"),
        ),
        related=("part of this",),
    ),
    "unknown reading": Case(
        "ZX306",
        "`al` is not a reading of `union/public-berths`",
        ("did you mean `all`?", "readings of `union/public-berths`: deep-water-only, all"),
        ((DRAFT, "{union/public-berths: all}", "{union/public-berths: ⟦al⟧}"),),
        related=("a reading",),
        fix="all",
    ),
    "reading of a plain condition": Case(
        "ZX306",
        "`strict` is not a reading of `union/four-per-cent`",
        ("delete the entry: the position has one reading",),
        ((DRAFT, "{union/public-berths: all}", "{union/four-per-cent: ⟦strict⟧}"),),
        related=("the position",),
    ),
    "expired waiver": Case(
        "ZX307",
        "waiver of `union/four-per-cent` expired on 2025-03-10",
        ("delete the waiver, or move the day in `expires`",),
        (
            (DRAFT, "{position: union/four-per-cent", "{position: ⟦union/four-per-cent⟧"),
            (DRAFT, "expires: 2025-06-01", "expires: 2025-03-10"),
        ),
    ),
    "waiver expired as of the corpus": Case(
        "ZX307",
        "waiver of `union/four-per-cent` expired on 2025-03-01",
        ("delete the waiver, or move the day in `expires`",),
        (
            (DRAFT, "as-of: 2025-03-10\n", ""),
            (DRAFT, "{position: union/four-per-cent", "{position: ⟦union/four-per-cent⟧"),
            (DRAFT, "expires: 2025-06-01", "expires: 2025-03-01"),
        ),
    ),
    "superseding another party's position": Case(
        "ZX308",
        "`port-authority/public-berths` supersedes `union/four-per-cent` of another party",
        ("a party ends its own positions only: leave it out",),
        (
            (
                UNION,
                "  - id: public-berths\n    party: union\n",
                "  - id: public-berths\n    party: port-authority\n",
            ),
            (UNION, "supersedes: [four-per-cent]", "supersedes: [⟦union/four-per-cent⟧]"),
            (DRAFT, "readings: {union/public-berths: all}\n", ""),
            (DRAFT, "[union/public-berths]", "[port-authority/public-berths]"),
        ),
        related=("the position of another party",),
    ),
    "red line without a condition": Case(
        "ZX309",
        "red-line `union/four-per-cent` has no condition",
        ("add `holds` or `readings`, or record it as a kind that is not checked",),
        ((UNION, "kind: red-line ", "kind: ⟦red-line⟧ "), (UNION, HOLDS, "")),
        related=("the position",),
    ),
}
