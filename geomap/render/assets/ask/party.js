/* One party shown in full: all places whose state does not name it stand back. */

export function dimByParty({ map, timeline, dimmers, party }) {
  if (!party) {
    dimmers.delete("party");
    return;
  }
  dimmers.set("party", (at) => !map.fills[timeline.fillOf(at)].parties.includes(party));
}

/* The parties that any state of the map names, in their order. */
export function partiesOf({ actors, fills }) {
  const named = new Set(fills.flatMap(({ parties }) => parties));
  return [...actors.keys()].filter((id) => named.has(id));
}

/* A button that shows one party in full, or all again. */
export const partyToggle = (store, party) => () => store.set({ party: store.party === party ? "" : party });
