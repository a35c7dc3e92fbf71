// Look: the pages as they will print, drawn again after each change; thumbnails, findings, and reading.

import {announce, by, el, icon, refill, say} from "./words.js";
import {body, condition, hasSides, isEmpty, leaflet, learn, onChange} from "./state.js";
import {unsettled} from "./doses.js";
import {goTo, show as showAdjust} from "./adjust.js";

const REST_MS = 120, WORDS_AFTER_MS = 300, WIDTH_PX = 1240;

/** What is shown: pictures by page, the places of parts, the checked file, and the findings. */
export const drawn = {
  pages: 0, pictures: new Map(), places: {}, page: 1, ready: null, isStopped: false, findings: [], focus: "", named: "",
  isStale: false,  // the pages that are shown are those of earlier choices
};
const whenReady = new Set();
let timer = 0, wordsTimer = 0, running = null, zoom = 1, coming = null;

export function start() {
  onChange(({focus, named}) => {
    if (focus === "refused") return showFindings();
    drawn.focus = focus;
    drawn.named = named;
    plan();
  });
  for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => acts[button.dataset.act]?.());
  by("read-page").addEventListener("click", read);
  by("read-panel").addEventListener("keydown", keys);
  by("thumbs").addEventListener("keydown", walk);
  show();
}

/** Forgets the pages: nothing of a person stays in view, whether the server still answers or not. */
export function forgetPages() {
  for (const address of drawn.pictures.values()) URL.revokeObjectURL(address);
  Object.assign(drawn, {pages: 0, pictures: new Map(), places: {}, ready: null, isStale: false});
  show();
}

/** Calls back as soon as the pages of the present choices are checked. */
export function ready(callback) {
  if (drawn.ready) callback();
  else whenReady.add(callback);
}

export const isWaiting = () => whenReady.size > 0;
export const isBusy = () => running !== null || timer !== 0;

// ---------------------------------------------------------------- drawing

/** Draws again after a rest of the hand. What was asked before is dropped. */
export function plan(rest = REST_MS) {
  clearTimeout(timer);
  running?.abort();
  drawn.ready = coming = null;
  drawn.isStale = drawn.pages > 0;
  clearTimeout(wordsTimer);
  doing("");
  if (isEmpty()) {
    running = null;
    timer = 0;
    learn([]);
    Object.assign(drawn, {pages: 0, pictures: new Map(), places: {}, page: 1, isStopped: false, isStale: false, findings: []});
    whenReady.clear();
    showAdjust();
    return show();
  }
  timer = setTimeout(draw, rest);
  wordsTimer = setTimeout(() => doing(say("drawing", {n: drawn.page})), WORDS_AFTER_MS);
  drawn.isStopped = false;
  show();
}

async function draw() {
  timer = 0;
  const mine = running = new AbortController();
  try {
    const sent = body();
    drawn.hasName = Boolean(sent.name || sent.note);
    const answer = await fetch("/draw", {
      method: "POST", headers: {"content-type": "application/json"}, signal: mine.signal,
      body: JSON.stringify({...sent, page: drawn.page, focus: drawn.focus || partInView(), width: WIDTH_PX}),
    });
    if (answer.status === 503) return later(Number(answer.headers.get("retry-after")));
    if (!answer.ok) return gone();
    for await (const line of lines(answer.body)) {
      if (mine.signal.aborted) return;
      takers[line.kind](line);
    }
    if (running === mine && !drawn.ready && !drawn.isStopped && timer === 0) gone();
  } catch (fault) {
    if (fault.name !== "AbortError") gone();
  } finally {
    if (running === mine) {
      running = null;
      show();
    }
  }
}

/** The first part of the page in view: with other paper it lies on another page, and is still looked at. */
function partInView() {
  const here = Object.entries(drawn.places).filter(([, place]) => place.page === drawn.page);
  return here.sort(([, one], [, other]) => one.top - other.top)[0]?.[0] ?? "";
}

async function* lines(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const {value, done} = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    for (const part of parts) yield JSON.parse(part);
  }
}

const takers = {
  chosen({exercises, findings}) {
    const again = exercises.length > 0 && learn(exercises);
    Object.assign(drawn, {findings, isStopped: false});
    showAdjust();
    showFindings();
    if (again) plan(0);
  },
  stopped({findings}) {
    drawn.isStopped = true;
    if (findings) drawn.findings = findings;
    whenReady.clear();
    doing(say("not-taken"), "stop");
    show();
  },
  drawn({pages, first, places}) {
    coming = {pages, places, first};  // count, thumbnails and page change together, with the first picture
  },
  page({number, png}) {
    const bytes = Uint8Array.from(atob(png), letter => letter.charCodeAt(0));
    const before = drawn.pictures.get(number);
    if (coming) arrive();
    drawn.pictures.set(number, URL.createObjectURL(new Blob([bytes], {type: "image/png"})));
    show();
    if (before) setTimeout(() => URL.revokeObjectURL(before), 1000);
    if (number === drawn.page) doing(say("checking"));
  },
  ready(line) {
    const bytes = Uint8Array.from(atob(line.pdf), letter => letter.charCodeAt(0));
    drawn.findings = line.findings;
    line.hasName = drawn.hasName;
    if (line.draft) drawn.findings.push({kind: "know", title: say("draft-title"), text: say("draft"), at: ""});
    if (bytes.length) drawn.ready = {...line, pdf: new Blob([bytes], {type: "application/pdf"})};
    else drawn.isStopped = true;
    if (drawn.ready) doing([drawn.named && say("name-changed", {name: drawn.named}), el("span", {class: drawn.named ? "heard" : ""}, ` ${say("up-to-date")}`)], "tick");
    else doing(say("not-taken"), "stop");
    drawn.isStale = false;
    show();
    const waiting = [...whenReady];
    whenReady.clear();
    if (drawn.ready) for (const callback of waiting) callback();
    show();
  },
  busy({after_s}) {
    later(after_s);
  },
};

/** The new pages take the place of the old ones. */
function arrive() {
  const {pages, places, first} = coming, seen = drawn.focus || partInView();
  coming = null;
  Object.assign(drawn, {pages, places, isStale: false});
  if (drawn.page > pages) drawn.page = pages;
  // The page follows the hand, but never a person who reads.
  if (places[seen] && !by("read-panel").open) drawn.page = first;
  for (const [number, address] of drawn.pictures) {
    if (number <= pages) continue;
    drawn.pictures.delete(number);
    URL.revokeObjectURL(address);
  }
}

function later(seconds) {
  trouble("look", "busy-title", "busy");
  timer = setTimeout(draw, seconds * 1000);
}

function gone() {
  trouble("stop", "gone-title", "gone", true);
}

function trouble(kind, title, text, again = false) {
  drawn.isStopped = true;
  whenReady.clear();
  drawn.findings = [{kind, title: say(title), text: say(text), at: again ? "again" : ""}];
  doing("");
  show();
}

// ---------------------------------------------------------------- what is in view

function doing(words, sign = "") {
  clearTimeout(wordsTimer);
  by("doing").replaceChildren(...[sign && icon(sign), sign && " ", words].flat().filter(Boolean));
}

export function turn(to) {
  if (to < 1 || to > drawn.pages) return;
  drawn.page = to;
  show();
  announce(say("page-of", {n: to, of: drawn.pages}));
}

export function show() {
  const has = drawn.pages > 0 && drawn.pictures.has(drawn.page), {page, pages} = drawn;
  by("dashed").hidden = has;
  by("dashed-empty").hidden = !isEmpty();
  by("dashed-drawing").hidden = isEmpty() || drawn.isStopped;
  by("dashed-stopped").hidden = isEmpty() || !drawn.isStopped;
  by("sheet").hidden = by("under").hidden = !has;
  if (has) {
    for (const id of ["page", "read-img"]) {
      if (by(id).src !== drawn.pictures.get(page)) by(id).src = drawn.pictures.get(page);
      by(id).alt = say("page-alt", {n: page});
    }
    by("page-of").textContent = by("read-of").textContent = say("page-of", {n: page, of: pages});
    for (const act of ["earlier", "later"])
      for (const button of document.querySelectorAll(`[data-act=${act}]`))
        button.setAttribute("aria-disabled", String(page === (act === "earlier" ? 1 : pages)));
  } else for (const id of ["page", "read-img"]) by(id).removeAttribute("src");
  if (!by("read-text").hidden && by("read-text").textContent !== drawn.ready?.text) showText();
  bar();
  thumbnails();
  showFindings();
}

/** A bar in the margin beside what has changed. */
function bar() {
  const place = drawn.places[drawn.focus];
  by("bar").hidden = !place || place.page !== drawn.page;
  if (!place) return;
  by("bar").style.top = `${place.top * 100}%`;
  by("bar").style.height = `${(place.bottom - place.top) * 100}%`;
}

function thumbnails() {
  const numbers = Array.from({length: drawn.pages}, (_, at) => at + 1);
  refill(by("thumbs"), numbers.map(n => el("li", {},
    el("button", {type: "button", "aria-label": say("page-n", {n}), "aria-current": n === drawn.page ? "page" : false,
      "data-key": `thumb:${n}`, tabindex: n === drawn.page ? 0 : -1, onclick: () => turn(n)},
    drawn.pictures.has(n) ? el("img", {src: drawn.pictures.get(n), alt: ""}) : el("span", {class: "no-picture"}),
    el("span", {}, String(n))))));
  by("more-thumbs").hidden = by("thumbs").scrollHeight <= by("thumbs").clientHeight + 4;
  by("more-thumbs").textContent = say("scroll-pages", {n: drawn.pages});
}

function walk(event) {
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
  if (!step) return;
  event.preventDefault();
  turn(drawn.page + step);
  by("thumbs").querySelector("[aria-current]")?.focus();
}

// ---------------------------------------------------------------- findings

const RANK = {stop: 0, look: 1, know: 2}, MOST = 3;
let showsAll = false;

/** All that a person should know before printing, worst first; doses that were refused come from the page itself. */
export function findings() {
  const own = unsettled().map(({key, text}) => ({kind: "stop", title: say("settle-title"), text, key}));
  const open = leaflet.conditions.filter(one => hasSides(one.id) && !one.side).map(one => condition(one.id).title);
  const side = open.length ? [{kind: "know", title: say("no-side-title"), text: say("no-side", {names: open.join(", ")}), at: "conditions"}] : [];
  return [...own, ...drawn.findings, ...side].sort((one, other) => RANK[one.kind] - RANK[other.kind]);
}

export const toSettle = () => findings().filter(one => one.kind === "stop").length;

export function showFindings() {
  const all = isEmpty() ? [] : findings(), shown = showsAll ? all : all.slice(0, MOST);
  refill(by("findings"), shown.map(finding), all.length > shown.length
    ? el("li", {class: "more"}, el("button", {type: "button", class: "link", onclick: () => { showsAll = true; showFindings(); }},
      say("more-findings", {n: all.length - shown.length}))) : []);
  by("to-findings").hidden = all.length === 0;
  by("to-findings").textContent = say(all.length === 1 ? "to-know.one" : "to-know.many", {n: all.length});
  document.dispatchEvent(new Event("findings"));
  const own = all.filter(one => one.at === "name" || one.at === "note");
  by("personal-faults").replaceChildren(...own.map(one => el("p", {class: "refusal"}, icon("stop"), one.text)));
}

function finding({kind, title, text, at, key, excerpt}) {
  const there = key ? () => goTo(key) : at === "again" ? () => plan(0) : at ? () => by(at === "conditions" ? "adjust" : at === "exercises" ? "exercises-head" : at)?.focus() : null;
  return el("li", {class: `finding to-${kind}`},
    el("p", {class: "title"}, icon(kind), " ", title),
    el("p", {}, text, " ", there && el("button", {type: "button", class: "inline", "data-key": `there:${key ?? title}`,
      onclick: () => { document.body.dataset.step = at === "again" ? document.body.dataset.step : "adjust"; there(); }},
    say(at === "again" ? "try-again" : "go-there"))),
    excerpt && el("pre", {tabindex: 0}, excerpt));
}

// ---------------------------------------------------------------- reading

function read() {
  by("read-panel").showModal();
  scale(1);
}

function scale(to) {
  zoom = Math.min(3, Math.max(0.5, to));
  by("read-img").style.width = `calc(${zoom} * min(60rem, 100%))`;
}

function asText() {
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

async function copyText() {
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
  if (event.key === "+" || event.key === "-") scale(zoom + (event.key === "+" ? 0.25 : -0.25));
}

const acts = {
  earlier: () => turn(drawn.page - 1),
  later: () => turn(drawn.page + 1),
  read,
  larger: () => scale(zoom + 0.25),
  smaller: () => scale(zoom - 0.25),
  "as-text": asText,
  "copy-text": copyText,
  help: () => by("help-panel").showModal(),
};
