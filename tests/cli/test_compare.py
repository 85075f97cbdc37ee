"""`zopa compare`: drafts side by side, and changes of the corpus since a git revision."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from cli.conftest import GIT_SETTINGS, REPOSITORY, git
from snapshots import same_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.conftest import Change, Commit, Ran, Zopa

CASES = REPOSITORY / "tests" / "cases"
HARBOUR = CASES / "harbour"
FOUR = ("compromise", "company-paper", "dockers-paper", "machines-without-a-date")
BUYER, SELLER = "terms/positions/buyer.yaml", "terms/positions/seller.yaml"
DRAFT, SECOND = "scenarios/first-draft.yaml", "scenarios/second-draft.yaml"
OWN = """  - id: in-writing
    party: seller
    kind: preference
    strength: indicated
    title: A warranty is not given for nothing
    since: 2025-01-01
    holds: {not: {chosen: warranty/given}}
    statements: [seller-on-warranty]
"""
HOSTILE = "##[error]owned ##vso[x] ::error::y"
"""Text that a build server would obey; files cannot contain control characters."""


def squeezed(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def strict(value: Any) -> Any:
    """The schema without permission for further keys."""
    if isinstance(value, list):
        return [strict(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: strict(each) for key, each in value.items()}
    if "properties" in found and "additionalProperties" not in found:
        found["additionalProperties"] = False
    return found


@pytest.fixture(scope="module")
def exact() -> Callable[[Any], list[str]]:
    """Validator of answers against a strict version of their schema; returns errors."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    schemas = [
        strict(json.loads(file.read_text(encoding="utf-8")))
        for file in sorted((REPOSITORY / "schema").glob("*.schema.json"))
    ]
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in schemas
    )
    [mine] = [each for each in schemas if each["$id"].endswith("/compare.schema.json")]
    validator = Draft202012Validator(mine, registry=registry)

    def complaints(value: Any) -> list[str]:
        return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)]

    return complaints


@pytest.fixture
def since(zopa: Zopa, commit: Commit) -> Callable[..., Any]:
    """The result of `compare --since HEAD`."""

    def result(*arguments: str) -> Any:
        ran = zopa("compare", "--since", "HEAD", "--format", "json", *arguments)
        assert (ran.code, ran.err) == (0, "")
        return ran.json["result"]

    return result


@pytest.fixture
def second(workspace: Path, change: Change) -> None:
    """A second draft."""
    text = "title: Second draft\nchoices: {price: {fixed: {amount: 120}}, warranty: refused}\n"
    change(SECOND, "", text)


# -- drafts: text -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "case", "arguments"),
    [
        ("compare", "harbour", ("compromise", "guarantee-lapses")),
        ("compare-four", "harbour", FOUR),
        ("compare-six", "harbour", (*FOUR, "pay-only", "amount-open")),
        ("compare-all", "choose-between", ("--all", "cheese-left-open", "the-most")),
        ("compare-waived", "harbour", ("suppose-the-cap-falls", "compromise")),
    ],
)
def test_the_text_is_as_it_was_looked_at(
    zopa: Zopa,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    case: str,
    arguments: tuple[str, ...],
) -> None:
    """At 80 columns, byte for byte: in columns where there is room, else below each other."""
    monkeypatch.chdir(CASES / case)
    ran = zopa("compare", *arguments)

    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    same_bytes(f"questions/{name}.txt", f"$ zopa compare {' '.join(arguments)}\n{ran.out}")


def test_rows_have_titles_and_with_verbose_sources(zopa: Zopa) -> None:
    """Both without opening a file."""
    drafts = ("alaska-exchange", "front-line-freeze")
    ran = zopa("-C", REPOSITORY, "compare", *drafts)
    verbose = zopa("-C", REPOSITORY, "compare", *drafts, "--verbose")

    text, more = squeezed(ran.out), squeezed(verbose.out)
    assert text.startswith(
        "No deal in either draft: A crosses 1 of 20 positions, B crosses 5 of 29."
        " The dates differ: 9 positions count for B only (--as-of sets one date)."
    )
    assert "A alaska-exchange 2025-08-17 6 of 48 1 18 1" in text
    assert "Donbas A Given up whole, with the parts that Ukraine holds B Frozen" in text
    line = "Ukraine: Donetsk and Luhansk are not given up whole"
    assert f"{line} ✗ crossed ✓ respected" in text
    assert "– start date uncertain ✗ crossed" in text
    assert f"{line} red line, repeated A ✗ crossed B ✓ respected" in more
    assert "source Volodymyr Zelensky, by 2025-08-17 (date inferred), reported by" in more
    assert "id ukraine/rules-out-all-of-donbas" in more
    assert "The same in all drafts" not in text


def test_drafts_of_different_days_are_not_compared_without_a_word(zopa: Zopa) -> None:
    """Differing verdicts first; then the positions that count for one only, and why."""
    drafts = ("alaska-exchange", "front-line-freeze")
    ran = zopa("-C", REPOSITORY, "compare", *drafts)
    rows = zopa("-C", REPOSITORY, "compare", *drafts, "--format", "json").json["result"]
    alike = zopa("-C", REPOSITORY, "compare", *drafts, "--as-of", "2025-08-18")

    text = squeezed(ran.out)
    assert "Verdicts: 8 differ, 12 are the same" in text
    assert "The dates differ: 9 positions count for B only" in text
    assert "Positions that count for B only: 9" in text
    assert [each["partial"] for each in rows["verdicts"]].count(True) == 9
    for each in rows["verdicts"]:
        assert each["partial"] == (None in each["values"])
    assert "dates differ" not in alike.out


def test_all_shows_what_is_the_same_too(zopa: Zopa) -> None:
    """Apart from what differs."""
    drafts = ("alaska-exchange", "front-line-freeze")
    ran = zopa("-C", REPOSITORY, "compare", *drafts, "--all")

    assert ran.out.count("\n  The same in all drafts: ") == 3
    assert ran.out.count("\n  Undecided in all drafts: ") == 1


def test_drafts_may_differ_in_nothing(zopa: Zopa, workspace: Path, change: Change) -> None:
    """Then no row is shown."""
    change(SECOND, "", (workspace / DRAFT).read_text().replace("First", "Second"))

    text = zopa("compare", "first-draft", "second-draft").out

    assert "Choices: the same on all 2 issues" in text
    assert "Outcome: all 2 values are the same" in text
    assert "Verdicts: all 2 are the same" in text


def test_a_number_is_what_the_draft_gives_and_a_range_is_open(zopa: Zopa) -> None:
    """Although no condition tells the numbers of a range apart."""
    ran = zopa("-C", HARBOUR, "compare", "compromise", "amount-open")

    assert re.search("36 per mille +open: 0 to 150 per mille", ran.out)


def test_a_file_outside_is_a_draft_too(
    zopa: Zopa, workspace: Path, tmp_path: Path, second: None
) -> None:
    """By its path, in the order asked for."""
    file = tmp_path / "mine.yaml"
    file.write_text("title: Mine\nchoices: {warranty: refused}\n")

    drafts = zopa("compare", file, "second-draft", "--format", "json").json["result"]["drafts"]

    assert [each["title"] for each in drafts] == ["Mine", "Second draft"]


def test_kinds_that_differ_are_said_of_their_draft(zopa: Zopa) -> None:
    """A file can say which count."""
    ran = zopa("-C", CASES / "kinds", "compare", "enough", "the-preference-asked-for")

    assert ran.out.count("Assumed: ") == 1
    assert "\nB: Assumed: red lines, demands and preferences count\n" in ran.out


def test_a_waived_line_does_not_count_for_the_draft(zopa: Zopa) -> None:
    """Under its assumptions, and where it acts."""
    ran = zopa(
        "-C",
        CASES / "no-zone-three-parties",
        "compare",
        "all-three",
        "suppose-the-coast-gives-in",
    )

    assert re.search("^B: Assumed: .* is waived", ran.out, re.MULTILINE)
    assert re.search(r"\? open +w waived$", ran.out, re.MULTILINE)


# -- drafts: JSON and assumptions ---------------------------------------------


@pytest.mark.parametrize(
    ("root", "drafts"),
    [
        (REPOSITORY, ("alaska-exchange", "front-line-freeze", "bilateral-only")),
        (HARBOUR, FOUR),
        (CASES / "unlimited", ("days-open", "for-good")),
        (CASES / "readings", ("both-read-strictly", "undecided-under-two-readings")),
    ],
)
@pytest.mark.parametrize("flags", [(), ("--all",)], ids=["", "all"])
def test_the_answer_has_the_form_that_its_schema_describes(
    zopa: Zopa,
    exact: Callable[[Any], list[str]],
    root: Path,
    drafts: tuple[str, ...],
    flags: tuple[str, ...],
) -> None:
    """To the last key; every row has a value for each draft."""
    ran = zopa("-C", root, "compare", *drafts, *flags, "--format", "json")

    assert (ran.code, ran.err) == (0, "")
    assert exact(ran.json) == []
    assert ran.json["format"] == "zopa-compare"
    result = ran.json["result"]
    assert result["compared"] == "scenarios"
    assert [each["id"] for each in result["drafts"]] == list(drafts)
    rows = [*result["choices"], *result["outcome"], *result["verdicts"]]
    assert {len(each["values"]) for each in rows} == {len(drafts)}
    assert flags or all(each["differs"] for each in rows)
    coherent = [place for place, each in enumerate(result["drafts"]) if each["coherent"]]
    for row in result["outcome"]:
        values = [row["values"][place] for place in coherent]
        assert row["differs"] is any(each != values[0] for each in values)
    for row in result["verdicts"]:
        verdicts = [each and each["verdict"] for each in row["values"]]
        assert row["differs"] is any(each != verdicts[0] for each in verdicts)


def test_a_row_is_written_as_in_a_scenario(zopa: Zopa, workspace: Path, second: None) -> None:
    """And a verdict has its reason."""
    ran = zopa("compare", "first-draft", "second-draft", "--format", "json")

    result = ran.json["result"]
    assert result["choices"][0] == {
        "issue": "price",
        "differs": True,
        "values": [{"fixed": {"amount": 85}}, {"fixed": {"amount": 120}}],
    }
    [buyer, seller] = result["verdicts"]
    assert buyer["position"] == "buyer/at-most-ninety"
    assert [each["verdict"] for each in buyer["values"]] == ["respected", "crossed"]
    assert buyer["values"][1]["because"] == ["price=fixed(amount: 120)"]
    assert seller["position"] == "seller/no-cheap-warranty"
    assert set(result["positions"]) == {"buyer/at-most-ninety", "seller/no-cheap-warranty"}


def test_assumptions_of_the_caller_hold_for_every_draft(
    zopa: Zopa, workspace: Path, second: None
) -> None:
    """And are in the context."""
    flags = ("--as-of", "2025-06-01", "--parties", "seller", "--waive", "buyer/at-most-ninety")
    ran = zopa("compare", "first-draft", "second-draft", *flags, "--format", "json")

    for context in (
        ran.json["context"],
        *(each["assumptions"] for each in ran.json["result"]["drafts"]),
    ):
        assert context["as-of"] == "2025-06-01"
        assert context["at-the-table"] == ["seller"]
        assert [each["position"] for each in context["waivers"]] == ["buyer/at-most-ninety"]
    assert [each["position"] for each in ran.json["result"]["verdicts"]] == [
        "seller/no-cheap-warranty"
    ]


def test_the_same_bytes_whatever_the_hash_seed(process: Zopa) -> None:
    """In both forms."""
    for form in ("text", "json"):
        arguments = ("-C", HARBOUR, "compare", *FOUR, "--all", "--format", form)
        runs = [process(*arguments, PYTHONHASHSEED=seed) for seed in ("0", "1")]

        assert runs[0].code == 0
        assert runs[0] == runs[1]


def test_colour_changes_no_word(zopa: Zopa) -> None:
    """Only escapes come in, none across columns."""
    plain = zopa("-C", HARBOUR, "compare", *FOUR)
    coloured = zopa("-C", HARBOUR, "compare", *FOUR, "--color", "always")

    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.out) == plain.out
    for line in coloured.out.splitlines():
        assert len(re.findall(r"\x1b\[[1-9]", line)) <= line.count("\x1b[0m") + 1


def test_quiet_leaves_out_what_is_beside_the_answer(zopa: Zopa) -> None:
    """Assumptions, and where to go from here."""
    ran = zopa("-C", HARBOUR, "compare", "compromise", "pay-only", "--quiet")

    assert "Assumed" not in ran.out
    assert "next:" not in ran.out


# -- drafts: what cannot be done ----------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "nothing to compare"),
        (("first-draft",), "one scenario cannot be compared with itself"),
        (("first-draft", "first-draft"), "one scenario cannot be compared with itself"),
        (("first-draft", "frist-draft"), "did you mean `first-draft`?"),
        (("first-draft", "second-draft", "--fail-on", "any"), "--fail-on needs --since"),
        (("--since", "HEAD", "--all"), "--all is for a comparison of drafts"),
        (("first-draft", "second-draft", "--budget", "0"), "gave up after 0 s"),
        (("first-draft", "second-draft", "--waive", "buyer/x"), "no position `buyer/x`"),
    ],
)
def test_what_cannot_be_compared(
    zopa: Zopa, workspace: Path, second: None, arguments: tuple[str, ...], message: str
) -> None:
    """Exit code 2, and why."""
    ran = zopa("compare", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_scenario_with_errors_is_not_compared(
    zopa: Zopa, workspace: Path, second: None, change: Change
) -> None:
    """Its findings are the answer."""
    change(SECOND, "refused", "refusde")

    ran = zopa("compare", "first-draft", "second-draft")

    assert (ran.code, ran.out) == (1, "")
    assert f"{SECOND}:2" in ran.err


def test_hostile_titles_are_spelled_out(
    zopa: Zopa, workspace: Path, change: Change, commit: Commit
) -> None:
    """Of drafts, issues, terms and positions, in every part of the text."""
    change(SECOND, "", f'title: "{HOSTILE}"\nchoices: {{warranty: refused}}\n')
    change("terms/issues/deal.yaml", "Is there a warranty?", f'"{HOSTILE}"')
    change("terms/issues/deal.yaml", "title: No warranty", f'title: "{HOSTILE}"')
    change(BUYER, "Ninety thousand at the most", f'"{HOSTILE}"')
    change(BUYER, "at-most: 90", "at-most: 95")
    change("terms/corpus.yaml", "A negotiation", f'"{HOSTILE}"')

    for ran in (
        zopa("compare", "first-draft", "second-draft", "--all"),
        zopa("compare", "--since", "HEAD"),
    ):
        assert ran.code == 0
        assert not re.search(r"##\w*\[", ran.out)
        assert not re.search(r"^::", ran.out, re.MULTILINE)
        assert "owned" in ran.out


def test_a_hostile_revision_is_spelled_out(zopa: Zopa, commit: Commit) -> None:
    """In what is said of it, and in git's answer."""
    ran = zopa("compare", "--since", "\x1b]0;x\x07\u202e##[error]")

    assert (ran.code, ran.out) == (2, "")
    assert not re.search("[\x1b\x07\u202e]|##\\[", ran.err)
    assert "\\u{202e}" in ran.err


# -- since a revision: what changed -------------------------------------------


def changed(result: Any) -> dict[str, str]:
    """The direction of change of each position."""
    return {each["id"]: each["direction"] for each in result["positions"]}


def test_nothing_changed(zopa: Zopa, workspace: Path, since: Callable[..., Any]) -> None:
    """And that is said."""
    result = since()

    assert not result["positions"]
    assert not result["scenarios"]
    assert zopa("compare", "--since", "HEAD", "--fail-on", "any").code == 0
    assert "Nothing changed" in zopa("compare", "--since", "HEAD").out


def test_the_text_of_a_revision_is_as_it_was_looked_at(
    zopa: Zopa, workspace: Path, commit: Commit, change: Change
) -> None:
    """Everything that can happen, gravest first."""
    corpus = "terms/corpus.yaml"
    change(BUYER, "at-most: 90", "at-most: 95")
    change(BUYER, "strength: declared", "strength: reported")
    line = (workspace / BUYER).read_text().removeprefix("positions:\n")
    kept = line.replace("at-most-ninety", "kept").replace("at-most: 95", "at-most: 120")
    fallen = line.replace("at-most-ninety", "fallen").replace("at-most: 95", "at-most: 150")
    change(BUYER, "", kept)
    change(BUYER, "", fallen)
    change(SELLER, "", "")
    commit()
    git(workspace, "tag", "before")
    text = (workspace / BUYER).read_text()
    (workspace / BUYER).write_text(
        text.replace(fallen, "")
        .replace("at-most: 95", "at-most: 99")
        .replace("at-most: 120", "at-most: 110")
    )
    change(SELLER, "kind: red-line", "kind: demand")
    change(SELLER, "if: {chosen: warranty/given}", "if: {not: {silent: warranty}}")
    change(SELLER, "since: 2025-01-01", "since: 2025-01-01\n    until: 2025-03-01")
    change(SELLER, "", OWN)
    change(
        "terms/issues/deal.yaml",
        "",
        "  - {id: place, question: 'Where?', terms: [{id: here, title: Here}]}\n",
    )
    change(corpus, "as-of: 2025-01-01", "as-of: 2025-01-02")
    waiver = "{position: buyer/at-most-ninety, reason: paused, by: me, expires: 2025-02-01}"
    change(DRAFT, "  respected: [buyer/at-most-ninety]\n", f"waivers:\n  - {waiver}\n")
    change(SECOND, "", "title: Second draft\nchoices: {warranty: refused}\n")

    ran = zopa("compare", "--since", "before")

    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    same_bytes("questions/compare-since.txt", f"$ zopa compare --since before\n{ran.out}")


def test_a_threshold_that_got_weaker(
    zopa: Zopa,
    workspace: Path,
    since: Callable[..., Any],
    change: Change,
    exact: Callable[[Any], list[str]],
) -> None:
    """With its condition before and after, in the words of the format."""
    change(BUYER, "at-most: 90", "at-most: 91")

    result = since()

    [position] = result["positions"]
    assert (position["id"], position["direction"]) == ("buyer/at-most-ninety", "weaker")
    moved = dict.fromkeys(("issue", "term", "parameter")) | {
        "nature": "value",
        "attribute": "price",
        "kind": "agreement",
        "operator": "at-most",
        "before": 90,
        "after": 91,
        "unit": "thousand",
    }
    [respect] = position["respects"]
    assert respect == {"what": "condition", "direction": "weaker", "moved": [moved]}
    holds = [position[each]["holds"]["plain"] for each in ("before", "after")]
    assert holds == [
        "{entity: agreement, holds: {price: {at-most: 90}}}",
        "{entity: agreement, holds: {price: {at-most: 91}}}",
    ]
    assert result["red-lines-weaker"] == ["buyer/at-most-ninety"]
    ran = zopa("compare", "--since", "HEAD", "--format", "json")
    assert exact(ran.json) == []
    assert ran.json["context"]["scenario"] is None


def fails(ran: Ran, name: str = "") -> bool:
    """Whether a gate failed, with the position's name in the output."""
    assert ran.out
    assert ran.code in (0, 1)
    assert bool(ran.err) == bool(ran.code)
    assert not ran.code or name in ran.err
    return ran.code == 1


GATE: list[tuple[tuple[str, str, str], str | None, bool]] = [
    ((BUYER, "at-most: 90", "at-most: 100"), "weaker", True),
    ((BUYER, "at-most: 90", "at-most: 80"), "stronger", False),
    ((BUYER, "at-most: 90", "below: 91"), None, False),
    ((BUYER, "at-most: 90", "at-least: 50"), "changed", True),
    ((BUYER, "kind: red-line", "kind: demand"), "weaker", True),
    ((BUYER, "strength: declared", "strength: indicated"), "weaker", True),
    ((BUYER, "strength: declared", "strength: constitutional"), "stronger", False),
    ((BUYER, "since: 2025-01-01", "since: 2024-12-01"), "changed", False),
    (
        (BUYER, "since: 2025-01-01", "since: {earliest: 2024-12-01, latest: 2025-01-01}"),
        "changed",
        False,
    ),
    ((BUYER, "since: 2025-01-01", "since: {earliest: 2025-01-01}"), "changed", True),
    (
        (BUYER, "strength: declared", "strength: declared\n    until: 2025-06-01"),
        "weaker",
        True,
    ),
    (
        (BUYER, "strength: declared", "strength: declared\n    held-by: [seller]"),
        "stronger",
        False,
    ),
    ((BUYER, "title: Ninety thousand at the most", "title: Ninety"), None, False),
    ((BUYER, "at-most: 90", "at-most: 90 "), None, False),
    ((SELLER, "at-least: 100", "above: 98"), "weaker", True),
    (
        (SELLER, "if: {chosen: warranty/given}", "if: {not: {silent: warranty}}"),
        "stronger",
        False,
    ),
]


@pytest.mark.parametrize(("edit", "direction", "gate"), GATE)
def test_the_gate_is_about_red_lines_that_are_not_as_strong(
    zopa: Zopa,
    since: Callable[..., Any],
    change: Change,
    edit: tuple[str, str, str],
    *,
    direction: str | None,
    gate: bool,
) -> None:
    """Weaker, something else, later or for a shorter time; not stronger or the same."""
    name = "buyer/at-most-ninety" if edit[0] == BUYER else "seller/no-cheap-warranty"
    change(*edit)

    assert changed(since()) == ({} if direction is None else {name: direction})
    assert fails(zopa("compare", "--since", "HEAD", "--fail-on", "weaker"), name) is gate
    any_ = zopa("compare", "--since", "HEAD", "--fail-on", "any")
    assert fails(any_) is (direction is not None)
    assert zopa("compare", "--since", "HEAD", "--fail-on", "never").code == 0


def test_demands_may_get_weaker(
    zopa: Zopa, workspace: Path, commit: Commit, change: Change
) -> None:
    """The gate is for red lines; `any` is for everything."""
    change(BUYER, "kind: red-line", "kind: demand")
    commit()
    change(BUYER, "at-most: 90", "at-most: 100")

    assert zopa("compare", "--since", "HEAD", "--fail-on", "weaker").code == 0
    assert zopa("compare", "--since", "HEAD", "--fail-on", "any").code == 1


def test_a_red_line_that_vanished(
    zopa: Zopa, workspace: Path, since: Callable[..., Any], change: Change
) -> None:
    """With what was said of it, from the revision."""
    change(DRAFT, "  respected: [buyer/at-most-ninety]\n", "")
    (workspace / BUYER).unlink()

    result = since()

    assert changed(result) == {"buyer/at-most-ninety": "removed"}
    assert result["positions"][0]["after"] is None
    [scenario] = result["scenarios"]
    assert scenario["verdicts"] == [
        {"position": "buyer/at-most-ninety", "before": "respected", "after": None}
    ]
    assert scenario["expectations-dropped"] == ["respected: buyer/at-most-ninety"]
    ran = zopa("compare", "--since", "HEAD", "--fail-on", "weaker")
    assert ran.code == 1
    text = squeezed(ran.out)
    assert "Removed: 1 position The buyer: Ninety thousand at the most red line" in text
    assert "source Counsel for the buyer, 2025-01-01, minutes ¶1" in text
    assert "no longer expected: respected: buyer/at-most-ninety" in text


def test_another_id_is_another_position(
    workspace: Path, since: Callable[..., Any], change: Change
) -> None:
    """The old one is gone."""
    change(DRAFT, "buyer/at-most-ninety", "buyer/ninety")
    change(BUYER, "id: at-most-ninety", "id: ninety")

    result = since()

    assert changed(result) == {"buyer/at-most-ninety": "removed", "buyer/ninety": "added"}
    assert result["red-lines-weaker"] == ["buyer/at-most-ninety"]


def test_a_position_that_moved_to_another_file_has_not_changed(
    zopa: Zopa, workspace: Path, commit: Commit
) -> None:
    """Nor have any, whose order is another now."""
    buyer = (workspace / BUYER).read_text().removeprefix("positions:\n")
    seller = (workspace / SELLER).read_text().removeprefix("positions:\n")
    (workspace / BUYER).unlink()
    (workspace / SELLER).unlink()
    (workspace / "terms/positions/both.yaml").write_text(f"positions:\n{seller}{buyer}")
    issues = workspace / "terms/issues/deal.yaml"
    issues.rename(issues.with_name("other.yaml"))

    ran = zopa("compare", "--since", "HEAD", "--fail-on", "any")

    assert (ran.code, ran.err) == (0, "")
    assert "Nothing changed" in ran.out


def test_a_red_line_that_another_position_ends(
    zopa: Zopa, workspace: Path, commit: Commit, change: Change
) -> None:
    """A preference cannot take its place unseen."""
    change("terms/corpus.yaml", "as-of: 2025-01-01", "as-of: 2025-01-10")
    commit()
    line = (workspace / BUYER).read_text().removeprefix("positions:\n")
    line = line.replace("at-most-ninety", "softer").replace("red-line", "preference")
    change(DRAFT, "  respected: [buyer/at-most-ninety]\n", "")
    change(
        BUYER,
        "",
        line.replace(
            "since: 2025-01-01", "since: 2025-01-05\n    supersedes: [at-most-ninety]"
        ),
    )

    ran = zopa("compare", "--since", "HEAD", "--fail-on", "weaker")

    assert fails(ran, "buyer/at-most-ninety")
    assert "superseded by The buyer: Ninety thousand at the most" in squeezed(ran.out)


def test_a_party_that_left_the_table_takes_its_red_lines_along(
    zopa: Zopa, workspace: Path, since: Callable[..., Any], change: Change
) -> None:
    """No position has changed, and none of its lines counts."""
    change(DRAFT, "  respected: [buyer/at-most-ninety]\n", "")
    change("terms/corpus.yaml", "[buyer, seller]", "[seller]")

    result = since()

    assert result["positions"] == []
    assert result["at-the-table"] == {"added": [], "removed": ["buyer"]}
    assert result["red-lines-weaker"] == ["buyer/at-most-ninety"]
    ran = zopa("compare", "--since", "HEAD", "--fail-on", "weaker")
    assert fails(ran, "buyer/at-most-ninety")
    assert "- at the table: The buyer" in ran.out


def test_readings_are_told_by_name(
    zopa: Zopa, workspace: Path, since: Callable[..., Any], change: Change
) -> None:
    """A condition that became ambiguous shows what was and what is."""
    change(
        BUYER,
        "    holds: {entity: agreement, holds: {price: {at-most: 90}}}\n",
        "    readings:\n"
        "      net:\n"
        "        default: true\n"
        "        holds: {entity: agreement, holds: {price: {at-most: 90}}}\n"
        "      gross:\n"
        "        holds: {entity: agreement, holds: {price: {at-most: 80}}}\n",
    )

    result = since()

    [position] = result["positions"]
    assert position["respects"] == [{"what": "readings", "direction": "changed"}]
    assert set(position["after"]["holds"]) == {"net", "gross"}
    assert position["weakened"]
    text = squeezed(zopa("compare", "--since", "HEAD").out)
    assert "readings: plain → net (default), gross" in text
    assert "- reading plain was {entity: agreement, holds: {price: {at-most: 90}}}" in text
    assert "+ reading gross is {entity: agreement, holds: {price: {at-most: 80}}}" in text


# -- since a revision: scenarios ----------------------------------------------


def test_a_waiver_that_is_new_is_loud(
    zopa: Zopa, workspace: Path, since: Callable[..., Any], change: Change
) -> None:
    """With its reason, and the verdict that is gone."""
    waiver = "{position: seller/no-cheap-warranty, reason: paused, by: me, expires: 2025-02-01}"
    change(DRAFT, "  crossed: [seller/no-cheap-warranty]\n", "")
    change(DRAFT, "deal: false", "deal: true")
    change(DRAFT, "", f"waivers:\n  - {waiver}\n")

    [scenario] = since()["scenarios"]

    assert scenario["waivers-added"] == [
        {
            "position": "seller/no-cheap-warranty",
            "reason": "paused",
            "by": "me",
            "expires": "2025-02-01",
        }
    ]
    assert (scenario["before"]["deal"], scenario["after"]["deal"]) == (False, True)
    assert scenario["expectations-dropped"] == [
        "crossed: seller/no-cheap-warranty",
        "deal: false",
    ]
    text = squeezed(zopa("compare", "--since", "HEAD").out)
    assert "First draft no deal → deal" in text
    assert "✗ crossed → not counted" in text
    assert "waiver added: seller/no-cheap-warranty, by me (paused), until 2025-02-01" in text


def test_an_expectation_that_was_dropped_shows(
    zopa: Zopa, workspace: Path, since: Callable[..., Any], change: Change
) -> None:
    """Although the answer is the same."""
    change(DRAFT, "  crossed: [seller/no-cheap-warranty]\n", "")

    [scenario] = since()["scenarios"]

    assert scenario["verdicts"] == []
    assert scenario["expectations-dropped"] == ["crossed: seller/no-cheap-warranty"]
    assert zopa("compare", "--since", "HEAD", "--fail-on", "any").code == 1
    assert zopa("compare", "--since", "HEAD", "--fail-on", "weaker").code == 0


def test_scenarios_that_come_and_go(
    zopa: Zopa, workspace: Path, commit: Commit, second: None
) -> None:
    """One answer only; renaming a file is both."""
    (workspace / DRAFT).unlink()

    ran = zopa("compare", "--since", "HEAD", "--format", "json")

    assert [
        (each["id"], each["before"] is None, each["after"] is None)
        for each in ran.json["result"]["scenarios"]
    ] == [("first-draft", False, True), ("second-draft", True, False)]
    text = squeezed(zopa("compare", "--since", "HEAD").out)
    assert "First draft gone: no deal" in text
    assert "Second draft new: no deal" in text


@pytest.mark.parametrize("name", ["first-draft", DRAFT])
def test_only_the_scenarios_that_are_named(
    zopa: Zopa, workspace: Path, commit: Commit, second: None, name: str
) -> None:
    """By id or path, also one that is gone."""
    (workspace / DRAFT).unlink()

    ran = zopa("compare", "--since", "HEAD", name, "--format", "json")

    assert [each["id"] for each in ran.json["result"]["scenarios"]] == ["first-draft"]


def test_a_scenario_that_nobody_has(
    zopa: Zopa, workspace: Path, commit: Commit, tmp_path: Path
) -> None:
    """Neither then nor now, or outside the workspace."""
    file = tmp_path / "mine.yaml"
    file.write_text("title: Mine\nchoices: {}\n")

    for name in ("frist-draft", str(file)):
        ran = zopa("compare", "--since", "HEAD", name)

        assert (ran.code, ran.out) == (2, "")
        assert "neither then nor now" in ran.err


def test_scenarios_with_errors_are_said_not_compared(
    zopa: Zopa,
    workspace: Path,
    commit: Commit,
    change: Change,
    exact: Callable[[Any], list[str]],
) -> None:
    """Errors then are told, errors now are findings."""
    change(SECOND, "", "title: Second\nchoices: {warranty: nonsense}\n")
    commit()
    change(SECOND, "nonsense", "refused")
    change(DRAFT, "warranty: given", "warranty: nonsense")

    ran = zopa("compare", "--since", "HEAD", "--format", "json")

    assert ran.code == 1
    assert exact(ran.json) == []
    assert ran.json["result"]["not-compared"] == {"before": [SECOND], "after": [DRAFT]}
    assert ran.json["result"]["scenarios"] == []
    assert [each["code"] for each in ran.json["diagnostics"]]
    assert f"{SECOND} has errors at `HEAD`" in ran.err
    assert f"{DRAFT}:4" in ran.err


def test_assumptions_of_the_caller_hold_then_and_now(
    workspace: Path, since: Callable[..., Any], change: Change
) -> None:
    """Also where they name what was not there yet."""
    change(BUYER, "at-most: 90", "at-most: 80")
    line = (workspace / BUYER).read_text().removeprefix("positions:\n")
    change(BUYER, "", line.replace("at-most-ninety", "extra"))
    change(DRAFT, "  respected: [buyer/at-most-ninety]\n", "")

    [scenario] = since("--waive", "buyer/at-most-ninety", "--waive", "buyer/extra")["scenarios"]

    assert scenario["verdicts"] == []
    assert since("--as-of", "2024-01-01")["scenarios"][0]["verdicts"] == []


# -- since a revision: what cannot be done ------------------------------------


@pytest.mark.parametrize("name", ["nowhere", "", "--output=x", "^HEAD", "HEAD..HEAD"])
def test_an_unknown_revision(zopa: Zopa, workspace: Path, commit: Commit, name: str) -> None:
    """Git's own words; nothing that looks like an option is one."""
    before = sorted(workspace.rglob("*"))

    ran = zopa("compare", f"--since={name}")

    assert (ran.code, ran.out) == (2, "")
    assert "cannot read revision" in ran.err
    assert sorted(workspace.rglob("*")) == before


def test_an_option_is_no_revision(zopa: Zopa, workspace: Path, commit: Commit) -> None:
    """The flag needs a value of its own."""
    ran = zopa("compare", "--since", "--output=x")

    assert (ran.code, ran.out) == (2, "")
    assert "--since" in ran.err
    assert not (workspace / "x").exists()


def test_no_repository(zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git says so."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.parent))

    ran = zopa("compare", "--since", "HEAD")

    assert (ran.code, ran.out) == (2, "")
    assert "cannot read revision `HEAD`" in ran.err


def test_a_revision_at_which_the_workspace_was_elsewhere(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is said, not that files are missing, nor that everything is new."""
    for name, value in GIT_SETTINGS.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(workspace / "terms", workspace / "moved/terms")
    git(workspace, "init", "-q")
    git(workspace, "add", "moved")
    git(workspace, "commit", "-q", "-m", "before it was moved")

    ran = zopa("compare", "--since", "HEAD")

    assert (ran.code, ran.out) == (2, "")
    assert "no workspace at revision `HEAD`" in ran.err


@pytest.mark.parametrize("then", [True, False])
def test_terms_with_errors_are_not_compared(
    zopa: Zopa, workspace: Path, commit: Commit, change: Change, *, then: bool
) -> None:
    """Then or now; it is said which, and where."""
    change(BUYER, "price: {at-most", "prize: {at-most")
    if then:
        commit()
        change(BUYER, "prize: {at-most", "price: {at-most")

    ran = zopa("compare", "--since", "HEAD")

    assert (ran.code, ran.out) == (2, "")
    assert (
        "at revision `HEAD`: 1 error in terms/: no question can be answered" in ran.err
    ) is then
    assert "1 error in terms/: no question can be answered" in ran.err
    assert f"{BUYER}:8" in ran.err


def test_a_workspace_in_a_folder_below_the_repository(
    zopa: Zopa, workspace: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its neighbours have no say, and where it is asked from has none."""
    for name, value in GIT_SETTINGS.items():
        monkeypatch.setenv(name, value)
    top = workspace.parent
    (top / "terms").mkdir()
    (top / "terms/corpus.yaml").write_text("nonsense\n")
    git(top, "init", "-q")
    git(top, "add", ".")
    git(top, "commit", "-qm", "so")
    change(BUYER, "at-most: 90", "at-most: 91")

    for folder in (workspace, workspace / "terms/positions"):
        ran = zopa("-C", folder, "compare", "--since", "HEAD", "--format", "json")

        assert (ran.code, ran.err) == (0, "")
        assert changed(ran.json["result"]) == {"buyer/at-most-ninety": "weaker"}


def test_a_revision_is_quoted_where_it_can_be_copied(
    zopa: Zopa, workspace: Path, commit: Commit, change: Change
) -> None:
    """Braces and all."""
    change(BUYER, "at-most: 90", "at-most: 91")

    ran = zopa("compare", "--since", "HEAD@{0}")

    assert ran.code == 0
    assert "zopa compare --since 'HEAD@{0}' --fail-on weaker" in ran.out
