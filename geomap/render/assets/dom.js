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

/* Writes a text where it is another: even the same one would be laid out and painted anew. Into the text that is there,
   which costs less than to put another in its place. */
export function write(node, text) {
  const { firstChild, lastChild } = node;
  const isText = firstChild?.nodeType === Node.TEXT_NODE && firstChild === lastChild;
  if (!isText) node.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text;
}

/* Hides or shows where it is not so already. */
export function hide(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden;
}

/* Whether a node has any size on the page. */
export const hasSize = (node) => node.clientWidth > 0 && node.clientHeight > 0;

/* When a node has a size: a frame has none until the page around has laid it out, or while it is hidden there. */
export function whenSized(node) {
  if (hasSize(node)) return null;
  return new Promise((done) => {
    const watcher = new ResizeObserver(() => {
      if (!hasSize(node)) return;
      watcher.disconnect();
      done();
    });
    watcher.observe(node);
  });
}

/* Returns keep([{id, said, make(), told, tell(node)}]), which makes these the children of `box`, in their order. A node
   that says what it said stays as it is, and of one that says something else only what differs is
   written: what stays needs no new layout and no new paint. Listeners are those of the first node. Where a part of it
   changes often, `tell` writes that part alone, whenever `told` is another. */
export function makeKeeper(box) {
  let kept = new Map();
  return (wanted) => {
    const next = new Map();
    for (const { id, said, make, told, tell } of wanted) {
      const known = kept.get(id);
      kept.delete(id);
      const row = known?.said === said ? known : { said, node: known ? renewed(known.node, make()) : make() };
      next.set(id, row);
      if (row.told !== told) tell(row.node);
      row.told = told;
    }
    kept.forEach(({ node }) => node.remove());
    kept = next;
    let place = box.firstChild;
    for (const { node } of next.values()) {
      if (node === place) place = place.nextSibling;
      else box.insertBefore(node, place);
    }
  };
}

/* Makes a node read as `next` does; where they are of two kinds, `next` takes its place. */
function renewed(node, next) {
  if (node.isEqualNode(next)) return node;
  if (node.nodeName !== next.nodeName || node.childNodes.length !== next.childNodes.length) {
    node.replaceWith(next);
    return next;
  }
  if (node.nodeType === Node.TEXT_NODE) node.data = next.data;
  else for (const { name, value } of next.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  const children = [...next.childNodes];
  [...node.childNodes].forEach((child, at) => renewed(child, children[at]));
  return node;
}

export const byId = (id) => document.getElementById(id);

/* A link only where the address is plain http or https; else null. */
export function safeLink(url, ...children) {
  return /^https?:\/\//i.test(url) ? el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, ...children) : null;
}

/* Text in its own direction: an Arabic name in an English line, a Latin date in an Arabic one. */
export const isolated = (text, attributes = {}) => el("bdi", attributes, text);
