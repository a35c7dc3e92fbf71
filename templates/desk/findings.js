// Findings: what a person should know before printing, worst first, each with the way to what settles it.

import {by, el, icon, refill, say} from "./words.js";
import {condition, hasSides, isEmpty, leaflet} from "./state.js";
import {unsettled} from "./doses.js";
import {goTo} from "./adjust.js";
import {drawn, onDrawn, plan} from "./pages.js";

const RANK = {stop: 0, look: 1, know: 2}, MOST = 3;
let showsAll = false;

export function start() {
  onDrawn(show);
  show();
}

/** All that a person should know before printing, worst first; doses that were refused come from the page itself. */
export function findings() {
  const own = unsettled().map(({key, text}) => ({kind: "stop", title: say("settle-title"), text, key}));
  const open = leaflet.conditions.filter(one => hasSides(one.id) && !one.side).map(one => condition(one.id).title);
  const side = open.length ? [{kind: "know", title: say("no-side-title"), text: say("no-side", {names: open.join(", ")}), at: "conditions"}] : [];
  const again = drawn.isAgain && !drawn.isStopped ? [{kind: "know", title: say("again-title"), text: say("again"), at: ""}] : [];
  return [...own, ...drawn.findings, ...again, ...side].sort((one, other) => RANK[one.kind] - RANK[other.kind]);
}

const stops = () => findings().filter(one => one.kind === "stop");
export const toSettle = () => stops().length;
/** Whether nothing but the drawing is in the way. */
export const isToTryAgain = () => stops().length > 0 && stops().every(one => one.at === "again");

function show() {
  const all = isEmpty() ? [] : findings(), shown = showsAll ? all : all.slice(0, MOST);
  refill(by("findings"), shown.map(finding), all.length > shown.length
    ? el("li", {class: "more"}, el("button", {type: "button", class: "link", onclick: () => { showsAll = true; show(); }},
      say("more-findings", {n: all.length - shown.length}))) : []);
  by("to-findings").hidden = all.length === 0;
  by("to-findings").textContent = say(all.length === 1 ? "to-know.one" : "to-know.many", {n: all.length});
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
    excerpt && el("pre", {}, ...lines(excerpt)));
}

/** Words are wrapped; a line of the file and the caret under it scroll together. */
const lines = excerpt => excerpt.split(/((?:^ *\d* \|.*\n?)+)/m).map(
  (part, at) => at % 2 ? el("code", {tabindex: 0}, part.trimEnd()) : part);

