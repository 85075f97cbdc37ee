"""Build a release and check it: sdist, wheel, their descriptions and contents, an SBOM.

    python .ci/release.py [--tag vX.Y.Z] [--out DIR]

Without a tag it is a dry run. Nothing is published here.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TOOLS = ("build", "twine", "check-wheel-contents", "cyclonedx-bom")
IGNORED = "W004,W009"
"""The starter's files are no modules; there are two top-level packages."""


def main() -> int:
    """Build into `dist`, and fail where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tag")
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    if options.tag:
        check_tag(options.tag)
    dist = options.out / "dist"
    if dist.exists():
        sys.exit(f"{dist} is there already")
    with tempfile.TemporaryDirectory() as work:
        tools = environment(Path(work) / "tools", *TOOLS)
        run(tools / "python", "-m", "build", "--outdir", dist, HERE, SOURCE_DATE_EPOCH=epoch())
        files = sorted(dist.iterdir())
        run(tools / "twine", "check", "--strict", *files)
        [wheel] = dist.glob("*.whl")
        run(tools / "check-wheel-contents", "--ignore", IGNORED, wheel)
        clean = environment(Path(work) / "clean", wheel)
        run(clean / "zopa", "check", "--sample", "--quiet")
        bom = options.out / "sbom.cdx.json"
        run(
            *(tools / "cyclonedx-py", "environment", clean / "python"),
            *("--pyproject", HERE / "pyproject.toml", "--output-reproducible"),
            *("--output-format", "JSON", "--output-file", bom),
        )
    sys.stdout.write(f"{', '.join(each.name for each in files)} and {bom.name}\n")
    return 0


def check_tag(tag: str) -> None:
    """A release is what its tag, its version, its changelog and its addresses say."""
    code = (HERE / "engine/zopa/__init__.py").read_text(encoding="utf-8")
    version = re.search(r'__version__ = "(.*)"', code)
    if version is None or tag != f"v{version[1]}":
        sys.exit(f"the tag is {tag}, the version {version and version[1]}")
    if f"\n## {version[1]}" not in (HERE / "CHANGELOG.md").read_text(encoding="utf-8"):
        sys.exit(f"CHANGELOG.md has no head for {version[1]}: python .ci/changelog.py")
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if any("OWNER" in each for each in project["urls"].values()):
        sys.exit("the addresses in pyproject.toml still name OWNER")


def environment(folder: Path, *packages: object) -> Path:
    """A fresh environment with these packages; where its programs are."""
    venv.create(folder, with_pip=True)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", *packages)
    return folder / "bin"


def epoch() -> str:
    """When the commit was made, so that the same commit gives the same files."""
    found = subprocess.run(
        ["git", "-C", str(HERE), "log", "-1", "--format=%ct"],
        check=True,
        capture_output=True,
        text=True,
    )
    return found.stdout.strip()


def run(*command: object, **variables: str) -> None:
    """Run a command; end when it fails."""
    subprocess.run(list(map(str, command)), check=True, env={**os.environ, **variables})


if __name__ == "__main__":
    raise SystemExit(main())
