// In a page that stands in a frame: tells the page around it how high the content is, and opens links in a new tab.
(() => {
  "use strict";
  const root = document.documentElement;
  let told = 0;

  // To whoever holds the frame: a height is no secret.
  const tell = () => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height === told || window.parent === window) return;
    told = height;
    window.parent.postMessage({ type: "ugc-gallery:height", height }, "*");
  };

  new ResizeObserver(tell).observe(root);
  window.addEventListener("load", tell);

  // Before the browser follows it: a gallery's page would be lost in a frame.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      if (!link || link.getAttribute("href").startsWith("#")) return;
      link.target = "_blank";
      link.relList.add("noopener");
    },
    true,
  );
})();
