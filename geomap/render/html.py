"""Draw a ``Scene`` as one HTML file that works from disk, makes no request and runs nothing else.

folium builds the page and makes the Leaflet map in it. folium and branca read what passes
through them as Jinja templates and as HTML, so no text from the data passes through: it stands
in the page as JSON, and the page's own script puts it there as text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import resources
from string import Template as Text
from typing import TYPE_CHECKING, Any, ClassVar

import folium
from branca.element import Element, Figure
from folium.template import Template

from geomap.render.bundle import bundle
from geomap.render.minify import small_script, small_style
from geomap.render.payload import start_packing
from geomap.render.plain import fragment
from geomap.words import LANGUAGES, Words, strings_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from geomap.scene import Scene

#: Sentences that only captions, descriptions of pictures, charts and reports need.
NOT_OF_THE_PAGE = ("telling.", "chart.", "report.")
#: How Leaflet behaves here; the page itself handles the keyboard and names its sources.
LEAFLET_OPTIONS: dict[str, Any] = {
    "attribution_control": False,
    "box_zoom": False,
    "keyboard": False,
    "max_zoom": 17,
    "wheel_px_per_zoom_level": 120,
    "zoom_delta": 0.5,
    "zoom_snap": 0.25,
}


def render(scene: Scene) -> bytes:
    """Return the live map of ``scene`` as an HTML file in UTF-8.

    The same scene and installed versions give the same bytes. The page opens from disk, asks
    for nothing over the network, and its Content-Security-Policy lets it run and style with
    exactly the scripts and style sheets in it. Only where the scene has ``tiles`` does it load
    pictures, from their hosts alone.
    """
    words = Words(scene.lang, scene.actors)
    lead = f"{words.text('noscript')} {words.text('plain.lead', date=words.day(scene.last))}"
    hosts = scene.tiles.hosts if scene.tiles else ()
    with ThreadPoolExecutor(1) as aside:  # deflating holds no lock, so that Python goes on meanwhile
        payload = aside.submit(start_packing(scene))
        plain = fragment(scene, scene.last, lead)
        page_js()
    page = _Page(scene.title, scene.lang, payload.result(), plain, hosts)
    page.add_child(_LiveMap(tiles=None, zoom_control=False, **LEAFLET_OPTIONS))
    number_elements(page)
    return page.render().encode("utf-8")


def data_json(payload: Any) -> str:
    r"""Return ``payload`` as JSON in which nothing ends a script or starts a template.

    The characters escaped stand only inside the texts of JSON, so the value is the same.

    >>> print(data_json({"title": "</script> {{ 7*7 }} {% 5"}))
    {"title":"\u003c/script> \u007b{ 7*7 }} \u007b% 5"}
    """
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text.replace("<", r"\u003c"))


def number_elements(root: Element) -> None:
    """Give every element of the tree an id by its position; folium's own are random."""
    for number, element in enumerate(_walk(root)):
        element._id = f"{number:02d}"  # noqa: SLF001 - branca offers no other way


def _walk(element: Element) -> Iterator[Element]:
    yield element
    parts = [getattr(element, part, None) for part in ("header", "html", "script")]
    children = [*parts, *element._children.values()]  # noqa: SLF001
    for child in children:
        if isinstance(child, Element):
            yield from _walk(child)


class _LiveMap(folium.Map):
    """folium's map, without its links to other servers and without its styles and viewport."""

    default_js: ClassVar[list[tuple[str, str]]] = []
    default_css: ClassVar[list[tuple[str, str]]] = []
    _template = Template(
        """
        {%- macro html(this, kwargs) -%}
        <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {%- endmacro -%}
        {%- macro script(this, kwargs) -%}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.options|tojavascript }});
        {%- endmacro -%}
        """
    )


class _Page(Figure):
    """The page round the map: title, language and direction, policy, data, scripts in their order."""

    def __init__(self, title: str, lang: str, payload: str, plain: str, hosts: Sequence[str] = ()) -> None:
        super().__init__()
        self.title_text = title
        self.lang = lang
        self.payload = payload
        self.plain = plain
        self.hosts = tuple(hosts)

    def render(self, **kwargs: Any) -> str:
        """Return the whole page."""
        for child in self._children.values():
            child.render(**kwargs)
        words = strings_of(self.lang)
        styles = [leaflet_css(), page_css()]
        boot, loader = (small_script(_asset(name)) for name in ("boot.js", "loader.js"))
        code = f"{leaflet_js()}\n{self.script.render()}\n{page_js()}"
        return Text(_asset("page.html")).substitute(
            lang=html.escape(self.lang),
            dir=html.escape(words["direction"]),
            title=html.escape(self.title_text),
            plain=self.plain,
            skip=html.escape(words["skip"]),
            toggle=html.escape(words["sheet.toggle"]),
            policy=policy([boot, loader, code], styles, self.hosts),
            styles="\n".join(f"<style>{style}</style>" for style in styles),
            map=self.html.render().strip(),
            data=data_json(self.payload),
            boot=boot,
            code=packed(code),
            loader=loader,
        )


def packed(text: str) -> str:
    """Return a text deflated, in letters that may stand in a page: a third of the length of a script.

    >>> unpacked(packed("some code"))
    'some code'
    """
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return base64.b64encode(deflate.compress(text.encode("utf-8")) + deflate.flush()).decode("ascii")


def unpacked(text: str) -> str:
    """Return what ``packed`` was given."""
    return zlib.decompress(base64.b64decode(text), wbits=-zlib.MAX_WBITS).decode("utf-8")


def policy(scripts: list[str], styles: list[str], hosts: Sequence[str] = ()) -> str:
    """Return a Content-Security-Policy that allows these scripts and styles and nothing else.

    Pictures may be made of what is in the page (``data:``, ``blob:``), to be saved; none may be fetched but
    from ``hosts``, which are names of hosts, each with a port or without.
    """
    allowed = {"script-src": scripts, "style-src": styles}
    hashes = [f"{kind} {' '.join(_hash(text) for text in texts)}" for kind, texts in allowed.items()]
    rest = [
        " ".join(["img-src data: blob:", *(f"https://{host}" for host in hosts)]),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(["default-src 'none'", *hashes, *rest])


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _assets() -> Traversable:
    return resources.files("geomap.render") / "assets"


@cache
def _asset(name: str) -> str:
    return (_assets() / name).read_text(encoding="utf-8")


@cache
def page_js() -> str:
    """Return the page's own modules as one small script."""
    return small_script(bundle(modules(), "main.js"))


def modules() -> dict[str, str]:
    """Return the page's modules: path below ``assets`` to source; ``strings.js`` has all languages."""
    texts = {
        lang: {key: text for key, text in strings_of(lang).items() if not key.startswith(NOT_OF_THE_PAGE)}
        for lang in LANGUAGES
    }
    return dict(sorted(_files(_assets(), "", ".js"))) | {"strings.js": _strings_js(texts)}


_STRINGS_JS = """const PACKED_STRINGS = {packed};
export const STRINGS = {{}};
for (const lang of Object.keys(PACKED_STRINGS)) {{
  let read;
  Object.defineProperty(STRINGS, lang, {{ enumerable: true, get: () => (read ??= JSON.parse(PACKED_STRINGS[lang])) }});
}}
"""


def _strings_js(texts: dict[str, dict[str, str]]) -> str:
    """Return the module of all languages' texts; those of a language are read when they are first asked for."""
    packed = {lang: json.dumps(own, ensure_ascii=False, separators=(",", ":")) for lang, own in texts.items()}
    return _STRINGS_JS.format(packed=json.dumps(packed, ensure_ascii=False))


@cache
def page_css() -> str:
    """Return the page's own style sheets, in the order of their names."""
    return small_style("\n".join(text for _, text in sorted(_files(_assets(), "", ".css"))))


def _files(folder: Traversable, prefix: str, suffix: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/", suffix)
        elif entry.name.endswith(suffix):
            yield f"{prefix}{entry.name}", entry.read_text(encoding="utf-8")


@cache
def leaflet_js() -> str:
    """Return Leaflet as installed, without the comment that asks browsers for its source map.

    All of it is one function that runs at once. In brackets of its own, browsers compile it as they read it;
    without, they read it twice. It looks for the namespaces of old Internet Explorer, and where there are none it
    catches the error: to say where that came from browsers read the whole script twice more. So it finds some.
    """
    text = re.sub(r"^//# sourceMappingURL=.*$", "", _leaflet("leaflet.js"), flags=re.MULTILINE).strip()
    whole = re.sub(r"\(this,(function\(t\)\{.*\})\);$", r"(this,(\1));", text, flags=re.DOTALL)
    return f"document.namespaces||={{add(){{}}}};{whole}\n"


@cache
def leaflet_css() -> str:
    """Return Leaflet's style sheet without the declarations that load a picture."""
    return small_style(re.sub(r"[\w-]+\s*:\s*[^;{}]*url\([^)]*\)[^;}]*;?", "", _leaflet("leaflet.css")))


def _leaflet(name: str) -> str:
    file = resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name
    return file.read_text(encoding="utf-8")
