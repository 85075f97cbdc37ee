"use strict";

// textual.js begins on load, with the cells of the font that is there then.
const begin = window.onload;
window.onload = null;

// The interface needs 40 columns; a letter is 0.6 times as wide as the font is high.
const fitting = Math.floor(window.innerWidth / (42 * 0.6));
const usual = Math.max(10, Math.min(16, fitting));

window.addEventListener("load", async (event) => {
  const terminal = document.getElementById("terminal");
  const size = Number(new URLSearchParams(location.search).get("fontsize"));
  terminal.dataset.sessionWebsocketUrl = `ws://${location.host}/ws`;
  terminal.dataset.fontSize = String(size >= 6 && size <= 48 ? size : usual);
  document.getElementById("again").addEventListener("click", () => location.reload());
  await Promise.allSettled(
    ["", "bold ", "italic "].map((style) => document.fonts.load(`${style}16px "Roboto Mono"`)),
  );
  begin.call(window, event);
  document.querySelector(".xterm-helper-textarea")?.focus();
});
