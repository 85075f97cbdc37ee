"""What is found from memory after one line is broken is what is found of all files anew.

Run: python benchmarks/reliability/quick.py [EACH]

Breaks so many lines of the shipped corpus (40) in each way of `tests/broken_lines.py`,
each from the memory of the unbroken corpus, mends it, and breaks the next one from the
memory that this left. Prints what differed, and how often memory was enough.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "tests"))

from broken_lines import WAYS, WORKSPACE, breaks
from zopa.files.store import MemoryStore
from zopa.validation import incremental as judging
from zopa.validation.incremental import Judged, judge, judged
from zopa.workspace import load


def facts(seen: Judged) -> tuple[object, ...]:
    """Everything of an answer."""
    return seen.found, seen.sound, list(seen.sources)


def main() -> None:
    """Break and mend."""
    each_way = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    count: Counter[str] = Counter()
    took: Counter[str] = Counter()
    whole = judging._Look._whole_terms  # noqa: SLF001  # counted here

    def counted(look: judging._Look) -> object:
        count["loaded all terms"] += 1
        return whole(look)

    judging._Look._whole_terms = counted  # type: ignore[assignment,method-assign]  # noqa: SLF001
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("terms", "scenarios"):
            shutil.copytree(WORKSPACE.root / name, root / name)
        going, fresh = MemoryStore(), MemoryStore()
        judge(root, store=going)
        clean = dict(going.values)
        for way in WAYS:
            for broken in breaks(way, each_way):
                file = root / broken.path
                file.write_text(broken.text, encoding="utf-8")
                fresh.values = dict(clean)
                start = time.process_time()
                right = facts(judged(load(root)))
                took["anew"] += int((time.process_time() - start) * 1e6)
                start = time.process_time()
                quick = facts(judge(root, store=fresh))
                took["from memory"] += int((time.process_time() - start) * 1e6)
                count["breaks"] += 1
                for name, found in (
                    ("fresh", quick),
                    ("going", facts(judge(root, store=going))),
                ):
                    if found != right:
                        count["differ"] += 1
                        print(f"{name}: {broken}")
                file.write_text(WORKSPACE.documents[broken.path].text, encoding="utf-8")
                if facts(judge(root, store=going))[0] != judged(WORKSPACE).found:
                    count["differ"] += 1
                    print(f"mended: {broken}")
    print(
        dict(count),
        {name: f"{each / 1e3 / count['breaks']:.1f} ms" for name, each in took.items()},
    )


if __name__ == "__main__":
    main()
