// The page of `handouts desk`: finds, adjusts, shows and prints leaflets. It stores nothing.

import {announce, by, say} from "./words.js";
import {load, offered, reload} from "./state.js";
import * as find from "./find.js";
import * as adjust from "./adjust.js";
import * as pages from "./pages.js";
import * as look from "./look.js";
import * as findings from "./findings.js";
import * as reading from "./reading.js";
import * as actions from "./actions.js";
import * as plans from "./plans.js";

const DOUBLE_MS = 500;

const acts = {
  earlier: () => look.turn(pages.drawn.page - 1),
  later: () => look.turn(pages.drawn.page + 1),
  read: reading.read,
  larger: reading.larger,
  smaller: reading.smaller,
  "as-text": reading.asText,
  "copy-text": reading.copyText,
  help: () => by("help-panel").showModal(),
};

/** On narrow screens one step is in view. A second tap at the same place is no answer to what has just appeared there. */
function steps() {
  let last = -DOUBLE_MS;
  for (const button of document.querySelectorAll("[data-go]"))
    button.addEventListener("click", event => {
      if (event.timeStamp - last < DOUBLE_MS) return;
      if (button.getAttribute("aria-disabled") === "true") return by("words-box").focus();
      last = event.timeStamp;
      document.body.dataset.step = button.dataset.go;
      scrollTo(0, 0);
    });
  new MutationObserver(mark).observe(document.body, {attributeFilter: ["data-step"]});
  mark();
}

function mark() {
  for (const button of document.querySelectorAll(".steps [data-go]"))
    if (button.dataset.go === document.body.dataset.step) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
}

/** For authors: waits for changes of the content, and draws again. */
async function follow() {
  for (;;) {
    const answer = await fetch("/changes", {
      method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify({revision: offered.revision}),
    }).catch(() => null);
    if (!answer?.ok) {
      await new Promise(resolve => setTimeout(resolve, 2000));
      continue;
    }
    const {revision} = await answer.json();
    if (revision === offered.revision) continue;
    await reload();
    announce(say("edited"));
    pages.plan(0);
  }
}

await load();
for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => acts[button.dataset.act]?.());
for (const part of [adjust, find, pages, look, findings, reading, actions, plans]) part.start();
steps();
if (offered.edit) follow();
