/* The head keeps the height it has had, and the day its width: a sentence that takes another line would move the map at every
   step of the day, and a longer month the sentence. They may be less again in another width, language or mode. */

export function steadyHead(head) {
  const steady = [[head, "minBlockSize", "blockSize"], [head.querySelector(".as-of"), "minInlineSize", "inlineSize"]].map(steadied);
  const reset = () => steady.forEach((forget) => forget());
  new MutationObserver(reset).observe(document.documentElement, { attributes: true, attributeFilter: ["class", "lang"] });
  window.addEventListener("resize", reset);
}

/* Returns what lets a node be less again. */
function steadied([node, least, size]) {
  let most = 0;
  new ResizeObserver(([{ borderBoxSize: [box] }]) => {
    if (box[size] <= most) return;
    most = box[size];
    node.style[least] = `${most}px`;
  }).observe(node);
  return () => {
    most = 0;
    node.style[least] = "";
  };
}
