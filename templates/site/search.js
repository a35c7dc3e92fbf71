"use strict";
// Shows the rows in which every word of the search begins a word, and those of the body part that was picked.
(() => {
  const form = document.querySelector(".search"), field = form.querySelector("input");
  const found = form.querySelector(".found"), filter = form.querySelector(".filter");
  const rows = [...document.querySelectorAll(".row")].map((row) => ({ row, words: row.dataset.words.split(" ") }));
  const groups = [...document.querySelectorAll(".group")], parts = [...document.querySelectorAll(".parts a")];
  let part = "";

  const fits = (words, asked) => asked.every((one) => words.some((word) => word.startsWith(one)));

  function show() {
    const asked = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, words } of rows) {
      row.hidden = (part && row.closest(".group").id !== part) || !fits(words, asked);
      count += row.hidden ? 0 : 1;
    }
    for (const group of groups) group.hidden = !group.querySelector(".row:not([hidden])");
    for (const link of parts) link.setAttribute("aria-pressed", String(link.hash.slice(1) === part));
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
    link.addEventListener("click", (event) => { event.preventDefault(); pick(link.hash.slice(1)); });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); pick(link.hash.slice(1)); }
    });
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
  if (groups.some((group) => `#${group.id}` === location.hash)) part = location.hash.slice(1);
  show();
  field.focus();
})();
