"""Rule 8 and what it stands on: outlines, the ground each place owns, areas. Geometry without time.

``areas`` measures, ``tree`` knows what stands above and below, ``outlines`` clips to the country,
``sharing`` finds which places share ground, ``ground`` says who owns it, ``overlaps`` who should
not, ``labels`` where names stand, and ``locating`` which place a point lies in.
"""

from geomap.partition.areas import GEOD, SLIVER_DEG2, area_km2, rings_of
from geomap.partition.ground import DRAWN, GROUND, IS_POINT, KM2, to_ground
from geomap.partition.labels import label_points
from geomap.partition.locating import locate
from geomap.partition.outlines import OUTLINE_KM2, clip_to_country, is_point, polygons_of, with_outlines
from geomap.partition.overlaps import WITHIN_SHARE, overlaps
from geomap.partition.tree import country_of, is_among, with_above, with_below

__all__ = [
    "DRAWN",
    "GEOD",
    "GROUND",
    "IS_POINT",
    "KM2",
    "OUTLINE_KM2",
    "SLIVER_DEG2",
    "WITHIN_SHARE",
    "area_km2",
    "clip_to_country",
    "country_of",
    "is_among",
    "is_point",
    "label_points",
    "locate",
    "overlaps",
    "polygons_of",
    "rings_of",
    "to_ground",
    "with_above",
    "with_below",
    "with_outlines",
]
