/* The head keeps the height it has had: a sentence that takes another line would move the map at every step of the day. It
   may be lower again in another width, language or mode. */

export function steadyHead(head) {
  let most = 0;
  const reset = () => {
    most = 0;
    head.style.minBlockSize = "";
  };
  new ResizeObserver(() => {
    const height = head.getBoundingClientRect().height;
    if (height <= most) return;
    most = height;
    head.style.minBlockSize = `${height}px`;
  }).observe(head);
  new MutationObserver(reset).observe(document.documentElement, { attributes: true, attributeFilter: ["class", "lang"] });
  window.addEventListener("resize", reset);
}
