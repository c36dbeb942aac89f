"""Templates: the one that ships, and what a template of the user's may do and is told when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from geomap.errors import GeomapError, Problems
from geomap.files import read_text
from geomap.folding import nearest_of
from geomap.report.markdown import Markdown, escape, link
from geomap.words import strings_of

SHIPPED = "situation-report.md"
#: So many names are listed in a message.
MOST_LISTED = 40


class Missing(StrictUndefined):
    """A name that a template uses and nothing has: the message offers the nearest one."""

    known: tuple[str, ...] = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name, owner = str(self._undefined_name), self._undefined_obj
        known = [each.name for each in fields(owner)] if is_dataclass(owner) else self.known
        near = nearest_of(name, known, 1)
        offer = f" Did you mean {near[0]}?" if near else ""
        return (
            f"{name!r} is not there.{offer} There is: {', '.join(sorted(known)[:MOST_LISTED]) or 'nothing'}."
        )


def shipped_template(lang: str = "en") -> str:
    """Return the template that ships, with its headings written out in a language: a text to edit."""
    source = (files("geomap.report") / "assets" / SHIPPED).read_text("utf-8")
    words = strings_of(lang)
    return re.sub(r'{{ text\("([\w.]+)"\) }}', lambda match: words[match[1]], source)


def read_template(path: str | Path) -> str:
    """Return the text of a template file.

    Raises ``GeomapError`` where there is none to read, it is not UTF-8, or a control character is in
    it that no page can hold.
    """
    problems = Problems()
    text = read_text(Path(path), problems)
    if text is None:
        said = " ".join(str(problem) for problem in problems.errors)
        raise GeomapError(f"{said} Write a template to edit with geomap report --new-template FILE.")
    return text


def fill(source: str, values: Mapping[str, Any], *, file: str, lang: str) -> str:
    """Return a template with its values filled in, as Markdown.

    Every value is plain text and is escaped as it is printed; only what is ``Markdown`` already,
    a link or a picture, is not. The template runs in a sandbox, reads no other file, and a name that
    is not there is an error. Raises ``GeomapError`` with the file, the line and what to write.
    """
    environment = _environment(lang, (*values, "text"))
    try:
        code = environment.compile(source, file, file)
        template = environment.template_class.from_code(environment, code, environment.make_globals(None))
        return template.render(values)
    except TemplateSyntaxError as error:
        raise _wrong(file, error.lineno, error.message) from error
    except SyntaxError as error:
        raise _wrong(
            file, _line_made_from(source, error, environment), f"too much in each other: {error.msg}"
        ) from error
    except (RecursionError, MemoryError) as error:
        raise _wrong(
            file, _line_of(error, file), "calls itself without end, or holds too much in each other"
        ) from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(file, _line_of(error, file), str(error)) from error


def _environment(lang: str, names: Iterable[str]) -> ImmutableSandboxedEnvironment:
    """Return what a template runs in: a sandbox without other files, every value escaped."""
    words = strings_of(lang)
    undefined = type("Missing", (Missing,), {"known": tuple(names)})
    environment = ImmutableSandboxedEnvironment(
        undefined=undefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.globals.pop("lipsum")
    environment.globals["text"] = lambda key: _string(words, key)
    environment.filters["link"] = link
    environment.filters["number"] = lambda value, digits=0: _number(value, digits, lang)
    return environment


def _printed(value: object) -> str:
    """Return a value as a template prints it: escaped, unless it is Markdown."""
    return value if isinstance(value, Markdown) else escape(value)


def _string(words: Mapping[str, str], key: str) -> str:
    if key not in words:
        near = nearest_of(key, [name for name in words if name.startswith("report.")], 1)
        raise UndefinedError(f"{key!r} is no text of geomap.{f' Did you mean {near[0]}?' if near else ''}")
    return words[key]


def _number(value: float, digits: int, lang: str) -> str:
    text = f"{value:,.{digits}f}"
    return text.replace(",", "\u202f").replace(".", ",") if lang == "fr" else text


def _line_made_from(
    source: str, error: SyntaxError, environment: ImmutableSandboxedEnvironment
) -> int | None:
    """Return the line of a template that became Python which cannot be compiled, as Jinja notes it."""
    made = environment.compile(source, raw=True)
    notes = re.findall(r"(\d+)=(\d+)", made.rpartition("debug_info = ")[2])
    return max((int(line) for line, at in notes if int(at) <= (error.lineno or 0)), default=None)


def _line_of(error: BaseException, file: str) -> int | None:
    """Return the line of the template on which an error came up."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _wrong(file: str, line: int | None, what: str | None) -> GeomapError:
    where = file if line is None else f"{file}:{line}"
    said = (what or "cannot be filled in").strip()
    said = said if said.endswith(("?", ".")) else f"{said}."
    return GeomapError(
        f"{where}: {said} Correct the template, or write a new one with geomap report --new-template FILE."
    )
