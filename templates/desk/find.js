// Find: search as you type, the body, the hits, and what is often printed.

import {announce, by, el, icon, refill, say} from "./words.js";
import {
  addExercise, begin, condition, exercise, isEmpty, isPicked, kept, leaflet, leaveOut, offered, onChange, onOffer, setPlan, toggle,
} from "./state.js";

const FIRST = 20;  // hits that are there at once: more than a screen shows
const NOTHING = {hits: [], why: {}, near: [], unknown: [], marks: [], exercises: [], plans: []};
let answer = NOTHING, region = "", everything = false, wasTaken = false;
let rest = 0, drawnRegions = [];
let pattern = null;  // of what was found, made once for all hits
let asked = Promise.resolve(NOTHING);  // what the words in the box find; the answer may still be on its way

const words = () => by("words-box").value.trim();
const inRegion = id => !region || condition(id).regions.includes(region);

export function start() {
  by("words-box").addEventListener("input", search);
  by("words-box").addEventListener("focus", () => { if (wasTaken) setTimeout(() => by("words-box").select()); });
  by("words-box").addEventListener("keydown", typed);
  by("hits").addEventListener("keydown", walked);
  by("unpick").addEventListener("click", () => pick(""));
  bodyMap();
  onOffer(search);
  onChange(show);
  show();
  if (words()) search();  // typed before this script was there
}

async function search() {
  [everything, wasTaken] = [false, false];
  const mine = asked = find(words()), found = await mine;
  if (mine !== asked || !found) return;
  answer = found;
  pattern = answer.marks.length ? patternOf(answer.marks) : null;
  show();
  announce(by("found-head").textContent);
}

/** What the server finds; nothing where it does not answer. */
async function find(sent) {
  if (!sent) return NOTHING;
  const said = await fetch("/find", {
    method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify({words: sent}),
  }).catch(() => null);
  return said?.ok ? said.json() : null;
}

function typed(event) {
  if (event.key === "Escape") {
    by("words-box").value = "";
    search();
  } else if (event.key === "Enter" && words()) {
    event.preventDefault();
    takeFirst(words());
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    by("hits").querySelector("button")?.focus();
  }
}

/** Takes the first hit of these words that is not on the leaflet yet, also where the hand types on before it is there. */
async function takeFirst(sent) {
  const found = await asked;
  if (!found) return;
  const {hits, plans, exercises} = found;
  if (!hits.length && !plans.length && !exercises.length) return;
  begin();
  const one = hits.filter(inRegion).find(id => !isPicked(id)), plan = plans.find(id => leaflet.plan !== id);
  const move = exercises.find(id => !kept().includes(id));
  if (one) add(one);
  else if (hits.length) return;
  else if (plan) choosePlan(plan);
  else if (move) takeExercise(move);
  wasTaken = words() === sent;
  if (wasTaken) by("words-box").select();
}

function walked(event) {
  if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
    wasTaken = false;
    by("words-box").focus();
    return by("words-box").select();  // the letter begins the next search
  }
  const buttons = [...by("hits").querySelectorAll("button")], at = buttons.indexOf(document.activeElement);
  if (event.key === "Escape") by("words-box").focus();
  else if (event.key === "ArrowDown") buttons[Math.min(at + 1, buttons.length - 1)].focus();
  else if (event.key === "ArrowUp") (buttons[at - 1] ?? by("words-box")).focus();
  else return;
  event.preventDefault();
}

function add(id) {
  begin();
  toggle(id);
  wasTaken = true;  // the words are selected when the box gets the focus, so that typing takes their place
  announce(say(isPicked(id) ? "added" : "taken-off", {name: condition(id).title}));
}

// ---------------------------------------------------------------- hits

function show() {
  document.body.toggleAttribute("data-searching", words() !== "");
  const isSearch = words() !== "" || region !== "" || everything;
  const found = words() ? answer.hits.filter(inRegion) : offered.conditions.map(one => one.id).filter(inRegion);
  const none = isSearch && found.length === 0, name = offered.regions.find(one => one.id === region)?.name;
  const elsewhere = none ? answer.hits.length : 0;
  const groups = isSearch ? searched(none ? [] : found, elsewhere) : shelf(found);
  by("found-head").textContent = elsewhere ? say("no-hit-in", {words: words(), name})
    : none && !groups.length ? say("no-hit", {words: words()})
    : groups[0].head ?? say(found.length === 1 ? "hits.one" : "hits.many", {n: found.length});
  const hadFocus = by("hits").contains(document.activeElement);
  fill(groups.flatMap(({head, rows}, at) => [...(at > 0 ? [() => el("li", {class: "group"}, head)] : []), ...rows]), hadFocus);
  if (hadFocus && !by("hits").contains(document.activeElement)) by("words-box").focus();
  by("no-hit").hidden = !none || groups.length > 0;
  if (elsewhere) noHitHere(elsewhere);
  else if (none) noHit();
  by("unknown").textContent = words() ? note() : "";
  by("unknown").hidden = none || !by("unknown").textContent;
  by("unpick").hidden = !region;
  if (region) {
    by("unpick").setAttribute("aria-label", say("no-filter", {name}));
    by("unpick").replaceChildren(name, icon("close"));
  }
  by("count").textContent = isEmpty() ? say("none-chosen") : say("chosen", {n: leaflet.conditions.length || 1});
  document.querySelector(".choose [data-go=adjust]").setAttribute("aria-disabled", String(isEmpty()));
  showRegions();
}

/** The hits: the first ones at once, the others when these are on the screen, unless one of them has the focus. */
function fill(rows, whole) {
  clearTimeout(rest);
  const at = whole ? rows.length : FIRST;
  refill(by("hits"), rows.slice(0, at).map(row => row()));
  oneTabStop();
  if (rows.length > at) rest = setTimeout(() => { by("hits").append(...rows.slice(at).map(row => row())); oneTabStop(); });
}

/** What is offered before anything is typed: the clinic's own plans, all leaflets, all other plans. */
function shelf(ids) {
  const own = offered.plans.filter(one => one.own), others = offered.plans.filter(one => !one.own);
  return [
    {head: say("often"), rows: own.map(one => () => planRow(one))},
    {head: say("all-leaflets"), rows: ids.map(one => () => hitRow(one))},
    {head: say("plans"), rows: others.map(one => () => planRow(one))},
  ].filter(one => one.rows.length);
}

/** What the words find: leaflets, then plans and exercises. */
function searched(ids, elsewhere) {
  const plans = words() && !elsewhere ? offered.plans.filter(one => answer.plans.includes(one.id)) : [];
  const exercises = words() && !elsewhere ? answer.exercises : [];
  return [
    {rows: ids.map(one => () => hitRow(one))},
    {head: say("plans"), rows: plans.map(one => () => planRow(one))},
    {head: say("exercises-found"), rows: exercises.map(one => () => exerciseHit(one))},
  ].filter(one => one.rows.length);
}

/** Above the hits: the words that none has, or whether the version of a paper is the one of today. */
function note() {
  const {version, now, unknown} = answer;
  if (version) return say(!now ? "version-none" : version === now ? "version-current" : "version-other", {version, now});
  return unknown.length ? say("unknown", {words: unknown.join(", ")}) : "";
}

function hitRow(id) {
  const {title, lay, code} = condition(id), picked = isPicked(id);
  return el("li", {},
    el("button", {type: "button", class: "hit", "aria-pressed": String(picked), "data-key": `hit:${id}`, onclick: () => add(id)},
      el("span", {class: "title"}, marked(title)), el("span", {class: "code"}, code),
      el("span", {class: "lay"}, marked(lay)), answer.why[id] && el("span", {class: "why"}, marked(say("found-by", {words: answer.why[id]}))),
      icon(picked ? "tick" : "plus")));
}

function planRow({id, title, count}) {
  const picked = leaflet.plan === id;
  return el("li", {},
    el("button", {type: "button", class: "hit", "aria-pressed": String(picked), "data-key": `plan:${id}`,
        onclick: () => choosePlan(id)},
      el("span", {class: "title"}, marked(title)), el("span", {class: "lay"}, say("plan-of", {n: count})),
      icon(picked ? "tick" : "plus")));
}

function exerciseHit(id) {
  const picked = kept().includes(id);
  return el("li", {},
    el("button", {type: "button", class: "hit", "aria-pressed": String(picked), "data-key": `exercise:${id}`, onclick: () => takeExercise(id)},
      el("span", {class: "title"}, marked(offered.exercises[id])), icon(picked ? "tick" : "plus")));
}

function takeExercise(id) {
  begin();
  const name = offered.exercises[id];
  if (kept().includes(id)) {
    if (exercise(id)) leaveOut(id);
    return announce(say("taken-off", {name}));
  }
  wasTaken = true;
  announce(addExercise(id) ? say("added", {name}) : say("most-exercises", {n: offered.most.exercises}));
}

function choosePlan(id) {
  begin();
  wasTaken = true;
  setPlan(leaflet.plan === id ? "" : id);
}

/** The typed letters at the beginning of a word, or all of a word with another ending. */
function patternOf(marks) {
  const plain = word => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const typed = marks.map(([word, stem]) => `${plain(word)}|${plain(stem)}\\p{L}{0,3}(?![\\p{L}\\p{N}])`).join("|");
  return new RegExp(`(?<![\\p{L}\\p{N}])(${typed})`, "giu");
}

/** A text with what was found underlined. */
function marked(text) {
  if (!words() || !pattern) return text;
  return text.split(pattern).map((part, at) => at % 2 ? el("u", {}, part) : part);
}

function oneTabStop() {
  const buttons = [...by("hits").querySelectorAll("button")];
  const current = buttons.find(one => one === document.activeElement) ?? buttons[0];
  for (const one of buttons) one.tabIndex = one === current ? 0 : -1;
}

function noHit() {
  const close = answer.near.filter(id => condition(id));
  by("no-hit").replaceChildren(
    el("p", {}, say(close.length ? "near" : "nothing-near")),
    el("ul", {class: "hits"}, close.map(hitRow)),
    el("button", {type: "button", class: "link", onclick: seeAll}, say("see-all", {n: offered.conditions.length})));
}

/** Nothing in the part of the body that was picked, and something in others. */
function noHitHere(n) {
  by("no-hit").replaceChildren(
    el("button", {type: "button", "data-key": "elsewhere", onclick: () => pick("")}, say(n === 1 ? "elsewhere.one" : "elsewhere.many", {n})));
}

function seeAll() {
  by("words-box").value = "";
  [answer, region, everything] = [NOTHING, "", true];
  show();
  by("words-box").focus();
}

// ---------------------------------------------------------------- the body

function pick(id) {
  region = region === id ? "" : id;
  show();
  if (region) by("found-head").scrollIntoView({block: "start"});  // the hits, not the parts, are what comes next
  else by("words-box").focus();
}

/** Parts that have leaflets are buttons; of a part that is seen twice, the first one is. */
function bodyMap() {
  const seen = new Set();
  for (const part of document.querySelectorAll(".region")) {
    const of = offered.regions.find(one => one.id === part.dataset.shape);
    if (!of) { part.classList.add("plain"); continue; }
    part.addEventListener("click", () => pick(of.id));
    part.dataset.region = of.id;
    if (seen.has(of.id)) continue;
    seen.add(of.id);
    part.setAttribute("role", "button");
    part.setAttribute("aria-label", of.name);
    part.tabIndex = seen.size === 1 ? 0 : -1;
    part.addEventListener("keydown", walkBody);
  }
  if (matchMedia("(max-width: 699px)").matches) document.querySelector(".where").open = false;
}

function walkBody(event) {
  const parts = [...document.querySelectorAll(".region[role=button]")], at = parts.indexOf(event.currentTarget);
  const step = {ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1}[event.key];
  if (step) {
    const next = parts[(at + step + parts.length) % parts.length];
    for (const one of parts) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  } else if (event.key === "Enter" || event.key === " ") pick(event.currentTarget.dataset.region);
  else return;
  event.preventDefault();
}

/** The parts as a list with counts: the equal way for those who do not point. */
function showRegions() {
  if (drawnRegions[0] === region && drawnRegions[1] === offered.conditions) return;  // words do not change it
  drawnRegions = [region, offered.conditions];
  for (const part of document.querySelectorAll("[data-region]")) {
    const isPickedPart = part.dataset.region === region;
    part.classList.toggle("picked", isPickedPart);
    if (part.getAttribute("role") === "button") part.setAttribute("aria-pressed", String(isPickedPart));
  }
  refill(by("regions"), offered.regions.map(({id, name}) => {
    const count = offered.conditions.filter(one => one.regions.includes(id)).length;
    return el("li", {}, el("button", {type: "button", class: "part", "aria-pressed": String(id === region),
        "data-key": `part:${id}`, onclick: () => pick(id)},
      name, " ", el("span", {class: "code"}, String(count))));
  }));
}
