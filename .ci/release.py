"""Build a release and check it: sdist, wheel, their descriptions and contents, an SBOM.

    python .ci/release.py [--tag vX.Y.Z] [--out DIR]

The version is made from git's tags. With `--tag` it has to be the tag's, and all that a release
needs has to be there; without, it is a dry run. Nothing is published here.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TOOLS = ("build", "twine", "check-wheel-contents", "cyclonedx-bom")
PLACEHOLDER = r"OWNER(/zopa|\.github\.io)"
"""Stands in addresses until the project has a home."""
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
        # When the commit was made, so that the same commit gives the same files.
        epoch = git("log", "-1", "--format=%ct")
        run(tools / "python", "-m", "build", "--outdir", dist, HERE, SOURCE_DATE_EPOCH=epoch)
        files = sorted(dist.iterdir())
        if options.tag and not (dist / f"zopa-{options.tag[1:]}.tar.gz").exists():
            sys.exit(f"the tag is {options.tag}, but what git has here makes {files[-1].name}")
        run(tools / "twine", "check", "--strict", *files)
        [wheel] = dist.glob("*.whl")
        run(tools / "check-wheel-contents", "--ignore", IGNORED, wheel)
        clean = environment(Path(work) / "clean", wheel)
        run(clean / "zopa", "--version")
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
    """A release has a head in the changelog and addresses that lead somewhere."""
    if not re.fullmatch(r"v\d+\.\d+\.\d+((a|b|rc)\d+)?", tag):
        sys.exit(f"{tag} is not the tag of a version, such as v1.2.3")
    if f"\n## {tag[1:]} " not in (HERE / "CHANGELOG.md").read_text(encoding="utf-8"):
        sys.exit(f"CHANGELOG.md has no head for {tag[1:]}: python .ci/changelog.py")
    homeless = git("grep", "--files-with-matches", "--extended-regexp", PLACEHOLDER)
    if homeless:
        names = ", ".join(homeless.split())
        sys.exit(f"addresses still name OWNER (CONTRIBUTING.md, A release): {names}")


def git(*command: str) -> str:
    """What git says; nothing where a search finds nothing."""
    ran = subprocess.run(
        ["git", "-C", str(HERE), *command], check=False, capture_output=True, text=True
    )
    if ran.returncode and command[0] != "grep":
        sys.exit(ran.stderr)
    return ran.stdout.strip()


def environment(folder: Path, *packages: object) -> Path:
    """A fresh environment with these packages; where its programs are."""
    venv.create(folder, with_pip=True)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", *packages)
    return folder / "bin"


def run(*command: object, **variables: str) -> None:
    """Run a command; end when it fails."""
    subprocess.run(list(map(str, command)), check=True, env={**os.environ, **variables})


if __name__ == "__main__":
    raise SystemExit(main())
