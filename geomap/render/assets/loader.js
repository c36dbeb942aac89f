/* Unpacks the page's script, Leaflet and all, and runs it: the policy of the page knows its hash. Where
   a browser cannot, the plain picture and table stay. */
(async () => {
  const letters = atob(document.getElementById("geomap-code").textContent);
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.body.append(script);
})().catch(() => document.documentElement.classList.remove("scripted"));
