// Print, save, text for the record, start again; name and note go after printing and after idle minutes.

import {announce, by, el, icon, refill, say} from "./words.js";
import {changed, isEmpty, leaflet, onBegin, onChange, startAgain} from "./state.js";
import {drawn, forgetPages, isWaiting, onDrawn, ready} from "./pages.js";
import {isToTryAgain, toSettle} from "./findings.js";

const ONCE_MORE_MIN = 3, IDLE_MIN = 10, DOUBLE_MS = 700;
let lastPrinted = null, printedRecord = null, isOnceMore = false, idle = 0, undo = null, emptiedAt = 0, moreTimer = 0;
let waitsToPrint = false;  // beside or in place of saving and the record, which wait for the same pages
let box = null;  // what the box under the exercises is about: {hadName, until} of the last print, or {isIdle}

export function start() {
  by("print").addEventListener("click", print);
  by("save").addEventListener("click", () => whenAllowed(save, "know"));
  by("record").addEventListener("click", () => isGiven() ? record() : whenAllowed(record, "know"));
  by("copy").addEventListener("click", copy);
  by("again").addEventListener("click", again);
  document.querySelector("[data-act=again-top]").addEventListener("click", again);
  by("undo").addEventListener("click", bringBack);
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
  addEventListener("pageshow", event => { if (event.persisted) changed(); });
  onDrawn(() => { show(); printedBox(); });
  addEventListener("beforeunload", event => { if (!isEmpty() && !isPrinted()) event.preventDefault(); });
  onBegin(() => {
    if (isPrinted() || isOnceMore) startAgain();
    isOnceMore = false;  // the next one is added to what is chosen now
  });
  onChange(() => { if (box?.choice && !isPrinted()) endPrinted(); });
  onChange(endUndo);  // what is chosen now is the next patient's
  onChange(() => { by("done").hidden = true; });
  onChange(show);
  awake();
  show();
}

function show() {
  const settle = toSettle(), empty = isEmpty();
  const words = empty || settle === 0 ? say(isWaiting() && waitsToPrint ? "print-when-ready" : "print")
    : isToTryAgain() ? say("try-again") : say("to-settle", {n: settle});
  by("print-words").textContent = words;
  const why = empty ? say("choose-first") : settle ? words : "";
  by("why-not").textContent = why;
  for (const id of ["print", "save", "record"]) {
    by(id).setAttribute("aria-disabled", String(empty));
    by(id).toggleAttribute("data-blocked", why !== "" && !(id === "print" && isToTryAgain()));
    if (why) by(id).setAttribute("aria-describedby", "why-not");
    else by(id).removeAttribute("aria-describedby");
  }
}

/** Acts on the checked file, as soon as there is one; leads to what is to settle first. */
export function whenAllowed(act, sign = "") {
  if (isEmpty()) return by("words-box").focus();
  if (toSettle()) return settleFirst();
  if (sign && !drawn.ready) done(sign, say("soon"));
  waitsToPrint = !sign || waitsToPrint && isWaiting();
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
    by("print").focus();
  });
}

function printIn(address) {
  endPrinting();
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

/** Takes the file of the last print window away. */
function endPrinting() {
  const frame = document.querySelector("iframe");
  if (frame) URL.revokeObjectURL(frame.src);
  frame?.remove();
}

/** All that is chosen but name and note. */
const choice = () => JSON.stringify({...leaflet, name: "", note: ""});
/** Whether the leaflet went to the print window as it is now. */
const isPrinted = () => box?.choice === choice() && !leaflet.name && !leaflet.note;

function printed() {
  isOnceMore = false;
  const {name, note} = leaflet, until = new Date(Date.now() + ONCE_MORE_MIN * 60000);
  lastPrinted = name || note ? {name, note} : null;
  box = {hadName: lastPrinted !== null, choice: choice(), until};
  printedRecord = {choice: choice(), given: drawn.ready.record.given};
  clearTimeout(moreTimer);
  if (lastPrinted) moreTimer = setTimeout(() => { lastPrinted = null; printedBox(); }, ONCE_MORE_MIN * 60000);
  clear();
  by("done").hidden = true;
  printedBox();
  by("printed").scrollIntoView({block: "nearest"});
}

function clear() {
  const had = leaflet.name || leaflet.note;
  leaflet.name = leaflet.note = "";
  if (had) changed();
}

/** The printed leaflet is changed or kept for the next patient: its name does not come back. */
function endPrinted() {
  clearTimeout(moreTimer);
  lastPrinted = box = null;
  printedBox();
}

/** Says what is true: the name is cleared when the pages without it are there. */
function printedBox() {
  const words = !box ? "" : box.isIdle ? say("idle", {n: IDLE_MIN}) : box.hadName ? say(drawn.isStale ? "clearing" : "cleared") : "";
  by("printed").hidden = !box;
  if (!box || by("printed").dataset.shown === words + Boolean(lastPrinted)) return;
  by("printed").dataset.shown = words + Boolean(lastPrinted);
  const button = (key, act, words) => el("button", {type: "button", "data-key": key, onclick: act}, words);
  refill(by("printed"), el("p", {}, icon(box.isIdle ? "know" : "tick"), " ", !box.isIdle && el("b", {}, say("sent")), " ", words), box.isIdle ? [] : [
    el("p", {class: "row"}, button("next-patient", again, say("next-patient")), button("keep-choice", keepChoice, say("keep-choice"))),
    lastPrinted && el("p", {class: "row"}, button("one-more", onceMore, say("one-more")),
      el("span", {class: "hint"}, say("one-more-hint", {time: clock(box.until)})))].filter(Boolean));
}

const clock = time => time.toLocaleTimeString(document.documentElement.lang, {hour: "2-digit", minute: "2-digit"});

/** The next patient gets the same leaflet, or more of it. */
function keepChoice() {
  printedRecord = null;
  endPrinted();
  by("adjust").focus();
}

function onceMore() {
  Object.assign(leaflet, lastPrinted);
  endPrinted();
  isOnceMore = true;  // until it is printed, what is chosen is for another patient
  changed("name");
  print();
}

function save() {
  const address = URL.createObjectURL(drawn.ready.pdf);
  el("a", {href: address, download: drawn.ready.file}).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  const {file, title, hasName} = drawn.ready;
  done("tick", say(hasName ? "saved-with" : "saved-without", {title, file}));
}

/** Says beside the buttons what was done. */
export function done(sign, words) {
  by("done").hidden = false;
  by("done").replaceChildren(icon(sign), " ", words);
}

// ---------------------------------------------------------------- the record

/** Whether the leaflet was printed as it is now: its text is known, and waits for no page without the name. */
const isGiven = () => printedRecord?.choice === choice() && !leaflet.name && !leaflet.note;

function record() {
  by("done").hidden = true;
  by("record-text").value = isGiven() ? printedRecord.given : drawn.ready.record.prepared;
  by("copy-words").textContent = say("copy");
  by("record-panel").showModal();
  by("record-text").style.height = "auto";
  by("record-text").style.height = `${by("record-text").scrollHeight + 4}px`;
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
    by("copy-words").textContent = say("selected");
  }
}

// ---------------------------------------------------------------- start again, idle

function again() {
  by("words-box").value = "";
  by("words-box").dispatchEvent(new Event("input"));
  document.body.dataset.step = "choose";
  by("words-box").focus();
  if (isEmpty()) return;  // a second click takes nothing off, and the first one can still be undone
  const back = startAgain();
  endPrinted();
  isOnceMore = false;
  printedRecord = null;
  undo = back;  // the change that it makes ends it
  emptiedAt = performance.now();
  by("undone").hidden = false;
}

/** Brings back what was taken off; the second click of two is none. */
function bringBack() {
  if (performance.now() - emptiedAt < DOUBLE_MS) return;
  undo?.();
  by("words-box").focus();
}

function endUndo() {
  undo = null;
  by("undone").hidden = true;
}

function awake() {
  clearTimeout(idle);
  idle = setTimeout(() => {
    endUndo();
    if (leaflet.name || leaflet.note) box = {isIdle: true};
    if (forget()) changed();
    printedBox();
  }, IDLE_MIN * 60000);
}

/** Takes everything of a person from the page. Returns whether there was something on the paper. */
function forget() {
  const had = leaflet.name || leaflet.note || drawn.isStale;
  lastPrinted = null;
  by("name").value = by("note").value = "";
  leaflet.name = leaflet.note = "";
  endPrinting();
  if (had) forgetPages();
  return had;
}
