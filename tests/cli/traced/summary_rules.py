"""Rules for the summary, and for sentences on dates and readings."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from cli.traced.rules import linked, of, prose, rule
from cli.traced.world import result, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.traced.claims import Claim
    from cli.traced.world import World


@rule(r"Neither draft can become a deal(.*)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    """A sentence on all agreements, or on those with the drafts' choices."""
    repairs = [result(each, "repair")["distance"] for each in world.answers.values()]
    recorded = " on the positions recorded. No agreement respects every red line and demand"
    end = f"{recorded} that counts" if repairs == [None, None] else " with its choices"
    return deals(world) == ["no deal", "no deal"] and found[1] == end


@rule(r"Draft ([AB]) (.*?); draft ([AB]) ([^.]*)\.(?: ([AB]|A and B) assumes? waived pos.*)?$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    waived = [x.upper() for x in "ab" if result(world.answers[x], "check")["waived"]]
    if " and ".join(waived) != (found[5] or ""):
        return False
    said = {found[1]: found[2], found[3]: found[4]}
    words = {
        "deal": "is a deal",
        "open": "can become a deal",
        "no deal": "cannot become a deal with its choices",
        "inconsistent": "contradicts the rules",
    }
    return [said["A"], said["B"]] == [words[each] for each in deals(world)]


def deals(world: World) -> list[str]:
    """The answer on each draft."""
    every = [result(world.answers[mark], "check") for mark in "ab"]
    words = {True: "deal", "open": "open", False: "no deal"}
    return [words[x["deal"]] if x["coherent"] else "inconsistent" for x in every]


@rule(r"The 2 drafts are checked against (\d+) positions, as of (.*)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return {found.groups()} == {(str(number), prose(date)) for number, date in counting(world)}


@rule(
    r"The 2 drafts are checked (for different dates|under different assumptions):"
    r" A against (\d+) positions?(?: \((.*)\))?; B against (\d+)(?: \((.*)\))?\. Do not"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    (one, first), (other, second) = counting(world)
    dates = [prose(first), prose(second)] if first != second else [None, None]
    why = "for different dates" if first != second else "under different assumptions"
    return [*found.groups()] == [why, str(one), dates[0], str(other), dates[1]]


def counting(world: World) -> list[tuple[int, str]]:
    """For each draft, the number of positions that count, and the date."""
    every = [result(world.answers[mark], "check") for mark in "ab"]
    return [(len(each["positions"]), each["context"]["as-of"]) for each in every]


@rule(r"Draft ([AB]), “(.+)”, decides (?:(\d+) of (\d+) issues?|all (\d+) issues)\.(?: (.*))?$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    draft = world.drafts[found[1].lower()]
    said = " ".join(draft.get("description", "").split())
    chosen, total = found[3] or found[5], found[4] or found[5]
    return (found[2], chosen, total, found[6]) == (
        draft["title"],
        str(len(draft["choices"])),
        str(len(world.issues)),
        said or None,
    )


@rule(r"[AB] respects all (\d+) positions(, in every agreement)?\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    kept = verdicts(answers, "respected")
    return result(answers, "check")["deal"] is True and int(found[1]) == len(kept)


LEFT = r"depends? on issues that (?:it|A|B) leaves undecided"
AFTER = rf"(?: It respects (\d+)[.;])?(?: (\d+) {LEFT}\.)?$"
"""Pattern for the numbers of respected and open positions."""


def rest(answers: Any, *numbers: str | None) -> bool:
    """Whether the numbers of respected and open positions are right."""
    kept, opened = verdicts(answers, "respected"), verdicts(answers, "open")
    return [int(each or 0) for each in numbers] == [len(kept), len(opened)]


@rule(rf"[AB] crosses no position(, but no agreement from it respects all positions)?\.{AFTER}")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    check = result(answers, "check")
    blocked = check["deal"] is False and check["coherent"]
    right = bool(found[1]) == blocked and not verdicts(answers, "crossed")
    return right and rest(answers, *found.groups()[1:])


@rule(rf"[AB] crosses (\d+) positions? of (\d+): (.*?)\.{AFTER}")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    """Groups of a party's positions of one kind, with their titles."""
    crossed, named = verdicts(answers, "crossed"), linked(claim)
    more = re.search(r" and (\d+) more$", found[3])
    every = len(result(answers, "check")["positions"])
    groups = re.findall(r"(a|\d+) (red line|demand|preference)s? of [^(]*\((.*?)\)", found[3])
    for number, noun, titles in groups:
        some = [x for x in named if world.positions[x]["title"] in titles.split("; ")]
        alike = [x for x in some if world.positions[x]["kind"].replace("-", " ") == noun]
        if len(alike) < (1 if number == "a" else int(number)):
            return False
    return (
        (int(found[1]), int(found[2])) == (len(crossed), every)
        and {*named} <= crossed
        and sum(1 if each[0] == "a" else int(each[0]) for each in groups) == len(named)
        and len(named) + (int(more[1]) if more else 0) == len(crossed)
        and rest(answers, *found.groups()[3:])
    )


NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]


@rule(r"(\w+) (further )?conflicts? blocks? a deal with [AB]'s choices: ")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    sets = [x["positions"] for x in result(answers, "conflicts")["conflicts"]]
    between = [each for each in sets if len(each) > 1]
    more = re.search(r"; and (\d+) more\.$", claim.text)
    number = NUMBERS.index(found[1]) if found[1] in NUMBERS else int(found[1])
    return (
        linked(claim) == [name for each in between[:3] for name in each]
        and (int(more[1]) if more else 0) == len(between[3:])
        and number == len(between)
        and bool(found[2]) == (len(between) < len(sets))
    )


@rule(
    r"A deal with [AB]'s choices needs at least (\d+) positions? dropped\."
    r"(?: (.*) (?:is|are) in (?:the only|both|all (\d+)) minimal sets?\.)?"
    r"(?: There (?:is|are) (\d+) minimal sets?\.)?"
    r"(?: Positions of (.*) would be sufficient\.| No party's positions alone would be suf.*)?$"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    ledger = result(answers, "concessions")
    sets = [x["positions"] for x in ledger["concessions"]]

    def short(wanted: Callable[[Any], bool]) -> set[str]:
        some = [name for name, each in ledger["parties"].items() if wanted(each)]
        return {world.parties[x].get("short", world.parties[x]["name"]) for x in some}

    every = {*re.split(", | and ", found[2])} if found[2] else set()
    alone = {x.removesuffix(" alone") for x in re.split(", or of ", found[5] or "") if x}
    number = found[3] or found[4]
    return (
        int(found[1]) == min(map(len, sets))
        and (number is None or int(number) == len(sets))
        and every == short(lambda each: not each["need-not-move"])
        and alone == short(lambda each: each["alone"])
    )


@rule(
    r"Other choices make no deal either: no agreement respects all (\d+) positions\."
    r" If (\d+) of them (?:is|are) left out, (?:[AB]'s choices allow a deal|the nearest deals?"
    r" changes? (\d+) of [AB]'s \d+ choices? \(([\d,]+) ways?\))\.$"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    repair = result(answers, "repair")
    relaxed = repair["relaxed"]
    out = len(relaxed["crossed"]) + len(relaxed["contended"])
    numbers = len(result(answers, "check")["positions"]), out, relaxed["distance"]
    ways = relaxed["total"] if relaxed["distance"] else 0
    said = [int((x or "0").replace(",", "")) for x in found.groups()]
    return repair["distance"] is None and said == [*numbers, ways]


@rule(r"The nearest deals? changes? (\d+) of [AB]'s (\d+) choices? \(([\d,]+) ways?\)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    repair = result(answers, "repair")
    decided = len(world.drafts[of(claim)]["choices"])
    numbers = [repair["distance"], decided, repair["total"]]
    return [int(x.replace(",", "")) for x in found.groups()] == numbers


@rule(r"By date: at first (a|no) deal is possible; (.*)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    days = result(answers, "sweep")["days"]
    turns = [
        f"from {prose(now['from'])} on {'one is possible' if now['deal'] else 'none is'}"
        for before, now in itertools.pairwise(days)
        if before["deal"] != now["deal"]
    ]
    return days[0]["deal"] == (found[1] == "a") and found[2] == "; ".join(turns)


@rule(r"By date: (a|no) deal is possible on every date\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    days = {each["deal"] for each in result(answers, "sweep")["days"]}
    return days == {found[1] == "a"}


@rule(
    r"Whether a deal is possible with the choices of (.*?) (depends|does not depend) on (.*)\.$"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    on, _, not_on = found[3].partition(", not on ")
    if found[2] == "does not depend":
        on, not_on = "", found[3]
    for mark in re.split(" and ", found[1].lower()):
        sweep = result(world.answers[mark], "sweep")
        readings, sourcing = sweep["readings"], sweep["sourcing"]
        weak = sourcing["possibly"] != sourcing["certainly"] if sourcing["weak"] else None
        decides = {
            "readings": bool(readings["decisive"]) if readings["verdicts"] else None,
            "weakly": weak,
        }
        said = {x: True if x in on else False if x in not_on else None for x in decides}
        if said != decides:
            return False
    return True


@rule(r"[AB] is inconsistent: its choices contradict the rules, whatever the positions\.")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return not result(answers, "check")["coherent"]


@rule(r"Assumed: .* is waived(.*)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    [name] = linked(claim)
    every = [x for one in world.answers.values() for x in result(one, "check")["waived"]]
    waived = next(x for x in every if x["position"] == name)
    until = prose(waived["expires"]) if waived["expires"] else ""
    wanted = [waived["by"], waived["reason"] or "", until]
    return all(each in found[1] for each in wanted) and world.named(name, claim.text)


@rule(r"A deal is possible: (.*) agreements? with these choices (?:is a deal|are deals)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    deals = result(answers, "deals")
    count, every = int(deals["count"]), int(deals["coherent"])
    if every >= 10**7:
        return bool(deals["exists"])
    numbers = [int(x.replace(",", "")) for x in re.findall(r"\d[\d,]*", found[1])]
    return numbers in ([count, every], [every] * (count == every)) or (
        found[1] == "the only" and count == every == 1
    )


NONE = r"No deal, even if every choice changes: no agreement respects all (\d+) positions\."
ZERO = r"No change needed(?: without (?:these (\d+) positions|this position))?: the draft "
SOME = (
    r"Nearest deals?(?: without (?:these (\d+) positions|this position))?: change (\d+) of"
    r" (\d+) choices? \(([\d,]+) ways?(?:, (\d+) shown)?\)\."
)


@rule(NONE)
@rule(ZERO)
@rule(SOME)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    """The sentences about the nearest deals, in the summary and in the chapter."""
    repair = result(answers, "repair")
    relaxed = repair["relaxed"]
    aside = [] if relaxed is None else [*relaxed["crossed"], *relaxed["contended"]]
    if none := re.search(NONE, claim.text):
        held = len(result(answers, "check")["positions"])
        if repair["distance"] is not None or int(none[1]) != held:
            return False
    near = relaxed if " without " in claim.text else repair
    if zero := re.search(ZERO, claim.text):
        return near["distance"] == 0 and int(zero[1] or 1) == max(1, len(aside))
    some = re.search(SOME, claim.text)
    if some is None:
        return bool(none) and (claim.section != "summary" or relaxed is None)
    without, *numbers = some.groups()
    decided, shown = len(world.drafts[of(claim)]["choices"]), len(near["repairs"])
    expected = [near["distance"], decided, near["total"], shown]
    said = [int((each or numbers[2]).replace(",", "")) for each in numbers]
    return said == expected and int(without or 1) == max(1, len(aside))


@rule(r"What follows leaves (?:these (\d+) positions|this position) out:$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    relaxed = result(answers, "repair")["relaxed"]
    return int(found[1] or 1) == len(relaxed["crossed"]) + len(relaxed["contended"])


@rule(r"(.+?): .+$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    """Positions of a party that are left out, or that a nearest deal affects."""
    if claim.tag != "dd" or not claim.section.endswith("-repair") or claim.under is None:
        return False
    repair = result(answers, "repair")
    relaxed = repair["relaxed"]
    near, meaning, names = relaxed or repair, claim.under.text, {*linked(claim)}
    [party] = [key for key, x in world.parties.items() if x.get("short", x["name"]) == found[1]]
    if not names or not all(world.positions[x]["title"] in claim.text for x in names):
        return False
    if meaning in {"always crossed", "in conflict"}:
        some = relaxed["crossed" if meaning == "always crossed" else "contended"]
        return names <= {*some}
    number = int(claim.inside[-1].text.removeprefix("Deal "))
    price = near["repairs"][number - 1]["prices"][party]
    aside = {*relaxed["crossed"], *relaxed["contended"]} if relaxed else set[str]()
    expected = {
        "now respected": {*price["relieved"]},
        "now open": {*price["open"]},
        "now crossed, left out": {*price["crossed"]} & aside,
        "now crossed, does not count": {*price["crossed"]} - aside,
    }
    return names == expected[meaning]


@rule(
    r"On these dates positions begin or end\. The answer is the same on every date:"
    r" (deal possible|no deal)\.$"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    deals = {each["deal"] for each in result(answers, "sweep")["days"]}
    return deals == {found[1] == "deal possible"}


@rule(r"On these dates positions begin or end\. The answer changes on (.*)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    days = result(answers, "sweep")["days"]
    return found[1].split("; ") == [
        f"{prose(now['from'])} ({'deal possible' if now['deal'] else 'no deal'} from then on)"
        for before, now in itertools.pairwise(days)
        if before["deal"] != now["deal"]
    ]


@rule(r"(\d+) positions? (?:has|have) several readings\. (.*)$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    readings = result(answers, "sweep")["readings"]
    said = {
        "Deal possible under every reading.": (True, False),
        "No deal under any reading.": (False, True),
    }.get(found[2], (False, False))
    on = found[2].startswith("A deal depends on the reading of: ")
    return (
        int(found[1]) == len(readings["verdicts"])
        and said == (readings["always"], readings["never"])
        and linked(claim) == readings["decisive"]
        and on == bool(readings["decisive"])
    )


def changing(answers: Any) -> dict[str, Any]:
    """Positions whose verdict depends on the reading."""
    read = result(answers, "sweep")["readings"]["verdicts"]
    return {name: each for name, each in read.items() if len(set(each.values())) > 1}


@rule(r"(\d+) verdicts? depends? on the reading:$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return int(found[1]) == len(changing(answers))


@rule(r"Each verdict is the same under every reading\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return not changing(answers)


@rule(r".+: ((?:crossed|open|respected) by default: “.*)$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    [name] = linked(claim)
    read = changing(answers)[name]
    assumed = answers["sweep"]["context"]["readings"].get(name)
    expected = {
        f"{read[key]} by default: “{each.get('title', key)}”"
        if each.get("default")
        else f"{read[key]} if “{each.get('title', key)}”{' (assumed)' * (key == assumed)}"
        for key, each in world.positions[name]["readings"].items()
        if key in read
    }
    return all(each in found[1] for each in expected) and len(found[1]) == (
        sum(map(len, expected)) + 2 * (len(expected) - 1)
    )


@rule(r"(\d+) of (\d+) positions? (?:is|are) weakly sourced \(only reported or ind.*\)\. (.*)$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    sourcing = result(answers, "sweep")["sourcing"]
    said = {
        "A deal exists even with them.": (True, True),
        "Without them a deal is possible.": (False, True),
        "Without them: still no deal.": (False, False),
    }[found[3]]
    check = result(answers, "check")
    every = len(check["positions"]) + len(check["not-judged"])
    return (int(found[1]), int(found[2])) == (len(sourcing["weak"]), every) and said == (
        sourcing["certainly"],
        sourcing["possibly"],
    )


@rule(r"Crossed and not weakly sourced: ")
@rule(r"Every position that the draft crosses is weakly sourced\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    rest = result(answers, "sweep")["sourcing"]["crossed"]
    if claim.text.startswith("Every position"):
        return not rest and bool(verdicts(answers, "crossed"))
    return bool(rest) and linked(claim) == rest
