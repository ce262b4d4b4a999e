"""The curves as an SVG, drawn with lines and words only."""

import statistics
from collections.abc import Mapping, Sequence

from tests.bench.measuring import Measured
from tests.bench.servers import BEFORE

WIDTH, HEIGHT, MARGIN, GAP = 400, 260, 56, 60
COLORS: Mapping[str, str] = {
    "pult": "#0b6e4f",
    "floor": "#555555",
    "stock": "#b23a48",
    "ceiling": "#2a6fbb",
    "compiled": "#8a5fbf",
    BEFORE: "#c8860d",
}
Points = Sequence[tuple[float, float]]


def drawing(measured: Measured) -> str:
    """Two plots side by side: CPU by rows, requests a second by connections."""
    by_rows = _lines(measured.growth)
    by_connections = _lines(measured.rates)
    whole_width, whole_height = 2 * (WIDTH + MARGIN) + GAP + 90, HEIGHT + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole_width} {whole_height}">',
        "<style>text { font: 12px sans-serif }</style>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        _plot(by_rows, MARGIN, "W2: CPU in ms by rows of the page"),
        _plot(by_connections, MARGIN + WIDTH + GAP + 50, "W2: requests a second by connections"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _lines(found: Mapping[tuple[str, int], Sequence[float]]) -> dict[str, Points]:
    lines: dict[str, list[tuple[float, float]]] = {}
    for (server, at), values in sorted(found.items()):
        lines.setdefault(server, []).append((at, statistics.median(values)))
    return dict(lines)


def _plot(lines: Mapping[str, Points], left: int, title: str) -> str:
    most_x = max(x for points in lines.values() for x, _ in points)
    most_y = max(y for points in lines.values() for _, y in points) * 1.05

    def place(x: float, y: float) -> tuple[float, float]:
        return left + x / most_x * WIDTH, MARGIN + HEIGHT - y / most_y * HEIGHT

    bottom = MARGIN + HEIGHT
    parts = [
        f'<text x="{left}" y="{MARGIN - 20}" font-weight="bold">{title}</text>',
        f'<path d="M{left} {MARGIN}V{bottom}H{left + WIDTH}" fill="none" stroke="#000000"/>',
    ]
    columns = sorted({x for points in lines.values() for x, _ in points})
    parts += [
        f'<text x="{place(x, 0)[0]:.0f}" y="{bottom + 18}" text-anchor="middle">{x:g}</text>' for x in columns
    ]
    for step in range(5):
        value = most_y * step / 4
        y = place(0, value)[1]
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{value:.3g}</text>')
        parts.append(f'<path d="M{left} {y:.0f}H{left + WIDTH}" stroke="#dddddd"/>')
    for number, (server, points) in enumerate(lines.items()):
        placed = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
        color = COLORS[server]
        parts.append(f'<polyline points="{placed}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts.append(f'<text x="{left + 12}" y="{MARGIN + 14 + 16 * number}" fill="{color}">{server}</text>')
    return "\n".join(parts)
