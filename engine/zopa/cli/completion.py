"""`zopa completion SHELL`: a script that completes commands, flags and names.

The script asks `zopa completion --names KIND` for names when it is used. So they are
names of the user's present workspace, or of the one that `-C` names.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zopa.cli.arguments import parser
from zopa.cli.streams import Unable
from zopa.files import find, shipped
from zopa.model.corpus import CHECKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.workspace import Workspace

__all__ = ["COMPLETED", "run"]

SAFE: Final = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_./=-]*")
"""Names that are safe in every shell; files may have any name."""
COMPLETED: Final = {
    "A,B": "parties",
    "ASSUMPTIONS": "assumptions",
    "CODE": "codes",
    "CODE=LEVEL": "severities",
    "CODES": "codes",
    "DIR": "folders",
    "FILE": "files",
    "FORMAT[:FILE]": "",
    "ID": "things",
    "IDS": "things",
    "ISSUE": "issues",
    "ISSUE/TERM": "terms",
    "KIND": "lists",
    "KINDS": "kinds",
    "OLD": "things",
    "OTHER": "scenarios",
    "PARTS": "parts",
    "PARTY": "parties",
    "PATH": "files",
    "POSITION": "positions",
    "POSITION=READING": "readings",
    "REV": "revisions",
    "SCENARIO": "scenarios",
    "SOURCE": "sources",
    "SPEAKER": "speakers",
    "SPEC": "files",
    "TAG": "tags",
}
"""Placeholders of arguments in the help, and the kind of names that complete them."""
SCENARIOS: Final = "_zopa_scenarios"
ELSEWHERE: Final = ("files", "folders")
"""Kinds of names that shells complete themselves."""

BASH: Final = r"""
_zopa_names() {
  local each folder=
  for ((each = 1; each < COMP_CWORD; each++)); do
    [[ ${COMP_WORDS[each]} != -C ]] || folder=${COMP_WORDS[each + 1]/#\~\//$HOME/}
  done
  local names
  names=$(command zopa ${folder:+-C "$folder"} completion --names "$1" 2>/dev/null)
  compgen -W "$names" -- "$2"
}

# What bash puts in unquoted must mean nothing to it. Without any, it completes files itself.
_zopa_plain() {
  local each quoted
  while IFS= read -r each; do
    printf -v quoted %q "$each"
    [[ $quoted != "$each" ]] || printf '%s\n' "$each"
  done
}
"""
BASH_KIND: Final = """
_zopa_{kind}() {{ _zopa_names {kind} "$1"; }}
"""
BASH_SCENARIOS: Final = """
_zopa_scenarios() {
  _zopa_names scenarios "$1"
  compgen -f -X '!*.yaml' -- "$1" | _zopa_plain
  compgen -d -S / -- "$1" | _zopa_plain
}
"""
BASH_WORDS: Final = r"""
_shtab_compgen_files() { compgen -f -- "$1" | _zopa_plain; }
_shtab_compgen_dirs() { compgen -d -- "$1" | _zopa_plain; }

# bash cuts words at `=`.
_zopa() {
  local at=$COMP_CWORD said=
  [[ ${COMP_WORDS[at]} == = ]] || { said=${COMP_WORDS[at]}; ((at--)); }
  if ((at > 1)) && [[ ${COMP_WORDS[at]} == = ]]; then
    local before=${COMP_WORDS[at - 1]} flag=${COMP_WORDS[at - 2]}
    [[ $flag != = ]] || flag=${COMP_WORDS[at - 3]}
    if [[ $flag == --reading ]]; then
      COMPREPLY=($(_zopa_names readings "$before=$said"))
      COMPREPLY=("${COMPREPLY[@]#"$before="}")
      return
    elif [[ $before == --* ]]; then
      COMP_WORDS=("${COMP_WORDS[@]:0:at}" "$said")
      COMP_CWORD=$at
    fi
  fi
  _shtab_zopa "$@"
}
complete -o bashdefault -F _zopa zopa
"""
ZSH_START: Final = """
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
"""
ZSH: Final = r"""
_zopa_names() {
  local -a said names folder
  local each
  said=(${(z)LBUFFER})
  for ((each = 2; each < $#said; each++)); do
    [[ $said[each] != -C ]] || folder=(-C ${~${(Q)said[each+1]}})
  done
  names=(${(f)"$(command zopa $folder completion --names $1 2>/dev/null)"})
  compadd -a names
}
"""
ZSH_KIND: Final = """
_zopa_{kind}() {{ _zopa_names {kind} }}
"""
ZSH_SCENARIOS: Final = """
_zopa_scenarios() { _zopa_names scenarios; _files -g '*.yaml' }
"""
FISH: Final = """
function _zopa_names
  set -l said (commandline -opc)
  set -l folder
  for each in (seq 2 (count $said))
    if test "$said[$each]" = -C; and test $each -lt (count $said)
      set folder -C (string replace -r '^~/' "$HOME/" -- $said[(math $each + 1)])
    end
  end
  command zopa $folder completion --names $argv[1] --titles 2>/dev/null
end
"""
FISH_SCENARIOS: Final = """
function _zopa_scenarios
  _zopa_names scenarios
  __fish_complete_suffix .yaml
end
"""


def run(options: argparse.Namespace) -> int:
    """Write the script, or the names that it requests.

    Raises:
        Unable: the library that writes scripts is not installed.
    """
    if options.names is not None:
        names = {str(each): "" for each in _names(options, options.names)}
        if options.titles:
            names |= _titles(options, names)
        sys.stdout.writelines(
            f"{name}\t{title}\n" if title else f"{name}\n"
            for name, title in names.items()
            if SAFE.fullmatch(name)
        )
        return 0
    if options.shell is None:
        message = "no shell is named"
        raise Unable(message, "zopa completion bash, zsh or fish")
    try:
        import shtab
    except ImportError:
        message = "shell completion needs a library that is not installed"
        raise Unable(message, "pip install 'zopa[completion]'") from None
    whole = parser()
    kinds = sorted({COMPLETED[each] for each in _prepared(whole)} - {"", *ELSEWHERE})
    script = shtab.complete(whole, options.shell, preamble=_functions(kinds)[options.shell])
    if options.shell == "bash":
        script += BASH_WORDS
    elif options.shell == "zsh":
        # A shell that finds the file itself reads the commands to complete from its first line.
        script = script.replace("\n", ZSH_START, 1)
    sys.stdout.write(f"{script}\n")
    return 0


def _functions(kinds: Iterable[str]) -> dict[str, str]:
    """For each shell, the functions that ask zopa for names."""
    others = [each for each in kinds if each != "scenarios"]
    return {
        "bash": "".join([BASH, *(BASH_KIND.format(kind=x) for x in others), BASH_SCENARIOS]),
        "zsh": "".join([ZSH, *(ZSH_KIND.format(kind=x) for x in others), ZSH_SCENARIOS]),
        "fish": f"{FISH}{FISH_SCENARIOS}",
    }


# -- completions of an argument -----------------------------------------------


def _prepared(whole: argparse.ArgumentParser) -> Iterator[str]:
    """Tell the library how to complete each argument; yield the names of the arguments."""
    for command in _commands(whole):
        actions = command._actions  # noqa: SLF001  # as the library reads them
        formats = [each.choices for each in actions if each.dest == "format"]
        for action in actions:
            called = action.metavar
            if words := getattr(action, "words", ()):
                action.choices = words
            if not isinstance(called, str) or called not in COMPLETED:
                continue
            yield called
            # The library takes a colon in it for the end of the name.
            action.metavar = re.sub(r"\W+", "-", called).strip("-")
            if called == "FORMAT[:FILE]":
                action.choices = formats[0]
            if COMPLETED[called] and not action.choices:
                action.complete = _functions_for(COMPLETED[called])  # type: ignore[attr-defined]  # the library's own


def _commands(whole: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield whole
    for action in whole._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for command in action.choices.values():
                command.complete()
                yield from _commands(command)


def _functions_for(kind: str) -> Mapping[str, Any]:
    import shtab

    match kind:
        case "files":
            return shtab.FILE
        case "folders":
            return shtab.DIRECTORY
        case "scenarios":
            return {"bash": SCENARIOS, "zsh": SCENARIOS, "fish": f"({SCENARIOS})"}
        case _:
            name = f"_zopa_{kind}"
            return {"bash": name, "zsh": name, "fish": f"(_zopa_names {kind})"}


# -- names --------------------------------------------------------------------


def _names(options: argparse.Namespace, kind: str) -> Iterable[str]:
    root = find(options.directory or Path())
    if root is None:
        if options.directory is not None:
            return ()
        root = shipped("terms").parent
    match kind:
        case "codes":
            from zopa.diagnostics import CATALOGUE

            return [*CATALOGUE, *(each.name for each in CATALOGUE.values())]
        case "severities":
            from zopa.cli.output import LEVELS
            from zopa.diagnostics import CATALOGUE

            return [f"{code}={level}" for code in CATALOGUE for level in LEVELS]
        case "assumptions":
            from zopa.questions.robustness import Over

            return map(str, Over)
        case "parts":
            from zopa.questions.every import MORE

            return MORE
        case "kinds":
            return map(str, CHECKED)
        case "lists":
            from zopa.questions.listing import LISTED

            return LISTED
        case "revisions":
            from zopa.documents.git import RevisionError, names_of_revisions

            try:
                return ["HEAD", *names_of_revisions(root)]
            except RevisionError:
                return ()
        case "scenarios":
            return sorted(each.stem for each in (root / "scenarios").glob("*.yaml"))
        case _:
            from zopa.workspace import load

            return _in_corpus(load(root), kind)


def _titles(options: argparse.Namespace, names: Iterable[str]) -> dict[str, str]:
    """The titles of the items with these names."""
    from zopa.diagnostics import CATALOGUE, one_line, shown
    from zopa.workspace import load

    if options.names == "codes":
        return {name: CATALOGUE[name].name for name in names if name in CATALOGUE}
    root = find(options.directory or Path()) or shipped("terms").parent
    workspace = load(root)
    corpus = workspace.corpus
    found: dict[str, str] = {
        **{each.id: each.question for each in corpus.issues.values()},
        **{name: each.name for name, each in corpus.parties.items()},
        **{name: each.title for name, each in corpus.positions.items()},
        **{name: each.title for name, each in corpus.sources.items()},
        **{name: each.title for name, each in workspace.scenarios.items()},
        **{
            f"{issue.id}/{name}": term.title
            for issue in corpus.issues.values()
            for name, term in issue.terms.items()
        },
        **{
            f"{name}={reading}": each.title
            for name, position in corpus.positions.items()
            for reading, each in position.readings.items()
        },
    }
    return {name: shown(one_line(title)) for name in names if (title := found.get(name))}


def _in_corpus(workspace: Workspace, kind: str) -> Iterable[str]:
    corpus = workspace.corpus
    match kind:
        case "issues":
            return corpus.issues
        case "parties":
            return corpus.parties
        case "positions":
            return corpus.positions
        case "sources":
            return corpus.sources
        case "speakers":
            return corpus.speakers
        case "tags":
            from zopa.questions.listing import tags

            return tags(corpus)
        case "readings":
            return [
                f"{name}={reading}"
                for name, position in corpus.positions.items()
                for reading in position.readings
            ]
        case "terms":
            return [
                f"{issue.id}/{term}" for issue in corpus.issues.values() for term in issue.terms
            ]
        case _:
            from zopa.model.cross_references import things

            return [each.id for each in things(corpus, workspace.scenarios)]
