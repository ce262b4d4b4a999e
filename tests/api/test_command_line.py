"""The command line: what it lists is what there is, and a command loads no more than it needs."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import VERSION
from api.cli.commands import COMMANDS, app, loaded

RUNNER = CliRunner()
ROOT = Path(__file__).resolve().parents[2]
OURS = {"api.dev", "api.http", "api.settings", "auth", "documents", "schema", "seed"}


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a process of its own imports for a command, packages above them included."""
    command = [sys.executable, "-X", "importtime", "-m", "api", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = (line.rpartition("|")[2].strip() for line in ended.stderr.splitlines())
    return {".".join(name.split(".")[:2]) for name in lines} | {"api"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_each_command_what_its_own_help_begins_with(name: str) -> None:
    own = loaded(name).help.partition("\n\n")[0]
    assert " ".join(own.split()) == COMMANDS[name].words


def test_every_module_of_the_command_line_is_listed_or_serves_those_that_are() -> None:
    listed = {offered.module for offered in COMMANDS.values()}
    from_disk = {path.stem for path in (ROOT / "api" / "cli").glob("*.py")}
    assert from_disk - listed == {"__init__", "commands", "endings", "importing", "progress", "settings"}


def test_help_lists_all_commands_and_loads_nothing_of_the_application() -> None:
    assert loaded_by("--help").isdisjoint(OURS)
    shown = RUNNER.invoke(app, ["--help"]).stdout
    assert all(name in shown for name in COMMANDS)


def test_the_policy_is_written_without_the_schema_and_without_a_database() -> None:
    loaded = loaded_by("export-policy", "--format", "csv")
    assert "auth.policy" in loaded
    assert loaded.isdisjoint({"beanie", "documents", "motor", "pymongo", "schema", "strawberry"})


def test_an_unknown_command_is_refused_with_those_that_are_alike() -> None:
    refused = RUNNER.invoke(app, ["resell"])
    assert refused.exit_code == 2
    assert "reseal" in refused.output


def test_the_version_is_that_of_the_project_and_is_told_without_the_application() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert RUNNER.invoke(app, ["--version"]).stdout == f"pult {declared}\n"
    assert loaded_by("--version").isdisjoint(OURS)


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0].split()[0] in {VERSION, "Unreleased"}
    assert VERSION in {heading.split()[0] for heading in headings}
