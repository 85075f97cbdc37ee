"""Input that users of other programs type by habit."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

import zopa as package
from cli.conftest import REPOSITORY
from zopa.cli.arguments import COMMANDS, MEANT, SHORT, parser
from zopa.cli.help_texts import EXAMPLES

if TYPE_CHECKING:
    from cli.conftest import Zopa


def test_nothing_asked_is_answered_by_the_commands(zopa: Zopa) -> None:
    """All of them, each once, on a screen; no success, as nothing was done."""
    ran = zopa()
    assert (ran.code, ran.err) == (2, "")
    assert len(ran.out.splitlines()) <= 15
    named = [name for names in SHORT.values() for name in names]
    assert sorted(named) == sorted(COMMANDS)
    assert all(f" {name}" in ran.out for name in named)


@pytest.mark.parametrize("words", [("-V",), ("--version",), ("version",)])
def test_the_version_is_said(zopa: Zopa, words: tuple[str, ...]) -> None:
    """However it is asked for."""
    assert zopa(*words).out == f"zopa {package.__version__}\n"


def test_help_is_a_command_too(zopa: Zopa) -> None:
    """Of all, and of one."""
    assert zopa("help").out == zopa("--help").out
    assert zopa("help", "--help").out == zopa("help", "-h").out == zopa("--help").out
    assert zopa("help", "check").out == zopa("check", "--help").out
    assert zopa("help", "chekc").code == 2


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_help_ends_with_examples(zopa: Zopa, command: str) -> None:
    """Lines that the parser takes, the exit codes, and a page that there is."""
    said = zopa(command, "--help").out
    for line, _ in EXAMPLES[command]:
        assert f"  {line}" in said
        words = shlex.split(line.partition(" <")[0])
        if words[0] == "eval":
            continue
        assert words[:2] == ["zopa", command]
        parser(words[1:]).parse_args(words[1:])
    assert "exit codes:\n  0 done\n" in said
    page = said.splitlines()[-1].removeprefix("more: ")
    assert (REPOSITORY / page).is_file()


def test_a_missing_word_with_choices_is_told_with_them(zopa: Zopa) -> None:
    """A kind of item, before any help is read."""
    ran = zopa("add")

    assert ran.code == 2
    assert "help: KIND: party, speaker, source" in ran.err
    assert zopa("new").err.count("help: ") == 1


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_formats_of_several_files_lead_to_a_folder(zopa: Zopa, form: str) -> None:
    """`--format` writes one answer to one place."""
    ran = zopa("report", "--sample", "--format", form)

    assert ran.code == 2
    assert f"zopa report --data DIR --data-format {form}" in ran.err


def test_the_man_page_has_every_command_and_flag(zopa: Zopa) -> None:
    """As the parser knows them; man reads it without a word."""
    said = zopa("help", "--man").out
    assert zopa("help", "--man", "check").out == said
    for name in COMMANDS:
        assert f'.SS "zopa {name}"' in said
    for flag in ("--stdin-filename", "--reading", "--gate", "--draft-07"):
        assert flag.replace("-", "\\-") in said
    for lines in said.splitlines():
        assert not lines.startswith("'")
    if (mandoc := shutil.which("mandoc")) is not None:
        lint = [mandoc, "-T", "lint", "-W", "warning"]
        done = subprocess.run(lint, check=False, input=said, text=True, capture_output=True)
        found = [each for each in done.stdout.splitlines() if "missing date" not in each]
        assert found == []


@pytest.mark.parametrize("word", sorted(MEANT))
def test_commands_of_other_programs_lead_to_ours(zopa: Zopa, word: str) -> None:
    """To those that there are."""
    ran = zopa(word)
    assert ran.code == 2
    assert all(f"`{each}`" in ran.err for each in MEANT[word])
    assert set(MEANT[word]) <= set(COMMANDS)


@pytest.mark.parametrize(
    ("line", "flag"),
    [
        (("check", "--fromat", "json"), "--format"),
        (("check", "--redings=x"), "--reading"),
        (("add", "position", "--titel", "x"), "--title"),
        (("-C", "x", "options", "--wiave", "x"), "--waive"),
    ],
)
def test_a_flag_that_there_is_not_leads_to_one(
    zopa: Zopa, line: tuple[str, ...], flag: str
) -> None:
    """Of that command."""
    ran = zopa(*line)
    assert ran.code == 2
    assert f"did you mean `{flag}`?" in ran.err


def test_a_flag_of_a_command_stands_behind_it(zopa: Zopa) -> None:
    """Which is said, with the line to type."""
    ran = zopa("--sample", "check")
    assert ran.code == 2
    assert "write it behind: zopa check --sample" in ran.err


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        ("--view", "zopa: `--view` stands before the command\n  help: write it behind: "),
        ("--vew", "zopa: no flag `--vew`\n  help: did you mean `--view`?\n"),
        ("--nosuch", "zopa: no flag `--nosuch`\n  help: zopa check --help\n"),
    ],
)
def test_the_value_of_a_flag_before_the_command_is_no_command(
    zopa: Zopa, flag: str, said: str
) -> None:
    """What is wrong is the flag."""
    done = zopa(flag, "public", "check")

    assert done.code == 2
    assert done.err.startswith(said)


def test_an_argument_too_many_is_told_with_the_form(zopa: Zopa) -> None:
    """Such as the kind, which other commands take before the id."""
    done = zopa("rename", "party", "ukraine", "ukr")

    assert done.code == 2
    assert done.err == (
        "zopa: one argument too many: `ukr`\n  help: write: zopa rename OLD NEW\n"
    )


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (("--title", "X"), "title=X"),
        (("--title=Two words", "a=b"), "title='Two words'"),
        (("--cites", "--dry-run"), "cites=VALUE"),
        (("--publishd", "2025-08-15"), "published=2025-08-15"),
        (("--donbas", "silent"), "donbas=silent"),
    ],
)
def test_fields_are_set_without_dashes(zopa: Zopa, given: tuple[str, ...], meant: str) -> None:
    """Any field of any kind, and choices."""
    done = zopa("set", "s000", *given)

    assert done.code == 2
    flag = given[0].partition("=")[0]
    assert done.err == f"zopa: no flag `{flag}`\n  help: without dashes: zopa set ID {meant}\n"


def test_a_flag_of_set_is_not_taken_for_a_field(zopa: Zopa) -> None:
    """A slip in it is mended as everywhere."""
    assert "did you mean `--dry-run`?" in zopa("set", "ukraine", "--dry-rn", "name=X").err


def test_fields_are_added_with_dashes(zopa: Zopa) -> None:
    """The other way round: `zopa add` and `zopa new` have flags."""
    for given in (("add", "party", "x", "name=A B"), ("new", "draft", "title=A B")):
        key = given[-1].partition("=")[0]
        assert f"help: write it as a flag: --{key} 'A B'\n" in zopa(*given).err


def test_flags_are_not_abbreviated(zopa: Zopa) -> None:
    """A script would mean another flag tomorrow."""
    assert "no flag `--form`" in zopa("check", "--form", "json").err
