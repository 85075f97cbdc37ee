"""Ask flamapy for the products, core and dead features of a model. Runs in its own environment.

Every option is a feature, every issue an alternative group; rules and lines are
cross-tree constraints, written as clauses, because flamapy's own conversion of one
"at most three of four" takes longer than all of its questions.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from flamapy.metamodels.bdd_metamodel.operations import BDDConfigurationsNumber
from flamapy.metamodels.bdd_metamodel.transformations import FmToBDD
from flamapy.metamodels.fm_metamodel.transformations import UVLReader
from flamapy.metamodels.pysat_metamodel.operations import (
    PySATConfigurationsNumber,
    PySATCoreFeatures,
    PySATDeadFeatures,
)
from flamapy.metamodels.pysat_metamodel.transformations import FmToPysat

if TYPE_CHECKING:
    from collections.abc import Callable

Model: TypeAlias = dict[str, Any]
T = TypeVar("T")


def uvl(model: Model) -> str:
    """The model as a feature model, in the Universal Variability Language."""
    lines = ["features", "    root", "        mandatory"]
    for place, options in enumerate(model["variables"]):
        lines += [f"            i{place}", "                alternative"]
        lines += [f"                    i{place}o{option}" for option in range(options)]
    lines.append("constraints")
    for clause in [*model["rules"], *(c for each in model["lines"].values() for c in each)]:
        parts = (f"{'' if yes else '!'}i{place}o{option}" for place, option, yes in clause)
        lines.append(f"    {' | '.join(parts)}")
    return "\n".join(lines) + "\n"


def clock(act: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds, and the answer."""
    start = time.process_time()
    answer = act()
    return (time.process_time() - start) * 1_000, answer


def main() -> None:
    """One question of one model, so that one that does not end costs only itself."""
    model = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with tempfile.NamedTemporaryFile("w", suffix=".uvl", delete=False) as file:
        file.write(uvl(model))
    took, features = clock(lambda: UVLReader(file.name).transform())
    more, sat = clock(lambda: FmToPysat(features).transform())
    said = {"load": took + more}
    if sys.argv[2] == "marks":
        runs = []
        for _ in range(5):
            core, _ = clock(lambda: PySATCoreFeatures().execute(sat).get_result())
            dead, found = clock(lambda: PySATDeadFeatures().execute(sat).get_result())
            runs.append(core + dead)
        names = (str(getattr(each, "name", each)) for each in found)
        said["dead"] = sorted([*map(int, each[1:].split("o"))] for each in names)
        said["core and dead"] = sorted(runs)[2]
    elif sys.argv[2] == "count":
        said["count"], found = clock(
            lambda: PySATConfigurationsNumber().execute(sat).get_result()
        )
        said["counted"] = str(found)
    else:
        took, diagram = clock(lambda: FmToBDD(features).transform())
        more, found = clock(lambda: BDDConfigurationsNumber().execute(diagram).get_result())
        said["count"], said["counted"] = took + more, str(found)
    print(json.dumps(said))


main()
