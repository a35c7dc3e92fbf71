// Look: the page in view with its bar of change, and the thumbnails.

import {announce, by, el, refill, say} from "./words.js";
import {isEmpty} from "./state.js";
import {drawn, onDrawn} from "./pages.js";

export function start() {
  by("thumbs").addEventListener("keydown", walk);
  onDrawn(show);
  show();
}

export function turn(to) {
  if (to < 1 || to > drawn.pages) return;
  drawn.page = to;
  show();
  announce(say("page-of", {n: to, of: drawn.pages}));
}

function show() {
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
  bar();
  thumbnails();
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
