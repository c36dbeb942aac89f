/* Tells who draws colours by script when the page's colours change. */
export function onTheme(listener) {
  new MutationObserver(listener).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
