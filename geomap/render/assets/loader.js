/* Unpacks the page's script, Leaflet and all, and the map's data, and runs the script: the policy of the page knows its hash.
   Both are unpacked before it runs, so that nothing is painted in between. Where a browser cannot, the plain picture and
   table stay. */
(async () => {
  const bytesOf = (letters) => {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(letters);
    const text = atob(letters);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
    return bytes;
  };
  const inflated = (letters) => {
    // Not as the stream of a Blob, which would go to another process of the browser and back.
    const { readable, writable } = new DecompressionStream("deflate-raw");
    const writer = writable.getWriter();
    Promise.all([writer.write(bytesOf(letters)), writer.close()]).catch(() => {});
    return new Response(readable);
  };
  const textOf = (id) => document.getElementById(id).textContent;
  const parts = [inflated(textOf("geomap-code")).text(), inflated(JSON.parse(textOf("geomap-data"))).arrayBuffer()];
  const script = document.createElement("script");
  [script.textContent, window.geomapData] = await Promise.all(parts);
  document.body.append(script);
})().catch(() => document.documentElement.classList.remove("scripted"));
