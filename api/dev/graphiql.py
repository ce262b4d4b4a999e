"""The files of the page at `/graphql`: ours, and those of GraphiQL that `make` installed beside the application."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

OURS = Path(__file__).parent / "ide"
ROOT = Path(__file__).resolve().parents[2]
INSTALLED = Path(".tools/graphiql/graphene_django_graphiql_static/static/graphene_django_graphiql_static")
"""Where the wheel of `requirements-page.lock` has them, below the root; nothing of it is ever imported."""

BUILT = {
    "react.production.min.js": "react.production.min.js",
    "react-dom.production.min.js": "react-dom.production.min.js",
    "graphiql.min.js": "graphiql.min.js",
    "graphiql.min.css": "graphiql.min.css",
    "graphiql-plugin-explorer.umd.js": "graphiql-plugin-explorer.umd.js",
    "graphiql-explorer.css": "style.css",
}
"""Name at our address → name in the wheel."""

TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
PAGES = frozenset({"index.html", "missing.html"})


@dataclass(frozen=True, slots=True)
class PageFile:
    """One file as it is sent: its bytes, their type, and the tag by which a browser knows it again."""

    content: bytes
    media_type: str
    tag: str

    @classmethod
    def of(cls, content: bytes, media_type: str) -> Self:
        """Return the file of these bytes, a text in UTF-8."""
        return cls(content, f"{media_type}; charset=utf-8", hashlib.sha256(content).hexdigest()[:32])


@dataclass(frozen=True, slots=True)
class PageFiles:
    """The page, and the files that it loads by their names."""

    page: PageFile
    files: Mapping[str, PageFile]


def page_files(root: Path = ROOT) -> PageFiles:
    """Read all files of the page. Where GraphiQL is not installed below `root` the page says in a sentence how to do it."""
    ours = {path.name: path.read_bytes() for path in sorted(OURS.iterdir()) if path.is_file()}
    folder = root / INSTALLED
    is_installed = all((folder / name).is_file() for name in BUILT.values())
    built = {name: (folder / source).read_bytes() for name, source in BUILT.items()} if is_installed else {}
    page = ours["index.html" if is_installed else "missing.html"].decode()
    files = {
        name: PageFile.of(content, TYPES[Path(name).suffix])
        for name, content in {**ours, **built}.items()
        if name not in PAGES
    }
    for name in built:
        page = page.replace(f'"/graphql/ide/{name}"', f'"/graphql/ide/{name}?v={files[name].tag}"')
    return PageFiles(PageFile.of(page.encode(), "text/html"), files)
