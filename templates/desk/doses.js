// The steppers of one exercise: they stop at the limits and say why; a value outside stays beside the paper's own.

import {announce, el, icon, say, unit} from "./words.js";
import {changed, dose, exercise, isChanged, leaflet, open, setDose} from "./state.js";

const SMALL = 10;  // seconds below which a step is one second
const bare = (number, n) => [n, unit(`${number.word}.unit`)].filter(String).join(" ").trim();
/** A number a day is of some days alone where the dose says so. */
const labelOf = number => say(number.days && number.days !== "every day" ? `on ${number.days}` : number.word);

/** `20 s · 3 times · every other day`, in the words of the server: those of the paper. */
export const short = id => exercise(id).dose_words.map(([now]) => now).join(" · ");

export function steppers(id) {
  return el("div", {class: "doses"},
    exercise(id).dose.map(number => number.low === number.high ? fixed(number) : stepper(id, number)),
    isChanged(id) && el("button", {type: "button", class: "link", "data-key": `usual:${id}`, onclick: () => back(id)},
      icon("again"), " ", say("usual-dose")));
}

function back(id) {
  for (const number of exercise(id).dose) {
    delete leaflet.doses[`${id}.${number.word}`];
    delete open.refused[`${id}.${number.word}`];
  }
  changed(`card: ${id}`, exercise(id).name);
}

function fixed(number) {
  return el("p", {class: "dose"}, el("span", {class: "label"}, labelOf(number)), el("b", {class: "value"}, bare(number, number.usual)),
    el("span", {class: "hint"}, say("only")));
}

function stepper(id, number) {
  const key = `${id}.${number.word}`, refused = open.refused[key], value = dose(id, number);
  const {name} = exercise(id), label = labelOf(number), hint = `hint-${id}-${number.word}`;
  const button = (sign, to) => el("button", {
    type: "button", "data-key": `${sign}:${key}`, "aria-disabled": String(value === to),
    "aria-label": `${say(sign === "minus" ? "less" : "more")}: ${label}, ${name}`,
    onclick: () => step(id, number, next(number, dose(id, number), sign === "minus" ? -1 : 1)),
  }, icon(sign));
  const input = el("input", {
    type: "text", inputmode: "numeric", role: "spinbutton", autocomplete: "off", "data-key": `value:${key}`,
    "aria-label": `${label}, ${name}`, "aria-valuemin": number.low, "aria-valuemax": number.high,
    "aria-valuenow": value, "aria-valuetext": bare(number, value), "aria-describedby": hint,
    "aria-invalid": String(Boolean(refused)), size: 4,
    onchange: event => typed(id, number, event.target), onkeydown: event => pressed(id, number, event),
    onfocus: event => event.target.select(),
  });
  input.value = refused ? refused.typed : bare(number, value);
  return el("div", {class: `dose${refused ? " refused" : ""}`},
    el("span", {class: "label", "aria-hidden": "true"}, label),
    el("span", {class: "stepper"}, button("minus", number.low), input, button("plus", number.high)),
    el("span", {class: "hint", id: hint}, hintOf(number, value)),
    refused && refusal(id, number, refused));
}

function hintOf(number, value) {
  if (value === number.high) return say("is-most", {n: bare(number, value)});
  if (value === number.low && value !== number.usual) return say("is-least", {n: bare(number, value)});
  const range = say("limits", {low: number.low, high: bare(number, number.high)});
  const usual = say("is-usual", {n: number.to ? `${number.usual}–${number.to}` : number.usual});
  return [range, " ", el(value === number.usual ? "span" : "b", {}, usual)];
}

/** The value after one step: small ones go by 1, so that 3 s lies between 2 and 5. */
function next({step}, now, sign) {
  const isSmall = sign < 0 ? now <= SMALL : now < SMALL;
  if (step === 1 || isSmall) return now + sign;
  return sign < 0 ? Math.max(SMALL, now - step) : now + step;
}

function step(id, number, to) {
  const value = Math.min(number.high, Math.max(number.low, to));
  if (value !== dose(id, number) || open.refused[`${id}.${number.word}`]) setDose(id, number, value);
  const limit = value === number.high ? "is-most" : value === number.low ? "is-least" : "";
  announce(limit ? say(limit, {n: bare(number, value)}) : bare(number, value));
}

function pressed(id, number, event) {
  const {low, high} = number, now = dose(id, number);
  const to = {ArrowUp: next(number, now, 1), ArrowDown: next(number, now, -1), Home: low, End: high}[event.key];
  if (event.key === "Enter") typed(id, number, event.target);
  if (to === undefined) return;
  event.preventDefault();
  step(id, number, to);
}

/** Takes a value once: a field that is replaced while it has the focus tells of its change again. */
function typed(id, number, input) {
  const text = input.value, refused = open.refused[`${id}.${number.word}`];
  const value = /^\s*[-−]?\d{1,4}(?!\d)/.test(text) ? parseInt(text.replace("−", "-"), 10) : NaN;
  if (refused ? refused.typed === text.trim().slice(0, 8) : value === dose(id, number)) {
    if (!refused) input.value = bare(number, value);
    return;
  }
  if (value >= number.low && value <= number.high) setDose(id, number, value);
  else {
    open.refused[`${id}.${number.word}`] = {typed: text.trim().slice(0, 8), value};
    changed("refused");
  }
}

function refusal(id, number, {typed, value}) {
  const now = dose(id, number), limit = value > number.high ? number.high : number.low;
  const what = Number.isNaN(value) ? say("no-number")
    : say(value > number.high ? "too-much" : "too-little", {n: bare(number, value)});
  const settle = to => el("button", {type: "button", "data-key": `settle:${id}.${number.word}.${to}`,
    onclick: () => setDose(id, number, to)}, say(to === now ? "keep-dose" : "set", {n: bare(number, to)}));
  return el("div", {class: "refusal", role: "alert"}, icon("stop"),
    el("p", {}, el("b", {}, what), " ", say("paper-keeps", {low: number.low, high: number.high, n: bare(number, now)})),
    el("p", {class: "row"}, limit !== now && settle(limit), settle(now)));
}

/** Doses that were refused and not settled: what is to settle before printing. */
export function unsettled() {
  return Object.keys(open.refused).map(key => {
    const [id, word] = key.split("."), number = exercise(id)?.dose.find(one => one.word === word);
    return number && {key, text: say("settle-dose", {name: exercise(id).name, word: labelOf(number), n: bare(number, dose(id, number))}), id};
  }).filter(Boolean);
}
