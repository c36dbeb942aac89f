/* The marks that a state may have, in the order in which they are drawn; geomap/style.py has the same. */
export const MARKS = ["dissent", "claim", "stale", "besieged", "assault", "truce", "presence"];
