"""Cases: expectations of a scenario file."""

from __future__ import annotations

from checks.cases.case import DRAFT, POSITIONS_OF_UNION, UNION, Case

EXPECTATIONS = {
    "expectation about nothing": Case(
        "ZE104",
        "`public-birth` is not a position of party `union`",
        ("did you mean `public-berths`?", POSITIONS_OF_UNION),
        ((DRAFT, "crossed: [union/public-berths]", "crossed: [union/⟦public-birth⟧]"),),
        related=("a position of `union`",),
        fix="public-berths",
    ),
    "expectation about what has no verdict": Case(
        "ZE104",
        "`union/four-per-cent` is recorded as `openness`, it has no verdict",
        ("delete it; verdicts are on red lines, demands and preferences",),
        (
            (UNION, "kind: red-line ", "kind: openness "),
            (DRAFT, "respected: []", "respected: [⟦union/four-per-cent⟧]"),
        ),
        related=("the position",),
    ),
    "two verdicts": Case(
        "ZE107",
        "`union/public-berths` is expected to be crossed and open",
        ("keep one of them",),
        ((DRAFT, "open: []", "open: [⟦union/public-berths⟧]"),),
        related=("crossed here",),
    ),
    "deal that is not coherent": Case(
        "ZE107",
        "`deal: true` contradicts `coherent: false`",
        ("write `deal: false`, or correct `coherent`",),
        (
            (DRAFT, "coherent: true", "coherent: false"),
            (DRAFT, "deal: false", "deal: ⟦true⟧"),
        ),
        related=("expected to be inconsistent",),
    ),
}
