"""Make the documentation site of `docs/` as it is: for mkdocs (`mkdocs.yml`).

The first page is the README. Links out of `docs/` lead to the repository. zopa itself makes a
brief of the sample corpus, and the schemas with their addresses on the site.
"""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

HERE = Path(__file__).resolve().parent.parent
BRIEF = Path("sample/brief.html")
DRAFTS = ("alaska-exchange", "front-line-freeze")
SCHEMAS = "schema/1"
"""Folder of the schemas of this version of the format."""
LINK = re.compile(r"(\]\()([^)#\s]+)(#[^)\s]*)?(\))")


def on_config(config: Any) -> Any:  # noqa: ANN401  # of mkdocs
    """Every page of a folder, in order, without a list of 150 names in `mkdocs.yml`."""
    for group in config["nav"]:
        for pages in group.values():
            if isinstance(pages, list):
                for page in pages:
                    [(title, path)] = page.items()
                    if str(path).endswith("/"):
                        page[title] = _folder(str(path))
    return config


def _folder(path: str) -> list[str]:
    pages = sorted(each.name for each in (HERE / "docs" / path).glob("*.md"))
    return [f"{path}README.md", *(f"{path}{each}" for each in pages if each != "README.md")]


def on_files(files: Files, config: Any) -> Files:  # noqa: ANN401
    """Add the README as the first page, a brief, and the schemas."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    files.append(File.generated(config, "index.md", content=text))
    with tempfile.TemporaryDirectory() as work:
        made = Path(work)
        (made / BRIEF).parent.mkdir()
        zopa("report", "--sample", "--compare", *DRAFTS, "--output", f"html:{made / BRIEF}")
        base = f"{config['site_url']}{SCHEMAS}"
        zopa("schema", made / SCHEMAS, "--bundle", "--draft-07", "--id-base", base)
        for each in sorted(x for x in made.rglob("*") if x.is_file()):
            name = each.relative_to(made).as_posix()
            files.append(File.generated(config, name, content=each.read_bytes()))
    return files


def zopa(*arguments: str | Path) -> None:
    """Run zopa of this checkout, which the environment of the site has to have."""
    subprocess.run(
        [sys.executable, "-m", "zopa", *map(str, arguments)],
        check=True,
        cwd=HERE,
        stdout=subprocess.DEVNULL,
    )


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:  # noqa: ANN401
    """Lead links to where the pages are on the site, or in the repository."""
    here = page.file.src_uri
    place = "." if here == "index.md" else posixpath.join("docs", posixpath.dirname(here))

    def moved(match: re.Match[str]) -> str:
        start, to, anchor, end = match[1], match[2], match[3] or "", match[4]
        if re.match(r"[a-z]+:", to):
            return match[0]
        target = posixpath.normpath(posixpath.join(place, to))
        inside = target.removeprefix("docs/")
        if target.startswith("docs/"):
            if (HERE / target).is_dir():
                inside = f"{inside}/README.md"
            if files.get_file_from_path(inside) is not None:
                base = posixpath.dirname(here) or "."
                return f"{start}{posixpath.relpath(inside, base)}{anchor}{end}"
        kind = "tree" if (HERE / target).is_dir() else "blob"
        return f"{start}{config['repo_url']}/{kind}/main/{target}{anchor}{end}"

    return LINK.sub(moved, markdown)
