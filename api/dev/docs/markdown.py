"""Markdown as these pages need it: a table, a code word, an opening that says where a page comes from."""

from collections.abc import Iterable, Sequence

BREAK = "<br>"


def opening(title: str, source: str, *paragraphs: str) -> list[str]:
    """Return the first lines of a page: its title, and what to change instead of the page."""
    lines = [f"# {title}", "", f"Generated from {source} by `make docs`; change that, not this page.", ""]
    for paragraph in paragraphs:
        lines += [paragraph, ""]
    return lines


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table with a blank line after it; cells are taken as they are, save for bars and line ends."""
    lines = [_line(head), _line(["---"] * len(head))]
    return [*lines, *(_line(row) for row in rows), ""]


def code(*words: str, between: str = ", ") -> str:
    """Return words as code; the empty text for none."""
    return between.join(f"`{word}`" for word in words)


def page(lines: Iterable[str]) -> str:
    """Return the lines as the text of a file: one line end at its end."""
    return "\n".join(lines).rstrip("\n") + "\n"


def _line(cells: Sequence[str]) -> str:
    clean = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(clean)} |"
