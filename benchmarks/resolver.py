"""The rules on up to ten million records, beside the simplest rule in the tools people have."""

from __future__ import annotations

from benchmarks import process
from benchmarks.part import NotFinishedError, Part
from benchmarks.resolving import TOOLS, keep

SIZES = {
    "330000": "330,000 records",
    "1000000": "1 million",
    "3300000": "3.3 million",
    "10000000": "XL: 10 million",
}
LARGEST = "10000000"


def measure(case: str, tool: str) -> dict[str, float]:
    """Return what one tool takes for one number of records."""
    ran = process.python("-m", "benchmarks.resolving", tool, case)
    if ran.failure:
        raise NotFinishedError(ran.failure)
    return {
        "seconds": ran.said["seconds"],
        "memory": ran.megabytes,
        "million": 1e6 * ran.said["seconds"] / int(case),
        "spells": ran.said["spells"] / 1e6,
    }


def prepare() -> None:
    """Make the records of every size."""
    for case in SIZES:
        keep(case)


PART = Part(
    name="resolver",
    title="Records to spells",
    cases=SIZES,
    who=lambda case: list(TOOLS) if case == LARGEST else ["rules", "frame"],
    measure=measure,
    measures={
        "seconds": "seconds",
        "memory": "memory, records included (MB)",
        "million": "seconds for a million",
        "spells": "spells (million)",
    },
    prepare=prepare,
)
