// The events of the picture as rows, in step with it; sorted by a press on a heading, copied as CSV (RFC 4180).
const COLUMNS = { when: "When", kind: "Kind", what: "What", who: "Who", where: "Where", status: "Status", said: "Who says so" };
const ROWS = 300;
const rowsShown = () => (state.scene === "map" ? shownAmong(everything) : [...shown]).filter((index) => isEvent(index));
function cell(index, column) {
  switch (column) {
    case "when": return when(index) || "no date";
    case "kind": return ONE[THINGS[index].k];
    case "what": return what(index);
    case "who": return who(index).map(label).join(", ");
    case "where": return where(index);
    case "status": return (THINGS[index].s ?? []).join(" / ");
    default: return says(index).join(", ") || "the text itself";
  }
}
function sorted() {
  const key = state.sort === "when" ? order : (index) => cell(index, state.sort).toLowerCase();
  const way = state.down ? -1 : 1;
  const keys = new Map(rowsShown().map((index) => [index, key(index)]));
  return [...keys.keys()].sort((a, b) => (keys.get(a) < keys.get(b) ? -way : keys.get(a) > keys.get(b) ? way : a - b));
}
function table() {
  const rows = sorted();
  const toggleTable = el("button", { type: "button", id: "opentable", "aria-expanded": String(state.table), "aria-controls": "rows", onclick: () => change({ table: !state.table }) },
    `${state.table ? "Hide" : "Show"} table`);
  const copy = el("button", { type: "button", id: "copy", onclick: () => copyRows(copy) }, "Copy as CSV");
  const bar = el("div", { class: "tools" }, toggleTable, el("span", { class: "quiet" }, plural(rows.length, "event", "events")), copy);
  const listed = rows.slice(0, ROWS).map((index) => {
    const cells = Object.keys(COLUMNS).map((column) => el("td", { dir: "auto", class: column }, column === "what" ? link(index) : column === "status" ? (THINGS[index].s ?? []).map(badge) : cell(index, column)));
    return el("tr", { class: `${status(index)} ${index === state.at ? "at" : ""}`, onclick: ({ target }) => target.closest("a") || go(index) }, cells);
  });
  const head = Object.entries(COLUMNS).map(([column, title]) => {
    const sort = state.sort === column ? (state.down ? "descending" : "ascending") : "none";
    const sign = sort === "none" ? "" : state.down ? " ↓" : " ↑";
    return el("th", { scope: "col", class: column, "aria-sort": sort }, el("button", { type: "button", "data-sort": column, onclick: () => change({ sort: column, down: state.sort === column && !state.down }) }, title + sign));
  });
  const body = el("div", { id: "rows", class: state.table ? "" : "printed" }, el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, listed)),
    rows.length > ROWS ? el("p", { class: "quiet" }, `The first ${ROWS} of ${count(rows.length)}; a copy has them all.`) : null);
  const held = document.activeElement?.dataset?.sort ?? document.activeElement?.id;
  const scrolled = $("rows")?.scrollTop ?? 0;
  $("drawer").replaceChildren(bar, body);
  body.scrollTop = scrolled;
  if (held) (document.querySelector(`#drawer [data-sort="${CSS.escape(held)}"]`) ?? document.querySelector(`#drawer #${CSS.escape(held)}`))?.focus();
}
// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
const quoted = (text) => `"${text.replace(/^([=+\-@\t\r])/, "'$1").replaceAll('"', '""')}"`;
const csv = () => [Object.values(COLUMNS).map(quoted), ...sorted().map((index) => Object.keys(COLUMNS).map((column) => quoted(cell(index, column))))].map((row) => row.join(",")).join("\r\n") + "\r\n";
async function copyRows(button) {
  const text = csv();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "aside" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy as CSV"), 1500);
}
