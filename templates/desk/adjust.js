// Adjust: conditions and their side, paper, language, person, exercises in order, name and note.

import {announce, by, el, icon, refill, say} from "./words.js";
import {
  backToPlan, changed, clashing, condition, exercise, hasSides, isAsPlanned, isChanged, isEmpty, isSheet, keep, kept, leaflet, leaveOut, left,
  move, moves, offered, onChange, onOffer, open, setPlan, setSide, toggle,
} from "./state.js";
import {short, steppers} from "./doses.js";

const SIDES = ["left", "right", "both"], UNDO_S = 10;
const pictures = new Map();  // by exercise: an element that moves is not loaded again
let undoBack = null, undoTimer = 0;

export function start() {
  fillAll();
  onOffer(() => { fillAll(); show(); });
  for (const field of ["edition", "language", "person"])
    by(field).addEventListener("change", event => { leaflet[field] = event.target.value; changed(); });
  by("plan").addEventListener("change", event => setPlan(event.target.value));
  by("blank").addEventListener("change", event => { leaflet.blank = event.target.checked; open.dose = null; changed("", say("doses")); });
  by("back-to-plan").addEventListener("click", backOrUndo);
  by("name").addEventListener("input", event => { leaflet.name = event.target.value; changed("name"); });
  by("note").addEventListener("input", event => { leaflet.note = event.target.value; lettersLeft(); changed("clinician's box"); });
  by("name").maxLength = offered.most.name;
  by("note").maxLength = offered.most.note;
  onChange(endUndo);
  onChange(show);
  show();
}

/** Goes back to the plan, and can be undone until something else changes. */
function backOrUndo() {
  if (undoBack) return undoBack();
  const undo = backToPlan();
  undoBack = undo;
  undoTimer = setTimeout(() => { endUndo(); show(); }, UNDO_S * 1000);
  show();
}

function endUndo() {
  clearTimeout(undoTimer);
  undoBack = null;
}

function fillAll() {
  fill("edition", offered.editions);
  fill("language", offered.languages);
  fill("person", offered.people);
  fill("plan", [{id: "", name: say("usual-plan")}, ...offered.plans.map(({id, title}) => ({id, name: title}))]);
  by("language").parentElement.hidden = offered.languages.length < 2;
}

function fill(id, options) {
  by(id).replaceChildren(...options.map(one => el("option", {value: one.id}, one.name)));
}

function lettersLeft() {
  const n = offered.most.note - leaflet.note.length;
  by("letters-left").textContent = n <= 20 ? say("letters-left", {n}) : "";
}

/** Shows the state again; the server's list of exercises has come, or something has changed. */
export function show() {
  by("empty-steps").hidden = !isEmpty();
  by("chosen").hidden = isEmpty();
  if (isEmpty()) by("left-out").open = false;
  refill(by("conditions"), leaflet.conditions.length || isEmpty() ? leaflet.conditions.map(conditionRow) : sheetRow());
  by("plan").hidden = isSheet();
  for (const field of ["edition", "language", "person", "plan"]) by(field).value = leaflet[field];
  if (by("person").selectedIndex < 0) by("person").selectedIndex = 0;
  for (const field of ["name", "note"]) if (by(field).value !== leaflet[field]) by(field).value = leaflet[field];
  lettersLeft();
  by("blank").checked = leaflet.blank;
  by("kept").hidden = !(isAsPlanned() && !undoBack);
  by("kept").textContent = kept().length ? say("kept", {n: kept().length}) : "";
  by("back-to-plan").hidden = isAsPlanned() && !undoBack;
  by("back-words").textContent = say(undoBack ? "undo" : "back-to-plan");
  showMoves();
  refill(by("exercises"), kept().filter(exercise).map(exerciseRow));
  by("left-out").hidden = left().length === 0;
  by("left-out-words").textContent = say("left-out", {n: left().length});
  refill(by("others"), left().map(otherRow));
}

/** Says which exercises came and went with the last condition, and why. */
function showMoves() {
  const came = moves.filter(one => one.came), went = moves.filter(one => !one.came);
  by("moves").hidden = moves.length === 0;
  by("moves").replaceChildren(...went.map(({id, name}) => {
    const {barred, barred_by: by} = exercise(id) ?? {};
    const words = barred ? say("left-barred", {name, condition: by, why: barred}) : say(exercise(id) ? "made-room" : "left-list", {name});
    return el("p", {}, words);
  }), ...(came.length ? [el("p", {}, say("came", {names: came.map(one => one.name).join(", ")}))] : []));
}

// ---------------------------------------------------------------- conditions

function conditionRow({id, side}) {
  const {title, lay} = condition(id), name = `side-${id}`;
  const radios = SIDES.map(one => el("label", {class: one === side ? "picked" : ""},
    el("input", {type: "radio", name, value: one, "data-key": `${name}-${one}`, checked: one === side,
      onchange: () => setSide(id, one), onkeydown: event => { if (event.key === "Enter") setSide(id, one); }}), say(one)));
  return el("li", {class: "condition"},
    el("p", {class: "names"}, el("b", {}, title), el("span", {class: "lay"}, lay)),
    hasSides(id) && el("fieldset", {class: "sides"}, el("legend", {class: "heard"}, say("side-of", {name: title})), radios),
    el("button", {type: "button", class: "off", "aria-label": say("take-off", {name: title}), "data-key": `off:${id}`,
      onclick: () => takeOff(id)}, icon("close")));
}

/** Exercises without a condition: a plan, or a sheet of their own. */
function sheetRow() {
  const title = offered.plans.find(one => one.id === leaflet.plan)?.title ?? say("sheet");
  return el("li", {class: "condition"},
    el("p", {class: "names"}, el("b", {}, title), el("span", {class: "lay"}, say("no-condition"))),
    el("button", {type: "button", class: "off", "aria-label": say("take-off", {name: title}), "data-key": "off:",
      onclick: () => { setPlan(""); announce(say("taken-off", {name: title})); by("words-box").focus(); }}, icon("close")));
}

function takeOff(id) {
  const at = leaflet.conditions.findIndex(one => one.id === id);
  toggle(id);
  announce(say("taken-off", {name: condition(id).title}));
  const buttons = by("conditions").querySelectorAll(".off");
  (buttons[Math.min(at, buttons.length - 1)] ?? by("words-box")).focus();
}

// ---------------------------------------------------------------- exercises

function picture(id) {
  if (!exercise(id).drawn) return el("span", {class: "no-drawing"});
  if (!pictures.has(id)) pictures.set(id, el("img", {src: `/figure/${id}`, alt: "", width: 56, height: 48}));
  return pictures.get(id);
}

function tick(id, on, label) {
  return el("input", {type: "checkbox", class: "tick", checked: on, "aria-label": label, "data-key": `tick:${id}`,
    onchange: event => on ? off(id) : use(id, event.target)});
}

function exerciseRow(id, at) {
  const {name} = exercise(id), ids = kept(), isOpen = open.dose === id;
  const arrow = (by, sign, atEnd) => el("button", {type: "button", class: "arrow", "data-key": `${sign}:${id}`,
    "aria-disabled": String(atEnd), "aria-label": say(sign === "arrow-up" ? "up" : "down", {name}),
    onclick: () => moved(id, by)}, icon(sign));
  const row = el("li", {class: "exercise", "data-id": id, draggable: "true",
      ondragstart: drag, ondragover: over, ondrop: event => drop(event, id), ondragend: endDrag},
    el("span", {class: "grip", "aria-hidden": "true"}, icon("grip")), tick(id, true, say("keep", {name})), picture(id),
    el("span", {class: "names"}, el("span", {class: "title"}, `${at + 1} ${name}`),
      isChanged(id) && el("span", {class: "tag"}, say("changed")),
      exercise(id).dose.length ? el("button", {type: "button", class: "dose-link", "data-key": `dose:${id}`, "aria-expanded": String(isOpen),
        "aria-label": `${short(id)}. ${say("change-dose", {name})}`, onclick: () => toggleDose(id)}, short(id)) : el("span", {class: "hint"}, short(id))),
    el("span", {class: "arrows"}, arrow(-1, "arrow-up", at === 0), arrow(1, "arrow-down", at === ids.length - 1)));
  if (isOpen) row.append(steppers(id));
  return row;
}

function toggleDose(id) {
  open.dose = open.dose === id ? null : id;
  show();
}

/** Opens the dose of an exercise and goes to its value. */
export function goTo(key) {
  [open.dose] = key.split(".");
  show();
  document.querySelector(`[data-key="${CSS.escape(`value:${key}`)}"]`)?.focus();
}

function moved(id, by) {
  if (move(id, by)) announce(say("at", {name: exercise(id).name, n: kept().indexOf(id) + 1, of: kept().length}));
}

function off(id) {
  const at = kept().indexOf(id), {name} = exercise(id);
  leaveOut(id);
  announce(`${name}: ${say("not-on-paper")}`);
  if (isEmpty()) return by("words-box").focus();  // the last exercise of a sheet
  const ticks = by("exercises").querySelectorAll(".tick");
  (ticks[Math.min(at, ticks.length - 1)] ?? by("left-out").querySelector("summary")).focus({preventScroll: true});
}

function otherRow(id) {
  const {name, barred, taught} = exercise(id), clash = open.clash === id && clashing(id);
  return el("li", {class: "exercise other", "data-id": id},
    el("span", {class: "grip"}), tick(id, false, say("use", {name})), picture(id),
    el("span", {class: "names"}, el("span", {class: "title"}, name),
      el("span", {class: "hint"}, taught ? say("taught") : say("not-on-paper"))),
    (barred && open.clash === id) && el("div", {class: "refusal", role: "alert"}, icon("stop"),
      el("p", {}, el("b", {}, say("barred")), " ", barred), el("p", {class: "row"},
        el("button", {type: "button", onclick: () => { open.clash = null; show(); }}, say("leave-out")))),
    clash && together(id, clash));
}

function use(id, box) {
  if (exercise(id).barred || clashing(id)) {
    box.checked = false;
    open.clash = id;
    show();
    return;
  }
  keep(id);
  announce(say("at", {name: exercise(id).name, n: kept().length, of: kept().length}));
  by("exercises").querySelector(`[data-key="tick:${id}"]`)?.focus();
}

function together(id, other) {
  const name = exercise(id).name, others = exercise(other).name;
  const choose = (words, act) => el("button", {type: "button", onclick: act}, words);
  return el("div", {class: "refusal", role: "alert"}, icon("stop"),
    el("p", {}, el("b", {}, say("not-together", {name: others})), " ", say("one-of-them")),
    el("p", {class: "row"},
      choose(say("keep", {name: others}), () => { open.clash = null; show(); }),
      choose(say("use", {name}), () => { const at = kept().indexOf(other); leaveOut(other); keep(id, at); })));
}

// ---------------------------------------------------------------- dragging, beside the buttons

let dragged = null;

function drag(event) {
  dragged = event.currentTarget.dataset.id;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", exercise(dragged).name);
  event.currentTarget.classList.add("dragged");
}

function over(event) {
  if (dragged) event.preventDefault();
}

function drop(event, id) {
  event.preventDefault();
  const from = dragged;
  dragged = null;  // its row is replaced, and tells of no end
  if (from && from !== id) keep(from, kept().indexOf(id));
}

function endDrag(event) {
  event.currentTarget.classList.remove("dragged");
  dragged = null;
}
