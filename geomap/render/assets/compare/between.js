/* What differs between two days: the net of it, not what happened on the way. geomap/measure.py has
   the same. */

/* Every drawn place whose state differs, as {at, was, now}: numbers of places and of fills. */
export function differing({ placeList }, wasOf, nowOf) {
  return placeList.filter(({ at, isDrawn }) => isDrawn && wasOf(at) !== nowOf(at)).map(({ at }) => ({ at, was: wasOf(at), now: nowOf(at) }));
}

export const NEW_STATES = ["contested", "shared", "disputed", "vacated", "unknown"];

/* The differences in groups {kind, party, rows}. A party gained what it controls now and did not
   before, and lost what it controlled before and does not now; a place is newly contested (shared,
   disputed, vacated, unknown) that is so now and was not before. A place may stand in several. */
export function groupsOf({ fills, actors }, rows) {
  const holderOf = (fill) => (fills[fill].status === "control" ? fills[fill].parties[0] : "");
  const parties = [...actors.keys()].flatMap((party) => [
    { kind: "gained", party, rows: rows.filter(({ was, now }) => holderOf(now) === party && holderOf(was) !== party) },
    { kind: "lost", party, rows: rows.filter(({ was, now }) => holderOf(was) === party && holderOf(now) !== party) },
  ]);
  const isNew = (status) => ({ was, now }) => fills[now].status === status && fills[was].status !== status;
  const others = NEW_STATES.map((kind) => ({ kind, party: "", rows: rows.filter(isNew(kind)) }));
  return [...parties, ...others].filter((group) => group.rows.length);
}
