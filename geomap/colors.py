"""Whether readers tell parties apart, whatever colours they see; and colours that they do."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from geomap import schema as s

OWN, SAFE, GREYS = "own", "safe", "grey"
PALETTES = (OWN, SAFE, GREYS)

#: The colours of Okabe and Ito, "Color Universal Design" (2002, revised 2008), without their black.
OKABE_ITO = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7")

#: Lightness (L*) of the darkest and the lightest grey that a party gets, and how many there are at the most.
GREY_RANGE, MOST_GREYS = (22.0, 95.0), 8

#: Two colours nearer than this (CIEDE2000) are taken for one where they stand apart on a map. Side by
#: side, about 1 is just seen; a map's reader carries a colour from the ground to the legend and back.
TOLD_APART = 10.0

#: What linear RGB becomes to those without one kind of cone: Machado, Oliveira and Fernandes, "A
#: Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.0.
MACHADO = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
GREY = "grey"

#: Linear sRGB to CIE XYZ with the white of D65: IEC 61966-2-1.
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
#: In grey print each channel is worth its part of the luminance (the Y of XYZ).
_SEEN = {name: np.array(rows) for name, rows in MACHADO.items()} | {GREY: np.tile(_XYZ[1], (3, 1))}


@dataclass(frozen=True)
class Alike:
    """Two parties on one map that some readers take for one: their colours, and who takes them so."""

    parties: tuple[str, str]
    colors: tuple[str, str]
    seen: tuple[str, ...]


def linear(color: str) -> np.ndarray:
    """Return the linear RGB, 0 to 1, of a colour ``#rrggbb``: IEC 61966-2-1."""
    rgb = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def to_lab(rgb: np.ndarray) -> tuple[float, float, float]:
    """Return CIE L*a*b* (1976, white of D65) of linear RGB."""
    t = _XYZ @ np.clip(rgb, 0, 1) / _XYZ.sum(axis=1)
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29).tolist()
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return the difference of two colours in L*a*b* by CIEDE2000.

    The formula as Sharma, Wu and Dalal write it out ("The CIEDE2000 Color-Difference Formula", 2005).

    >>> round(difference((50, 2.6772, -79.7751), (50, 0, -82.7485)), 4)
    2.0425
    """
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - math.sqrt(mean7 / (mean7 + 25**7)))
    c1, c2 = math.hypot(stretch * a1, b1), math.hypot(stretch * a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = c1 * c2 == 0
    turn = 0.0 if grey else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if grey else (h1 + turn / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    weight = 1 + sum(
        part * math.cos(math.radians(times * hue + shift))
        for part, times, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    )
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    by_chroma, by_hue = (c2 - c1) / (1 + 0.045 * chroma), dh / (1 + 0.015 * chroma * weight)
    rotation = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    rotation *= math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    return math.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)


def seen_alike(one: str, other: str) -> tuple[str, ...]:
    """Return to whom two colours look as one: ``protanopia``, ``deuteranopia``, ``tritanopia``, ``grey``.

    >>> seen_alike("#777777", "#777777"), seen_alike("#000000", "#ffffff")
    (('protanopia', 'deuteranopia', 'tritanopia', 'grey'), ())
    """
    pair = linear(one), linear(other)
    return tuple(
        name
        for name, matrix in _SEEN.items()
        if difference(*(to_lab(matrix @ rgb) for rgb in pair)) < TOLD_APART
    )


def alike(actors: pd.DataFrame) -> tuple[Alike, ...]:
    """Return every two parties of a table that neither colour nor pattern tells apart for everyone."""
    found = []
    for one, other in combinations(actors.index, 2):
        if actors.at[one, s.PATTERN] != actors.at[other, s.PATTERN]:
            continue
        colors = (actors.at[one, s.COLOR], actors.at[other, s.COLOR])
        if seen := seen_alike(*colors):
            found.append(Alike((one, other), colors, seen))
    return tuple(found)


def greys(count: int) -> tuple[str, ...]:
    """Return so many greys, as far from each other in lightness as that allows, and neighbours further.

    >>> greys(3)
    ('#353535', '#f1f1f1', '#8d8d8d')
    """
    count = min(max(count, 2), MOST_GREYS)
    low, high = GREY_RANGE
    tones = [_grey(low + (high - low) * step / (count - 1)) for step in range(count)]
    half = (count + 1) // 2
    mixed = [tone for pair in zip(tones[:half], reversed(tones[half:]), strict=False) for tone in pair]
    return (*mixed, *([tones[half - 1]] if count % 2 else []))


def _grey(light: float) -> str:
    """Return the grey of an L* (CIE 1976, white of D65) in sRGB (IEC 61966-2-1)."""
    y = ((light + 16) / 116) ** 3 if light > 8 else light / 903.3
    level = 12.92 * y if y <= 0.0031308 else 1.055 * y ** (1 / 2.4) - 0.055
    return "#" + 3 * f"{round(255 * level):02x}"


def _tones(palette: str, count: int) -> tuple[str, ...]:
    """Return the colours of a palette, for so many parties."""
    return greys(count) if palette == GREYS else OKABE_ITO


def with_palette(actors: pd.DataFrame, palette: str, present: Collection[str] = ()) -> pd.DataFrame:
    """Return the parties in the colours of a palette: their ``own``, ``safe`` ones, or ``grey`` ones.

    The safe ones are ``OKABE_ITO``'s, the grey ones ``greys``, given out in the order of the table, again
    from the first where there are more parties; where two parties ``present`` on the map would then share
    one, the present get theirs first. A party keeps its pattern where that, with the new colour, tells
    it from all before it; else it gets the first pattern that does; of very many parties, one that its
    colour has not had yet. Nothing else changes: ``unknown`` and ``vacated`` are no parties and keep
    their look.
    """
    if palette == OWN:
        return actors
    order, tones = list(actors.index), _tones(palette, len(actors))
    places = [at % len(tones) for at, actor in enumerate(order) if actor in present]
    if len(set(places)) < len(places):
        order, tones = sorted(order, key=lambda actor: actor not in present), _tones(palette, len(places))
    given: list[tuple[str, str]] = []
    for at, own in enumerate(actors.loc[order, s.PATTERN]):
        color = tones[at % len(tones)]
        wanted = [own, *(name for name in s.PATTERNS if name != own)]
        apart = (name for name in wanted if _is_new(color, name, given))
        other = next((name for name in wanted if (color, name) not in given), own)
        given.append((color, next(apart, other)))
    looks = pd.DataFrame(given, index=pd.Index(order), columns=[s.COLOR, s.PATTERN], dtype=object)
    return actors.assign(**{name: looks[name].reindex(actors.index) for name in looks})


def _is_new(color: str, pattern: str, given: list[tuple[str, str]]) -> bool:
    """Return whether a colour with a pattern is told from all that were given out before."""
    return not any(pattern == other and seen_alike(color, before) for before, other in given)
