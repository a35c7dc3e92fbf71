// The leaflet of this tab: what is chosen, and what the server said of it. Nothing of it is stored.

export const offered = {};

const NOTHING = () => ({
  conditions: [], edition: "", language: "", person: "", plan: "",
  exercises: null,  // the ids that are kept, in order; null: as prescribed, with the next three
  without: [], added: [],  // ids that the person left out and added: they hold for other conditions too
  order: [],  // the ids in the order that the person gave them
  doses: {}, blank: false, name: "", note: "",
});

export let leaflet = NOTHING();
export let known = [];  // exercises as the server last listed them: printed ones first
export const open = {dose: null, refused: {}, clash: null};
export let moves = [];  // what came and went with the last condition, as {id, name, came}
// Names by id of what was kept before conditions or plan changed, until the server's list has come: what is left out
// or added meanwhile must not fix the list of before.
let before = null;

const listeners = new Set();
export const onChange = listener => listeners.add(listener);

/** Tells all parts of the page that the leaflet has changed. `focus` is the part of the paper that did, `named` its words,
 * `how` the word for what became of it. */
export function changed(focus = "", named = "", how = "name-changed") {
  for (const listener of listeners) listener({focus, named, how});
}

/** Before a leaflet or a plan is chosen in Find: the printed one, of the patient before, goes. */
const beginners = new Set();
export const onBegin = listener => beginners.add(listener);
export const begin = () => beginners.forEach(listener => listener());

/** Reads what the server offers; again when the content or the plans have changed. */
export async function reload() {
  Object.assign(offered, await (await fetch("/data")).json());
  for (const listener of offers) listener();
}

const offers = new Set();
export const onOffer = listener => offers.add(listener);

export async function load() {
  await reload();
  leaflet = fresh();
}

function fresh() {
  const edition = offered.editions.some(one => one.id === offered.edition) ? offered.edition : offered.editions[0].id;
  return {...NOTHING(), edition, language: offered.languages[0].id, person: offered.person};
}

/** Starts again; returns what brings the leaflet back, without name and note. */
export function startAgain() {
  const before = {...leaflet, name: "", note: ""};
  restore(fresh());
  return () => restore(before);
}

function restore(other) {
  leaflet = other;
  settle();
  [before, moves] = [null, []];
  changed();
}

/** Nothing is open or refused any more. */
function settle() {
  Object.assign(open, {dose: null, refused: {}, clash: null});
}

/** Whether it is a sheet of exercises, without condition and plan. */
export const isSheet = () => leaflet.conditions.length === 0 && !leaflet.plan && leaflet.exercises?.length > 0;
export const isEmpty = () => leaflet.conditions.length === 0 && !leaflet.plan && !isSheet();
/** A condition by its id; one whose file has errors has its id alone. */
export const condition = id => offered.conditions.find(one => one.id === id) ?? {id, title: id, lay: "", code: "", regions: [], sides: true};
export const hasSides = id => condition(id).sides;
export const isPicked = id => leaflet.conditions.some(one => one.id === id);

export function toggle(id) {
  const side = leaflet.conditions.find(one => one.side)?.side ?? "";
  if (isPicked(id)) leaflet.conditions = leaflet.conditions.filter(one => one.id !== id);
  else leaflet.conditions = [...leaflet.conditions, {id, side: hasSides(id) ? side : ""}];
  compareLater();
  leaflet.exercises = null;
  settle();
  changed();
}

/** The side of one condition, and of all that have none yet; the left elbow and the right knee may be on one leaflet. */
export function setSide(id, side) {
  leaflet.conditions = leaflet.conditions.map(one => one.id === id || (!one.side && hasSides(one.id)) ? {...one, side} : one);
  changed();
}

export function setPlan(id) {
  compareLater();
  leaflet.plan = id;
  asPrescribed();
  changed();
}

function asPrescribed() {
  Object.assign(leaflet, {exercises: null, without: [], added: [], order: [], doses: {}, blank: false});
  settle();
}

export const isAsPlanned = () => isSheet() || !leaflet.blank && [leaflet.without, leaflet.added, leaflet.order, Object.keys(leaflet.doses)].every(one => !one.length);

/** Goes back to the plan; returns what brings the changes back. */
export function backToPlan() {
  const {exercises, without, added, order, doses, blank} = leaflet;
  asPrescribed();
  changed();
  return () => {
    Object.assign(leaflet, {exercises, without, added, order, doses, blank});
    settle();
    changed();
  };
}

function compareLater() {
  before ??= new Map(kept().filter(exercise).map(id => [id, exercise(id).name]));
}

/** Takes the exercises that the server lists. Returns whether the order of the person asks for another drawing. */
export function learn(exercises) {
  known = exercises;
  const ids = new Set(known.map(one => one.id));
  for (const key of Object.keys(leaflet.doses)) if (!ids.has(key.split(".")[0])) delete leaflet.doses[key];
  if (before) {
    moves = before.size ? [
      ...[...before].filter(([id]) => !kept().includes(id) && !leaflet.without.includes(id)).map(([id, name]) => ({id, name, came: false})),
      ...kept().filter(id => !before.has(id)).map(id => ({id, name: exercise(id).name, came: true})),
    ] : [];
    before = null;
  }
  if (leaflet.exercises || !leaflet.order.length) return false;
  const own = leaflet.order.filter(id => kept().includes(id)), wanted = [...own, ...kept().filter(id => !own.includes(id))];
  if (wanted.join() === kept().join()) return false;
  leaflet.exercises = wanted;
  return true;
}

export const exercise = id => known.find(one => one.id === id);
export const kept = () => leaflet.exercises ?? known.filter(one => one.printed).map(one => one.id);
export const left = () => known.map(one => one.id).filter(id => !kept().includes(id));

/** The other exercise on the paper that this one must not stand beside. */
export const clashing = id => exercise(id).not_with.find(other => kept().includes(other));

export function keep(id, at = kept().length) {
  const ids = kept().filter(one => one !== id), isNew = !kept().includes(id);
  ids.splice(at, 0, id);
  leaflet.exercises = isNew && before ? null : ids;
  if (!isNew) leaflet.order = ids;
  else if (leaflet.without.includes(id)) leaflet.without = leaflet.without.filter(one => one !== id);
  else leaflet.added = [...leaflet.added, id];
  [open.clash, moves] = [null, []];
  changed(`card: ${id}`, exercise(id).name);
}

/** Takes an exercise that the search found, beside others or as a sheet of its own. Returns whether it has room. */
export function addExercise(id) {
  if (kept().length >= offered.most.exercises) return false;
  leaflet.exercises = [...kept(), id];
  if (leaflet.without.includes(id)) leaflet.without = leaflet.without.filter(one => one !== id);
  else leaflet.added = [...leaflet.added, id];
  changed(`card: ${id}`, offered.exercises[id]);
  return true;
}

export function leaveOut(id) {
  const {name} = exercise(id), ids = kept(), at = ids.indexOf(id), besides = ids[at + 1] ?? ids[at - 1];
  leaflet.exercises = before ? null : kept().filter(one => one !== id);
  if (leaflet.added.includes(id)) leaflet.added = leaflet.added.filter(one => one !== id);
  else leaflet.without = [...leaflet.without, id];
  for (const key of Object.keys(open.refused)) if (key.startsWith(`${id}.`)) delete open.refused[key];
  moves = [];
  changed(besides ? `card: ${besides}` : "", name, "name-left-out");  // the page on which it was
}

export function move(id, by) {
  const at = kept().indexOf(id) + by;
  if (at < 0 || at >= kept().length) return false;
  keep(id, at);
  return true;
}

export const dose = (id, number) => leaflet.doses[`${id}.${number.word}`] ?? number.usual;
export const isChanged = id => exercise(id).dose.some(number => dose(id, number) !== number.usual);

export function setDose(id, number, value) {
  const key = `${id}.${number.word}`;
  delete open.refused[key];
  if (value === number.usual) delete leaflet.doses[key];
  else leaflet.doses[key] = value;
  moves = [];
  changed(`card: ${id}`, exercise(id).name);
}

/** What the server is sent. Doses of exercises that are not printed stay here. A part without sides has that of the others. */
export function body() {
  const {doses, added, order, ...rest} = leaflet, ids = new Set(kept());
  const printed = Object.fromEntries(Object.entries(doses).filter(([key]) => ids.has(key.split(".")[0])));
  const sides = new Set(rest.conditions.map(one => one.side).filter(Boolean)), [common] = sides.size === 1 ? sides : [""];
  const conditions = rest.conditions.map(one => hasSides(one.id) ? one : {...one, side: common});
  return {...rest, conditions, add: added, doses: printed};
}
