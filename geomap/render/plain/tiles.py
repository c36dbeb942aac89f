"""The tile that each fill repeats, as paths: what ``assets/map/fills.js`` draws on the page."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.style import Fill, luminance_of

VACATED, UNKNOWN, DOT, HAIRLINE = "#fffdf8", "#dcdddc", "#85898c", "rgba(255, 255, 255, 0.85)"
SIDE = 12
STRIPE, BAND, CHECK = 10, 16, 9


@dataclass(frozen=True)
class Stroke:
    """A path of a tile: filled, or drawn as a line of some width in pixels."""

    d: str
    fill: str = ""
    stroke: str = ""
    width: float = 0


def tile_of(fill: Fill) -> tuple[int, list[Stroke]]:
    """Return the side of a fill's tile in pixels and its paths from back to front, in light colours."""
    colors = list(fill.colors)
    match fill.kind:
        case "solid":
            return SIDE, [_rect(0, 0, SIDE, SIDE, colors[0]), *_texture(fill.pattern, tone_of(colors[0]))]
        case "stripes":
            return _stripes(colors)
        case "bands":
            return _bands(colors)
        case "checks":
            return _checks(colors)
        case "vacated":
            return SIDE, [_rect(0, 0, SIDE, SIDE, VACATED)]
    dots = [_disc(2.2, 2.2, 1.05, DOT), _disc(6.7, 6.7, 1.05, DOT)]
    return 9, [_rect(0, 0, 9, 9, UNKNOWN), *dots]


def tone_of(color: str) -> str:
    """Return a lighter tone of a dark colour, a darker one of a light colour.

    >>> tone_of("#000000"), tone_of("#ffffff")
    ('rgb(51,51,51)', 'rgb(214,214,214)')
    """
    towards, share = (255, 0.2) if luminance_of(color) < 0.22 else (0, 0.16)
    rgb = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({','.join(str(int(value + (towards - value) * share + 0.5)) for value in rgb)})"


def _number(value: float) -> str:
    return f"{round(value, 6):g}"


def _rect(x: float, y: float, width: float, height: float, fill: str) -> Stroke:
    return Stroke(f"M{_number(x)} {_number(y)}h{_number(width)}v{_number(height)}h-{_number(width)}Z", fill)


def _ring(x: float, y: float, r: float) -> str:
    start, across, radius = _number(x - r), _number(2 * r), _number(r)
    return f"M{start} {_number(y)}a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0 -{across} 0Z"


def _disc(x: float, y: float, r: float, fill: str) -> Stroke:
    return Stroke(_ring(x, y, r), fill)


def _stripes(colors: list[str]) -> tuple[int, list[Stroke]]:
    size = STRIPE * len(colors)

    def twice(x: float, across: float, fill: str) -> list[Stroke]:
        width = _number(across)
        return [Stroke(f"M{_number(at)} 0h{width}l-{size} {size}h-{width}Z", fill) for at in (x, x + size)]

    stripes = [path for at, color in enumerate(colors) for path in twice(at * STRIPE, STRIPE, color)]
    lines = [path for at in range(len(colors)) for path in twice(at * STRIPE, 1.4, HAIRLINE)]
    return size, [_rect(0, 0, size, size, colors[0]), *stripes, *lines]


def _bands(colors: list[str]) -> tuple[int, list[Stroke]]:
    size = BAND * len(colors)
    bars = [_rect(at * BAND, 0, BAND, size, color) for at, color in enumerate(colors)]
    return size, [*bars, *(_rect(at * BAND, 0, 1, size, HAIRLINE) for at in range(len(colors)))]


def _checks(colors: list[str]) -> tuple[int, list[Stroke]]:
    n = max(len(colors), 2)

    def color(at: int) -> str:
        if len(colors) == 1 and at % 2:
            return VACATED
        return colors[at % len(colors)] if colors else UNKNOWN

    cells = [
        _rect(column * CHECK, row * CHECK, CHECK, CHECK, color(row + column))
        for row in range(n)
        for column in range(n)
    ]
    side = n * CHECK
    lines = [
        line
        for at in range(n)
        for line in (_rect(at * CHECK, 0, 1.2, side, "#fff"), _rect(0, at * CHECK, side, 1.2, "#fff"))
    ]
    return side, [*cells, *lines]


def _texture(name: str, tone: str) -> list[Stroke]:
    lines = {
        "lines": "M0 3H12M0 9H12",
        "cross": "M0 6H12M6 0V12",
        "rings": _ring(6, 6, 2.6),
        "dashes": "M1 3H6M7 9H12",
        "waves": "M0 4Q3 1 6 4T12 4M0 10Q3 7 6 10T12 10",
    }
    if name == "dots":
        return [_disc(3, 3, 1.15, tone), _disc(9, 9, 1.15, tone)]
    return [Stroke(lines[name], stroke=tone, width=1.1)] if name in lines else []
