/* Paper: light colours, a box of one size for the map, everything in it that was in view. print.css has the rest. */
import { byId, hasSize } from "../dom.js";
import { withoutCanvases } from "./layers.js";

const PADDING_ON_PAPER = [10, 10];

export function preparePrinting(leaflet, places, hold) {
  const root = document.documentElement;
  let undo = null;
  const prepare = () => {
    if (undo || !hasSize(leaflet.getContainer())) return;
    const { theme } = root.dataset;
    root.classList.add("printing", "sharp");
    root.dataset.theme = "light";
    // Under the map, where the page has it beside.
    const [about, mark] = [byId("about"), document.createComment("")];
    about.replaceWith(mark);
    document.querySelector(".page").append(about);
    const release = hold((bounds) => {
      leaflet.invalidateSize({ animate: false, pan: false });
      leaflet.fitBounds(bounds, { padding: PADDING_ON_PAPER, animate: false });
    });
    paintNow(leaflet);
    const restore = withoutCanvases(leaflet, places);
    undo = () => {
      restore();
      root.classList.remove("printing", "sharp");
      root.dataset.theme = theme;
      mark.replaceWith(about);
      release();
      paintNow(leaflet);
      undo = null;
    };
  };
  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", () => undo?.());
}

const paintNow = (leaflet) => leaflet.eachLayer((layer) => layer.catchUp?.());
