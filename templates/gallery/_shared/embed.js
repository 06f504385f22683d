// <ugc-gallery src="https://shop.example/glow/embed.html" title="Posts with #GlowRun" height="720"></ugc-gallery>
// Shows a gallery in a sandboxed frame that is as high as its content. It keeps nothing, sets no cookie and asks
// nothing of anybody but the gallery's own host. What stands inside the element is shown where scripts do not run.
(() => {
  "use strict";
  if (!("customElements" in window) || customElements.get("ugc-gallery")) return;

  const SAYS = "ugc-gallery:height";
  const RESERVED = 720;
  const LEAST = 40;
  const MOST = 50000;

  // Made by script: the policy of a strict host page would keep a <style> out.
  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(
    ":host { display: block } :host([hidden]) { display: none } iframe { display: block; width: 100%; border: 0 }",
  );

  /** The address of a gallery's page, or "" for what is not one: no script, no data. */
  const webAddress = (text) => {
    try {
      const address = new URL(text, document.baseURI);
      return /^https?:$/.test(address.protocol) ? address.href : "";
    } catch {
      return "";
    }
  };

  /** A height that a page may have, or 0. */
  const believable = (height) =>
    Number.isFinite(height) && height >= LEAST && height <= MOST ? Math.ceil(height) : 0;

  class Gallery extends HTMLElement {
    static observedAttributes = ["src", "title", "height"];
    #root = this.attachShadow({ mode: "open" });
    #frame = null;
    #told = 0;

    // Only the very window of this frame is believed, and only a number. Its origin says nothing: a sandboxed
    // frame has none.
    #hear = (event) => {
      if (!this.#frame || event.source !== this.#frame.contentWindow) return;
      if (event.data?.type !== SAYS) return;
      const height = believable(event.data.height);
      if (height) this.#told = height;
      this.#measure();
    };

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [SHEET];
    }

    connectedCallback() {
      window.addEventListener("message", this.#hear);
      this.#show();
    }

    disconnectedCallback() {
      window.removeEventListener("message", this.#hear);
      this.#hide();
    }

    attributeChangedCallback(name, before, after) {
      if (!this.isConnected || before === after) return;
      if (name === "src") this.#show();
      else if (this.#frame) this.#describe();
    }

    #hide() {
      this.#frame?.remove();
      this.#frame = null;
      this.#told = 0;
    }

    #show() {
      this.#hide();
      const address = webAddress(this.getAttribute("src") ?? "");
      if (!this.getAttribute("src") || !address) return;
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
      frame.setAttribute("loading", "lazy");
      frame.setAttribute("referrerpolicy", "strict-origin-when-cross-origin");
      this.#frame = frame;
      this.#describe();
      frame.src = address;
      this.#root.append(frame);
    }

    #describe() {
      this.#frame.title = this.getAttribute("title") || "Gallery";
      this.#measure();
    }

    #measure() {
      const reserved = believable(Number(this.getAttribute("height"))) || RESERVED;
      this.#frame.style.height = `${this.#told || reserved}px`;
    }
  }

  customElements.define("ugc-gallery", Gallery);
})();
