"""What a publisher pastes to show a map: a frame, a figure, or a frame without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

#: What the page in the frame may do: run its own script, save a picture, open the full map. It gets
#: no origin of its own, so it can read nothing of the page around it.
SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
WIDTH, HEIGHT = 800, 560

#: Gives each frame the height its map asks for. It listens to no other window than the frames'.
AUTOMATIC_HEIGHT = """<script>
addEventListener("message", ({ source, data }) => {
  if (typeof data !== "object" || data === null || data.geomap !== "height") return;
  for (const frame of document.querySelectorAll("iframe[data-geomap]"))
    if (frame.contentWindow === source)
      frame.style.height = Math.min(Math.max(Number(data.value) || 0, 280), 1200) + "px";
});
</script>"""


@dataclass(frozen=True)
class Embedded:
    """A map as others show it: addresses (whole, or relative to the page around it) and texts.

    ``picture`` is empty where no sheet of the day is built; ``plain`` where no script-free page is. ``dots``
    are those of the picture, across and down: ``None`` where it is as high as it needs to be.
    """

    title: str
    lang: str
    caption: str
    alt: str
    credit: str
    live: str
    picture: str
    dots: tuple[int, int | None]
    plain: str
    open_text: str


def frame(one: Embedded, day: str) -> str:
    """Return a frame with the compact map, and a picture for who cannot see it."""
    source = escape(f"{one.live}#date={day}&embed=1&lang={one.lang}")
    inside = f'<a href="{escape(one.live)}#date={day}">{_image(one) or escape(one.open_text)}</a>'
    return (
        f'<iframe data-geomap src="{source}" title="{escape(one.title)}" loading="lazy"\n'
        f'  width="100%" height="{HEIGHT}" allow="fullscreen; clipboard-write" sandbox="{SANDBOX}"\n'
        f'  style="border:0;max-width:100%"></iframe>\n<noscript>{inside}</noscript>'
    )


def figure(one: Embedded, day: str) -> str:
    """Return a figure without scripts or frames, for a CMS that strips both."""
    link = f'<a href="{escape(one.live)}#date={day}">{escape(one.open_text)}</a>'
    return (
        f'<figure lang="{one.lang}">\n  {_image(one)}\n'
        f"  <figcaption>{escape(one.caption)} {escape(one.credit)} {link}</figcaption>\n</figure>"
    )


def still(one: Embedded) -> str:
    """Return a frame that runs nothing, round the script-free page."""
    return (
        f'<iframe src="{escape(one.plain)}" title="{escape(one.title)}" loading="lazy"\n'
        f'  width="100%" height="{HEIGHT}" sandbox="" style="border:0;max-width:100%"></iframe>'
    )


def _image(one: Embedded) -> str:
    if not one.picture:
        return ""
    width, height = one.dots
    size = f'width="{width}"' if height is None else f'width="{width}" height="{height}"'
    look = 'style="max-width:100%;height:auto" loading="lazy"'
    return f'<img src="{escape(one.picture)}" alt="{escape(one.alt)}" {size} {look}>'
