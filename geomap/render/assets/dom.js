/* Elements from script. Text from data reaches the page here alone, as text nodes. */

const SVG = "http://www.w3.org/2000/svg";

/* el("p", { class: "note", onclick }, "text", child): attributes, listeners (on...), children.
   A null or false attribute or child is left out. */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

export const byId = (id) => document.getElementById(id);

/* A link only where the address is plain http or https; else null. */
export function safeLink(url, ...children) {
  return /^https?:\/\//i.test(url) ? el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, ...children) : null;
}

/* Text in its own direction: an Arabic name in an English line, a Latin date in an Arabic one. */
export const isolated = (text, attributes = {}) => el("bdi", attributes, text);
