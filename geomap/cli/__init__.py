"""The command line: parse, call, print. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from typing import Any

import click

from geomap import __version__
from geomap.errors import GeomapError, GeomapWarning, UsageError

#: As ``geomap.words`` has them, which is not imported before a command runs; a test holds the two together.
LANGS = ("en", "ar", "fr", "en+ar", "en+fr", "ar+en", "ar+fr", "fr+en", "fr+ar")

#: So many objects are made before Python looks for those that only point at each other: a tenth of a command's time
#: went into that, and tables and shapes leave next to none.
OBJECTS = 50_000

DAY_HELP = "a day as 2018-03-22, or last: the newest day in the records"


PLACES = click.argument("places", nargs=-1, required=True, metavar="PLACE [PLACE ...]")
#: For the commands that draw.
PALETTE = click.option(
    "--palette",
    type=click.Choice(["own", "safe", "grey"]),
    help="The colours of parties: their own, a set that colour-blind readers tell apart, or greys.",
)


def SAID(command: Any) -> Any:  # noqa: N802 - used as the options beside it
    """Add what a map says: as known on which day, its title, language and colours."""
    for option in (
        PALETTE,
        click.option(
            "--lang",
            type=click.Choice(LANGS),
            metavar="LANG",
            help="The language: en, ar or fr; en+ar adds names in a second one. By default that of the project.",
        ),
        click.option("--title", default="", help="The title; by default the names of the places."),
        click.option("--known", metavar="DAY", help="Use only what had been reported by that day."),
    ):
        command = option(command)
    return command


def ON_PAPER(command: Any) -> Any:  # noqa: N802 - used as the options beside it
    """Add the size and the make of a sheet."""
    for option in (
        click.option("--transparent", is_flag=True, help="Leave out the white of the paper."),
        click.option("--outlined", is_flag=True, help="Draw the letters of an SVG as shapes."),
        click.option("--dpi", type=float, metavar="N", help="Dots to the inch."),
        click.option("--width", metavar="WIDTH", help="How wide, such as 85mm; as high as it needs to be."),
        click.option(
            "--size",
            metavar="SIZE",
            help="column, page, slide, square, story, social, 1200x675 or 180x120mm.",
        ),
    ):
        command = option(command)
    return command


class _Group(click.Group):
    """A group whose commands turn our errors into a message and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", GeomapWarning)
            warnings.showwarning = _show_warning
            try:
                return super().invoke(ctx)
            except UsageError as error:
                click.echo(str(error), err=True)
                ctx.exit(2)
            except GeomapError as error:
                click.echo(str(error), err=True)
                ctx.exit(1)
            except BrokenPipeError:
                # The reader (head, less) has had enough; Python would complain at exit.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                ctx.exit(0)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click has it
        return list(self.commands)  # in the order they were written, the main ones first


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    click.echo(f"warning: {message}", err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="geomap")
def main() -> None:
    """Make control maps from polygons and dated, sourced records of who holds what."""
    gc.set_threshold(OBJECTS)


@main.command()
@click.argument("maps", nargs=-1, metavar="[MAP ...]")
@click.option("--force", is_flag=True, help="Draw every map, also those that are up to date.")
@PALETTE
def build(maps: tuple[str, ...], palette: str | None, *, force: bool) -> None:
    """Build the maps of geomap.toml that are out of date."""
    from geomap.cli.making import run_build  # noqa: PLC0415

    run_build(maps, palette, force=force)


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH ...]")
def check(paths: tuple[str, ...]) -> None:
    """Report every problem of the data at once; exit 1 if there is an error.

    PATH is a CSV of records, a file or folder of boundaries, a geomap.toml, or a project's
    folder; without one, the project here is checked.
    """
    from geomap.cli.making import run_check  # noqa: PLC0415

    run_check(paths)


@main.command()
@click.argument("place")
@click.option("--on", "day", default="last", metavar="DAY", help=f"What held that day: {DAY_HELP}.")
@click.option("--known", metavar="DAY", help="Use only what had been reported by that day.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def who(place: str, day: str, known: str | None, *, as_json: bool) -> None:
    """Say who holds PLACE, since when, on whose word, and who says otherwise."""
    from geomap.cli.asking import run_who  # noqa: PLC0415

    run_who(place, day, known, as_json=as_json)


@main.command()
@PLACES
@click.option(
    "--on", "days", multiple=True, metavar="DAY", help=f"The day drawn; several have a map each: {DAY_HELP}."
)
@click.option("--from", "first", metavar="DAY", help="The first of several days.")
@click.option("--to", "last", metavar="DAY", help="The last of several days.")
@click.option("--every", type=click.Choice(["day", "week", "month", "year"]), help="How far apart they are.")
@click.option(
    "--hold", type=float, metavar="SECONDS", help="Of a film: how long a change is shown; default 1.2."
)
@SAID
@ON_PAPER
@click.option("--inset", type=click.Choice(["area", "bars"]), help="A small chart of shares on the sheet.")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="Where to write: .html .png .webp .svg .pdf .gif .mp4.",
)
def draw(places: tuple[str, ...], output: str, **options: Any) -> None:
    """Draw one map of PLACEs; the suffix of FILE picks live map or sheet."""
    from geomap.cli.drawing import run_draw  # noqa: PLC0415

    run_draw(places, output, **options)


@main.command()
@PLACES
@click.option("--on", "day", default="last", metavar="DAY", help=f"The day drawn: {DAY_HELP}.")
@click.option("--level", metavar="LEVEL", help="Only pages of places of this level, such as district.")
@SAID
@ON_PAPER
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to write: .pdf.")
def atlas(places: tuple[str, ...], output: str, **options: Any) -> None:
    """Draw a PDF with a page for PLACEs and one for each place in them."""
    from geomap.cli.drawing import run_atlas  # noqa: PLC0415

    run_atlas(places, output, **options)


@main.command()
@click.argument("name", metavar="MAP")
@click.option(
    "--on", "day", metavar="DAY", help=f"The day shown, by default the one it opens on: {DAY_HELP}."
)
@click.option(
    "--kind",
    default="all",
    type=click.Choice(["all", "iframe", "figure", "page"]),
    help="For a page with frames, a CMS without, or a frame without scripts.",
)
@click.option("-o", "--output", metavar="FILE", help="Write a page without scripts there: FILE.html.")
def embed(name: str, **options: Any) -> None:
    """Print what to paste into a page to show MAP, a map of geomap.toml."""
    from geomap.cli.embedding import run_embed  # noqa: PLC0415

    run_embed(name, **options)


@main.command()
@click.argument("places", nargs=-1, metavar="[PLACE ...]")
@click.option("--map", "name", metavar="MAP", help="Report on a map of geomap.toml instead of places.")
@click.option("--from", "first", metavar="DAY", help=f"The first day of the period: {DAY_HELP}.")
@click.option("--to", "last", metavar="DAY", help="Its last day; by default the newest.")
@click.option("--known", metavar="DAY", help="Use only what had been reported by that day.")
@click.option("--title", help="The title; by default that of the map, or the names of the places.")
@click.option(
    "--lang",
    type=click.Choice(LANGS),
    metavar="LANG",
    help="The language: en, ar or fr; by default that of the map or the project.",
)
@PALETTE
@click.option("--template", metavar="FILE", help="Fill in this template instead of the one that ships.")
@click.option("--new-template", metavar="FILE", help="Write the template that ships there, to edit it.")
@click.option("-o", "--output", metavar="FILE", help="Where to write: .md .html .docx .pdf.")
def report(places: tuple[str, ...], output: str | None, new_template: str | None, **options: Any) -> None:
    """Write a situation report on PLACEs from one day to another, as the suffix of FILE says."""
    from geomap.cli.reporting import run_report  # noqa: PLC0415

    run_report(places, output, new_template, **options)


@main.command()
@click.option("--in", "place", metavar="PLACE", help="The place shared out; by default the largest.")
@click.option("--on", "day", metavar="DAY", help=f"One day: {DAY_HELP}.")
@click.option("--from", "first", metavar="DAY", help="The first of several days.")
@click.option("--to", "last", metavar="DAY", help="The last of several days.")
@click.option("--every", type=click.Choice(["day", "week", "month", "year"]), help="How far apart they are.")
@click.option("--known", metavar="DAY", help="Use only what had been reported by that day.")
@click.option(
    "--format",
    "form",
    default="table",
    type=click.Choice(["table", "csv", "json"]),
    help="How it is printed.",
)
def shares(**options: Any) -> None:
    """Print each party's share of a place, least and most, in km2 and per cent."""
    from geomap.cli.measuring import run_shares  # noqa: PLC0415

    run_shares(**options)


@main.command()
@click.option("--in", "place", metavar="PLACE", help="The place shared out; by default the largest.")
@click.option(
    "--kind", default="area", type=click.Choice(["area", "bars"]), help="Through time, or of one day."
)
@click.option("--on", "day", metavar="DAY", help=f"The day of bars: {DAY_HELP}.")
@click.option("--from", "first", metavar="DAY", help="Through time: the first day.")
@click.option("--to", "last", metavar="DAY", help="Through time: the last day.")
@click.option("--known", metavar="DAY", help="Use only what had been reported by that day.")
@click.option("--title", help="The title; by default it names the place.")
@click.option("--lang", type=click.Choice(LANGS), help="The language; by default that of the project.")
@PALETTE
@ON_PAPER
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to; the suffix is the format.")
def chart(**options: Any) -> None:
    """Draw a chart of who holds how much, through time or on one day."""
    from geomap.cli.charting import run_chart  # noqa: PLC0415

    run_chart(**options)


@main.command()
@click.option("--in", "place", metavar="PLACE", help="Only there; by default everywhere.")
@click.option("--from", "first", metavar="DAY", help="After this day; by default from the first record.")
@click.option("--to", "last", metavar="DAY", help="Up to this day; by default the newest.")
@click.option("--known", metavar="DAY", help="Use only what had been reported by that day.")
@click.option(
    "--format",
    "form",
    default="table",
    type=click.Choice(["table", "csv", "json"]),
    help="How it is printed.",
)
def changes(**options: Any) -> None:
    """Print what changed hands, day by day."""
    from geomap.cli.measuring import run_changes  # noqa: PLC0415

    run_changes(**options)


@main.command()
@click.argument("name", required=False)
def places(name: str | None) -> None:
    """Say what NAME means here and what it could mean; without it, list every place."""
    from geomap.cli.asking import run_places  # noqa: PLC0415

    run_places(name)
