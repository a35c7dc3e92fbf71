// The page of `handouts desk`: finds, adjusts, shows and prints leaflets. It stores nothing.

import {announce, say} from "./words.js";
import {load, offered, reload} from "./state.js";
import * as find from "./find.js";
import * as adjust from "./adjust.js";
import * as pages from "./pages.js";
import * as actions from "./actions.js";
import * as plans from "./plans.js";

const DOUBLE_MS = 500;

/** On narrow screens one step is in view. A second tap at the same place is no answer to what has just appeared there. */
function steps() {
  let last = -DOUBLE_MS;
  for (const button of document.querySelectorAll("[data-go]"))
    button.addEventListener("click", event => {
      if (event.timeStamp - last < DOUBLE_MS) return;
      if (button.getAttribute("aria-disabled") === "true") return document.getElementById("words-box").focus();
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
for (const part of [adjust, find, pages, actions, plans]) part.start();
steps();
if (offered.edit) follow();
