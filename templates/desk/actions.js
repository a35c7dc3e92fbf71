// Print, save, text for the record, start again; name and note go after printing and after idle minutes.

import {announce, by, el, icon, say} from "./words.js";
import {changed, isEmpty, leaflet, onChange, startAgain} from "./state.js";
import {drawn, isWaiting, ready, toSettle} from "./pages.js";

const ONCE_MORE_S = 60, IDLE_MIN = 10, UNDO_S = 10;
let lastPrinted = null, idle = 0, undo = null, undoTimer = 0, moreTimer = 0;

export function start() {
  by("print").addEventListener("click", print);
  by("save").addEventListener("click", () => whenAllowed(save));
  by("record").addEventListener("click", () => whenAllowed(record));
  by("copy").addEventListener("click", copy);
  by("again").addEventListener("click", again);
  document.querySelector("[data-act=again-top]").addEventListener("click", again);
  for (const button of document.querySelectorAll("[data-close]"))
    button.addEventListener("click", () => button.closest("dialog").close());
  for (const panel of document.querySelectorAll("dialog"))
    panel.addEventListener("click", event => { if (event.target === panel) panel.close(); });
  document.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p") { event.preventDefault(); print(); }
  });
  for (const kind of ["input", "click", "keydown"]) document.addEventListener(kind, awake, {passive: true});
  // A page that comes back from the cache of the browser shows nothing of a person.
  addEventListener("pagehide", forget);
  document.addEventListener("findings", show);
  onChange(show);
  awake();
  show();
}

function show() {
  const settle = toSettle(), empty = isEmpty();
  const words = empty || settle === 0 ? say(isWaiting() ? "print-when-ready" : "print") : say("to-settle", {n: settle});
  by("print-words").textContent = words;
  const why = empty ? say("choose-first") : settle ? words : "";
  by("why-not").textContent = why;
  for (const id of ["print", "save", "record"]) {
    by(id).setAttribute("aria-disabled", String(empty));
    by(id).toggleAttribute("data-blocked", why !== "");
    if (why) by(id).setAttribute("aria-describedby", "why-not");
    else by(id).removeAttribute("aria-describedby");
  }
}

/** Acts on the checked file, as soon as there is one; leads to what is to settle first. */
function whenAllowed(act) {
  if (isEmpty()) return by("words-box").focus();
  if (toSettle()) return settleFirst();
  ready(act);
  show();
}

function settleFirst() {
  const link = by("findings").querySelector("button");
  if (link) link.click();
  else by("findings").focus();
}

// ---------------------------------------------------------------- printing

function print() {
  whenAllowed(() => {
    const address = URL.createObjectURL(drawn.ready.pdf);
    if (navigator.pdfViewerEnabled) printIn(address);
    else open(address, "_blank");  // a browser that shows no PDF in a frame
    printed();
  });
}

function printIn(address) {
  document.querySelector("iframe")?.remove();
  const frame = el("iframe", {class: "heard", title: say("print"), tabindex: -1, "aria-hidden": "true"});
  frame.addEventListener("load", () => {
    try {
      frame.contentWindow.focus();
      frame.contentWindow.print();
    } catch {
      open(address, "_blank");  // the viewer of this browser lets no page print for it
    }
  });
  frame.src = address;
  document.body.append(frame);
}

function printed() {
  const {name, note} = leaflet;
  lastPrinted = name || note ? {name, note} : null;
  clearTimeout(moreTimer);
  if (lastPrinted) moreTimer = setTimeout(() => { lastPrinted = null; printedBox(); }, ONCE_MORE_S * 1000);
  clear();
  printedBox(true);
}

function clear() {
  const had = leaflet.name || leaflet.note;
  leaflet.name = leaflet.note = "";
  if (had) changed();
}

function printedBox(isNew = false) {
  by("printed").replaceChildren(
    el("p", {}, icon("tick"), " ", el("b", {}, say("sent")), " ", say("sent-more")),
    el("p", {class: "row"},
      lastPrinted && el("button", {type: "button", onclick: onceMore}, say("one-more")),
      el("button", {type: "button", onclick: again}, icon("again"), " ", say("start-again"))),
    ...(lastPrinted ? [el("p", {class: "hint"}, say("one-more-hint", {n: ONCE_MORE_S}))] : []));
  if (!isNew) return;
  by("printed").hidden = false;
  by("printed").scrollIntoView({block: "nearest"});
}

function onceMore() {
  Object.assign(leaflet, lastPrinted);
  lastPrinted = null;
  clearTimeout(moreTimer);
  by("printed").hidden = true;
  changed("name");
  by("name").focus();
}

function save() {
  const address = URL.createObjectURL(drawn.ready.pdf);
  el("a", {href: address, download: drawn.ready.file}).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// ---------------------------------------------------------------- the record

function record() {
  by("record-text").value = drawn.ready.record;
  by("copy-words").textContent = say("copy");
  by("record-panel").showModal();
  by("record-text").scrollTop = 0;
  copy();
  by("copy").focus();
}

async function copy() {
  try {
    await navigator.clipboard.writeText(by("record-text").value);
    by("copy-words").textContent = say("copied");
    announce(say("copied"));
  } catch {
    by("record-text").select();  // to be copied by hand
  }
}

// ---------------------------------------------------------------- start again, idle

function again() {
  if (undo) return undo();
  const back = startAgain();
  lastPrinted = null;
  by("printed").hidden = true;
  by("words-box").value = "";
  by("words-box").dispatchEvent(new Event("input"));
  document.body.dataset.step = "choose";
  undo = () => { endUndo(); back(); };
  by("again-words").textContent = say("undo");
  undoTimer = setTimeout(endUndo, UNDO_S * 1000);
  by("words-box").focus();
}

function endUndo() {
  clearTimeout(undoTimer);
  undo = null;
  by("again-words").textContent = say("start-again");
}

function awake() {
  clearTimeout(idle);
  idle = setTimeout(() => {
    lastPrinted = null;
    if (!leaflet.name && !leaflet.note) return;
    clear();
    by("printed").hidden = false;
    by("printed").replaceChildren(el("p", {}, say("idle", {n: IDLE_MIN})));
  }, IDLE_MIN * 60000);
}

function forget() {
  lastPrinted = null;
  by("name").value = by("note").value = "";
  if (leaflet) leaflet.name = leaflet.note = "";
}
