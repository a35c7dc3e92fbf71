// The pages of the present choices: asked for again after each change, and taken line by line.

import {by, el, icon, say} from "./words.js";
import {body, isEmpty, learn, onChange} from "./state.js";
import {show as showAdjust} from "./adjust.js";

const REST_MS = 120, WORDS_AFTER_MS = 300, WIDTH_PX = 1240;

/** What is shown: pictures by page, the places of parts, the checked file, and the findings. */
export const drawn = {
  pages: 0, pictures: new Map(), places: {}, page: 1, ready: null, isStopped: false, findings: [], focus: "", named: "",
  how: "",
  isStale: false,  // the pages that are shown are those of earlier choices
  isAgain: false,  // the drawing broke off, and was begun again by itself
};
const whenReady = new Set();
let timer = 0, wordsTimer = 0, running = null, coming = null;

const listeners = new Set();
export const onDrawn = listener => listeners.add(listener);

/** Tells the parts of the page that show pages or findings that these have changed. */
export const tell = () => listeners.forEach(listener => listener());

export function start() {
  onChange(({focus, named, how}) => {
    if (focus === "refused") return tell();
    drawn.focus = focus;
    Object.assign(drawn, {named, how});
    drawn.isAgain = false;
    plan();
  });
}

/** Forgets the pages: nothing of a person stays in view, whether the server still answers or not. */
export function forgetPages() {
  for (const address of drawn.pictures.values()) URL.revokeObjectURL(address);
  Object.assign(drawn, {pages: 0, pictures: new Map(), places: {}, ready: null, isStale: false});
  tell();
}

/** Calls back as soon as the pages of the present choices are checked. */
export function ready(callback) {
  if (drawn.ready) callback();
  else whenReady.add(callback);
}

export const isWaiting = () => whenReady.size > 0;

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
    return tell();
  }
  timer = setTimeout(draw, rest);
  wordsTimer = setTimeout(() => doing(say("drawing", {n: drawn.page})), WORDS_AFTER_MS);
  drawn.isStopped = false;
  tell();
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
      tell();
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
    tell();
    if (again) plan(0);
  },
  stopped({findings}) {
    if (!drawn.isAgain && findings?.some(one => one.passes)) {
      drawn.isAgain = true;
      return plan(0);
    }
    drawn.isStopped = true;
    if (findings) drawn.findings = findings;
    whenReady.clear();
    if (drawn.findings.some(one => one.at === "again")) doing("");
    else doing(say("not-taken"), "stop");
    tell();
  },
  drawn({pages, first, places}) {
    coming = {pages, places, first};  // count, thumbnails and page change together, with the first picture
  },
  page({number, png}) {
    const bytes = Uint8Array.from(atob(png), letter => letter.charCodeAt(0));
    const before = drawn.pictures.get(number);
    if (coming) arrive();
    drawn.pictures.set(number, URL.createObjectURL(new Blob([bytes], {type: "image/png"})));
    tell();
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
    if (drawn.ready) doing([drawn.named && say(drawn.how, {name: drawn.named}), el("span", {class: drawn.named ? "heard" : ""}, ` ${say("up-to-date")}`)], "tick");
    else doing(say("not-taken"), "stop");
    drawn.isStale = false;
    tell();
    const waiting = [...whenReady];
    whenReady.clear();
    if (drawn.ready) for (const callback of waiting) callback();
    tell();
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
  tell();
}

function doing(words, sign = "") {
  clearTimeout(wordsTimer);
  by("doing").replaceChildren(...[sign && icon(sign), sign && " ", words].flat().filter(Boolean));
}

