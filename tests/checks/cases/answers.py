"""Cases: issues with values, and conditions, relations and drafts about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.cases.case import (
    ATTRIBUTES_OF_AGREEMENT,
    ATTRIBUTES_OF_BERTH,
    DRAFT,
    HOLDS,
    ISSUES_OF_ALL,
    PARTIES_OF_ALL,
    PAY,
    STATE,
    TERMS_OF_PAY,
    TYPES_OF_ALL,
    UNION,
    Case,
)

if TYPE_CHECKING:
    from checks.conftest import Change

NEXT = "  - id: privatise\n"
NUMBER = "{type: integer, minimum: 0, maximum: 5}"
DATE = "{type: date, earliest: 2025-01-01, latest: 2025-02-01}"
BERTHS = "{type: set, of: berth}"
TOO_FEW = "correct `minimum` or `maximum` of the answer"
ONLY = "say it with `chosen`, `silent`, `all`, `any` and `not`"
PARAMETER = "take a parameter: `{parameter: amount, of: pay/raise}`"
NUMBERS = "compare only numbers and dates"
DAYS = "compare dates with dates, or write `{days-between: [DATE, DATE]}`"
NUMBER_OF_FEE = "write `{issue: fee, at-least: …}`, or another comparison"


def issue(text: str) -> Change:
    """A change that adds an issue."""
    return (PAY, NEXT, f"  - {text}\n{NEXT}")


def fee(answer: str) -> Change:
    """A change that adds an issue with a value."""
    return issue(f"{{id: fee, question: How much, answer: {answer}}}")


VOTE = "milestones: {vote: {earliest: 2025-03-01, latest: 2025-12-31}}"


def holds(condition: str) -> Change:
    """A change that replaces the condition of a position."""
    return (UNION, HOLDS, f"    holds: {condition}")


DECLARATIONS = {
    "no terms and no answer": Case(
        "ZX207",
        "issue `fee` has nothing to choose from",
        ("add `terms`, or `answer` with a type",),
        (issue("{id: ⟦fee⟧, question: How much}"),),
    ),
    "both terms and an answer": Case(
        "ZS103",
        "issue `fee` has both `answer` and `terms`",
        ("keep one of `answer` and `terms`",),
        (
            issue(
                "{id: fee, question: How, answer: {type: boolean},"
                " ⟦terms⟧: [{id: a, title: A}]}"
            ),
        ),
        related=("the other one",),
    ),
    "both an answer and a number of terms": Case(
        "ZS103",
        "issue `fee` has both `answer` and `choose`",
        ("keep one of `answer` and `choose`",),
        (issue("{id: fee, question: How, answer: {type: boolean}, ⟦choose⟧: any}"),),
        related=("the other one",),
    ),
    "terms for each entity of a type that there is not": Case(
        "ZX101",
        "there is no entity type `births`",
        ("did you mean `berth`?", TYPES_OF_ALL),
        (
            issue(
                "{id: fee, question: How, terms: [{id: $each, title: T, for-each: ⟦births⟧}]}"
            ),
        ),
        related=("this is an entity type",),
        fix="berth",
    ),
    "effect of a term for each entity": Case(
        "ZX101",
        "`operatr` is not an attribute of type `berth`",
        ("did you mean `operator`?", ATTRIBUTES_OF_BERTH),
        (
            issue(
                "{id: fee, question: How, choose: any, terms: [{id: to-$each, title: T,"
                " for-each: berth, effects: [{entity: $each, set: {⟦operatr⟧: port}}]}]}"
            ),
        ),
        related=("an attribute of `berth`",),
        fix="operator",
    ),
    "set of a type that there is not": Case(
        "ZX101",
        "there is no entity type `births`",
        ("did you mean `berth`?", TYPES_OF_ALL),
        (fee("{type: set, of: ⟦births⟧}"),),
        related=("this is an entity type",),
        fix="berth",
    ),
    "set of a type without entities": Case(
        "ZX207",
        "issue `fee` has nothing to choose from",
        ("add entities of `pier` in terms/state.yaml",),
        (
            (STATE, "entities:\n  agreement", "  pier: {}\nentities:\n  agreement"),
            issue("{id: ⟦fee⟧, question: How, answer: {type: set, of: pier}}"),
        ),
    ),
    "set with its bounds the wrong way round": Case(
        "ZX207",
        "issue `fee` asks for at least 2 and at most 1 members",
        (TOO_FEW,),
        (
            issue(
                "{id: ⟦fee⟧, question: How,"
                " answer: {type: set, of: berth, minimum: 2, maximum: 1}}"
            ),
        ),
    ),
    "set of more members than there are": Case(
        "ZX207",
        "issue `fee` has 2 members, its answer speaks of 3",
        (TOO_FEW,),
        (issue("{id: ⟦fee⟧, question: How, answer: {type: set, of: berth, maximum: 3}}"),),
    ),
    "answer with an empty range": Case(
        "ZX209",
        "`fee` allows numbers from 9 to 1: there are none",
        ("exchange the two, or correct one of them",),
        (issue("{id: ⟦fee⟧, question: How, answer: {type: integer, minimum: 9, maximum: 1}}"),),
    ),
    "answer without a day": Case(
        "ZX209",
        "`fee` allows dates from 2025-05-01 to 2025-01-01: there are none",
        ("exchange the two, or correct one of them",),
        (
            issue(
                "{id: ⟦fee⟧, question: How,"
                " answer: {type: date, earliest: 2025-05-01, latest: 2025-01-01}}"
            ),
        ),
    ),
    "steps that do not reach the maximum": Case(
        "ZX213",
        "steps of 4 from 0 do not reach 10",
        ("write `maximum: 8`, or another step",),
        (fee("{type: integer, minimum: 0, maximum: 10, step: ⟦4⟧}"),),
    ),
    "step with too many digits": Case(
        "ZX202",
        "`step` of `fee` is 0.005, its values have 2 digits",
        ("write 0.01, or more `digits`",),
        (fee("{type: decimal, digits: 2, minimum: 0, maximum: 10, step: ⟦0.005⟧}"),),
    ),
    "minimum with too many digits": Case(
        "ZX202",
        "`minimum` of `fee` is 0.005, its values have 2 digits",
        ("write 0.00 or 0.01, or more `digits`",),
        (fee("{type: decimal, digits: 2, minimum: ⟦0.005⟧, maximum: 10}"),),
    ),
}
CONDITIONS = {
    "comparison of an issue that has terms": Case(
        "ZX203",
        "issue `pay` is answered by terms, not by a number or a date",
        ("write `{chosen: pay/TERM}`",),
        (holds("{issue: pay, at-most: ⟦5⟧}"),),
        related=("the issue",),
    ),
    "comparison of an issue with its term": Case(
        "ZX203",
        "issue `pay` is answered by terms, not by a number or a date",
        ("write `{chosen: pay/freeze}`",),
        (holds("{issue: pay, is: ⟦freeze⟧}"),),
        related=("the issue",),
    ),
    "comparison of an issue with its terms": Case(
        "ZX203",
        "issue `pay` is answered by terms, not by a number or a date",
        ("write `{any: [{chosen: pay/raise}, {chosen: pay/freeze}]}`",),
        (holds("{issue: pay, in: ⟦[raise, freeze]⟧}"),),
        related=("the issue",),
    ),
    "truth of an issue that has terms": Case(
        "ZX212",
        "issue `pay` is answered by terms, not by `true`",
        ("write `{chosen: pay/TERM}`",),
        (holds("{issue: pay, is: ⟦true⟧}"),),
        related=("the issue",),
    ),
    "comparison of a set": Case(
        "ZX203",
        "issue `fee` is answered by a set, not by a number or a date",
        ("write `{issue: fee, includes-any: [berth-two]}`",),
        (fee(BERTHS), holds("{issue: fee, is: ⟦berth-two⟧}")),
        related=("the issue",),
    ),
    "member that a set does not have": Case(
        "ZX101",
        "`berth-tree` is not a member of set `fee`",
        ("did you mean `berth-one` or `berth-two`?", "members of `fee`: berth-one, berth-two"),
        (fee(BERTHS), holds("{issue: fee, includes: ⟦berth-tree⟧}")),
        related=("a member of `fee`",),
    ),
    "comparison of a truth": Case(
        "ZX203",
        "issue `fee` is answered by `true` or `false`, not by a number or a date",
        ("write `{issue: fee, is: true}` or `{issue: fee, is: false}`",),
        (fee("{type: boolean}"), holds("{issue: fee, at-most: ⟦5⟧}")),
        related=("the issue",),
    ),
    "term of an issue that is answered by a number": Case(
        "ZX212",
        "issue `fee` is answered by a number, not by `high`",
        (NUMBER_OF_FEE,),
        (fee(NUMBER), holds("{chosen: fee/⟦high⟧}")),
        related=("the issue",),
    ),
    "truth of an issue that is answered by a number": Case(
        "ZX212",
        "issue `fee` is answered by a number, not by `true`",
        (NUMBER_OF_FEE,),
        (fee(NUMBER), holds("{issue: fee, is: ⟦true⟧}")),
        related=("the issue",),
    ),
    "number that an issue cannot be": Case(
        "ZX202",
        "issue `fee` cannot be `6`, it allows 0 to 5",
        ("allowed: 0 to 5",),
        (fee(NUMBER), holds("{issue: fee, at-most: ⟦6⟧}")),
        related=("declared here",),
    ),
    "word where a number stands": Case(
        "ZX202",
        "issue `fee` cannot be `high`, it allows 0 to 5",
        ("allowed: 0 to 5",),
        (fee(NUMBER), holds("{issue: fee, is: ⟦high⟧}")),
        related=("declared here",),
    ),
    "no limit where there is one": Case(
        "ZX202",
        "issue `fee` cannot be `unlimited`, it allows 0 to 5",
        ("write a number, or `unlimited: true` where `fee` is declared",),
        (fee(NUMBER), holds("{issue: fee, is: ⟦unlimited⟧}")),
        related=("declared here",),
    ),
    "day that an issue cannot be": Case(
        "ZX202",
        "issue `fee` cannot be `2025-03-01`, it allows 2025-01-01 to 2025-02-01",
        ("allowed: 2025-01-01 to 2025-02-01",),
        (fee(DATE), holds("{issue: fee, at-most: ⟦2025-03-01⟧}")),
        related=("declared here",),
    ),
    "word where a date stands": Case(
        "ZX202",
        "issue `fee` cannot be `soon`, it allows 2025-01-01 to 2025-02-01",
        ("allowed: 2025-01-01 to 2025-02-01",),
        (fee(DATE), holds("{issue: fee, is: ⟦soon⟧}")),
        related=("declared here",),
    ),
    "issue compared that there is not": Case(
        "ZX101",
        "there is no issue `pey`",
        ("did you mean `pay`?", ISSUES_OF_ALL),
        (holds("{issue: ⟦pey⟧, is: 1}"),),
        related=("this is an issue",),
        fix="pay",
    ),
    "parameter compared that there is not": Case(
        "ZX101",
        "`amuont` is not a parameter of term `raise`",
        ("did you mean `amount`?", "parameters of `raise`: amount"),
        (holds("{chosen: pay/raise, with: {⟦amuont⟧: 1}}"),),
        related=("a parameter of `raise`",),
        fix="amount",
    ),
    "number that a parameter cannot be": Case(
        "ZX202",
        "parameter `amount` cannot be `500`, it allows 0 to 200 per mille",
        ("allowed: 0 to 200 per mille",),
        (holds("{chosen: pay/raise, with: {amount: {at-most: ⟦500⟧}}}"),),
        related=("declared here",),
    ),
}
RELATIONS = {
    "quantity of an issue that has terms": Case(
        "ZX203",
        "issue `pay` is answered by terms, not by a number or a date",
        (PARAMETER,),
        (holds("{quantity: {issue: ⟦pay⟧}, at-most: 5}"),),
        related=("the issue",),
    ),
    "issue that has terms, compared with a quantity": Case(
        "ZX203",
        "issue `pay` is answered by terms, not by a number or a date",
        (PARAMETER,),
        (holds("{issue: ⟦pay⟧, at-most: {attribute: raise, of: agreement}}"),),
        related=("the issue",),
    ),
    "quantity that is no number": Case(
        "ZX203",
        "`duration` is no number and no date",
        (NUMBERS,),
        (holds("{quantity: {attribute: ⟦duration⟧, of: agreement}, is: 1}"),),
        related=("declared here",),
    ),
    "attribute that is no number, compared with a quantity": Case(
        "ZX203",
        "`duration` is no number and no date",
        (NUMBERS,),
        (holds("{entity: agreement, holds: {⟦duration⟧: {is: {attribute: raise}}}}"),),
        related=("declared here",),
    ),
    "sum of what is no number": Case(
        "ZX203",
        "`operator` is no number and no date",
        (NUMBERS,),
        (holds("{quantity: {sum: ⟦operator⟧, over: berth}, is: 1}"),),
        related=("declared here",),
    ),
    "attribute of no entity": Case(
        "ZX203",
        "`raise` is an attribute of no entity here",
        ("write `{attribute: …, of: ENTITY}`",),
        (holds("{quantity: {attribute: ⟦raise⟧}, is: 1}"),),
    ),
    "attribute in a quantity that there is not": Case(
        "ZX101",
        "`rise` is not an attribute of type `agreement`",
        ("did you mean `raise`?", ATTRIBUTES_OF_AGREEMENT),
        (holds("{entity: agreement, holds: {raise: {at-least: {attribute: ⟦rise⟧}}}}"),),
        related=("an attribute of `agreement`",),
        fix="raise",
    ),
    "entity in a quantity that there is not": Case(
        "ZX101",
        "there is no entity `agrement`",
        ("did you mean `agreement`?", "entities: agreement, berth-one, berth-two"),
        (holds("{quantity: {attribute: raise, of: ⟦agrement⟧}, is: 1}"),),
        related=("this is an entity",),
        fix="agreement",
    ),
    "issue in a quantity that there is not": Case(
        "ZX101",
        "there is no issue `pey`",
        ("did you mean `pay`?", ISSUES_OF_ALL),
        (holds("{quantity: {issue: ⟦pey⟧}, is: 1}"),),
        related=("this is an issue",),
        fix="pay",
    ),
    "parameter in a quantity that there is not": Case(
        "ZX101",
        "`amuont` is not a parameter of term `raise`",
        ("did you mean `amount`?", "parameters of `raise`: amount"),
        (holds("{quantity: {parameter: ⟦amuont⟧, of: pay/raise}, is: 1}"),),
        related=("a parameter of `raise`",),
        fix="amount",
    ),
    "term in a quantity that there is not": Case(
        "ZX101",
        "`rise` is not a term of issue `pay`",
        ("did you mean `raise`?", TERMS_OF_PAY),
        (holds("{quantity: {parameter: amount, of: pay/⟦rise⟧}, is: 1}"),),
        related=("a term of `pay`",),
        fix="raise",
    ),
    "type in a quantity that there is not": Case(
        "ZX101",
        "there is no entity type `births`",
        ("did you mean `berth`?", TYPES_OF_ALL),
        (holds("{quantity: {sum: crew, over: ⟦births⟧}, is: 1}"),),
        related=("this is an entity type",),
        fix="berth",
    ),
    "filter of a quantity": Case(
        "ZX101",
        "`rise` is not an attribute of type `agreement`",
        ("did you mean `raise`?", ATTRIBUTES_OF_AGREEMENT),
        (holds("{quantity: {sum: raise, over: agreement, where: {⟦rise⟧: 1}}, is: 1}"),),
        related=("an attribute of `agreement`",),
        fix="raise",
    ),
    "relation in the when of an effect": Case(
        "ZX303",
        "`when` of an effect uses a relation of numbers",
        (ONLY,),
        (
            (
                PAY,
                "when: {chosen: pay/freeze}",
                "when: {quantity: {parameter: amount, of: pay/raise}, at-least: ⟦5⟧}",
            ),
        ),
    ),
    "case inside a case": Case(
        "ZS304",
        "a case stands inside another case",
        (
            "put them side by side: `all: [{in-case: strike, …}, {in-case: flood, …}]`",
            "if both happen at once, declare a contingency for that in terms/state.yaml",
        ),
        (holds("{in-case: strike, holds: {not: {in-case: ⟦flood⟧, holds: {silent: pay}}}}"),),
        related=("the case around it",),
    ),
    "issue that there is not, beside milestones": Case(
        "ZX101",
        "there is no issue or milestone `pey`",
        ("did you mean `pay`?", ISSUES_OF_ALL, "milestones: vote"),
        (
            (STATE, "entities:", f"{VOTE}\nentities:"),
            holds("{quantity: {issue: ⟦pey⟧}, is: 1}"),
        ),
        related=("this is an issue",),
        fix="pay",
    ),
    "milestone that there is not": Case(
        "ZX101",
        "there is no issue or milestone `votes`",
        ("did you mean `vote`?", ISSUES_OF_ALL, "milestones: vote"),
        (
            (STATE, "entities:", f"{VOTE}\nentities:"),
            (DRAFT, "choices:", "choices:\n  ⟦votes⟧: 2025-03-02"),
        ),
        related=("this is a milestone",),
        fix="vote",
    ),
    "what may be unlimited is subtracted": Case(
        "ZX203",
        "a number that may be `unlimited` is subtracted or multiplied",
        ("take `unlimited: true` out of its declaration, or use only sums",),
        (
            holds(
                "{quantity: {difference: [500, {attribute: strike-days, of: agreement}]},"
                " at-most: ⟦5⟧}"
            ),
        ),
    ),
    "numbers in two units": Case(
        "ZX210",
        "numbers in `days` and `per mille` are compared",
        ("declare them in one unit, or convert with `{times: …, of: …}`",),
        (holds("{entity: agreement, holds: {raise: {at-most: ⟦{attribute: strike-days}⟧}}}"),),
    ),
    "product in another unit": Case(
        "ZX210",
        "numbers in `days` and `per mille` are compared",
        ("declare them in one unit, or convert with `{times: …, of: …}`",),
        (
            holds(
                "{quantity: {product: [{parameter: amount, of: pay/raise}, 2], unit: days},"
                " at-most: ⟦{attribute: raise, of: agreement}⟧}"
            ),
        ),
    ),
    "number compared with a date": Case(
        "ZX210",
        "a date is compared with a number",
        (DAYS,),
        (holds("{quantity: {attribute: raise, of: agreement}, is: ⟦2025-01-01⟧}"),),
    ),
    "product with too many pairs of values": Case(
        "ZX211",
        "the numbers of this relation are too large",
        ("use a larger unit, a step, or narrower ranges",),
        (
            fee("{type: integer, minimum: 0, maximum: 9000000}"),
            holds("{quantity: {product: [{issue: fee}, {issue: fee}]}, at-most: ⟦5⟧}"),
        ),
    ),
}
DRAFTS = {
    "number where a term stands": Case(
        "ZX212",
        "issue `pay` is answered by terms, not by the number `30`",
        ("write `pay: {raise: {amount: 30}}`",),
        ((DRAFT, "pay: {raise: {amount: 30}}", "pay: ⟦30⟧"),),
        related=("the issue",),
    ),
    "draft of a party that there is not": Case(
        "ZX101",
        "there is no party `unoin`",
        ("did you mean `union`?", PARTIES_OF_ALL),
        ((DRAFT, "as-of: 2025-03-10", "as-of: 2025-03-10\nproposed-by: [⟦unoin⟧]"),),
        related=("this is a party",),
        fix="union",
    ),
    "draft from a source that there is not": Case(
        "ZX101",
        "there is no source `buletin`",
        ("did you mean `bulletin`?", "sources: bulletin, background"),
        ((DRAFT, "as-of: 2025-03-10", "as-of: 2025-03-10\nsource: ⟦buletin⟧"),),
        related=("this is a source",),
        fix="bulletin",
    ),
    "choice that cites a source that there is not": Case(
        "ZX101",
        "there is no source `buletin`",
        ("did you mean `bulletin`?", "sources: bulletin, background"),
        ((DRAFT, "guarantee: kept", "guarantee: {term: kept, cites: {⟦buletin⟧: [1]}}"),),
        related=("this is a source",),
        fix="bulletin",
    ),
    "word for a set that cites its place": Case(
        "ZS201",
        "`value` is the text `berth-one`, not a number, date, truth, `unlimited` or `silent`",
        ("write `fee: {value: [berth-one], cites: …}`",),
        (
            fee(BERTHS),
            (
                DRAFT,
                "guarantee: kept",
                "guarantee: kept\n  fee: {value: ⟦berth-one⟧, cites: {bulletin: [1]}}",
            ),
        ),
    ),
    "set for a number that cites its place": Case(
        "ZX212",
        "issue `fee` is answered by a number, not by `berth-one`",
        ("write a number, or `silent`", "`fee` allows 0 to 5"),
        (
            fee(NUMBER),
            (
                DRAFT,
                "guarantee: kept",
                "guarantee: kept\n  fee: {value: [⟦berth-one⟧], cites: {bulletin: [1]}}",
            ),
        ),
        related=("the issue",),
    ),
    "choice that cites no place": Case(
        "ZP102",
        "`guarantee` does not say where in `bulletin` it stands",
        ("list the places, each a paragraph or a text",),
        ((DRAFT, "guarantee: kept", "guarantee: {term: kept, cites: {⟦bulletin⟧: []}}"),),
        related=("the source",),
    ),
}
ANSWERS = DECLARATIONS | CONDITIONS | RELATIONS | DRAFTS
