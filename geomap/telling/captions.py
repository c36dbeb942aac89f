"""What stands under a picture: a caption that can be printed as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geomap.cleaning import clean
from geomap.telling.sentences import as_sentences, sentence
from geomap.words import Words

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Letters of a title.
MOST_TITLE = 300


def caption(scene: Scene, day: pd.Timestamp | str) -> str:
    """Return a caption of one paragraph in the scene's language, to be printed as it is.

    Title, the day it is as of, the day it is as known on where that is another, who held how much,
    and that control is not a claim of right.
    """
    day, words = pd.Timestamp(day), Words(scene.lang, scene.actors)
    known = scene.known_on
    return as_sentences(
        [
            clean(scene.title, MOST_TITLE),
            words.text("as_of.date", date=words.day(day)),
            words.text("known_on", date=words.day(known)) if known is not None and known != day else "",
            sentence(scene, day),
            words.text("about.disclaimer"),
        ]
    )
