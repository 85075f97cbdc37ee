"""Cases: ids that occur twice, are unused or cannot be used."""

from __future__ import annotations

from checks.cases.case import DRAFT, PARTIES, PAY, STATE, Case

IDS = {
    "group called like a party": Case(
        "ZX102",
        "group `union` has the id of a party",
        ("give one of them another id", "a membership may name a party as group"),
        (
            (
                PARTIES,
                "  - {id: employers,",
                "  - {id: ⟦union⟧, name: U, cites: {bulletin: [1]}}\n  - {id: employers,",
            ),
        ),
        related=("the party",),
    ),
    "member twice": Case(
        "ZX102",
        "`port-authority` is a member of `employers` twice",
        ("delete one of them, and cite all sources in the other",),
        (
            (
                PARTIES,
                "memberships:\n",
                (
                    "memberships:\n"
                    "  - {member: port-authority, group: employers, basis: outside}\n"
                ),
            ),
            (
                PARTIES,
                "member: port-authority, group: employers, basis: from-source",
                "member: ⟦port-authority⟧, group: employers, basis: from-source",
            ),
        ),
        related=("first here",),
    ),
    "actor with a slip": Case(
        "ZX107",
        "unknown name `port-autority`",
        ("write `port-authority`, or use words of your own",),
        ((PAY, "actor: port-authority", "actor: ⟦port-autority⟧"),),
        fix="port-authority",
    ),
    "object with a slip": Case(
        "ZX107",
        "unknown name `berth-ome`",
        ("write `berth-one` or `berth-two`, or use words of your own",),
        ((PAY, "object: [basic pay]", "object: [basic pay, ⟦berth-ome⟧]"),),
    ),
    "contingency of an or-else with a slip": Case(
        "ZX107",
        "unknown name `strik`",
        ("write `strike`, or use words of your own",),
        (
            (PAY, "or-else: interest is due", "or-else: ⟦strik⟧"),
            (STATE, "entity-types:\n", "contingencies: {strike: {}}\nentity-types:\n"),
        ),
        fix="strike",
    ),
    "nothing chosen of what is no set": Case(
        "ZX208",
        "draft chooses none of the answers to issue `privatise`",
        ("write `silent` if the draft says nothing of it",),
        ((DRAFT, "privatise: [berth-one, shallow]", "privatise: ⟦[]⟧"),),
        related=("the issue",),
    ),
    "term chosen twice": Case(
        "ZX102",
        "term `shallow` of `privatise` is chosen twice",
        ("keep one of them",),
        ((DRAFT, "[berth-one, shallow]", "[shallow, ⟦shallow⟧]"),),
        related=("first time",),
    ),
    "unused group": Case(
        "ZX103",
        "group `crews` has no members and no condition names it",
        ("add a membership, cite who speaks of it, or delete the group",),
        ((PARTIES, "groups:\n", "groups:\n  - {id: ⟦crews⟧, name: Crews}\n"),),
    ),
    "unused parameter": Case(
        "ZX103",
        "no effect of term `raise` uses `months`",
        ("set an attribute to `$months`, or delete the parameter",),
        (
            (
                PAY,
                "unit: per mille}}",
                "unit: per mille}, ⟦months⟧: {values: [three, six]}}",
            ),
        ),
    ),
    "attribute called like a word of conditions": Case(
        "ZX104",
        "no attribute can be called `of`",
        ("give the attribute another id",),
        (
            (
                STATE,
                "      deep-water: {type",
                "      ⟦of⟧: {values: [a, b], default: a}\n      deep-water: {type",
            ),
        ),
    ),
    "term called silent": Case(
        "ZX104",
        "`silent` is a reserved id",
        ("rename the term",),
        (
            (
                PAY,
                "{id: open, title: Nothing is said}",
                "{id: ⟦silent⟧, title: Nothing is said}",
            ),
        ),
    ),
    "second agreement": Case(
        "ZX105",
        "entity `pay-deal` is of type `agreement`",
        ("call it `agreement`, or give it a type of its own",),
        (
            (
                STATE,
                "  agreement: {type: agreement}",
                "  agreement: {type: agreement}\n  ⟦pay-deal⟧: {type: agreement}",
            ),
        ),
    ),
    "agreement of another type": Case(
        "ZX105",
        "entity `agreement` is of type `deal`",
        ("write `type: agreement`",),
        (
            (
                STATE,
                "  agreement:\n    attributes:",
                "  agreement: {}\n  deal:\n    attributes:",
            ),
            (STATE, "  agreement: {type: agreement}", "  ⟦agreement⟧: {type: deal}"),
        ),
    ),
}
