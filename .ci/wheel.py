"""Build the wheel, look into it, and use it from an empty environment elsewhere."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

TOP_LEVEL = {"zopa", "zopa_tui"}
NEEDED = {
    "zopa/py.typed",
    "zopa/starter/terms/corpus.yaml",
    "zopa/_shipped/schema/scenario.schema.json",
    "zopa/_shipped/terms/corpus.yaml",
    "zopa/_shipped/diagnostics/ZX101.md",
    "zopa/_shipped/glossary/glossary.md",
    "zopa/_shipped/scenarios/alaska-exchange.yaml",
    "zopa/_shipped/examples/peace-accord/terms/corpus.yaml",
    "zopa/_shipped/examples/software-contract/README.md",
    "zopa/_shipped/examples/wage-round/scenarios/compromise.yaml",
    "zopa_tui/app/zopa.tcss",
    "zopa_tui/browser/page/index.html",
}


def run(*command: object, **options: object) -> None:
    """Run a command; end when it fails."""
    subprocess.run([str(each) for each in command], check=True, **options)  # type: ignore[call-overload]


def main() -> None:
    """Everything a user of the wheel relies on."""
    work = Path(sys.argv[1])
    run(sys.executable, "-m", "build", "--wheel", "--outdir", work / "dist", ".")
    (wheel,) = (work / "dist").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    strange = {top for top in tops - TOP_LEVEL if not top.endswith(".dist-info")}
    if strange:
        sys.exit(f"the wheel has other top-level names: {sorted(strange)}")
    if missing := NEEDED - names:
        sys.exit(f"the wheel lacks {sorted(missing)}")
    home = work / "user"
    venv.create(home / "venv", with_pip=True)
    binary = home / "venv" / "bin"
    run(binary / "pip", "install", "--quiet", wheel)
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    quiet = {"cwd": elsewhere, "stdout": subprocess.DEVNULL}
    run(binary / "zopa", "check", "--sample", **quiet)
    run(binary / "zopa", "validate", "--sample", **quiet)
    run(binary / "zopa", "init", "mine", **quiet)
    run(binary / "zopa", "-C", "mine", "check", **quiet)
    run(binary / "zopa", "init", "--sample", "sample", **quiet)
    run(binary / "zopa", "-C", "sample", "check", **quiet)
    for name in ("peace-accord", "software-contract", "wage-round"):
        run(binary / "zopa", "init", "--example", name, name, **quiet)
        run(binary / "zopa", "-C", name, "check", **quiet)
    sys.stdout.write(f"{wheel.name}: {len(names)} files, installed and used\n")


main()
