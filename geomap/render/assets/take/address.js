/* The address of the map as it is shown. */
import { hashOf } from "../page/hash.js";

/* As the page that is not embedded; "" where the page has none of its own, as in a frame from srcdoc. */
export function addressOf(leaflet, store, isHome) {
  if (!/^(https?|file):$/.test(location.protocol)) return "";
  return location.href.split("#")[0] + hashOf(leaflet, { ...store, embed: false }, isHome);
}
