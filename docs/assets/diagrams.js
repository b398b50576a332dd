// Draws the diagrams of a page, in the page itself, by the mermaid beside this file: no server but this site is asked.
// A page without diagrams loads nothing.
(function () {
  const folder = document.currentScript.src.replace(/[^/]*$/, "");

  function load() {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = folder + "mermaid.min.js";
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  async function draw(sources) {
    await load();
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", maxEdges: 2000, maxTextSize: 500000 });
    for (const [number, source] of sources.entries()) {
      const figure = document.createElement("div");
      figure.className = "diagram";
      try {
        figure.innerHTML = (await mermaid.render("diagram-" + number, source.textContent)).svg;
        source.replaceWith(figure);
      } catch (error) {
        // The source stays, which can be read too.
        console.error(error);
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const sources = document.querySelectorAll("pre.diagram");
    if (sources.length) draw([...sources]);
  });
})();
