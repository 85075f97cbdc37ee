"""Hostile git repositories: zopa runs no program that the repository names."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from ones import BARGAIN
from zopa.cli import main
from zopa.documents.git import (
    RevisionError,
    changed_since,
    files_at,
    names_of_revisions,
    none_before,
)

POSITIONS = "terms/positions/seller.yaml"
HOOKS = (
    "post-checkout",
    "post-index-change",
    "pre-auto-gc",
    "query-watchman",
    "reference-transaction",
)
KEYS = (
    "alias.cat-file",
    "alias.ls-tree",
    "alias.rev-parse",
    "browser.all.cmd",
    "core.alternateRefsCommand",
    "core.askPass",
    "core.attributesFile",
    "core.editor",
    "core.fsmonitor",
    "core.gitProxy",
    "core.pager",
    "core.sshCommand",
    "credential.helper",
    "credential.https://evil.example.helper",
    "diff.all.command",
    "diff.all.textconv",
    "diff.external",
    "filter.all.clean",
    "filter.all.process",
    "filter.all.smudge",
    "gpg.program",
    "gpg.ssh.defaultKeyCommand",
    "gpg.ssh.program",
    "gpg.x509.program",
    "hook.all.command",
    "interactive.diffFilter",
    "man.all.cmd",
    "merge.all.driver",
    "mergetool.all.cmd",
    "pager.cat-file",
    "pager.ls-tree",
    "pager.rev-parse",
    "remote.evil.receivepack",
    "remote.evil.uploadpack",
    "sequence.editor",
    "submodule.all.update",
    "tar.all.command",
    "trace2.eventTarget",
    "trailer.all.cmd",
    "uploadpack.packObjectsHook",
)
"""Every configuration key that has ever named a program, in any git command."""


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder with the usual settings."""
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a workspace in a folder, set as the current folder."""
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "a")
        monkeypatch.setenv(f"{name}_EMAIL", "a@b")
    monkeypatch.setenv("ZOPA_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "clone"
    shutil.copytree(BARGAIN, folder / "talks")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    monkeypatch.chdir(folder / "talks")
    return folder


def commit(folder: Path) -> None:
    """Commit all changes."""
    git(folder, "add", "-A", ".")
    git(folder, "commit", "-q", "--allow-empty", "-m", "so")


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A program that leaves a trace when it runs."""
    program = tmp_path / "canary"
    program.write_text(f"#!/bin/sh\necho sung >> '{tmp_path / 'sung'}'\ncat\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def sung(canary: Path) -> bool:
    """True if it ran since the last call."""
    trace = canary.with_name("sung")
    found = trace.exists()
    trace.unlink(missing_ok=True)
    return found


def plant(clone: Path, canary: Path, keys: tuple[str, ...] = KEYS) -> None:
    """Name the program in the configuration, for all files."""
    for key in keys:
        told = key.startswith(("alias", "submodule"))
        git(clone, "config", key, f"!{canary}" if told else str(canary))
    for event in HOOKS:
        git(clone, "config", "--add", "hook.all.event", event)  # hooks in the configuration
    git(clone, "config", "remote.evil.url", str(clone))
    for name in ("ext", "file", "ssh"):
        git(clone, "config", f"protocol.{name}.allow", "always")
    attributes = "* filter=all diff=all merge=all\n"
    (clone / ".git/info").mkdir(exist_ok=True)
    (clone / ".git/info/attributes").write_text(attributes)
    (clone / ".gitattributes").write_text(attributes)
    hooks = canary.with_name("hooks")
    for folder in (hooks, clone / ".git/hooks"):
        folder.mkdir(exist_ok=True)
        for name in HOOKS:
            shutil.copy(canary, folder / name)
    git(clone, "config", "core.hooksPath", str(hooks))
    draft = clone / "talks/scenarios/first-draft.yaml"
    os.utime(draft, (1, 1))  # so that git would look at what it says


def ask_everything(clone: Path) -> None:
    """Call every function and command that uses git."""
    root = clone / "talks"
    changed_since(root, "HEAD")
    dict(files_at(root, "HEAD"))
    none_before(root, "HEAD")
    names_of_revisions(root)
    for command in (
        ["validate", "--changed-since", "HEAD"],
        ["compare", "--since", "HEAD", "--fail-on", "any"],
        ["report", "--since", "HEAD", "--output", f"markdown:{clone.parent / 'brief.md'}"],
        ["completion", "--names", "revisions"],
    ):
        assert main(command) == 0, command


@pytest.mark.parametrize("key", KEYS)
def test_no_program_that_a_clone_names_is_run(clone: Path, canary: Path, key: str) -> None:
    """Each key by itself, so that none hides another by its failure."""
    plant(clone, canary, (key,))
    sung(canary)
    changed_since(clone / "talks", "HEAD")
    dict(files_at(clone / "talks", "HEAD"))

    assert not sung(canary)


@pytest.mark.parametrize("key", ["core.fsmonitor", "filter.all.clean"])
def test_the_canary_sings_for_git_itself(clone: Path, canary: Path, key: str) -> None:
    """Or the tests here would show nothing."""
    plant(clone, canary, (key,))
    sung(canary)
    subprocess.run(["git", "-C", str(clone), "status"], check=False, capture_output=True)

    assert sung(canary)


def test_no_question_runs_any_of_them(clone: Path, canary: Path) -> None:
    """By configuration, of the worktree too, and by what it includes."""
    plant(clone, canary)
    included = canary.with_name("included")
    included.write_bytes((clone / ".git/config").read_bytes())
    git(clone, "config", "include.path", str(included))
    git(clone, "config", "extensions.worktreeConfig", "true")
    shutil.copy(included, clone / ".git/config.worktree")
    sung(canary)
    ask_everything(clone)

    assert not sung(canary)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("remote.evil.uploadpack", "{canary}"),
        ("remote.evil.vcs", "evil"),
        ("remote.evil.url", "ext::{canary}"),
        ("remote.evil.url", "ssh://evil.example/x"),
        ("core.sshCommand", "{canary}"),
    ],
)
def test_what_is_missing_is_not_fetched(
    clone: Path, canary: Path, monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    """A partial clone lacks objects, and would ask the program that it names for them."""
    shutil.copy(canary, canary.with_name("git-remote-evil"))
    monkeypatch.setenv("PATH", f"{canary.parent}{os.pathsep}{os.environ['PATH']}")
    plant(clone, canary, ("remote.evil.uploadpack",))
    git(clone, "config", "core.repositoryFormatVersion", "1")
    git(clone, "config", "extensions.partialClone", "evil")
    git(clone, "config", "remote.evil.promisor", "true")
    git(clone, "config", key, value.format(canary=canary))
    blob = git(clone, "rev-parse", f"HEAD:talks/{POSITIONS}").strip()
    (clone / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    sung(canary)

    with pytest.raises(RevisionError, match="not in this clone"):
        dict(files_at(clone / "talks", "HEAD"))
    assert changed_since(clone / "talks", "HEAD") == frozenset()
    assert main(["compare", "--since", "HEAD"]) == 2
    assert not sung(canary)


def test_a_workspace_that_is_made_up_as_a_repository(
    clone: Path, canary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Git takes a folder with these names for one, and would obey the config in it."""
    talks = clone / "talks"
    bare = canary.with_name("bare")
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    for name in ("HEAD", "objects", "refs", "config"):
        shutil.move(bare / name, talks / name)
    for key in ("core.fsmonitor", "remote.evil.uploadpack"):
        git(talks, "config", "--file", str(talks / "config"), key, str(canary))
    git(talks, "config", "--file", str(talks / "config"), "core.bare", "false")
    git(talks, "config", "--file", str(talks / "config"), "core.worktree", str(talks))
    sung(canary)

    for command in (["validate", "--changed-since", "HEAD"], ["compare", "--since", "HEAD"]):
        assert main(command) == 2
        assert "made up as a git repository" in capsys.readouterr().err
    assert not sung(canary)


def test_a_pipe_in_the_configuration_does_not_hold_us_up(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git would wait for it without end."""
    os.mkfifo(clone / "pipe")
    with (clone / ".git/config").open("a") as config:
        config.write(f"[include]\n\tpath = {clone / 'pipe'}\n")
    monkeypatch.setattr("zopa.documents.git.SECONDS", 1)

    with pytest.raises(RevisionError, match="not answered within 1 s"):
        changed_since(clone / "talks", "HEAD")


# -- where git is asked -------------------------------------------------------


def test_variables_of_a_hook_do_not_lead_elsewhere(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git sets them for the hooks of a linked worktree; paths would count from its top."""
    linked = clone.parent / "linked"
    git(clone, "worktree", "add", "-q", str(linked))
    talks = linked / "talks"
    monkeypatch.setenv("GIT_DIR", str(clone / ".git/worktrees/linked"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(clone / ".git/worktrees/linked/index"))
    monkeypatch.chdir(talks)

    assert changed_since(talks, "HEAD") == frozenset()
    assert len(dict(files_at(talks, "HEAD"))) > 5
    assert main(["compare", "--since", "HEAD", "--fail-on", "any"]) == 0
    (talks / POSITIONS).write_text((talks / POSITIONS).read_text() + "# so\n")
    assert changed_since(talks, "HEAD") == {POSITIONS}


@pytest.mark.slow
def test_a_hook_of_a_linked_worktree(clone: Path) -> None:
    """As git runs it."""
    import sys

    linked = clone.parent / "linked"
    git(clone, "worktree", "add", "-q", str(linked))
    hook = clone / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    said = clone.parent / "said"
    command = f"{sys.executable} -m zopa -C talks compare --since HEAD --fail-on weaker"
    hook.write_text(f"#!/bin/sh\n{command} > {said} 2>&1\n")
    hook.chmod(0o755)
    (linked / "talks/note.txt").write_text("so\n")
    git(linked, "add", "-A")
    git(linked, "commit", "-qm", "a note")
    assert "no workspace" not in said.read_text()

    positions = linked / "talks" / POSITIONS
    positions.write_text("positions: []\n")
    done = subprocess.run(
        ["git", "-C", str(linked), "commit", "-qam", "gone"], check=False, capture_output=True
    )
    assert done.returncode == 1
    assert "red lines not as strong" in said.read_text()


def test_a_shallow_clone_says_how_to_get_more(
    clone: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It has no history, as on most build servers."""
    commit(clone)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{clone}", str(shallow))
    monkeypatch.chdir(shallow / "talks")

    for command in (
        ["compare", "--since", "HEAD^1"],
        ["validate", "--changed-since", "HEAD^1"],
    ):
        assert main(command) == 2
        err = capsys.readouterr().err
        assert "shallow" in err
        assert "git fetch --unshallow" in err
        assert "fetch-depth: 0" in err


def test_a_repository_of_another_user(
    clone: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container; in our words, with what git says to do."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    for command in (["compare", "--since", "HEAD"], ["validate", "--changed-since", "HEAD"]):
        assert main(command) == 2
        err = capsys.readouterr().err
        assert "belongs to another user" in err
        assert f"git config --global --add safe.directory '{clone}'" in err
        assert "␉" not in err
        assert len(err.splitlines()) < 5


# -- links --------------------------------------------------------------------


@pytest.fixture
def linking(clone: Path) -> Path:
    """The clone with links within the workspace instead of a positions file and a scenario."""
    talks = clone / "talks"
    (talks / "shared").mkdir()
    for path in (POSITIONS, "scenarios/first-draft.yaml"):
        name = Path(path).name
        (talks / path).rename(talks / "shared" / name)
        up = "../" * path.count("/")
        (talks / path).symlink_to(f"{up}shared/{name}")
    commit(clone)
    return talks


def test_a_link_is_what_it_led_to(linking: Path) -> None:
    """So nothing has changed where nothing has."""
    content = (linking / POSITIONS).read_bytes()

    assert dict(files_at(linking, "HEAD"))[POSITIONS] == content
    assert changed_since(linking, "HEAD") == frozenset()
    assert main(["compare", "--since", "HEAD", "--fail-on", "any"]) == 0


def test_a_change_of_what_a_link_leads_to_is_one(linking: Path) -> None:
    """Of positions and of drafts."""
    target = linking / "shared/seller.yaml"
    target.write_text(target.read_text().replace("kind: red-line", "kind: nonsense"))
    assert changed_since(linking, "HEAD") == {POSITIONS}
    assert main(["validate", "--changed-since", "HEAD"]) == 1

    target.write_text("positions: []\n")
    assert main(["compare", "--since", "HEAD", "--fail-on", "any"]) == 1

    git(linking, "checkout", "-q", ".")
    draft = linking / "shared/first-draft.yaml"
    draft.write_text(draft.read_text().replace("warranty: given", "warranty: refused"))
    assert changed_since(linking, "HEAD") == {"scenarios/first-draft.yaml"}


def test_a_link_in_the_place_of_a_file_says_the_same(linking: Path) -> None:
    """It is the content that counts."""
    (linking / POSITIONS).unlink()
    shutil.copy(linking / "shared/seller.yaml", linking / POSITIONS)

    assert changed_since(linking, "HEAD") == frozenset()


@pytest.mark.parametrize("absolute", [False, True], ids=["relative", "absolute"])
def test_links_to_links_within_are_followed_then_too(linking: Path, *, absolute: bool) -> None:
    """By whatever path they lead there."""
    link = linking / POSITIONS
    target = linking / "shared/again.yaml"
    target.symlink_to(linking / "shared/seller.yaml" if absolute else "seller.yaml")
    link.unlink()
    link.symlink_to(target if absolute else "../../shared/again.yaml")
    content = link.read_bytes()
    commit(linking)

    assert main(["validate"]) == 0
    assert dict(files_at(linking, "HEAD"))[POSITIONS] == content
    assert main(["compare", "--since", "HEAD", "--fail-on", "any"]) == 0


@pytest.mark.parametrize("absolute", [False, True], ids=["relative", "absolute"])
@pytest.mark.parametrize("folder", ["terms", "scenarios"])
def test_the_two_folders_may_be_links_within(
    clone: Path, folder: str, *, absolute: bool
) -> None:
    """At a revision as on disk."""
    talks = clone / "talks"
    (talks / folder).rename(talks / "real")
    (talks / folder).symlink_to(talks / "real" if absolute else "real")
    commit(clone)

    assert changed_since(talks, "HEAD") == frozenset()
    assert {each.partition("/")[0] for each in dict(files_at(talks, "HEAD"))} == {
        "terms",
        "scenarios",
    }
    assert main(["compare", "--since", "HEAD", "--fail-on", "any"]) == 0


def test_line_ends_of_the_system_are_no_change(clone: Path) -> None:
    """Git may have written them when it checked the file out."""
    file = clone / "talks" / POSITIONS
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert changed_since(clone / "talks", "HEAD") == frozenset()


# -- links that lead out ------------------------------------------------------

THEIRS = "title: secret-word\nchoices: {}\nnonsense: secret-word\n"


@pytest.mark.parametrize("where", ["in the repository", "outside"])
def test_a_link_out_of_the_workspace_is_refused(
    clone: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    """Neither read nor quoted nor fixed, on disk or at a revision."""
    talks = clone / "talks"
    secret = (clone if where == "in the repository" else clone.parent) / "secret.yaml"
    secret.write_text(THEIRS.rstrip())  # which --fix would mend
    before = secret.read_bytes()
    link = talks / "scenarios/link.yaml"
    link.symlink_to(os.path.relpath(secret, link.parent))
    commit(clone)
    for command in (
        ["validate"],
        ["validate", "--fix"],
        ["validate", "scenarios/link.yaml", "--fix"],
        ["check", "scenarios/link.yaml"],
        ["check"],
        ["options", "link"],
        ["validate", "--changed-since", "HEAD", "--no-cache"],
        ["compare", "--since", "HEAD"],
    ):
        code = main(command)
        said = "".join(capsys.readouterr())

        assert "secret-word" not in said, command
        assert code == 2 or command[0] == "compare", command
        assert "is a link that leads out of the workspace" in said or command[0] == "compare"
    assert secret.read_bytes() == before
    found = dict(files_at(talks, "HEAD"))["scenarios/link.yaml"]
    assert not isinstance(found, bytes)


def test_links_in_circles_are_not_read(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And end nothing else."""
    link = clone / "talks/scenarios/link.yaml"
    link.symlink_to("link.yaml")
    commit(clone)

    assert main(["validate"]) == 2
    assert "`scenarios/link.yaml` cannot be read" in capsys.readouterr().out
    assert changed_since(clone / "talks", "HEAD") == frozenset()
    assert main(["compare", "--since", "HEAD"]) in {0, 1, 2}
    assert "fault" not in capsys.readouterr().err
