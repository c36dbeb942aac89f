"""The pictures of a film, deflated in memory: a long film does not take gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from PIL import Image


class Reel(Image.Image):
    """Pictures of one size and mode that are looked at one by one, as those of a file with several are.

    There is at least one.
    """

    def __init__(self, pictures: Iterable[Image.Image]) -> None:
        super().__init__()
        self._rolled: list[bytes] = []
        for picture in pictures:
            self._rolled.append(zlib.compress(picture.tobytes(), 1))
        self._mode, self._size = picture.mode, picture.size
        self._colors = picture.getpalette()
        self.seek(0)

    @property
    def n_frames(self) -> int:
        """How many pictures there are."""
        return len(self._rolled)

    def seek(self, frame: int) -> None:
        """Show one of the pictures. Raises ``EOFError`` behind the last, as Pillow has it."""
        if not 0 <= frame < len(self._rolled):
            raise EOFError
        picture = Image.frombytes(self._mode, self._size, zlib.decompress(self._rolled[frame]))
        if self._colors:
            picture.putpalette(self._colors)
        self.im, self.palette = picture.im, picture.palette
        self._at = frame

    def tell(self) -> int:
        """Return which picture is shown."""
        return self._at
