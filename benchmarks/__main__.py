"""Run geomap and its peers in turn and say how they compare: ``python -m benchmarks [part ...]``."""

from __future__ import annotations

import argparse
import statistics
from importlib import import_module

from benchmarks import report
from benchmarks.part import NotFinishedError, Part
from benchmarks.report import Outcome

PARTS = ("pages", "generator", "resolver", "locating", "sheets", "startup")


def main() -> None:
    """Measure the parts that are asked for, all of them by default."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS)}; all by default")
    parser.add_argument("--case", action="append", help="only this case; may be given again")
    parser.add_argument("--tool", action="append", help="only this tool; may be given again")
    parser.add_argument(
        "--runs", type=int, default=3, help="interleaved runs of which the middle one counts (3)"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}. There are {', '.join(PARTS)}")
    for name in asked.parts or PARTS:
        part: Part = import_module(f"benchmarks.{name}").PART
        part.prepare()
        cases = [case for case in part.cases if not asked.case or case in asked.case]
        results = {case: measured(part, case, asked.tool, asked.runs) for case in cases}
        report.show(part, results)
        if asked.write:
            report.write(part, results)


def measured(part: Part, case: str, only: list[str] | None, runs: int) -> dict[str, Outcome]:
    """Return the middle of some interleaved runs of each tool; one that does not finish is not run again."""
    tools = [tool for tool in part.who(case) if not only or tool in only]
    seen: dict[str, list[dict[str, float]]] = {tool: [] for tool in tools}
    failed: dict[str, Outcome] = {}
    for run in range(runs):
        for tool in tools:
            if tool in failed:
                continue
            print(f"{part.name} {case} {tool}, run {run + 1} of {runs}", flush=True)
            try:
                seen[tool].append(part.measure(case, tool))
            except NotFinishedError as error:
                failed[tool] = str(error)
    return {tool: failed.get(tool) or middle(seen[tool]) for tool in tools}


def middle(runs: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each measure.

    >>> middle([{"s": 3.0}, {"s": 1.0}, {"s": 2.0}])
    {'s': 2.0}
    """
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


if __name__ == "__main__":
    main()
