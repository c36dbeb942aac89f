/* What `known` comes to on a day: "then" is the day itself, null what the map's author knew. */
export const knownOn = ({ map, known }, day) => (known === "then" ? day : known ?? map.known);
