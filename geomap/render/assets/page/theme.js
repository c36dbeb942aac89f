/* Light and dark: as the reader's system has it, or as the reader chose on the page. */
export function followTheme(store) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const apply = () => {
    const theme = store.theme || (system.matches ? "dark" : "light");
    if (root.dataset.theme !== theme) root.dataset.theme = theme;
  };
  system.addEventListener("change", apply);
  apply();
  return apply;
}
