"""The pictures of a report: named before they are drawn, and drawn only where the template shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geomap.errors import GeomapError
from geomap.render import render
from geomap.report.markdown import Markdown, picture
from geomap.telling import alt_text, sentence

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Pictures of the user's own: what is read from beside the template.
OWN_SUFFIXES = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class Picture:
    """A picture that can be drawn: its file name, what is seen on it, what is printed below it."""

    name: str
    alt: str
    caption: str
    draw: Callable[[], bytes]

    def markdown(self) -> Markdown:
        """Return the picture as a template shows it."""
        return picture(self.name, self.alt, self.caption)


def pictures_of(scene: Scene, first: pd.Timestamp, last: pd.Timestamp, stem: str) -> dict[str, Picture]:
    """Return the pictures a template may show: name in the template -> picture, none of them drawn yet."""
    return {"map_first": _map(scene, first, stem), "map_last": _map(scene, last, stem)}


def _map(scene: Scene, day: pd.Timestamp, stem: str) -> Picture:
    return Picture(
        f"{stem}-{day:%Y-%m-%d}.png",
        alt_text(scene, day),
        sentence(scene, day),
        lambda: render(scene, ".png", on=day),
    )


def drawn(names: Iterable[str], pictures: Mapping[str, Picture], beside: Path | None) -> dict[str, bytes]:
    """Return the pictures of these names: those of the report drawn, others read from ``beside``.

    Raises ``GeomapError`` for a picture that is neither.
    """
    ours = {each.name: each for each in pictures.values()}
    return {name: ours[name].draw() if name in ours else _own(name, beside) for name in names}


def _own(name: str, beside: Path | None) -> bytes:
    """Return a picture of the user's own, which lies beside the template."""
    path = Path(name)
    if beside is None or path.name != name or path.suffix.lower() not in OWN_SUFFIXES:
        raise GeomapError(
            f"The template shows the picture {name!r}. Put a {', '.join(OWN_SUFFIXES)} beside the template, "
            "and write its name alone."
        )
    try:
        return (beside / name).read_bytes()
    except OSError as error:
        raise GeomapError(
            f"{beside / name}: the picture that the template shows cannot be read ({error.strerror}). "
            "Put it beside the template."
        ) from error
