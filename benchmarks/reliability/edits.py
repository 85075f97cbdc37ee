"""Very many random edits in sequence, then all of them taken back.

Run: python benchmarks/reliability/edits.py [--edits 1000] [--seed 1] [WORKSPACE …]

Each edit is made or refused. What is held after each: a refused one changed no file; one
that was made is in the files, no other thing says anything else, no comment is gone, no
file that it does not name changed a byte, and there is no error that was not there. In the
end all are undone, latest first, and every file is as it was.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "edit")]

from test_plan import assert_made, contents, copied, errors, random_edit  # noqa: E402

from zopa import Refused  # noqa: E402
from zopa.edit.plan import plan, undo, write  # noqa: E402
from zopa.workspace import load  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

WORKSPACES: Final = ("engine/zopa/starter", "examples/wage-round", "tests/cases/harbour")
TEXTS: Final = (
    *("yes", "a: b", "x # y", "- z", "'q'", '"q"', "{a}", "2025-01-01", "1e3", "~", "=1+1"),
    *("two  spaces", "the end:", "первый", "100%", "@x", "|", "long " * 40 + "end", "\\"),
)


class Chance:
    """Random edits of a workspace, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def word(self) -> str:
        """A short id."""
        letters = "".join(self.random.choices("abcdefghij", k=self.random.randint(1, 6)))
        return letters + self.random.choice(("", "-x", "-2"))

    def pick(self, every: Sequence[Any]) -> Any:  # noqa: ANN401  # one of them
        """One of several."""
        return self.random.choice(every)

    def text(self) -> str:
        """A text that may look like something else."""
        return self.random.choice(TEXTS)


def hold(source: Path, root: Path, number: int, chance: Chance) -> tuple[int, int]:
    """Make so many edits in a copy and take them back; how many were made and refused."""
    copied(source, root)
    start = contents(root)
    workspace, made, refused = load(root), [], 0
    for _ in range(number):
        edit = random_edit(workspace, chance)
        before = contents(root)
        try:
            done = plan(workspace, [edit])
        except Refused:
            assert contents(root) == before
            refused += 1
            continue
        write(done)
        after, now = load(root), contents(root)
        assert not set(errors(after)) - set(errors(workspace)), edit
        assert_made(workspace, after, edit)
        named = {each.path for each in done.files}
        assert all(now.get(path) == data for path, data in before.items() if path not in named)
        made.append(done)
        workspace = after
    for done in reversed(made):
        write(undo(done))
    assert contents(root) == start
    return len(made), refused


def main() -> None:
    """Try each workspace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "workspaces", nargs="*", default=[ROOT / x for x in WORKSPACES], type=Path
    )
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for source in options.workspaces:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            made, refused = hold(source, Path(folder), options.edits, Chance(options.seed))
        passed = time.monotonic() - began
        print(f"{source.name}: {made} made, {refused} refused, all undone, {passed:.0f} s")


if __name__ == "__main__":
    main()
