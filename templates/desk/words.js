// The words of the page, from its hidden list; and helpers that make elements.

const known = new Map([...document.querySelectorAll("[data-word]")].map(one => [one.dataset.word, one.textContent]));

/** The words of a key with its values filled in. */
export function say(key, values = {}) {
  return (known.get(key) ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The words of a key, or nothing where it has none: units that a dose does not have. */
export const unit = key => known.get(key) ?? "";

/** Says something to a screen reader. */
export function announce(words) {
  document.getElementById("said").textContent = words;
}

export const by = id => document.getElementById(id);

/** An element: attributes, listeners (`onclick`) and children; false and null leave an attribute out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Fills an element anew, and gives the focus back to the control with the same key. */
export function refill(parent, ...children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  parent.replaceChildren(...children.flat());
  if (key) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
