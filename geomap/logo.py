"""Pictures of the user's own, such as the logo of who assessed a map: checked once and kept as they are."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from geomap.errors import BadValue

#: What such a picture may be, as Pillow calls it: every sheet and every report can hold these.
KINDS = ("PNG", "JPEG")
#: None is larger: bytes of the file, and pixels along its longer side.
MOST_BYTES, MOST_PIXELS = 2_000_000, 4_000
#: None is longer than so many times its other side: it would be a line.
MOST_OBLONG = 12
ALLOWED = "Use a PNG or a JPEG."


@dataclass(frozen=True)
class Logo:
    """A picture of ``width`` by ``height`` pixels; ``data`` is the file as it was, ``digest`` its SHA-256."""

    width: int
    height: int
    digest: str
    data: bytes = field(repr=False)


def read_logo(path: str | Path) -> Logo:
    """Return the picture in a PNG or JPEG file, upright.

    Raises ``BadValue`` for a file that is not there, is no such picture (an SVG, say), is damaged, or
    is too large to go with every sheet.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadValue("does not exist", "Check the path; it is relative to the configuration.") from None
    except OSError as error:
        raise BadValue(f"cannot be read ({error.strerror or error})", "Name a PNG or a JPEG.") from error
    width, height = picture_size(
        data, what="logo", smaller="Save it smaller: it is printed less than an inch and a half wide."
    )
    return Logo(width, height, hashlib.sha256(data).hexdigest(), data)


def picture_size(data: bytes, *, what: str, smaller: str = "Save it smaller.") -> tuple[int, int]:
    """Return width and height of a PNG or JPEG as it is seen; ``what`` it is called, and how it gets ``smaller``.

    Raises ``BadValue`` for one that no sheet can hold: of another kind, damaged, too large, too long.
    """
    if len(data) > MOST_BYTES:
        much = f"has {len(data) / 1e6:.1f} MB, and a {what} has at most {MOST_BYTES / 1e6:g} MB"
        raise BadValue(much, smaller)
    kind, size = _kind_and_size(data, what)
    if kind not in KINDS:
        raise BadValue(f"is a picture of the kind {kind}", ALLOWED)
    if max(size) > MOST_PIXELS:
        many = f"has {size[0]} by {size[1]} pixels, and a {what} has at most {MOST_PIXELS} a side"
        raise BadValue(many, "Save it smaller.")
    if max(size) > MOST_OBLONG * min(size):
        raise BadValue(f"is {size[0]} by {size[1]} pixels, too long and thin", "Use one of a fuller shape.")
    return size


def _kind_and_size(data: bytes, what: str) -> tuple[str | None, tuple[int, int]]:
    """Return what Pillow takes a picture for, and its size: of one that could be taken, upright and read whole."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only where a logo is named

    if b"<svg" in data[:2000].lower():
        raise BadValue(f"is an SVG, which is not read as a {what}", ALLOWED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data)) as opened:
                kind, size = opened.format, opened.size
                if kind in KINDS and max(size) <= MOST_PIXELS:
                    size = ImageOps.exif_transpose(opened).size
    except Exception as error:
        # Whatever a decoder stumbles on in bytes that anybody may have sent.
        raise BadValue("is not a picture, or is damaged", ALLOWED) from error
    return kind, size
