"use strict";
// Shows the rows in which every word of the search begins a word, and those of the body part that was picked.
(() => {
  const form = document.querySelector(".search"), field = form.querySelector("input");
  const found = form.querySelector(".found"), filter = form.querySelector(".filter");
  const rows = [...document.querySelectorAll(".row")].map((row) => ({ row, words: row.dataset.words.split(" ") }));
  const groups = [...document.querySelectorAll(".group")], parts = [...document.querySelectorAll(".parts a")];
  // The body is a second way for a pointer: the list beside it has the same parts for keyboard and screen reader.
  const shapes = [...document.querySelectorAll(".body-map .region")];
  let part = "";

  const fits = (words, asked) => asked.every((one) => words.some((word) => word.startsWith(one)));

  function show() {
    const asked = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, words } of rows) {
      const regions = row.closest(".group").dataset.regions.split(" ");
      row.hidden = (part && !regions.includes(part)) || !fits(words, asked);
      count += row.hidden ? 0 : 1;
    }
    for (const group of groups) group.hidden = !group.querySelector(".row:not([hidden])");
    for (const link of parts) link.setAttribute("aria-pressed", String(link.dataset.region === part));
    for (const shape of shapes) shape.classList.toggle("picked", shape.dataset.shape === part);
    filter.hidden = !part;
    const said = count === 0 ? found.dataset.none : count === 1 ? found.dataset.one : found.dataset.many;
    found.textContent = asked.length || part ? said.replace("{number}", String(count)) : "";
  }

  function pick(id) {
    part = part === id ? "" : id;
    show();
  }

  for (const link of parts) {
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => { event.preventDefault(); pick(link.dataset.region); });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); pick(link.dataset.region); }
    });
  }
  for (const shape of shapes) {
    if (!parts.some((link) => link.dataset.region === shape.dataset.shape)) continue;
    shape.classList.add("used");
    shape.addEventListener("click", () => pick(shape.dataset.shape));
  }
  filter.querySelector("button").addEventListener("click", () => { pick(part); field.focus(); });
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { field.value = ""; show(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = document.querySelector(".row:not([hidden]) .row-name");
    if (first) first.click();
  });
  form.hidden = false;
  if (parts.some((link) => `#${link.dataset.region}` === location.hash)) part = location.hash.slice(1);
  show();
  field.focus();
})();
