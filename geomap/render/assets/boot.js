/* Runs before anything is shown: scripts are on, and which colours the reader wants. What stands in
   the page for those without scripts is hidden until it turns out that the map cannot be drawn.
   Messages that come before the map stands wait for it; page/api.js answers them. */
{
  const root = document.documentElement;
  const asked = /[#&]theme=(light|dark)(?:&|$)/.exec(location.hash);
  root.classList.add("scripted");
  root.dataset.theme = asked ? asked[1] : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  if (/[#&]embed(?:=1|&|$)/.test(location.hash)) root.classList.add("embedded");
  window.geomapInbox = [];
  window.addEventListener("message", (event) => window.geomapInbox.push(event));
}
