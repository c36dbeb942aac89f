"""What a sighted reader sees in the picture, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geomap.cleaning import clean
from geomap.telling.captions import MOST_TITLE
from geomap.telling.sentences import sentence
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene


def alt_text(scene: Scene, day: pd.Timestamp | str) -> str:
    """Return what a sighted reader sees in the picture of a day, in words."""
    words = Words(scene.lang, scene.actors)
    return words.text("plain.alt", title=clean(scene.title, MOST_TITLE), sentence=sentence(scene, day))
