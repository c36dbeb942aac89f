"""Pictures become the bytes of a film: GIF, WebP, MP4."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from geomap.errors import GeomapError
from geomap.render.static.film.palette import Palette, dots_of, exact_colors
from geomap.render.static.film.reel import Reel

if TYPE_CHECKING:
    from geomap.scene import Scene

#: Pictures in a second that ffmpeg is given, and that the film has.
GIVEN, SHOWN = 10, 30
#: How an MP4 is made: on one thread and without the names of tools, so that the same pictures give the same bytes;
#: in the colours of high-definition television, told to the player, and to be played while it loads.
MP4 = (
    "-threads", "1",
    "-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p",
    "-c:v", "libx264", "-preset", "medium", "-tune", "stillimage", "-crf", "16", "-r", str(SHOWN),
    "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
    "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart",
)  # fmt: skip


def write_gif(drawn: Iterator[np.ndarray], seconds: Sequence[float], scene: Scene) -> bytes:
    """Return an animated GIF: one palette for all pictures, in which the colours of the legend are exact."""
    reel = Reel(Image.fromarray(each, "RGB") for each in drawn)
    palette = Palette(exact_colors(scene), reel)
    colored = Reel(palette.picture(dots) for dots in dots_of(reel))
    return _animated(colored, seconds, "GIF", optimize=False, disposal=1)


def write_webp(drawn: Iterator[np.ndarray], seconds: Sequence[float], scene: Scene) -> bytes:  # noqa: ARG001
    """Return an animated WebP, in which no colour is lost."""
    reel = Reel(Image.fromarray(each, "RGB") for each in drawn)
    return _animated(reel, seconds, "WEBP", lossless=True, quality=50, method=3)


def _animated(reel: Reel, seconds: Sequence[float], kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    times = [round(1000 * each) for each in seconds]
    # One picture is a film too; a list of times is for more than one.
    shown = times if len(times) > 1 else times[0]
    reel.save(buffer, kind, save_all=True, duration=shown, loop=0, **options)
    return buffer.getvalue()


def write_mp4(drawn: Iterator[np.ndarray], seconds: Sequence[float], scene: Scene) -> bytes:  # noqa: ARG001
    """Return an MP4 of H.264 that plays everywhere; an odd size loses a row or a column of dots."""
    program = find_ffmpeg()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        job: subprocess.Popen | None = None
        try:
            for picture, each in zip(drawn, seconds, strict=True):
                height, width = (side // 2 * 2 for side in picture.shape[:2])
                job = job or _started(program, (width, height), path)
                dots = np.ascontiguousarray(picture[:height, :width]).tobytes()
                for _ in range(max(round(each * GIVEN), 1)):
                    _feed(job, dots)
            return _finished(job, path)
        finally:
            if job is not None and job.poll() is None:  # a picture could not be drawn
                job.stdin.close()
                job.kill()
                job.wait()


def _started(program: str, size: tuple[int, int], path: Path) -> subprocess.Popen:
    given = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(GIVEN), "-i", "-"]
    command = [program, "-hide_banner", "-loglevel", "error", "-y", *given, *MP4, str(path)]
    with path.with_suffix(".log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own command
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log
        )


def _feed(job: subprocess.Popen, dots: bytes) -> None:
    """Hand over one picture; what ffmpeg has against it is read at the end."""
    with suppress(BrokenPipeError):
        job.stdin.write(dots)


def _finished(job: subprocess.Popen, path: Path) -> bytes:
    """Return what ffmpeg wrote. Raises ``GeomapError`` with its own words where it failed."""
    with suppress(BrokenPipeError):
        job.stdin.close()
    if job.wait() or not path.exists():
        said = path.with_suffix(".log").read_text("utf-8", "replace").strip().splitlines()
        msg = (
            f"ffmpeg could not write the MP4: {said[-1] if said else 'it gave no reason'}. It needs the encoder"
            ' libx264, which pip install "geomap[video]" brings; or write .webp or .gif.'
        )
        raise GeomapError(msg)
    return path.read_bytes()


def find_ffmpeg() -> str:
    """Return the path of ffmpeg: of the package imageio-ffmpeg, else the one of the system.

    Raises ``GeomapError`` where there is neither.
    """
    if find_spec("imageio_ffmpeg"):
        package = import_module("imageio_ffmpeg")
        with suppress(RuntimeError):  # the package is there, and its program is not
            return package.get_ffmpeg_exe()
    if found := shutil.which("ffmpeg"):
        return found
    raise GeomapError(
        'An MP4 is written by ffmpeg, which is not here. Run pip install "geomap[video]", or install ffmpeg; '
        "or write .webp or .gif, which need neither."
    )


Writer = Callable[[Iterator[np.ndarray], Sequence[float], "Scene"], bytes]
WRITERS: dict[str, Writer] = {".gif": write_gif, ".webp": write_webp, ".mp4": write_mp4}
