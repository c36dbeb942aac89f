/* What a place shows, as far as its fill, its name and its marks need it. */

/* Returns stateAt(at): {fill, status, parties, decided, dissents, claimed} of a place now, the last three as true or false.
   It is what a fill and a name need, and is read from the columns: a spell as a whole takes its records too. */
export function makeStates({ spells, fills }, overrideOf, now) {
  const known = new Map();
  const stateOf = (fill, decided, dissents, claimed) => {
    const key = 8 * fill + 4 * decided + 2 * dissents + claimed;
    if (!known.has(key)) known.set(key, { fill, status: fills[fill].status, parties: fills[fill].parties, decided: Boolean(decided), dissents: Boolean(dissents), claimed: Boolean(claimed) });
    return known.get(key);
  };
  return (at) => {
    const row = overrideOf(at);
    if (row) return stateOf(row.fill, row.decided ? 1 : 0, row.dissent.length ? 1 : 0, row.claimed.length ? 1 : 0);
    const spell = now[at];
    return stateOf(spells.fill[spell], spells.decided[spell], spells.dissents[spell], spells.claimed[spell]);
  };
}
