"""Ask clingo whether there is a deal, and which options are in one. Runs as its own process.

Each line is a choice of whether to respect it, which an assumption settles: asking
again with other waivers or another draft grounds nothing, as with zopa.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import clingo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Model: TypeAlias = dict[str, Any]
Option: TypeAlias = tuple[int, int]
"""A variable and the number of its option."""

REPEATS = 5


class Peer:
    """A model, grounded."""

    def __init__(self, model: Model) -> None:
        text = [f"1 {{c({p},0..{x - 1})}} 1." for p, x in enumerate(model["variables"])]
        text += [f":- {_against(clause)}." for clause in model["rules"]]
        text.append("#show c/2.")
        for number, line in enumerate(model["lines"].values()):
            text.append(f"{{k({number})}}.")
            text += [f":- k({number}), {_against(clause)}." for clause in line]
        self.control = clingo.Control(["--warn=none"])
        self.control.add("base", [], "\n".join(text))
        self.control.ground([("base", [])])
        atoms = {str(each.symbol): each.literal for each in self.control.symbolic_atoms}
        self.keep = [atoms[f"k({n})"] for n in range(len(model["lines"]))]
        self.option: dict[Option, int] = {}
        self.symbol: dict[clingo.Symbol, Option] = {}
        for each in self.control.symbolic_atoms.by_signature("c", 2):
            option = (each.symbol.arguments[0].number, each.symbol.arguments[1].number)
            self.option[option] = each.literal
            self.symbol[each.symbol] = option

    def exists(self, literals: Sequence[int]) -> bool:
        """Whether some model has all of these."""
        self.control.configuration.solve.enum_mode = "auto"
        self.control.configuration.solve.models = 1
        return bool(self.control.solve(assumptions=literals).satisfiable)

    def possible(self, literals: Sequence[int]) -> set[Option]:
        """The options that some model with all of these has: brave consequences."""
        self.control.configuration.solve.enum_mode = "brave"
        self.control.configuration.solve.models = 0
        with self.control.solve(assumptions=literals, yield_=True) as handle:
            for _ in handle:
                pass
            found = handle.last()
            shown = found.symbols(shown=True) if found else ()
            return {self.symbol[each] for each in shown}


def _against(clause: Sequence[tuple[int, int, bool]]) -> str:
    return ", ".join(f"{'not ' if yes else ''}c({p},{x})" for p, x, yes in clause)


def median(act: Callable[[], object]) -> float:
    """Milliseconds."""
    runs = []
    for _ in range(REPEATS):
        start = time.process_time()
        act()
        runs.append((time.process_time() - start) * 1_000)
    return statistics.median(runs)


def main() -> None:
    """Existence under waivers, and the marks of drafts."""
    model = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    peer = Peer(model)
    place = {name: n for n, name in enumerate(model["lines"])}
    kept = [[k for n, k in enumerate(peer.keep) if n not in {place[x] for x in names}]
            for names in model["waived"]]  # fmt: skip
    chosen = [peer.option[tuple(each)] for each in model["drafts"]]

    def marks(choice: int) -> set[Option]:
        """As zopa: the other issues, the issue itself, and whether rules alone exclude."""
        under = peer.possible([*peer.keep, choice])
        peer.possible(peer.keep)
        peer.possible([choice])
        return under

    said = {
        "load": median(lambda: Peer(model)),
        "existence": median(lambda: [peer.exists(each) for each in kept]) / len(kept),
        "exists": [peer.exists(each) for each in kept],
        "marks": median(lambda: [marks(each) for each in chosen]) / len(chosen),
        "possible": [sorted(marks(each)) for each in chosen],
    }
    print(json.dumps(said))


main()
