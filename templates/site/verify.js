"use strict";
// Answers for one paper from the table of all versions. The part of the address behind # fills the fields.
(() => {
  const form = document.querySelector(".check"), answer = document.querySelector(".answer");
  const number = document.getElementById("number"), version = document.getElementById("version");
  const rows = [...document.querySelectorAll("tbody tr")].map((row) => {
    const [document_, version_, issued, review] = [...row.cells].map((cell) => cell.textContent.trim());
    return { document: document_.toLowerCase(), version: version_.toLowerCase(), issued, review, day: row.cells[3].dataset.day, ...row.dataset };
  });

  // A paper may be read without the mark of its content, behind the last hyphen.
  const lineOf = (paper, said) => {
    const own = rows.filter((row) => row.document === paper);
    return own.find((row) => row.version === said) || own.find((row) => row.version.replace(/-[0-9a-f]+$/, "") === said);
  };

  function check() {
    const paper = number.value.trim(), said = version.value.trim().toLowerCase().replace(/^version\s+/, "");
    answer.replaceChildren();
    if (!paper || !said) return;
    const line = lineOf(paper.toLowerCase(), said) || { state: "unknown" };
    const shown = document.getElementById(line.state).content.cloneNode(true);
    const put = (name, words) => { for (const place of shown.querySelectorAll(`[data-${name}]`)) place.textContent = words; };
    put("paper", `${line.title ? `${line.title}, ` : ""}${paper} ${version.value.trim()}`);
    put("by", line.by || "");
    put("issued", rows.find((row) => row.document === line.document && row.version === line.by?.toLowerCase())?.issued || "");
    put("review", line.review || "");
    const differs = shown.querySelector("[data-differs]");
    if (differs && line.changed) differs.textContent = `${differs.dataset.words} ${line.changed}.`;
    const late = shown.querySelector("[data-late]");
    if (late && line.day && new Date(line.day) < new Date()) late.textContent = late.dataset.late;
    const link = shown.querySelector("a[data-page]");
    if (link) link.href = line.page || "";
    answer.append(shown);
  }

  function fromAddress() {
    const [paper, said] = decodeURIComponent(location.hash.slice(1)).split("/");
    if (!said) return;
    number.value = paper;
    version.value = said;
    check();
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); check(); });
  addEventListener("hashchange", fromAddress);
  form.hidden = false;
  fromAddress();
})();
