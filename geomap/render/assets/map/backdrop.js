/* Pictures of the ground from the server that the map's author named, in place of the quiet land.
   Until one has come, and where the network is off, the land is there. */
import { el } from "../dom.js";

export function addBackdrop(leaflet, tiles) {
  if (!tiles) return;
  const pane = leaflet.createPane("backdrop");
  Object.assign(pane.style, { zIndex: 195, pointerEvents: "none" });
  const [least, most] = tiles.native;
  const layer = L.tileLayer(tiles.url, {
    pane: "backdrop", subdomains: tiles.subdomains || "abc", minNativeZoom: least, maxNativeZoom: most, tileSize: tiles.size,
    zoomOffset: tiles.offset, tms: tiles.tms, className: "backdrop-tiles", referrerPolicy: "strict-origin-when-cross-origin",
  });
  const box = leaflet.getContainer();
  layer.once("tileload", () => box.classList.add("has-backdrop"));
  layer.addTo(leaflet);
  const pieces = tiles.credit.map(([text, href]) => (href ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, text) : text));
  const credit = el("p", { class: "backdrop-credit", dir: "ltr" }, pieces);
  L.DomEvent.disableClickPropagation(credit);
  box.append(credit);
}
