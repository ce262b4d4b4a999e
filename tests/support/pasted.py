"""The blocks of docs/clients.md as files: each bears its name in its first line."""

import json
import re
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "clients.md").read_text(encoding="utf-8")
NAMED = re.compile(r"```(?:js|python)\n(?://|#) ([\w.]+)\n(.*?)```", re.DOTALL)
GENERATORS = re.compile(r"```json\n(\{.*?)```", re.DOTALL)

CODEGEN, RELAY = (json.loads(one) for one in GENERATORS.findall(PAGE)[:2])
"""The settings of GraphQL Code Generator that the page shows, and those of Relay's compiler."""

BLOCKS = {
    **dict(NAMED.findall(PAGE)),
    "codegen.json": json.dumps(CODEGEN),
    "relay.config.json": json.dumps(RELAY),
}
"""Name of a file → what stands in it."""


def laid_out(folder: Path) -> Path:
    """Write all blocks beside each other; the folder."""
    for name, text in BLOCKS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
