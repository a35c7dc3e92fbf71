"use strict";
// Shows the rows that have most of the words of the search, the best first, and those of the body part that was picked.
// Ranks as `handouts/pipeline/search.py` does, with the points that it gave.
(() => {
  const form = document.querySelector(".search"), field = form.querySelector("input");
  const found = form.querySelector(".found"), filter = form.querySelector(".filter");
  const main = document.querySelector("main"), list = document.querySelector(".hits"), language = JSON.parse(form.dataset.language), uncounted = new Set(language.uncounted);
  const rows = [...document.querySelectorAll(".row")].map((row) => ({
    row, group: row.closest(".group"), place: row.parentElement, isOfSeveral: Number(row.dataset.conditions) > 1,
    numbers: [row.dataset.number, row.dataset.number.replace(/-[a-z]{2,3}$/, "")].map((one) => one.toLowerCase()),
    words: weighed(row.dataset.words, (word) => word), phrases: weighed(row.dataset.phrases, (words) => words.split("+")),
  }));
  const groups = [...document.querySelectorAll(".group")], parts = [...document.querySelectorAll(".parts a")];
  // The body is a second way for a pointer: the list beside it has the same parts for keyboard and screen reader.
  const shapes = [...document.querySelectorAll(".body-map .region")];
  let part = "";

  function weighed(text, read) {
    return text.split(" ").filter(Boolean).map((one) => one.split(":")).map(([words, points]) => [read(words), Number(points)]);
  }

  /** A word without its endings. */
  const stems = new Map();
  function stem(word) {
    if (!stems.has(word)) stems.set(word, shortened(word));
    return stems.get(word);
  }

  function shortened(word) {
    let short = word;
    for (const ending of language.endings) {
      const stays = language.no_endings.some((end) => short.endsWith(end) && end.endsWith(ending));
      if (short.endsWith(ending) && short.length - ending.length >= language.least_stem && !stays) short = short.slice(0, -ending.length);
    }
    const isCut = short !== word && short.length > language.least_stem && short.at(-1) === short.at(-2);
    return isCut && !language.doubled.includes(short.at(-1)) ? short.slice(0, -1) : short;
  }

  const fit = (query, word) => stem(query) === stem(word) ? 1 : word.startsWith(query) ? language.beginning : 0;
  const most = (numbers) => Math.max(0, ...numbers);

  /** The words that count; all of them where none does. */
  function counted(text) {
    const all = [...new Set(text.toLowerCase().match(/[\p{L}\p{N}_.]*[\p{L}\p{N}_]/gu) ?? [])];
    const known = all.filter((word) => !uncounted.has(word));
    return known.length ? known : all;
  }

  /** The points that each word of a search gives to a row. */
  const each = ({ words }, query) => query.map((one) => most(words.map(([word, points]) => fit(one, word) * points)));

  /** The rows whose papers have this number at their foot, with or without its language. */
  const onPaper = (text) => rows.filter(({ numbers }) => numbers.includes(text.trim().toLowerCase()));

  /** The points of a row and how many of the words it has; no points where these are half of the words or less. */
  function score({ phrases }, query, given) {
    const found = given.filter(Boolean);
    if (2 * found.length <= query.length) return { points: 0, found: 0 };
    const whole = most(phrases.map(([parts, points]) => points * Math.min(...parts.map((part) => most(query.map((one) => fit(one, part)))))));
    return { points: Math.floor(found.reduce((sum, points) => sum + points, 0) + whole), found: found.length };
  }

  /** The rows, the best first: one of several conditions goes last, unless it has more of the words than those of one. */
  function ranked(scores) {
    const mostOfOne = most(rows.filter((row) => !row.isOfSeveral).map((row) => scores.get(row).found));
    const goesLast = (row) => row.isOfSeveral && scores.get(row).found <= mostOfOne;
    // Sorting keeps the order of the page where two rows have the same points.
    return [...rows].sort((one, other) => goesLast(one) - goesLast(other) || scores.get(other).points - scores.get(one).points);
  }

  function show() {
    const typed = counted(field.value), papers = onPaper(field.value), given = rows.map((row) => each(row, typed)), scores = new Map();
    const isKnown = typed.map((_, at) => given.some((points) => points[at]));
    const query = typed.filter((_, at) => isKnown[at]), unknown = papers.length ? [] : typed.filter((_, at) => !isKnown[at]);
    for (const [at, one] of rows.entries()) {
      const isFound = papers.length ? papers.includes(one) : !typed.length;
      scores.set(one, papers.length || isFound ? { points: Number(isFound), found: 0 } : score(one, query, given[at]));
      one.row.hidden = (part && !one.group.dataset.regions.split(" ").includes(part)) || !scores.get(one).points;
    }
    const count = rows.filter(({ row }) => !row.hidden).length;
    for (const { row, place } of typed.length ? ranked(scores) : rows) (typed.length ? list : place).append(row);
    list.hidden = !typed.length;
    main.toggleAttribute("data-searching", typed.length > 0);
    for (const group of groups) group.hidden = !group.querySelector(".row:not([hidden])");
    for (const link of parts) link.setAttribute("aria-pressed", String(link.dataset.region === part));
    for (const shape of shapes) shape.classList.toggle("picked", shape.dataset.shape === part);
    filter.hidden = !part;
    const said = count === 0 ? found.dataset.none : count === 1 ? found.dataset.one : found.dataset.many;
    const missing = count && unknown.length ? ` · ${found.dataset.unknown.replace("{words}", unknown.join(", "))}` : "";
    found.textContent = typed.length || part ? said.replace("{number}", String(count)) + missing : "";
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
  // On a narrow page the leaflets come first; the body is one press away.
  if (matchMedia("(max-width: 59rem)").matches) document.querySelector(".site-parts").open = Boolean(location.hash);
  main.toggleAttribute("data-script", true);
  if (parts.some((link) => `#${link.dataset.region}` === location.hash)) part = location.hash.slice(1);
  show();
  field.focus();
})();
