"""What a process of tests tells the one that counts them: how each test went, and that it ended. Six messages a test were a
twentieth of the time of all."""

import pytest
from xdist.remote import WorkerInteractor  # type: ignore[import-untyped]


def tell_less(config: pytest.Config) -> None:
    """Have this process of tests leave out what nobody shows: that a test began, and that what it stands on was set up and
    cleared away well. Durations and names test by test are shown from those, so whoever asks for them is told all."""
    options = config.option
    if options.durations is not None or options.verbose > 0:
        return
    for plugin in config.pluginmanager.get_plugins():
        if isinstance(plugin, WorkerInteractor):
            _shorten(plugin)


def _shorten(worker: WorkerInteractor) -> None:
    tell = worker.sendevent

    def tell_of(name: str, **told: object) -> None:
        if name == "logstart" or (name == "testreport" and _goes_without_saying(told["data"])):
            return
        tell(name, **told)

    worker.sendevent = tell_of


def _goes_without_saying(report: object) -> bool:
    return isinstance(report, dict) and report["when"] != "call" and report["outcome"] == "passed"
