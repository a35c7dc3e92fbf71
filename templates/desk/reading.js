// Read: one page at a time in full size, or the whole leaflet as text.

import {announce, by, say} from "./words.js";
import {drawn, onDrawn} from "./pages.js";
import {turn} from "./look.js";

const STEP = 0.25;
let zoom = 1;

export function start() {
  by("read-page").addEventListener("click", read);
  by("read-panel").addEventListener("keydown", keys);
  onDrawn(() => { if (!by("read-text").hidden && by("read-text").textContent !== drawn.ready?.text) showText(); });
}

export function read() {
  by("read-panel").showModal();
  scale(1);
}

export const larger = () => scale(zoom + STEP);
export const smaller = () => scale(zoom - STEP);

function scale(to) {
  zoom = Math.min(3, Math.max(0.5, to));
  by("read-img").style.width = `calc(${zoom} * min(60rem, 100%))`;
}

export function asText() {
  const button = document.querySelector("[data-act=as-text]"), on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  by("read-text").hidden = !on;
  by("read-img").hidden = on;
  by("copy-text").hidden = !on;
  showText();
}

/** The text comes with the checked file. */
function showText() {
  by("read-text").textContent = drawn.ready?.text ?? say(drawn.isStopped ? "not-taken" : "not-ready");
  by("copy-text-words").textContent = say("copy");
  by("copy-text").disabled = !drawn.ready;
}

export async function copyText() {
  try {
    await navigator.clipboard.writeText(drawn.ready.text);
    by("copy-text-words").textContent = say("copied");
  } catch {
    getSelection().selectAllChildren(by("read-text"));  // to be copied by hand
    by("copy-text-words").textContent = say("selected");
  }
  announce(by("copy-text-words").textContent);
}

function keys(event) {
  const to = {PageDown: drawn.page + 1, PageUp: drawn.page - 1}[event.key];
  if (to) { turn(to); event.preventDefault(); }
  if (event.key === "+") larger();
  if (event.key === "-") smaller();
}
