"""Holds a law of `laws.py` over what coverage leads to: libFuzzer by way of atheris.

Run: uv run --with atheris benchmarks/reliability/guided.py engines -seed=1 -max_total_time=300

The laws are those of `many.py`; everything after the law is libFuzzer's. zopa and the
Python code of PyYAML are instrumented. Half of the changes are libFuzzer's, half are
those of `inputs.py`, which know YAML. It ends at the first input that breaks the law,
and writes it to a file.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["zopa", "yaml"]):
    import laws
    from inputs import Inputs
    from many import LAWS

    from files import in_workspace, shaped

    laws.whole("title: x\n", "engine/zopa/starter/scenarios/first-draft.yaml")

SEEDS = 400
"""Inputs to begin with."""
LAST = "\x00"
"""Ends the sort of an input, where the law asks for one."""


def main() -> None:
    """Fuzz until it is over; libFuzzer sets the exit code."""
    law = sys.argv[1]
    make, hold = LAWS[law]
    sorted_inputs = make in {in_workspace, shaped}

    def one(raw: bytes) -> None:
        if not sorted_inputs:
            hold(("", raw))
            return
        sort, _, text = raw.decode(errors="replace").partition(LAST)
        if sort in sorts:
            hold((sort, text))

    def changed(raw: bytes, most: int, seed: int) -> bytes:
        if seed % 2:
            return atheris.Mutate(raw, most)
        chance = random.Random(seed)
        sort, last, text = raw.decode(errors="surrogateescape").rpartition(LAST)
        edited = Inputs(chance).edit(text)
        return f"{sort}{last}{edited}".encode(errors="surrogateescape")[:most]

    inputs = Inputs(random.Random(f"guided {law}"))
    sorts: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(SEEDS):
            sort, text = make(inputs)
            sorts.add(sort)
            raw = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
            raw = sort.encode() + LAST.encode() + raw if sorted_inputs else raw
            Path(folder, str(number)).write_bytes(raw)
        atheris.Setup([sys.argv[0], *sys.argv[2:], folder], one, custom_mutator=changed)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
