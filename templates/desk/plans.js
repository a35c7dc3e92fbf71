// Plans of the clinic: the exercises and doses of now, saved under a name for all patients.

import {by, icon, say} from "./words.js";
import {body, leaflet, offered, reload} from "./state.js";
import {done, whenAllowed} from "./actions.js";

/** Why nothing is saved, in words: by the reasons of the server, and two of the page itself. */
const REASONS = {
  "no-folder": "plan-no-folder", "read-only": "plan-read-only", full: "plan-full", taken: "plan-taken", title: "plan-title",
  settle: "plan-settle", person: "plan-person", gone: "plan-gone",
};
const SHORTEST = 3;  // letters of a word of a name that may be a person's

export function start() {
  by("save-plan").addEventListener("click", () => whenAllowed(ask, "know"));
  by("plan-form").addEventListener("submit", event => { event.preventDefault(); save(); });
}

function ask() {
  by("done").hidden = true;
  by("plan-title").value = "";
  fault(offered.saves === false ? "no-folder" : "");
  by("plan-panel").showModal();
  by("plan-title").focus();
}

function fault(reason, detail = "") {
  by("plan-fault").hidden = !reason;
  by("plan-fault").replaceChildren(...(reason ? [icon("stop"), say(REASONS[reason], {detail})] : []));
}

/** Whether a word of the patient's name is in a title: a plan is kept, a name is not. */
function hasPerson(title) {
  const words = text => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(word => word.length >= SHORTEST);
  const known = new Set(words(leaflet.name));
  return words(title).some(word => known.has(word));
}

async function save() {
  const title = by("plan-title").value.trim(), {name, note, ...choice} = body();
  if (hasPerson(title)) return fault("person");
  const answer = await fetch("/plans", {
    method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify({...choice, title}),
  }).catch(() => null);
  if (answer?.status === 409) {
    const {reason, detail} = await answer.json();
    return fault(reason, detail);
  }
  if (!answer?.ok) return fault("gone");
  await reload();
  by("plan-panel").close();
  done("tick", say("plan-saved", {title}));
}
