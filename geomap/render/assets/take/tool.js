/* The button "Save": pictures, table, citation, link, paper. */
import { byId, el, write } from "../dom.js";
import { atRest } from "../rest.js";
import { csvBlob } from "../side/table.js";
import { citationOf } from "./citation.js";
import { copyText } from "./clipboard.js";
import { fileNameOf, pngOf, save } from "./files.js";
import { pictureOf, textOfPicture } from "./picture.js";

const TAKE_ICON = "M10 3V12.5M6 9L10 13L14 9M3.5 13.5V17H16.5V13.5";
const SAID_MS = 2500;

/* `address()` is where the map is now, "" where that is nowhere. */
export function addTake(tools, leaflet, store, words, address) {
  const { t } = words;
  const picture = () => {
    const drawn = pictureOf(leaflet, store, words);
    return { text: textOfPicture(drawn), ...drawn };
  };
  const takes = {
    async png() {
      const drawn = picture();
      save(await pngOf(drawn.text, drawn), fileNameOf(store, "png"));
    },
    svg: () => save(new Blob([picture().text], { type: "image/svg+xml" }), fileNameOf(store, "svg")),
    csv: () => save(csvBlob(store), fileNameOf(store, "csv")),
  };
  const saving = (key) => command(t(`take.${key}`), async (say) => {
    try {
      await takes[key]();
      say(t("take.saved"));
    } catch {
      say(t("take.failed"));
    }
  });
  const print = () => {
    tool.close();
    window.print();
  };
  const tool = tools.add({
    id: "take", icon: TAKE_ICON, label: t("take.title"), title: t("take.long"),
    fill: () => [
      el("div", { class: "commands" },
        ["png", "svg", "csv"].map(saving),
        copyCommand(t("take.cite"), () => citationOf(store, words, address()), words),
        address() ? copyCommand(t("take.link"), address, words) : null,
        command(t("take.print"), print)),
    ],
  });
}

/* A row that does something; `act` gets what says, on the row and to screen readers, how it went. */
function command(label, act) {
  const text = el("span", {}, label);
  const row = el("button", { type: "button", class: "command", onclick: () => act((said) => tell(row, text, label, said)) }, text);
  return row;
}

function tell(row, text, label, said) {
  text.textContent = said;
  byId("live").textContent = said;
  row.classList.add("said");
  setTimeout(() => {
    text.textContent = label;
    row.classList.remove("said");
  }, SAID_MS);
}

/* Copies a text; where the page may not, shows it below, chosen, for the reader to copy. */
export function copyCommand(label, textNow, { t }) {
  const row = command(label, async (say) => {
    const text = textNow();
    if (await copyText(text)) return say(t("take.copied"));
    const box = el("textarea", { class: "copy-this", readonly: true, rows: 3, "aria-label": t("take.copy_this"), dir: "auto" });
    box.value = text;
    row.parentElement.querySelector(".copy-this")?.remove();
    row.after(box);
    box.focus();
    box.select();
    return say(t("take.copy_this"));
  });
  return row;
}

const CITED_AFTER_MS = 200;

/* The citation in "About this map", kept up with the day: with every step where it is in view, else once the day rests. */
export function addCitation(about, store, words, address) {
  const line = el("p", { class: "citation", dir: "auto" });
  const now = () => citationOf(store, words, address());
  about.append(el("h3", {}, words.t("take.cited")), line, copyCommand(words.t("take.cite"), now, words));
  const tell = () => write(line, now());
  const tellLater = atRest(tell, CITED_AFTER_MS);
  let isSeen = false;
  new IntersectionObserver((entries) => {
    isSeen = entries.some(({ isIntersecting }) => isIntersecting);
    if (isSeen) tell();
  }).observe(line);
  window.addEventListener("beforeprint", tell);
  return () => (isSeen || !line.firstChild ? tell() : tellLater());
}
