"""The logo of who assessed the map: small, whole and in its own proportions."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.artist import Artist
from matplotlib.transforms import Affine2D
from PIL import Image, ImageOps

from geomap.render.static.artists import gid_of
from geomap.render.static.view import Box

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase

    from geomap.logo import Logo
    from geomap.render.static.sheet import Sheet

#: No logo is wider or higher than this, in inches, nor than these parts of the sheet.
MOST_WIDTH, MOST_HEIGHT = 1.15, 0.46
PART_WIDTH, PART_HEIGHT = 0.2, 0.1
#: A drawing that keeps its pictures whole (SVG, PDF) gets so many pixels to the inch, at most.
KEPT_DPI = 600


class Picture(Artist):
    """A picture in a box of the sheet, in inches: resampled to the pixels there are, whole where there are none."""

    def __init__(self, pixels: Image.Image, box: Box) -> None:
        super().__init__()
        self.pixels, self.box = pixels, box

    def draw(self, renderer: RendererBase) -> None:
        """Draw it."""
        (x0, y0), (x1, y1) = self.get_transform().transform(
            [(self.box.x0, self.box.y0), (self.box.x1, self.box.y1)]
        )
        pen = renderer.new_gc()
        if renderer.option_scale_image():
            image = self._kept
            turn = Affine2D().scale((x1 - x0) / image.width, (y1 - y0) / image.height).translate(x0, y0)
            renderer.draw_image(pen, 0, 0, _rows(image), turn)
        else:
            size = max(round(x1 - x0), 1), max(round(y1 - y0), 1)
            renderer.draw_image(
                pen, round(x0), round(y0), _rows(self.pixels.resize(size, Image.Resampling.LANCZOS))
            )
        pen.restore()

    @cached_property
    def _kept(self) -> Image.Image:
        """The picture as a file keeps it: no finer than print can show."""
        most = max(round(self.box.width * KEPT_DPI), 1), max(round(self.box.height * KEPT_DPI), 1)
        if self.pixels.width <= most[0]:
            return self.pixels
        return self.pixels.resize(most, Image.Resampling.LANCZOS)


def _rows(image: Image.Image) -> np.ndarray:
    """Return the pixels of a picture as matplotlib draws them."""
    return np.asarray(image, dtype=np.uint8)[::-1]


def logo_size(sheet: Sheet, logo: Logo) -> tuple[float, float]:
    """Return width and height of a logo on a sheet, in inches: as large as may be, its shape kept."""
    wide = min(MOST_WIDTH, PART_WIDTH * sheet.width)
    high = min(MOST_HEIGHT, PART_HEIGHT * sheet.height)
    scale = min(wide / logo.width, high / logo.height)
    return logo.width * scale, logo.height * scale


def draw_logo(sheet: Sheet, logo: Logo, box: Box, *, grey: bool = False) -> Picture:
    """Draw a logo in a box of the furniture, on the other side where the sheet is mirrored; itself it never is."""
    picture = Picture(_pixels(logo, grey=grey), box.mirrored(sheet.width) if sheet.mirror else box)
    picture.set_gid(gid_of("logo"))
    sheet.add(sheet.group("layer-logo"), picture)
    return picture


def _in_bytes(image: Image.Image) -> Image.Image:
    """Return a picture with a byte for each channel: Pillow cuts a grey of 16 bits off instead of scaling it."""
    if not image.mode.startswith("I"):
        return image
    return Image.fromarray((np.asarray(image).astype(np.uint32) // 257).clip(0, 255).astype(np.uint8))


def _pixels(logo: Logo, *, grey: bool) -> Image.Image:
    """Return the pixels of a logo, upright, with what of it is see-through."""
    with Image.open(BytesIO(logo.data)) as opened:
        image = _in_bytes(ImageOps.exif_transpose(opened)).convert("RGBA")
    if not grey:
        return image
    alpha = image.getchannel("A")
    toned = image.convert("L").convert("RGBA")
    toned.putalpha(alpha)
    return toned
