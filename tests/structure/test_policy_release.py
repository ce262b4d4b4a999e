"""No role gains or loses a door unnoticed: the policy is compared with that of the last release."""

import json

import pytest
from typer.testing import CliRunner

from api.cli import policy as policy_commands
from api.cli.commands import app
from api.cli.policy import RELEASED, released_policy
from api.dev.docs.folder import FOLDER
from auth.policy.export import as_data, to_csv, version_of
from auth.policy.matrix import to_markdown
from tests.support.announcements import unannounced

RUNNER = CliRunner()
ANNOUNCED = FOLDER / "policy-changes.md"


def test_every_door_that_a_role_gained_or_lost_since_the_release_is_announced() -> None:
    wrong = unannounced(released_policy(), as_data(), ANNOUNCED.read_text(encoding="utf-8"))
    told = "\n".join(wrong)
    assert wrong == [], f"docs/policy-changes.md and the policy differ (see the page for what to do):\n{told}"


def test_the_released_policy_was_not_touched_by_hand() -> None:
    released = released_policy()
    assert released["version"] == version_of(released)


def test_the_policy_is_exported_in_each_form() -> None:
    for form, written in (("csv", to_csv(as_data())), ("markdown", to_markdown())):
        assert RUNNER.invoke(app, ["export-policy", "--format", form]).stdout == written
    assert json.loads(RUNNER.invoke(app, ["export-policy"]).stdout) == as_data()
    assert RUNNER.invoke(app, ["export-policy", "--format", "xml"]).exit_code == 2


def test_what_changed_is_written_as_it_is_announced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert RUNNER.invoke(app, ["export-policy", "--changes"]).exit_code == 0
    older = as_data()
    lost = older["rules"].pop()
    monkeypatch.setattr(policy_commands, "released_policy", lambda: older)
    written = RUNNER.invoke(app, ["export-policy", "--changes"]).stdout
    assert f"- {lost['role']} gained {lost['action']}" in written
    assert unannounced(older, as_data(), written) == []
    assert RELEASED.is_file()
