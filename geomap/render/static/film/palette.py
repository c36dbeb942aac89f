"""The colours of a GIF: at most 256, those of the legend exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from geomap import schema as s
from geomap.render.static import ink
from geomap.render.static.charts.tint import LIGHTER, tinted
from geomap.render.static.fills import tone_of
from geomap.style import NEUTRAL, fill_of

if TYPE_CHECKING:
    from geomap.render.static.film.reel import Reel
    from geomap.scene import Scene

#: One is left free, for what did not change from one picture to the next.
MOST = 255
#: The colours of the other dots are those of so many pictures, spread over the film.
SAMPLED = 6


def exact_colors(scene: Scene) -> list[str]:
    """Return the colours that must be exact: of the parties with their textures, and of the sheet."""
    parties = scene.parties()
    own = [fill_of(s.CONTROL, (party,), scene.actors) for party in parties]
    fills = [tinted(fill, doubt).colors[0] for doubt in LIGHTER for fill in own if fill.colors]
    paper = [value for value in vars(ink).values() if isinstance(value, str) and value.startswith("#")]
    colors = [*fills, *paper, NEUTRAL, *(tone_of(color) for color in fills)]
    tone = ink.in_grey if scene.is_grey else str
    return list(dict.fromkeys(tone(color) for color in colors))[: MOST // 2]


class Palette:
    """Up to 255 colours for all pictures of a film: the ``exact`` ones, and the best for the rest of the dots."""

    def __init__(self, exact: Sequence[str], reel: Reel) -> None:
        fixed = [tuple(int(color[at : at + 2], 16) for at in (1, 3, 5)) for color in exact]
        step = max(reel.n_frames // SAMPLED, 1)
        sample = np.concatenate([each.reshape(-1, 3) for each in dots_of(reel, step)])
        rest = _others(sample, fixed)
        self.colors = np.array(list(dict.fromkeys([*fixed, *rest]))[:MOST], dtype=np.int32)
        self._number = np.full(1 << 24, -1, dtype=np.int16)

    def picture(self, dots: np.ndarray) -> Image.Image:
        """Return a picture in these colours: each dot in its own where there is it, else in the nearest."""
        packed = (
            (dots[:, :, 0].astype(np.int32) << 16) | (dots[:, :, 1].astype(np.int32) << 8) | dots[:, :, 2]
        )
        number = self._number[packed]
        if (number < 0).any():
            new = np.unique(packed[number < 0])
            self._number[new] = self._nearest(new)
            number = self._number[packed]
        picture = Image.fromarray(number.astype(np.uint8), "P")
        picture.putpalette(self.colors.astype(np.uint8).tobytes(), "RGB")
        return picture

    def _nearest(self, packed: np.ndarray) -> np.ndarray:
        """Return the number of the nearest colour of the palette for each colour, in steps that fit in memory."""
        rgb = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1)
        found = [
            ((part[:, None] - self.colors) ** 2).sum(axis=2).argmin(axis=1)
            for part in np.array_split(rgb, len(rgb) // 4096 + 1)
        ]
        return np.concatenate(found)


def dots_of(reel: Reel, step: int = 1) -> Iterator[np.ndarray]:
    """Yield every picture of a reel, or every so many, as an array of dots."""
    for at in range(0, reel.n_frames, step):
        reel.seek(at)
        yield np.array(reel)


def _others(sample: np.ndarray, fixed: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the best colours for the dots that have none of the fixed ones."""
    packed = (sample.astype(np.int32) << np.array([16, 8, 0])).sum(axis=1)
    own = np.array([red << 16 | green << 8 | blue for red, green, blue in fixed])
    rest = sample[~np.isin(packed, own)]
    if not len(rest):
        return []
    picture = Image.fromarray(rest[None], "RGB")
    small = picture.quantize(MOST - len(fixed), Image.Quantize.MEDIANCUT)
    used = np.array(small.getpalette(), dtype=np.uint8).reshape(-1, 3)
    return [tuple(color) for color in used.tolist()]
