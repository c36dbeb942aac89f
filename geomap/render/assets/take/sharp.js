/* What is painted as pixels, painted for a while as finely as paper wants it, whatever the screen is. */

export function sharply(leaflet, act) {
  const root = document.documentElement;
  const paint = () => leaflet.eachLayer((layer) => layer.catchUp?.());
  if (root.classList.contains("sharp")) return act();
  root.classList.add("sharp");
  paint();
  try {
    return act();
  } finally {
    root.classList.remove("sharp");
    paint();
  }
}
