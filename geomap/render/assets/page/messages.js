/* Messages from and to the page around the map. Heard are the page itself, the page that frames it and the page that
   opened it; where the map's author named origins (`embedOrigins`), only pages of these, and the map's own. */

export function makeDoor({ embedOrigins = null }) {
  const isFramed = window.parent !== window;
  const accepts = ({ source, origin }) => {
    if (source === null || ![window, window.parent, window.opener].includes(source)) return false;
    return source === window || embedOrigins === null || embedOrigins.includes(origin);
  };
  /* To the page that frames the map, if there is one. */
  const tell = (message) => {
    if (isFramed) (embedOrigins ?? ["*"]).forEach((origin) => send(window.parent, message, origin));
  };
  /* Back to who asked; a page without an origin, from disk or sandboxed, has no address but "*". */
  const answer = ({ source, origin }, message) => {
    if (source !== window) send(source, message, /^https?:/.test(origin) ? origin : "*");
  };
  return { accepts, tell, answer };
}

function send(target, message, origin) {
  try {
    target.postMessage(message, origin);
  } catch {
    // An origin that is none reaches nobody.
  }
}
