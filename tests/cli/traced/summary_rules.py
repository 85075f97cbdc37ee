"""What the summary says, and what is said of days and readings."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from cli.traced.rules import linked, of, rule
from cli.traced.world import result, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.traced.claims import Claim
    from cli.traced.world import World


@rule(r"([AB])\. (.+)$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return found[2] == world.drafts[found[1].lower()]["title"]


@rule(r"Decides (\d+) of (\d+) issues, judged as of (\S+)\.(?: (.*))?$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    draft = world.drafts[of(claim)]
    check = result(answers, "check")
    said = " ".join(draft.get("description", "").split())
    return found.groups() == (
        str(len(draft["choices"])),
        str(len(world.issues)),
        check["context"]["as-of"],
        said or None,
    )


@rule(r"(No deal|Open|A deal): .*?of the (\d+) positions? that count(.*)$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    check, crossed = result(answers, "check"), verdicts(answers, "crossed")
    deal = {"No deal": False, "Open": "open", "A deal": True}[found[1]]
    numbers = re.search(r"(\d+) are open, (\d+) respected\.$", found[3])
    opened, kept = verdicts(answers, "open"), verdicts(answers, "respected")
    said = re.match(r" it crosses (\d+|none)", found[3])
    return (
        check["deal"] == deal
        and int(found[2]) == len(check["positions"])
        and set(linked(claim)) <= crossed
        and all(world.named(each, claim.text) for each in linked(claim))
        and (said is None or said[1] == (str(len(crossed)) if crossed else "none"))
        and (deal is True or (numbers is not None))
        and (numbers is None or numbers.groups() == (str(len(opened)), str(len(kept))))
    )


@rule(r"With its choices these cannot hold together: ")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    sets = [x["positions"] for x in result(answers, "conflicts")["conflicts"]]
    several = [each for each in sets if len(each) > 1]
    more = re.search(r"; and (\d+) more\.$", claim.text)
    return linked(claim) == [name for each in several[:3] for name in each] and (
        int(more[1]) if more else 0
    ) == len(several[3:])


@rule(r"A deal is possible: (.*) agreements? with these choices (?:is a deal|are deals)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    deals = result(answers, "deals")
    count, every = int(deals["count"]), int(deals["coherent"])
    if every >= 10**7:
        return bool(deals["exists"])
    numbers = [int(x.replace(",", "")) for x in re.findall(r"\d[\d,]*", found[1])]
    return numbers in ([count, every], [every] * (count == every))


@rule(
    r"A deal that keeps its choices needs (?:at least )?(\d+) positions? dropped; there"
    r" (?:is|are) (\d+) ways? to do that\.(?: (?:It|Each) asks something of (.*?)\.)?"
    r"(?: (?:Each of )?(.*) alone would be enough\.)?$"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    ledger = result(answers, "concessions")
    ways = [x["positions"] for x in ledger["concessions"]]

    def short(wanted: Callable[[Any], bool]) -> set[str]:
        some = [name for name, each in ledger["parties"].items() if wanted(each)]
        return {world.parties[x].get("short", world.parties[x]["name"]) for x in some}

    must, alone = (set(re.split(", | and ", x)) if x else set() for x in found.groups()[2:])
    return (
        (int(found[1]), int(found[2])) == (min(map(len, ways)), len(ways))
        and must == short(lambda each: not each["need-not-move"])
        and alone == short(lambda each: each["alone"])
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
    """Positions of a party that are left out, or on which a nearest deal has an effect."""
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


@rule(r"By date: at first (a|no) deal is possible; (.*)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    days = result(answers, "sweep")["days"]
    turns = [
        f"from {now['from']} on {'one is possible' if now['deal'] else 'none is'}"
        for before, now in itertools.pairwise(days)
        if before["deal"] != now["deal"]
    ]
    return days[0]["deal"] == (found[1] == "a") and found[2] == "; ".join(turns)


@rule(r"By date: the same answer on every day")
@rule(
    r"On each of these days .* The answer is the same on every day: (a|no) deal is possible\."
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    deals = {each["deal"] for each in result(answers, "sweep")["days"]}
    return len(deals) == 1 and (not found.groups() or deals == {found[1] == "a"})


@rule(r"On each of these days .* The answer turns on (.*)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    days = result(answers, "sweep")["days"]
    return found[1].split("; ") == [
        f"{now['from']} ({'a deal is possible' if now['deal'] else 'no deal'} from then on)"
        for before, now in itertools.pairwise(days)
        if before["deal"] != now["deal"]
    ]


@rule(
    r"How the (?:(\d+) )?ambiguous positions? (?:is|are) read (decides|does not decide) whether"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    readings = result(answers, "sweep")["readings"]
    decides = bool(readings["decisive"])
    many = int(found[1] or 1)
    return many == len(readings["verdicts"]) and decides == (found[2] == "decides")


@rule(r"(\d+) positions? can be read in more than one way\. (.*)$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    readings = result(answers, "sweep")["readings"]
    said = {
        "A deal is possible however they are read.": (True, False),
        "No deal is possible however they are read.": (False, True),
        "Whether a deal is possible depends on how they are read.": (False, False),
    }[found[2]]
    return int(found[1]) == len(readings["verdicts"]) and said == (
        readings["always"],
        readings["never"],
    )


@rule(r".+: ((?:crossed|open|respected|not held) if read as “.*)$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    [name] = linked(claim)
    position = world.positions[name]
    read = result(answers, "sweep")["readings"]["verdicts"][name]
    expected = {
        f"{read[key]} if read as “{each.get('title', key)}”"
        + (" (the default)" if each.get("default") else "")
        for key, each in position["readings"].items()
    }
    return (
        all(each in found[1] for each in expected)
        and found[1].count(" if read as ") == len(expected)
        and len(set(read.values())) > 1
    )


@rule(r"No reading changes what the draft does to any of them\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    read = result(answers, "sweep")["readings"]["verdicts"]
    return all(len(set(each.values())) == 1 for each in read.values())


@rule(r"The reading can decide it of: ")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return linked(claim) == result(answers, "sweep")["readings"]["decisive"]


@rule(r"(\d+) positions? that count (?:is|are) only reported or indicated; (.*)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    sourcing = result(answers, "sweep")["sourcing"]
    said = {
        "a deal that respects even these is possible": (True, True),
        "without them a deal is possible, with them none": (False, True),
        "no deal is possible, not even without them": (False, False),
    }[found[2]]
    return int(found[1]) == len(sourcing["weak"]) and said == (
        sourcing["certainly"],
        sourcing["possibly"],
    )


@rule(r"Crossed by the draft, and not among these: ")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return linked(claim) == result(answers, "sweep")["sourcing"]["crossed"]


@rule(r"Supposing that this is dropped: .* \(waived by (.*)\)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    [name] = linked(claim)
    every = [x for one in world.answers.values() for x in result(one, "check")["waived"]]
    waived = next(x for x in every if x["position"] == name)
    wanted = [waived["by"], waived["reason"] or "", waived["expires"] or ""]
    return all(each in found[1] for each in wanted) and world.named(name, claim.text)
