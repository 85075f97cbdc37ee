"""Cases: values outside their declaration, and declarations without any value."""

from __future__ import annotations

from checks.cases.case import (
    DRAFT,
    ONLY_READING,
    OPERATORS,
    PAY,
    RULES,
    STATE,
    UNION,
    Case,
)

VALUES = {
    "parameter without a type that no effect uses": Case(
        "ZX214",
        "parameter `months` of term `raise` has no type",
        ("add `type` or `values`, or an effect that sets an attribute to `$months`",),
        (
            (
                PAY,
                "unit: per mille}}",
                "unit: per mille}, ⟦months⟧: {}}",
            ),
        ),
    ),
    "value out of an inherited range": Case(
        "ZX201",
        "parameter `amount` is 300, the term allows 0 to 200 per mille",
        ("allowed: 0 to 200 per mille",),
        (
            (PAY, "{type: integer, minimum: 0, maximum: 200, unit: per mille}", "{}"),
            (DRAFT, "{amount: 30}", "{amount: ⟦300⟧}"),
        ),
        related=("declared here",),
    ),
    "parameter above its range": Case(
        "ZX201",
        "parameter `amount` is 300, the term allows 0 to 200 per mille",
        ("allowed: 0 to 200 per mille",),
        ((DRAFT, "{amount: 30}", "{amount: ⟦300⟧}"),),
        related=("declared here",),
    ),
    "parameter with a fraction": Case(
        "ZX201",
        "parameter `amount` is 30.5, the term allows whole numbers, 0 to 200 per mille",
        ("write 30 or 31", "or declare `amount` with `type: decimal` and `digits`"),
        ((DRAFT, "{amount: 30}", "{amount: ⟦30.5⟧}"),),
        related=("declared here",),
    ),
    "parameter of another sort": Case(
        "ZX201",
        "parameter `amount` is `thirty`, the term allows 0 to 200 per mille",
        ("allowed: 0 to 200 per mille",),
        ((DRAFT, "{amount: 30}", "{amount: ⟦thirty⟧}"),),
        related=("declared here",),
    ),
    "parameter without a limit": Case(
        "ZX201",
        "parameter `amount` is `unlimited`, the term allows 0 to 200 per mille",
        ("write a number, or `unlimited: true` where `amount` is declared",),
        ((DRAFT, "{amount: 30}", "{amount: ⟦unlimited⟧}"),),
        related=("declared here",),
    ),
    "value in a baseline": Case(
        "ZX202",
        "attribute `operator` cannot be `privat`, it allows `port` or `private`",
        ("did you mean `private`?",),
        ((STATE, "{operator: private, deep", "{operator: ⟦privat⟧, deep"),),
        related=("declared here",),
    ),
    "default": Case(
        "ZX202",
        "attribute `raise` cannot be `500`, it allows 0 to 200 per mille",
        ("allowed: 0 to 200 per mille",),
        (
            (STATE, "raise: {type", "⟦raise⟧: {type"),
            (STATE, "maximum: 200, default: 0", "maximum: 200, default: 500"),
        ),
        related=("declared here",),
    ),
    "value set by an effect": Case(
        "ZX202",
        "attribute `raise` cannot be `-5`, it allows 0 to 200 per mille",
        ("allowed: 0 to 200 per mille",),
        ((PAY, "set: {raise: 0}", "set: {raise: ⟦-5⟧}"),),
        related=("declared here",),
    ),
    "value compared": Case(
        "ZX202",
        "attribute `raise` cannot be `400`, it allows 0 to 200 per mille",
        ("allowed: 0 to 200 per mille",),
        ((UNION, "{raise: {at-least: 40}}", "{raise: {at-least: ⟦400⟧}}"),),
        related=("declared here",),
    ),
    "value in a list": Case(
        "ZX202",
        "attribute `operator` cannot be `public`, it allows `port` or `private`",
        ("allowed: `port` or `private`",),
        (
            (
                UNION,
                ONLY_READING,
                "holds: {every: berth, holds: {operator: {in: ⟦[port, public]⟧}}}}",
            ),
        ),
        related=("declared here",),
    ),
    "truth compared with a text": Case(
        "ZX202",
        "attribute `closed-shop` cannot be `allowed`, it allows true or false",
        ("allowed: true or false",),
        ((RULES, "{closed-shop: false}", "{closed-shop: ⟦allowed⟧}"),),
        related=("declared here",),
    ),
    "comparison of an enum without order": Case(
        "ZX203",
        "`at-least` cannot compare `operator`, its values have no order",
        (
            "use `is`, `not` or `in`",
            "or declare it `ordered: true`, from least to most: port, private",
        ),
        (
            (
                UNION,
                ONLY_READING,
                "holds: {every: berth, holds: {operator: {at-least: ⟦port⟧}}}}",
            ),
        ),
        related=("declared as an enum without an order here",),
    ),
    "comparison of a boolean": Case(
        "ZX203",
        "`below` cannot compare `closed-shop`, its values have no order",
        ("compare it with `true` or `false`",),
        ((RULES, "{closed-shop: false}", "{closed-shop: {below: ⟦1⟧}}"),),
        related=("declared as a boolean here",),
    ),
    "missing value": Case(
        "ZX204",
        "entity `berth-two` has no value for `deep-water`",
        ("give it `deep-water` in its `baseline`: true or false",),
        (
            (STATE, "berth-two: {type", "⟦berth-two⟧: {type"),
            (STATE, "{operator: private, deep-water: false}", "{operator: private}"),
        ),
        related=("declared here, without a default",),
    ),
    "parameter that a draft makes up": Case(
        "ZX205",
        "`ammount` is not a parameter of term `raise`",
        ("did you mean `amount`?", "parameters of `raise`: amount"),
        ((DRAFT, "{amount: 30}", "{⟦ammount⟧: 30}"),),
        related=("the term",),
        fix="amount",
    ),
    "parameter of a term without any": Case(
        "ZX205",
        "`years` is not a parameter of term `kept`",
        ("write `guarantee: kept`: `kept` has no parameters",),
        ((DRAFT, "guarantee: kept", "guarantee: {kept: {⟦years⟧: 3}}"),),
        related=("the term",),
    ),
    "parameter that an effect makes up": Case(
        "ZX205",
        "`percent` is not a parameter of term `freeze`",
        ("declare it in the `parameters` of `freeze`",),
        ((PAY, "set: {raise: 0}", "set: {raise: $⟦percent⟧}"),),
        related=("the term",),
    ),
    "parameter above the attribute": Case(
        "ZX206",
        "parameter `amount` does not fit attribute `raise`: it may be above 200",
        ("give the parameter a range within that of the attribute",),
        (
            (PAY, "maximum: 200, unit", "maximum: 250, unit"),
            (PAY, "{raise: $amount}", "{raise: ⟦$amount⟧}"),
        ),
        related=(
            "the parameter: integer, 0 to 250 per mille",
            "the attribute: integer, 0 to 200 per mille",
        ),
    ),
    "parameter in another unit": Case(
        "ZX206",
        "parameter `amount` does not fit attribute `raise`: `per cent` instead of `per mille`",
        ("give the parameter a range within that of the attribute",),
        (
            (PAY, "maximum: 200, unit: per mille", "maximum: 200, unit: per cent"),
            (PAY, "{raise: $amount}", "{raise: ⟦$amount⟧}"),
        ),
        related=(
            "the parameter: integer, 0 to 200 per cent",
            "the attribute: integer, 0 to 200 per mille",
        ),
    ),
    "parameter without a limit for an attribute with one": Case(
        "ZX206",
        "parameter `amount` does not fit attribute `raise`: it may be `unlimited`",
        ("give the parameter a range within that of the attribute",),
        (
            (PAY, "maximum: 200, unit", "maximum: 200, unlimited: true, unit"),
            (PAY, "{raise: $amount}", "{raise: ⟦$amount⟧}"),
        ),
        related=(
            "the parameter: integer, 0 to 200 per mille or unlimited",
            "the attribute: integer, 0 to 200 per mille",
        ),
    ),
    "parameter of another type": Case(
        "ZX206",
        "parameter `amount` does not fit attribute `closed-shop`: integer instead of boolean",
        ("give the parameter a range within that of the attribute",),
        ((PAY, "{raise: $amount}", "{raise: $amount, closed-shop: ⟦$amount⟧}"),),
        related=(
            "the parameter: integer, 0 to 200 per mille",
            "the attribute: boolean, true or false",
        ),
    ),
    "parameter with more values than the attribute": Case(
        "ZX206",
        "parameter `who` does not fit attribute `operator`: it may be `city` or `state`",
        ("give the parameter a range within that of the attribute",),
        (
            (
                PAY,
                "effects: [{entity: berth-one, set: {operator: private}}]",
                f"{OPERATORS}effects: [{{entity: berth-one, set: {{operator: ⟦$who⟧}}}}]",
            ),
        ),
        related=(
            "the parameter: enum, `port`, `city` or `state`",
            "the attribute: enum, `port` or `private`",
        ),
    ),
    "parameter below the attribute": Case(
        "ZX206",
        "parameter `amount` does not fit attribute `raise`: it may be below 10",
        ("give the parameter a range within that of the attribute",),
        (
            (
                STATE,
                "minimum: 0, maximum: 200, default: 0",
                "minimum: 10, maximum: 200, default: 10",
            ),
            (PAY, "{raise: $amount}", "{raise: ⟦$amount⟧}"),
            (PAY, "set: {raise: 0}", "set: {raise: 10}"),
        ),
        related=(
            "the parameter: integer, 0 to 200 per mille",
            "the attribute: integer, 10 to 200 per mille",
        ),
    ),
    "more terms asked for than there are": Case(
        "ZX207",
        "issue `privatise` has 2 terms, its `choose` speaks of 3",
        ("write `one`, `any`, or `{min: …, max: …}` within the number of its terms",),
        (
            (PAY, "id: privatise", "id: ⟦privatise⟧"),
            (PAY, "choose: any", "choose: {min: 1, max: 3}"),
        ),
    ),
    "bounds the wrong way round": Case(
        "ZX207",
        "issue `privatise` asks for at least 2 and at most 1 terms",
        ("write `one`, `any`, or `{min: …, max: …}` within the number of its terms",),
        (
            (PAY, "id: privatise", "id: ⟦privatise⟧"),
            (PAY, "choose: any", "choose: {min: 2, max: 1}"),
            (DRAFT, "  privatise: [berth-one, shallow]\n", ""),
        ),
    ),
    "too many terms": Case(
        "ZX208",
        "draft chooses 2 terms of issue `guarantee`, which asks for at most 1",
        ("choose at most 1 of them, or write `silent`",),
        ((DRAFT, "guarantee: kept", "guarantee: ⟦[kept, open]⟧"),),
        related=("the issue",),
    ),
    "too few terms": Case(
        "ZX208",
        "draft chooses 1 term of issue `privatise`, which asks for at least 2",
        ("choose at least 2 of them, or write `silent`",),
        (
            (PAY, "choose: any", "choose: {min: 2, max: 2}"),
            (DRAFT, "[berth-one, shallow]", "⟦[berth-one]⟧"),
        ),
        related=("the issue",),
    ),
    "empty range": Case(
        "ZX209",
        "`strike-days` allows numbers from 365 to 0: there are none",
        ("exchange the two, or correct one of them",),
        (
            (STATE, "strike-days: {type", "⟦strike-days⟧: {type"),
            (STATE, "minimum: 0, maximum: 365", "minimum: 365, maximum: 0"),
        ),
    ),
}
