"""Join the page's own modules, in import order, into one classic script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath

_NAMED_IMPORT = re.compile(r'^import\s*\{(?P<names>[^}]*)\}\s*from\s*"(?P<path>[^"]+)";[ \t]*$', re.MULTILINE)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?function\b|const\b|let\b|class\b)", re.MULTILINE)
_TOP_NAME = re.compile(
    r"^(?:export\s+)?(?:(?:async\s+)?function\*?|const|let|var|class)\s+(?P<name>[\w$]+)", re.MULTILINE
)
_TOP_PATTERN = re.compile(r"^(?:export\s+)?(?:const|let|var)\s*[\[{]", re.MULTILINE)
_EXPORTED = re.compile(
    r"^export\s+(?:(?:async\s+)?function\*?|const|let|class)\s+(?P<name>[\w$]+)", re.MULTILINE
)


class BundleError(ValueError):
    """A module is written in a way that cannot be joined; the text says which and how to mend it."""


def bundle(modules: Mapping[str, str], entry: str, *, returns: str = "") -> str:
    """Return one classic script made of ``entry`` and everything it imports.

    Each module appears once, after the modules it imports, in the order of its imports; so the
    same modules give the same bytes. All share one scope inside a function that runs at once,
    which is why two modules may not use one top-level name. ``import { a, b } from "./x.js";``
    at the start of a line, and ``export`` before a declaration, are all that is understood.

    Parameters: ``modules`` maps paths (``"main.js"``, ``"ui/legend.js"``) to their source;
    ``returns`` is a name that modules may use for what the script leaves behind: with it the
    script reads ``const returns = (() => {...})();`` and gives back all exports of the entry.

    Raises ``BundleError`` for a default export, a re-export, a dynamic import, a renamed import,
    a missing module or name, a cycle, and a name used twice.
    """
    modules = {path: _without_comments(source) for path, source in modules.items()}
    order = _import_order(modules, entry)
    _check_names(modules, order)
    body = "\n".join(_stripped(modules[path]) for path in order)
    if not returns:
        return f'(() => {{\n"use strict";\n{body}\n}})();\n'
    names = ", ".join(exported(modules[entry]))
    return f'const {returns} = (() => {{\n"use strict";\n{body}\nreturn {{ {names} }};\n}})();\n'


def exported(source: str) -> list[str]:
    r"""Return the names a module exports, in the order they are written.

    >>> exported("export const a = 1;\nexport function b() {}\nconst c = 2;")
    ['a', 'b']
    """
    return [match["name"] for match in _EXPORTED.finditer(source)]


def _import_order(modules: Mapping[str, str], entry: str) -> list[str]:
    """Return the paths that ``entry`` needs, itself last, each after what it imports."""
    order: list[str] = []
    trail: list[str] = []

    def visit(path: str) -> None:
        if path in order:
            return
        if path in trail:
            message = f"{path}: modules import one another in a circle: {' -> '.join([*trail, path])}"
            raise BundleError(message)
        trail.append(path)
        for target, names in _imports(modules, path):
            _check_exports(modules[target], target, names, path)
            visit(target)
        trail.pop()
        order.append(path)

    if entry not in modules:
        raise BundleError(f"{entry}: no such module")
    visit(entry)
    return order


def _imports(modules: Mapping[str, str], path: str) -> list[tuple[str, list[str]]]:
    """Return what a module imports: the paths, and the names taken from each."""
    _refuse_unknown_forms(modules[path], path)
    found = []
    for match in _NAMED_IMPORT.finditer(modules[path]):
        target = _resolve(path, match["path"])
        if target not in modules:
            message = f"{path}: imports {match['path']!r}, which is not there"
            raise BundleError(message)
        names = [name.strip() for name in match["names"].split(",") if name.strip()]
        if any(" " in name for name in names):
            message = f"{path}: an import is renamed with `as`; import {match['path']!r} under its own names"
            raise BundleError(message)
        found.append((target, names))
    return found


def _resolve(path: str, target: str) -> str:
    """Return the path of a module as ``modules`` spells it.

    >>> _resolve("ui/legend.js", "../words.js")
    'words.js'
    """
    if not target.startswith(("./", "../")):
        raise BundleError(f"{path}: imports {target!r}; only relative paths are joined")
    return normpath(join(dirname(path), target))


def _refuse_unknown_forms(source: str, path: str) -> None:
    """Raise where a module uses a form of import or export that is not joined."""
    left = _EXPORT.sub("", _NAMED_IMPORT.sub("", source))
    refused = {
        r"^export\s+default\b": "has a default export; name it",
        r"^\s*export\b": "has an export that does not stand before a declaration; put it there",
        r"^\s*import\b(?!\s*\()": "has an import that is not `import { names }` from a path in double quotes",
        r"\bimport\s*\(": "imports while running; import it at the top",
        r"\bimport\.meta\b": "uses import.meta, which a classic script does not have",
        r"^await\b": "awaits at the top level, which a classic script cannot",
    }
    for pattern, what in refused.items():
        if re.search(pattern, left, re.MULTILINE):
            raise BundleError(f"{path}: {what}")
    if _TOP_PATTERN.search(source):
        raise BundleError(f"{path}: takes values apart at the top level; declare each name on its own")


def _check_exports(source: str, target: str, names: list[str], path: str) -> None:
    """Raise where a module imports a name that the other does not export."""
    there = set(exported(source))
    missing = [name for name in names if name not in there]
    if missing:
        raise BundleError(f"{path}: {target} exports no {', '.join(missing)}")


def _check_names(modules: Mapping[str, str], order: list[str]) -> None:
    """Raise where two modules declare one top-level name."""
    owner: dict[str, str] = {}
    for path in order:
        for match in _TOP_NAME.finditer(modules[path]):
            name = match["name"]
            if name in owner:
                message = f"{path}: {name!r} is declared in {owner[name]} too; rename one of them"
                raise BundleError(message)
            owner[name] = path


def _without_comments(source: str) -> str:
    """Return the source without block comments and without lines that are only a comment.

    Comments are for those who read the modules; minifiers keep some of them.
    """
    bare = re.sub(r"^[ \t]*/\*.*?\*/", "", source, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^[ \t]*//.*$", "", bare, flags=re.MULTILINE)


def _stripped(source: str) -> str:
    """Return a module without imports and the word ``export``."""
    return _EXPORT.sub("", _NAMED_IMPORT.sub("", source)).strip() + "\n"
