"""Rules for the chapters on positions, conflicts, concessions and differences."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from cli.traced.rules import linked, of, prose, rule
from cli.traced.world import result, verdicts

if TYPE_CHECKING:
    from cli.traced.claims import Claim
    from cli.traced.world import World


@rule(r"(\d+) issues? (?:is|are) undecided\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return int(found[1]) == len(world.issues) - len(world.drafts[of(claim)]["choices"])


@rule(r"(\d+) of the (\d+) positions? that counts? (?:is|are) crossed\. (?:It|Each) is listed")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    every = result(answers, "check")["positions"]
    return found.groups() == (str(len(verdicts(answers, "crossed"))), str(len(every)))


@rule(r"The draft crosses no position\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return not verdicts(answers, "crossed")


@rule(
    r"No (?:conflict|concession needed|trade-off needed):"
    r" a deal with these choices respects all (\d+) positions\.$"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    every = len(result(answers, "check")["positions"])
    return result(answers, "deals")["exists"] and int(found[1]) == every


@rule(
    r"No deal; (\d+) trade-offs? on the Pareto frontier\. No agreement does better than"
    r" (this one for any party|these for one party without doing worse for another)\. Cost: "
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    points = result(answers, "frontier")["points"]
    one = found[2].startswith("this one")
    deals = result(answers, "deals")["exists"]
    return int(found[1]) == len(points) and one == (len(points) == 1) and not deals


@rule(r"No deal: (\d+) conflicts?\. Conflict: a minimal set of positions that no agreement")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    conflicts = result(answers, "conflicts")["conflicts"]
    return int(found[1]) == len(conflicts) and not result(answers, "deals")["exists"]


@rule(r"A deal with these choices needs at least (\d+) positions? dropped\. Concession sets: ")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    sets = result(answers, "concessions")["concessions"]
    return int(found[1]) == min(len(each["positions"]) for each in sets)


@rule(r"Inconsistent: these choices and rules contradict each other, whatever the positions")
@rule(r"The verdicts leave these rules out:$")
@rule(r"Inconsistent: the draft contradicts the rules, whatever the positions\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return not result(answers, "check")["coherent"]


@rule(r"(?:rule ([a-z0-9-]+): |one value at most for ([a-z0-9-]+): )")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    checked = result(answers, "check")
    clauses = json.dumps([checked["clash"], checked["broken-rules"]])
    return (found[1] or found[2]) in clauses


@rule(r"(.+\?) (.+)$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    """A choice of the draft that contributes to an inconsistency."""
    [link] = claim.links
    issue = world.issues[re.sub(r"^draft-[ab]-choice-", "", link)]
    chosen = json.dumps(world.drafts[of(claim)]["choices"][issue["id"]])
    titles = [each["title"] for each in issue["terms"] if f'"{each["id"]}"' in chosen]
    return claim.text.startswith(issue["question"]) and all(x in claim.text for x in titles)


@rule(
    r"(?:Crossed by the draft's choices alone|No agreement with these choices respects"
    r" (?:both|all (\d+)))(; strongest positions)?$"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    # Its items are looked at, and the table that says the same.
    conflicts = result(answers, "conflicts")
    size = int(found[1]) if found[1] else 2 if "both" in claim.text else 1
    sets = [each["positions"] for each in conflicts["conflicts"]]
    return size in map(len, [conflicts["preferred"]["positions"]] if found[2] else sets)


@rule(r"(.+) \((?:[a-z -]+, )?(constitutional|declared|repeated|reported|indicated)\)$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    [name] = linked(claim)
    return found[1] in world.titles(name) and found[2] == world.positions[name]["strength"]


@rule(r"Opposed \(their positions exclude a deal\): ")
@rule(r"Sufficient alone if dropped: ")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    ledger = result(answers, "concessions")
    if claim.links:
        return linked(claim) == ledger["pivotal"]
    return all(
        world.parties[party].get("short", world.parties[party]["name"]) in claim.text
        for pair in ledger["opposed"]
        for party in pair
        if not any(ledger["parties"][each]["self-contradictory"] for each in pair)
    )


@rule(r".+: softening is enough (alone|with .+): .* (\d+|unlimited)\b.* instead of")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return any(
        x["position"] == linked(claim)[0] and str(x["enough"]) == found[2]
        for x in result(answers, "concessions")["shifts"]
    )


@rule(r"Different sets of positions can be crossed at the same cost: ")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return any(x["crossings-total"] > 1 for x in result(answers, "frontier")["points"])


@rule(r"The drafts differ on (\d+) issues? and agree on (\d+); an issue that all leave")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    one, other = (world.drafts[mark]["choices"] for mark in "ab")
    differ = [issue for issue in world.issues if one.get(issue) != other.get(issue)]
    return found.groups() == (str(len(differ)), str(len(world.issues) - len(differ)))


@rule(
    r"The drafts are checked for different dates, .*: A for (.*) and B for (.*)\."
    r" (\d+) positions? counts? for (.*) only\. With --as-of (\S+) all are checked"
)
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    dates = [result(world.answers[mark], "check")["context"]["as-of"] for mark in "ab"]
    some = partial(world)
    return found.groups() == (*map(prose, dates), str(len(some)), whom(some), max(dates))


@rule(r"(\d+) positions? counts? for (.*) only: the assumptions of the drafts differ\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    some = partial(world)
    return found.groups() == (str(len(some)), whom(some))


def partial(world: World) -> dict[str, str]:
    """Letters of the drafts, for positions that count in only one draft."""
    check = {mark: result(world.answers[mark], "check") for mark in "ab"}
    one, other = ({x["id"] for x in each["positions"]} for each in check.values())
    return {name: "A" if name in one else "B" for name in one ^ other}


def whom(some: dict[str, str]) -> str:
    """The common letter, if all are equal."""
    return min(some.values()) if len({*some.values()}) == 1 else "some drafts"


@rule(r"(?:Deal \d+|No deal if|Deal if|… and \d+ more)$")
@rule(r".+ is read as “")
@rule(r"any reading$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return bool(of(claim)) and all(
        world.positions[x]["title"] in claim.text for x in linked(claim)
    )


@rule(r"(red line|demand|preference|[a-z]+), ([a-z]+)$")
@rule(r"(?:by )?\d{4}-\d\d-\d\d(?: to \d{4}-\d\d-\d\d)?(?: or later)?$")
@rule(r"([a-z0-9-]+/[a-z0-9-]+)$")
@rule(r"(.+) \(([a-z0-9-]+), (?:by default|as chosen)\)$")
@rule(r".+$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    """A fact under the heading of a crossed position."""
    if claim.tag != "dd" or "-crossed-" not in claim.section:
        return False
    name = claim.section.partition("-crossed-")[2].replace("--", "/")
    position = world.positions[name]
    [said] = [x for x in result(answers, "check")["positions"] if x["id"] == name]
    since = position["since"]
    days = [*since.values()] if isinstance(since, dict) else [since]
    readings = position.get("readings", {})
    titles = [f"{x.get('title', key)} ({key}, " for key, x in readings.items()]
    because = {each.partition("=")[0] for each in said["because"]}
    holders = [position["party"], *position.get("held-by", [])]
    return (
        claim.text == f"{position['kind'].replace('-', ' ')}, {position['strength']}"
        or (all(day in claim.text for day in days) and claim.text[-2:].isdigit())
        or claim.text == name
        or any(claim.text.startswith(each) for each in titles if said["reading"] in each)
        or claim.text in {world.parties[each]["name"] for each in holders}
        or {x.rpartition("-choice-")[2] for x in claim.links} <= because != set()
    )


@rule(r"Command of this brief: zopa report --compare (.+)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    ids = [result(world.answers[mark], "check")["id"] for mark in "ab"]
    return found[1].split() == ids


@rule(r"Digest of the files: ([0-9a-f]+)\. ")
@rule(r"Set by the command and the drafts' files: .* zopa \S+: ([0-9a-f]+)\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return found[1] == world.answers["a"]["check"]["context"]["digest"]


@rule(r"No draft changes anything that has a place on the map\.$")
@rule(r"No draft changes the status quo\.$")
def _(world: World, answers: Any, claim: Claim, found: Any) -> bool:
    return True  # held by the comparison of outcomes below
