"""Records to spells, states and verdicts: the rules, without geometry, files or colours.

A record's life runs through these modules in order: ``corrections`` (rule 1) leaves those that
count, ``winners`` (2, 3) picks who decides from each first day on, ``dissent`` (4) finds who says
otherwise, ``inheritance`` (5) works down the tree of places, ``spells`` (6) makes the runs of
days, ``conditions`` (7) adds sieges and truces, ``evidence`` (10) says how old it is, ``verdicts``
(11) what became of it, ``agreeing`` the records that support what is shown. ``corrected`` says where a
correction changed what an earlier map of a day showed.
"""

from geomap.control.agreeing import agreeing
from geomap.control.conditions import condition_pairs, conditions_on, to_conditions
from geomap.control.corrected import corrected
from geomap.control.corrections import is_known
from geomap.control.evidence import evidence_on, is_stale, newest_evidence, to_evidence, to_stale
from geomap.control.spells import as_of, to_spells
from geomap.control.tree import lineage_of
from geomap.control.verdicts import verdicts

__all__ = [
    "agreeing",
    "as_of",
    "condition_pairs",
    "conditions_on",
    "corrected",
    "evidence_on",
    "is_known",
    "is_stale",
    "lineage_of",
    "newest_evidence",
    "to_conditions",
    "to_evidence",
    "to_spells",
    "to_stale",
    "verdicts",
]
