"""What is built to be installed holds all that it needs, and starts by its own name."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from api import VERSION
from tests.structure.checks import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
BUILDING = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
STARTING = """
import sys
from importlib.metadata import distribution
(found,) = distribution("pult").entry_points.select(group="console_scripts", name="pult")
sys.exit(found.load()())
"""
"""What the script does that an installation puts on the path."""


def sources() -> list[str]:
    """The files of our packages that are kept, or are about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *PACKAGES],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [line for line in listed.splitlines() if (ROOT / line).exists()]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation: what the wheel holds, built from a copy of the sources and nothing else."""
    place = tmp_path_factory.mktemp("wheel")
    for path in (*sources(), "pyproject.toml", "README.md"):
        (place / "source" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, place / "source" / path)
    built = subprocess.run(
        [sys.executable, "-c", BUILDING, str(place)],
        cwd=place / "source",
        check=False,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    [wheel] = place.glob("pult-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "installed")
    return place / "installed"


def pult(unpacked: Path, *arguments: str) -> str:
    """What the installed program answers."""
    done = subprocess.run(
        [sys.executable, "-c", STARTING, *arguments],
        cwd=unpacked.parent,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_every_package_and_nothing_else(unpacked: Path) -> None:
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert {path for path in held if ".dist-info/" not in path} == set(sources())


def test_an_installation_starts_by_the_command_pult(unpacked: Path) -> None:
    assert "appoint-head" in pult(unpacked, "--help")
    assert pult(unpacked, "--version") == f"pult {VERSION}\n"
    assert pult(unpacked, "sdl") == (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")
