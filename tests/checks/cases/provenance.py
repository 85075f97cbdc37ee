"""Cases: sources, speakers and dates."""

from __future__ import annotations

from checks.cases.case import DRAFT, HOLDS, SOURCES, STATEMENTS, UNION, Case

PROVENANCE = {
    "position without a statement": Case(
        "ZP101",
        "position `union/four-per-cent` has no statement",
        ("add `statements: [id]`; statements are defined in terms/statements.yaml",),
        (
            (UNION, "id: four-per-cent", "id: ⟦four-per-cent⟧"),
            (UNION, f"{HOLDS}\n    statements: [secretary-on-pay]", HOLDS),
        ),
    ),
    "statement without a source": Case(
        "ZP102",
        "statement `secretary-on-pay` cites no source",
        ("add `cites: {source: [place]}`; sources are in terms/sources.yaml",),
        (
            (STATEMENTS, "id: secretary-on-pay", "id: ⟦secretary-on-pay⟧"),
            (STATEMENTS, "    cites: {bulletin: [2, 3]}\n", ""),
        ),
    ),
    "citation without a place": Case(
        "ZP102",
        "`secretary-on-pay` does not say where in `bulletin` it stands",
        ("list the places, each a paragraph or a text",),
        ((STATEMENTS, "{bulletin: [2, 3]}", "{⟦bulletin⟧: []}"),),
        related=("the source",),
    ),
    "statement said after it was published": Case(
        "ZP103",
        "statement `secretary-on-pay` was said after `bulletin` was published",
        ("correct one of the two days, or cite another source",),
        (
            (STATEMENTS, "id: secretary-on-pay", "id: ⟦secretary-on-pay⟧"),
            (STATEMENTS, "said: 2025-03-02", "said: 2025-03-04"),
        ),
        related=("published 2025-03-03",),
    ),
    "source published after the corpus's day": Case(
        "ZP103",
        "source `bulletin` is published 2026-03-03, the corpus is as of 2025-03-10",
        ("correct the day if it is not so",),
        (
            (SOURCES, "id: bulletin", "id: ⟦bulletin⟧"),
            (SOURCES, "published: 2025-03-03", "published: 2026-03-03"),
        ),
    ),
    "position held after the corpus's day": Case(
        "ZP103",
        "position `union/public-berths` begins 2025-03-11, the corpus is as of 2025-03-10",
        ("correct the day, or move `as-of` in terms/corpus.yaml",),
        ((UNION, "since: 2025-03-05", "since: ⟦2025-03-11⟧"),),
    ),
    "bounds of a day the wrong way round": Case(
        "ZP103",
        "statement `secretary-on-pay` has earliest day 2025-03-02 after latest 2025-03-01",
        ("exchange the two, or correct one of them",),
        (
            (STATEMENTS, "id: secretary-on-pay", "id: ⟦secretary-on-pay⟧"),
            (STATEMENTS, "2025-03-02", "{earliest: 2025-03-02, latest: 2025-03-01}"),
        ),
    ),
    "end before the beginning": Case(
        "ZP103",
        "position `union/public-berths` ends (2025-03-05) before it starts (2025-03-05)",
        ("a position counts up to, not including, the date of `until`",),
        ((UNION, "until: 2025-04-01", "until: ⟦2025-03-05⟧"),),
        related=("starts 2025-03-05",),
    ),
    "superseding a later position": Case(
        "ZP103",
        "`union/public-berths` supersedes `union/four-per-cent`, which starts later",
        ("correct one of the days, or let the other one supersede it",),
        (
            (UNION, "    since: 2025-03-02 ", "    since: 2025-03-06 "),
            (UNION, "since: 2025-03-05", "since: ⟦2025-03-05⟧"),
        ),
        related=("starts 2025-03-06",),
    ),
    "declared on a report": Case(
        "ZP104",
        "strength `declared` needs `direct-statement`; `union/four-per-cent` has only"
        " `reported-by-media`",
        ("add one, or write `strength: reported`",),
        (
            (STATEMENTS, "attribution: direct-statement ", "attribution: reported-by-media "),
            (UNION, "strength: declared ", "strength: ⟦declared⟧ "),
        ),
        related=("the position",),
    ),
    "red line on a characterisation": Case(
        "ZP104",
        "kind `red-line` needs other statements than `characterised-by-other-party`",
        ("add one, or write `kind: demand`",),
        (
            (
                STATEMENTS,
                "attribution: direct-statement ",
                "attribution: characterised-by-other-party ",
            ),
            (UNION, "strength: declared ", "strength: reported "),
            (UNION, "strength: repeated", "strength: indicated"),
            (UNION, "kind: red-line ", "kind: ⟦red-line⟧ "),
        ),
        related=("the position",),
    ),
    "report by nobody": Case(
        "ZP106",
        "statement `secretary-on-pay` does not say who reports it",
        ("add `by: …`; where the source does not tell, say that",),
        (
            (STATEMENTS, "id: secretary-on-pay", "id: ⟦secretary-on-pay⟧"),
            (STATEMENTS, "attribution: direct-statement ", "attribution: reported-by-media "),
            (STATEMENTS, "    by: Harbour Radio ", "    note: no medium is named "),
            (UNION, "strength: declared ", "strength: reported "),
        ),
    ),
    "draft asked about a day before everything": Case(
        "ZP107",
        "`as-of` 2015-03-10 is before the first position (2025-03-02)",
        ("check the year; the corpus is as of 2025-03-10",),
        ((DRAFT, "as-of: 2025-03-10", "as-of: ⟦2015-03-10⟧"),),
    ),
    "text that tells of what not all its readers may see": Case(
        "ZP108",
        "text tells of `union/four-per-cent`, which not all its readers may see",
        ("say it otherwise, or hide what says it too",),
        (
            (UNION, "id: four-per-cent", "id: four-per-cent\n    visibility: [union]"),
            (DRAFT, "title: ", "note: ⟦without union/four-per-cent⟧\ntitle: "),
        ),
    ),
}
