#!/bin/sh
# Runs what asks a server from outside, by programs of npm that are pinned: the public GraphQL-over-HTTP audits, the blocks
# of docs/clients.md, and the page at /graphql in a Chromium. Without Node there is nothing to run them with: that is said
# loudly, and is no failure; without Chromium or LibreOffice the tests of the page and of files for offices say so themselves.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=${1:-"$here/../../.venv/bin/python"}

office() {
	cd "$here/../.."
	exec "$python" -m pytest -n 0 -m contract tests/contract/test_office.py
}

for program in node npm; do
	if ! command -v "$program" >/dev/null 2>&1; then
		echo "SKIPPED: the GraphQL-over-HTTP audits were NOT run and neither the page nor docs/clients.md was tried, $program is not installed." >&2
		office
	fi
done

if ! (cd "$here" && npm ci --silent --no-audit --no-fund); then
	echo "SKIPPED: the GraphQL-over-HTTP audits were NOT run and neither the page nor docs/clients.md was tried, their packages could not be installed." >&2
	office
fi
cd "$here/../.."
exec "$python" -m pytest -n 0 -m contract tests/contract
