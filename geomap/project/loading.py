"""The files of a project become checked frames, and its maps become scenes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import geopandas as gpd
import pandas as pd

from geomap.actors import collect_actors
from geomap.boundaries import collect_places, read_context
from geomap.errors import DataError, Problems
from geomap.figures import collect_figures, no_figures
from geomap.partition import with_outlines
from geomap.project.describing import MapSpec, Project
from geomap.records import collect_records
from geomap.scene import ContextLayer, Scene, compose, newest_day


@dataclass(frozen=True)
class Data:
    """The checked frames of a project."""

    places: gpd.GeoDataFrame
    actors: pd.DataFrame
    records: pd.DataFrame
    figures: pd.DataFrame
    context: tuple[ContextLayer, ...] = field(default=())


def read_data(project: Project) -> Data:
    """Return the checked frames of a project.

    Raises ``DataError`` with every problem of every file at once: what cannot be read is left
    out of the frames that are checked against it, and reported once.
    """
    problems = Problems()
    data = collect_data(project, problems)
    problems.raise_if_any()
    return data


def collect_data(project: Project, problems: Problems) -> Data:
    """Return what can be read of a project; put what is wrong into ``problems``."""
    places = collect_places(project.boundaries, problems)
    actors = collect_actors(project.actors_file(), problems)
    records = collect_records(project.control, places, actors, problems)
    figures_file = project.figures_file()
    figures = collect_figures(figures_file, places, actors, problems) if figures_file else no_figures()
    try:
        layers = read_context(project.context)
    except DataError as error:
        problems.errors += error.problems
        layers = {}
    return Data(
        places, actors, records, figures, tuple(ContextLayer(*layer) for layer in sorted(layers.items()))
    )


def outlined(data: Data) -> Data:
    """Return the data with the outlines clipped and measured once, for all maps."""
    return replace(data, places=with_outlines(data.places))


def to_scene(data: Data, spec: MapSpec) -> Scene:
    """Return the scene of one map of the configuration. Raises ``GeomapError``."""
    scene = compose(
        data.places,
        data.records,
        data.actors,
        show=spec.places,
        title=spec.title,
        first=spec.first,
        last=newest_day(data.records) if spec.last is None else spec.last,
        opens=spec.opens,
        known_on=spec.known_on,
        figures=data.figures,
        context=data.context,
        name=spec.name,
        lang=spec.lang,
        stale_after=spec.stale_after,
        notes=spec.notes,
        palette=spec.palette,
        projection=spec.projection,
    )
    return scene.published(
        assessor=spec.assessor,
        logo=spec.logo,
        day_titles=spec.day_titles,
        inset=spec.inset,
        tiles=spec.tiles,
        embed_origins=spec.embed_origins,
    )
