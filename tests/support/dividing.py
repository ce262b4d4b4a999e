"""Processes of tests that divide from the one that counts them, once it has read what all of them read: each read the same
modules for itself, four CPU seconds before its first test.

A module that cannot be read for all is left to each of them: one that asks for a name of its own as it is read (`own`), and
one that fails or warns, which they then tell as always. A process that is started in place of one that crashed reads
everything.
"""

import os
import signal
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NoReturn

import execnet.gateway_io
import pytest
from _pytest.pathlib import import_path
from execnet.gateway_base import ExecModel, Popen2IO
from execnet.gateway_io import Popen2IOMaster
from hypothesis import is_hypothesis_test
from hypothesis.internal.conjecture.providers import _get_local_constants

from tests.support.garbage import kept_for_good
from tests.support.programs import NURSERY
from tests.support.store import unnamed

CONTRACT = Path(__file__).resolve().parents[1] / "contract"
"""What `make contract` asks, and nobody else: it is not read unless it is asked for."""


class Divided:
    """A process that divided from this one, the two pipes to it, and its end: what is asked of one that was started."""

    stdin: IO[bytes]
    stdout: IO[bytes]

    def __init__(self, others: Sequence["Divided"]) -> None:
        asked, asking = os.pipe()
        telling, told = os.pipe()
        for buffered in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
            if buffered is not None:
                buffered.flush()  # what waits there would be written by both, and into the pipe
        self.pid = os.fork()
        if self.pid == 0:
            os.close(asking)
            os.close(telling)
            for one in others:
                one.stdin.close()
                one.stdout.close()
            NURSERY.borrow()
            _serve(asked, told)
        os.close(asked)
        os.close(told)
        self.stdin, self.stdout = os.fdopen(asking, "wb"), os.fdopen(telling, "rb")

    def wait(self) -> int:
        """Its exit code, as soon as it has ended. Raises: ChildProcessError where that was asked before."""
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def kill(self) -> None:
        """End it at once. Raises: ProcessLookupError where it has ended."""
        os.kill(self.pid, signal.SIGKILL)


READY: list[Divided] = []
"""Those that wait for what they are to do."""


class _Connection(Popen2IOMaster):
    """How the process that counts speaks with one of tests: with one that is ready, else with one that is started."""

    def __init__(self, args: Sequence[str], execmodel: ExecModel) -> None:
        if not READY:
            super().__init__(args, execmodel)
            return
        self.popen = READY.pop(0)
        Popen2IO.__init__(self, self.popen.stdin, self.popen.stdout, execmodel)


def divide(config: pytest.Config, number: int) -> None:
    """Have so many processes ready, behind what all of them read; they share the process that programs are born from."""
    # The whole suite surely has programs born; the second core has nothing to do yet.
    NURSERY.lend(at_once=config.args == config.getini("testpaths"))
    with kept_for_good():
        _read(config)
    for _ in range(number):
        READY.append(Divided(READY))
    execnet.gateway_io.Popen2IOMaster = _Connection  # type: ignore[misc]


def _read(config: pytest.Config) -> None:
    """Read the modules of tests as pytest does when it collects them."""
    are_drawn = False
    with unnamed(), warnings.catch_warnings():
        warnings.simplefilter("error")
        for path in _modules(config):
            before = set(sys.modules)
            try:
                module = import_path(
                    path, mode="importlib", root=config.rootpath, consider_namespace_packages=False
                )
            except (Exception, pytest.skip.Exception):  # noqa: BLE001  # told by each process of tests
                _forget(path, before)
            else:
                are_drawn = are_drawn or any(is_hypothesis_test(one) for one in vars(module).values())
    if are_drawn:
        _get_local_constants()  # each would look for them in all sources before its first test


def _modules(config: pytest.Config) -> Iterator[Path]:
    """The modules that the arguments name."""
    nowhere = {CONTRACT.name, *config.getini("norecursedirs")}
    for argument in config.args:
        named = Path(config.invocation_params.dir, argument.partition("::")[0])
        if named.is_file():
            yield named
        else:
            found = sorted([*named.rglob("conftest.py"), *named.rglob("test_*.py")])
            yield from (one for one in found if nowhere.isdisjoint(one.parts))


def _forget(path: Path, before: set[str]) -> None:
    """Have a module that could not be read be read again."""
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) == str(path):
            del sys.modules[name]


def _serve(asked: int, told: int) -> NoReturn:
    """In a process that divided: do what is asked through the pipes, and end without taking everything apart."""
    for number, pipe in enumerate((asked, told)):
        os.dup2(pipe, number)
        os.close(pipe)
    sys.argv = ["-c"]
    sys.stderr = os.fdopen(2, "w", 1, closefd=False)
    code = 0
    try:
        exec(eval(_line()), {"__name__": "__main__"})  # as the library has a fresh process do
    except BaseException:  # noqa: BLE001  # nothing of this goes on in the process that counts
        traceback.print_exc()
        code = 1
    os._exit(code)


def _line() -> bytes:
    """The first line of the standard input and not a byte more: what follows is for those who are told by it."""
    found = bytearray()
    while not found.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            os._exit(0)  # who counts is gone
        found += byte
    return bytes(found)
