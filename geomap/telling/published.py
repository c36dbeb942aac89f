"""Figures that others published, as they are shown beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap import schema as s
from geomap.measure import figures_near
from geomap.stack import AREA, sizes_of
from geomap.telling.sentences import party_name, place_name

if TYPE_CHECKING:
    import pandas as pd

    from geomap.scene import Scene
    from geomap.words import Words

#: The column of a figure as a share of the place shown, in per cent.
SHARE = "share"
#: A figure larger than the whole place is of another place: it has no sign beside a bar.
MOST_PER_CENT = 100.0


def figures_beside(scene: Scene, day: pd.Timestamp) -> pd.DataFrame:
    """Return the figures that stand beside the bars of a day: those near it of the one place shown.

    As ``figures_near`` gives them, and a column ``share`` with each in per cent of the place. Of several
    places none stands beside a bar, and of points only shares do: a number of km2 has nothing to stand beside.
    """
    sizes, unit = sizes_of(scene)
    total = float(sizes.sum())
    if len(scene.show) != 1 or not total:
        return scene.figures.iloc[:0].assign(**{SHARE: 0.0})
    near = figures_near(scene.figures, scene.show[0], day)
    is_share = near[s.MEASURE] == s.MEASURES[0]
    near = near.assign(**{SHARE: near[s.VALUE].where(is_share, 100 * near[s.VALUE] / total)})
    return near[(is_share | (unit == AREA)) & (near[SHARE] <= MOST_PER_CENT)]


def figures_told(scene: Scene, day: pd.Timestamp, words: Words) -> list[str]:
    """Return what a chart of a day says of figures that others published, place by place, in words."""
    published = set(scene.figures[s.PLACE_ID])
    near = [figures_near(scene.figures, place, day) for place in scene.show if place in published]
    frames = [figures_beside(scene, day)] if len(scene.show) == 1 else near
    return [
        words.text(
            "chart.figure_of",
            place=place_name(scene, row.place_id, words),
            party=party_name(row.actor, words),
            said=figure_words(row, words),
        )
        for frame in frames
        for row in frame.itertuples()
    ]


def figure_words(row: Any, words: Words) -> str:
    """Return a row of the figures in words: who says what of which day."""
    number = words.number(row.value, 0 if float(row.value).is_integer() else 1)
    is_share = row.measure == s.MEASURES[0]
    value = (
        words.text("legend.percent_one", least=number) if is_share else words.text("panel.area", km2=number)
    )
    text = words.text(
        "chart.figure", source=words.source(row.source, row.via), op=words.text(f"figure.op.{row.op}"),
        value=value, date=words.effective(row.on_text),
    )  # fmt: skip
    return " ".join(text.split())
