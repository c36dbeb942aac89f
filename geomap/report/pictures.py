"""The pictures of a report: named before they are drawn, and drawn only where the template shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geomap.errors import BadValue, GeomapError, Problems
from geomap.files import read_text
from geomap.logo import picture_size
from geomap.measure import denominator_km2
from geomap.paper import Paper
from geomap.render import chart, render
from geomap.report.blocks import figure_names
from geomap.report.markdown import Markdown, picture
from geomap.telling import alt_text, sentence
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: The sheet of a map and of a chart: on A4 they are printed at three quarters of this size.
SHEET, BROAD = Paper(9.0, 6.6, 180.0), Paper(9.0, 4.4, 180.0)
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
    return {
        "map_first": _map(scene, (first,), stem),
        "map_last": _map(scene, (last,), stem),
        "map_first_last": _map(scene, (first, last), stem),
        "chart": _chart(scene, first, last, stem),
    }


def _map(scene: Scene, days: Sequence[pd.Timestamp], stem: str) -> Picture:
    """Return the map of a day, or of several on one sheet with one legend."""
    shown = list(dict.fromkeys(days))
    return Picture(
        f"{stem}-{'-to-'.join(f'{day:%Y-%m-%d}' for day in shown)}.png",
        " ".join(alt_text(scene, day) for day in shown),
        " ".join(sentence(scene, day) for day in shown),
        lambda: render(scene, ".png", on=shown if len(shown) > 1 else shown[0], paper=SHEET),
    )


def _chart(scene: Scene, first: pd.Timestamp, last: pd.Timestamp, stem: str) -> Picture:
    """Return the chart of shares: through the period, or of the one day that it is."""
    words, total = Words(scene.lang, scene.actors), denominator_km2(scene)
    kind, what = ("bars", {"on": last}) if first == last else ("area", {"first": first, "last": last})
    said = (
        words.text(f"chart.{kind}", total=words.number(total, 1 if total < 100 else 0))
        if total
        else words.text(f"chart.{kind}_places", n=words.number(len(scene.drawn())))
    )
    told = " ".join(sentence(scene, day) for day in dict.fromkeys((first, last)))
    return Picture(
        f"{stem}-shares.png",
        words.text("report.alt.chart", what=said, told=told),
        f"{said}.",
        lambda: chart(scene, ".png", kind=kind, paper=BROAD, **what),
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
        content = (beside / name).read_bytes()
        picture_size(content, what="picture")
    except OSError as error:
        raise GeomapError(
            f"{beside / name}: the picture that the template shows cannot be read ({error.strerror}). "
            "Put it beside the template."
        ) from error
    except BadValue as error:
        raise GeomapError(
            f"{beside / name}: the picture that the template shows {error.what}. {error.hint}"
        ) from error
    return content


def not_in_the_way(
    report: Path, pictures: Mapping[str, bytes], drawn_here: Collection[str], template: Path | None
) -> dict[Path, bytes]:
    """Return the pictures to be written beside a report: path -> content.

    One that is there already with this content is left alone, such as a picture of the user's own that
    lies there. A picture that geomap drew (``drawn_here``) replaces one that the report of this name
    shows already. Raises ``GeomapError`` where anything else would be replaced, the template too.
    """
    if template is not None and report.exists() and report.samefile(template):
        raise GeomapError(f"{report}: is the template. Nothing was written. Give the report another name.")
    before = _shown_before(report)
    written = {}
    for name, content in pictures.items():
        path = report.with_name(name)
        if not path.exists() or (name in drawn_here and name in before):
            written[path] = content
        elif not path.is_file() or path.read_bytes() != content:
            raise GeomapError(
                f"{path}: is there already and is another picture than the one that {report.name} shows. "
                f"Nothing was written. Move {name}, or write the report into another folder."
            )
    return written


def _shown_before(report: Path) -> Collection[str]:
    """Return the names of the pictures that the report which stands there shows, if there is one."""
    text = read_text(report, Problems()) if report.is_file() else None
    return figure_names(text) if text else ()
