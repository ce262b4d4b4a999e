"""Compares what the page of policy changes announces with what did change."""

from auth.policy.export import PolicyData, changes


def unannounced(before: PolicyData, after: PolicyData, announcement: str) -> list[str]:
    """Tell what is wrong with the announcement of a policy's changes: a change that no line of it
    names, and a line that names none. A line is `- ` and the change, then perhaps a reason after `: ` or ` — `."""
    lines = [line[2:].strip() for line in announcement.splitlines() if line.startswith("- ")]
    told = [str(one) for one in changes(before, after)]
    missing = [f"not announced: {one}" for one in told if not any(_names(line, one) for line in lines)]
    stale = [f"announced, yet not so: {line}" for line in lines if not any(_names(line, one) for one in told)]
    return missing + stale


def _names(line: str, change: str) -> bool:
    return line == change or line.startswith((f"{change} — ", f"{change}: "))
