/**
 * Make an element: `h("p", {class: "note", hidden: true, onclick: f}, "text", child, null)`. Strings become text
 * nodes, never markup; null children and null or false properties are left out.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  const nothing = [null, undefined, false, ""];
  element.append(...children.flat(Infinity).filter((child) => !nothing.includes(child)));
  return element;
}

/** The address when it is an http or https one, else null: nothing else ever becomes a link. */
export function safeLink(address, base = document.baseURI) {
  if (!address || !URL.canParse(address, base)) return null;
  const url = new URL(address, base);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

/** A drawing of one path, 24 units square, in the colour of the text around it. */
export function icon(path, name = "") {
  const [svg, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  const attributes = { viewBox: "0 0 24 24", class: `icon ${name}`, "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** The article's element where the page does not name it: of several, the one with the most to read. */
export function findArticle() {
  const size = (element) => element.textContent.length;
  const [longest] = [...document.querySelectorAll("article")].sort((a, b) => size(b) - size(a));
  return longest ?? document.querySelector("main") ?? document.body;
}
