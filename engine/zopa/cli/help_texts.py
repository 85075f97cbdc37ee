"""Parts of a command's help beside its flags: examples, exit codes, the page."""

from __future__ import annotations

from typing import Final

from zopa.diagnostics.codes import address_of, documentation

__all__ = ["CODES", "EXAMPLES", "PAGES", "epilog"]

EXAMPLES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "init": (
        ("zopa init my-talks", "an empty negotiation"),
        ("zopa init --kind contract deal", "begin with a small example"),
    ),
    "add": (
        ("zopa add party union --name 'The union'", "a party"),
        ("zopa add position", "ask for what is missing"),
    ),
    "new": (("zopa new second --from first-draft", "a draft that starts from another"),),
    "set": (("zopa set first-draft price=fixed amount=90", "change a choice"),),
    "remove": (("zopa remove first-draft", "remove a scenario"),),
    "rename": (("zopa rename union trade-union", "in every file"),),
    "undo": (("zopa undo", "take back the last change"),),
    "redo": (("zopa redo", "make it again"),),
    "import": (
        ("zopa import filled.xlsx", "take what was filled in"),
        ("zopa import --from uvl model.uvl --to new", "a feature model"),
    ),
    "export": (
        ("zopa export --tables all.xlsx", "a workbook"),
        ("zopa export --tables sheets", "a folder of CSV files"),
    ),
    "fmt": (
        ("zopa fmt", "write every file"),
        ("zopa fmt --check", "say which differ, and fail"),
        ("zopa fmt - --stdin-filename terms/rules.yaml < rules.yaml", "an unsaved text"),
    ),
    "validate": (
        ("zopa validate", "the whole workspace"),
        ("zopa validate --fix", "apply the safe fixes"),
        ("zopa validate --select ZX --statistics", "count findings"),
        ("zopa validate - --stdin-filename scenarios/a.yaml < a.yaml", "an unsaved text"),
    ),
    "check": (
        ("zopa check", "every scenario, a line each"),
        ("zopa check first-draft", "one, with its reasons"),
        ("zopa check --gate red-lines", "fail where a red line is crossed"),
    ),
    "ci": (
        ("zopa ci --since origin/main", "files, expectations, and what got weaker"),
        ("zopa ci --sarif zopa.sarif", "for code scanning"),
    ),
    "options": (
        ("zopa options first-draft", "what is still possible"),
        ("zopa options first-draft --why warranty/given", "a reason"),
    ),
    "deals": (("zopa deals first-draft --examples 1", "one example"),),
    "conflicts": (("zopa conflicts first-draft", "what cannot hold together"),),
    "concessions": (("zopa concessions first-draft", "what to drop for a deal"),),
    "coalitions": (("zopa coalitions", "who can agree with whom"),),
    "repair": (("zopa repair first-draft --keep warranty", "keep one choice"),),
    "frontier": (("zopa frontier first-draft", "trade-offs when there is no deal"),),
    "sweep": (("zopa sweep first-draft", "readings, dates and sources"),),
    "robustness": (("zopa robustness first-draft", "how often there is a deal"),),
    "compare": (
        ("zopa compare first second", "two drafts"),
        ("zopa compare --since HEAD~1", "what changed since a revision"),
    ),
    "report": (
        ("zopa report --output html:brief.html", "a brief of every draft"),
        ("zopa report first-draft --format markdown", "as Markdown"),
    ),
    "batch": (
        ("zopa batch study.yaml --output study.csv", "a row for each question"),
        ("zopa batch study.yaml --jobs 4 --output study.parquet", "in four processes"),
    ),
    "config": (("zopa config", "what holds, and from where"),),
    "coverage": (("zopa coverage --source bulletin", "what of a source is cited"),),
    "list": (("zopa list positions --party union", "what a party holds"),),
    "show": (("zopa show union/no-night-work", "a position and its sources"),),
    "explain": (("zopa explain ZX101", "what a finding means"),),
    "rules": (("zopa rules", "all codes"),),
    "schema": (("zopa schema --for-workspace", "with the ids of this corpus"),),
    "completion": (('eval "$(zopa completion bash)"', "in this shell"),),
    "tui": (("zopa tui first-draft", "compose a draft"),),
    "serve": (("zopa serve --write", "in a browser, and let it save"),),
    "lsp": (("zopa lsp", "as an editor starts it"),),
}
PAGES: Final = {
    "batch": "batch",
    **dict.fromkeys(
        ("init", "add", "new", "set", "remove", "rename", "undo", "redo", "fmt"), "recording"
    ),
    "import": "tables",
    "export": "tables",
    "validate": "ci",
    "ci": "ci",
    "report": "report",
    "config": "configuration",
    "explain": "diagnostics/README",
    "rules": "diagnostics/README",
    "schema": "editors",
    "completion": "editors",
    "tui": "tui",
    "serve": "serve",
    "lsp": "editors",
}
"""Pages of the documentation; other commands have the page on questions."""
CODES: Final = {
    "validate": "1 findings at or above --fail-on",
    "fmt": "1 --check or --diff: a file would change",
    "check": "1 expectations not met, gated verdicts, or a scenario with errors",
    "ci": "1 findings, expectations not met, gated verdicts, or something weaker",
    "compare": "1 what --fail-on names has changed",
    "config": "1 wrong settings",
}
OTHERWISE: Final = "1 a scenario with errors"
WITHOUT: Final = frozenset(
    {
        *("init", "add", "new", "set", "remove", "rename", "undo", "redo"),
        *("import", "export"),
        *("explain", "rules", "schema", "completion", "tui", "serve", "lsp", "list", "show"),
    }
)
"""Commands without findings."""


def epilog(command: str) -> str:
    """The end of a command's help."""
    examples = EXAMPLES.get(command, ((f"zopa {command}", ""),))
    broad = max(len(line) for line, _ in examples)
    lines = ["examples:", *(f"  {line:<{broad}}  {text}" for line, text in examples)]
    found = () if command in WITHOUT else (CODES.get(command, OTHERWISE),)
    named = PAGES.get(command, "questions")
    page = address_of(named, documentation()) or f"docs/{named}.md"
    codes = ("exit codes:", *(f"  {each}" for each in ("0 done", *found, "2 not possible")))
    return "\n".join([*lines, "", *codes, "", f"more: {page}"])
