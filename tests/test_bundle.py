"""The page's modules are joined in import order, and what is not understood is refused."""

from __future__ import annotations

import pytest

from geomap.render.bundle import BundleError, bundle


def test_each_module_stands_once_after_what_it_imports() -> None:
    modules = {
        "main.js": 'import { b } from "./ui/b.js";\nimport { c } from "./c.js";\nb(c);\n',
        "ui/b.js": 'import { c } from "../c.js";\nexport function b() { return c; }\n',
        "c.js": "export const c = 3;\n",
    }
    script = bundle(modules, "main.js")
    assert script.index("const c") < script.index("function b") < script.index("b(c)")
    assert script.count("const c = 3;") == 1
    assert "import" not in script
    assert "export" not in script


def test_import_may_take_several_lines() -> None:
    modules = {
        "main.js": 'import {\n  a,\n  b,\n} from "./x.js";\na(b);\n',
        "x.js": "export const a = 1;\nexport const b = 2;\n",
    }
    assert "const b = 2;" in bundle(modules, "main.js")


def test_same_modules_give_the_same_bytes_in_any_order() -> None:
    modules = {
        "main.js": 'import { a } from "./x.js";\na();\n',
        "x.js": "export function a() {}\n",
        "unused.js": "let unused;",
    }
    assert bundle(modules, "main.js") == bundle(dict(reversed(modules.items())), "main.js")
    assert "unused" not in bundle(modules, "main.js")


def test_returns_gives_back_the_exports_of_the_entry() -> None:
    script = bundle(
        {"rules.js": "export const a = 1;\nconst b = 2;\nexport function c() { return b; }\n"},
        "rules.js",
        returns="rules",
    )
    assert script.startswith("const rules = (() => {")
    assert "return { a, c };" in script


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("export default 3;", "default export"),
        ("const a = 1;\nexport { a };", "before a declaration"),
        ('export * from "./x.js";', "before a declaration"),
        ('import x from "./x.js";', "import { names }"),
        ('import * as x from "./x.js";', "import { names }"),
        ('import "./x.js";', "import { names }"),
        ('import { x as y } from "./x.js";', "renamed"),
        ('import { x } from "x";', "relative"),
        ('import { x } from "./gone.js";', "not there"),
        ('import { y } from "./x.js";', "exports no y"),
        ('function f() { return import("./x.js"); }', "while running"),
        ("const here = import.meta.url;", "import.meta"),
        ("await 3;", "awaits"),
        ("const { a } = window;", "takes values apart"),
        ('import { x } from "./x.js";\nconst x = 2;', "declared in x.js too"),
        ('import { x } from "./x.js";\nfunction hidden() {}', "declared in x.js too"),
        ('import { z } from "./circle.js";', "circle"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_file_and_the_reason(source: str, says: str) -> None:
    modules = {
        "main.js": source,
        "x.js": "function hidden() {}\nexport const x = 1;\n",
        "circle.js": 'import { x } from "./main.js";\nexport const z = 1;\n',
    }
    if "circle" in source:
        modules["main.js"] = source + "\nexport const x = 2;\n"
    with pytest.raises(
        BundleError, match=says.replace("{", r"\{").replace("}", r"\}").replace(".", r"\.")
    ) as error:
        bundle(modules, "main.js")
    assert ".js: " in str(error.value)


def test_comments_may_speak_of_imports() -> None:
    source = "/* export default and\nimport x are refused */\n// import(y)\nexport const a = 1;\n"
    assert "const a = 1;" in bundle({"main.js": source}, "main.js")
