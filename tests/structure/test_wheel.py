"""What is built to be installed holds all that it needs, and starts by its own name."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import cache_from_source
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
    for path in (one for one in sources() if one.endswith(".py")):
        compile_as_here(ROOT / path, place / "installed" / path)
    return place / "installed"


def compile_as_here(source: Path, installed: Path) -> None:
    """Give a module that is installed as it stands here what it was compiled to here: that takes longer than the rest."""
    compiled = Path(cache_from_source(str(source)))
    if not compiled.is_file() or not installed.is_file() or installed.read_bytes() != source.read_bytes():
        return
    shutil.copystat(source, installed)  # what is compiled holds for a moment and a size of its source
    given = Path(cache_from_source(str(installed)))
    given.parent.mkdir(exist_ok=True)
    shutil.copy(compiled, given)


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
    files = [path for path in unpacked.rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    held = {path.relative_to(unpacked).as_posix(): path for path in files}
    assert {path for path in held if ".dist-info/" not in path} == set(sources())
    for path in sources():
        assert held[path].read_bytes() == (ROOT / path).read_bytes(), path


def test_an_installation_starts_by_the_command_pult(unpacked: Path) -> None:
    assert "appoint-head" in pult(unpacked, "--help")
    assert pult(unpacked, "--version") == f"pult {VERSION}\n"
    assert pult(unpacked, "sdl") == (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")
