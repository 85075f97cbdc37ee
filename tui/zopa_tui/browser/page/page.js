"use strict";

// textual.js begins on load, with the cells of the font that is there then.
const begin = window.onload;
window.onload = null;

window.addEventListener("load", async (event) => {
  const terminal = document.getElementById("terminal");
  const size = Number(new URLSearchParams(location.search).get("fontsize"));
  terminal.dataset.sessionWebsocketUrl = `ws://${location.host}/ws`;
  terminal.dataset.fontSize = String(size >= 6 && size <= 48 ? size : 16);
  document.getElementById("again").addEventListener("click", () => location.reload());
  await Promise.allSettled(
    ["", "bold ", "italic "].map((style) => document.fonts.load(`${style}16px "Roboto Mono"`)),
  );
  begin.call(window, event);
  document.querySelector(".xterm-helper-textarea")?.focus();
});
