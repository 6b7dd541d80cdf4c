// Finds things by any of their names; Enter or a press takes one into the picture.
const field_ = $("search");
const results = $("results");
const HITS = 12;
let index_ = null;
let marked_ = -1;
const texts = () => (index_ ??= everything.map((index) => [label(index), ...(THINGS[index].a ?? []), THINGS[index].h ?? ""].join("\n").toLowerCase()));
function hits(query) {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  const all = texts();
  const found = everything.filter((_, at) => wanted.every((word) => all[at].includes(word)));
  const begins = (index) => (label(index).toLowerCase().startsWith(wanted[0]) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b) || near[b].length - near[a].length || a - b).slice(0, HITS);
}
function list() {
  const found = hits(field_.value);
  marked_ = -1;
  results.hidden = !field_.value.trim();
  field_.setAttribute("aria-expanded", String(!results.hidden));
  field_.removeAttribute("aria-activedescendant");
  results.replaceChildren(...(found.length ? found.map(option) : [el("li", { class: "quiet", role: "presentation" }, "Nothing is called that.")]));
}
const option = (index, at) => el("li", { role: "option", id: `hit${at}`, "aria-selected": "false", "data-index": index, onpointerdown: (pressed) => (pressed.preventDefault(), take(index)) },
  sign(THINGS[index].k), el("span", { dir: "auto" }, label(index)), el("small", { dir: "auto" }, THINGS[index].h ?? ONE[THINGS[index].k]));
function take(index) {
  field_.value = "";
  list();
  go(index);
  canvasBox.focus();
}
function mark(at) {
  const options = [...results.querySelectorAll("[role=option]")];
  if (!options.length) return;
  marked_ = (at + options.length) % options.length;
  options.forEach((one, number) => one.setAttribute("aria-selected", String(number === marked_)));
  options[marked_].scrollIntoView({ block: "nearest" });
  field_.setAttribute("aria-activedescendant", options[marked_].id);
}
field_.addEventListener("input", list);
field_.addEventListener("blur", () => ((results.hidden = true), field_.setAttribute("aria-expanded", "false")));
field_.addEventListener("keydown", (pressed) => {
  if (pressed.key === "ArrowDown") mark(marked_ + 1);
  else if (pressed.key === "ArrowUp") mark(marked_ - 1);
  else if (pressed.key === "Escape") (field_.value = ""), list();
  else if (pressed.key === "Enter") {
    const chosen = results.querySelectorAll("[role=option]")[Math.max(0, marked_)];
    if (chosen) take(Number(chosen.dataset.index));
  } else return;
  pressed.preventDefault();
});
