// The legend is the filter: a press on a class, a status or a document hides it, another shows it again.
const legendCounts = new Map();
const tally = (name) => legendCounts.set(name, (legendCounts.get(name) ?? 0) + 1);
for (const index of everything) {
  tally(`class:${THINGS[index].k}`);
  if (status(index)) tally(`status:${status(index)}`);
  for (const source of THINGS[index].d ?? []) tally(documentName(source));
}
function toggle(name) {
  const off = new Set(state.off);
  if (!off.delete(name)) off.add(name);
  change({ off });
}
function chip(name, text, sign) {
  const on = !state.off.has(name);
  return el("button", { type: "button", class: "chip", "aria-pressed": String(on), "data-name": name, onclick: () => toggle(name) },
    sign, el("span", { dir: "auto" }, text), el("small", {}, count(legendCounts.get(name) ?? 0)));
}
const SIGNS = {
  State: "M1 3h18v10h-18z", Organization: "M5 2h10l4 4v4l-4 4h-10l-4-4v-4z", Person: "M6 3h8a5 5 0 0 1 0 10h-8a5 5 0 0 1 0-10z", Delegation: "M1 3h18l-4 5 4 5h-18z",
  WorkingGroup: "M5 2h10l4 6-4 6h-10l-4-6z", Process: "M5 3h14l-4 10h-14z", Treaty: "M3 2h10l4 4v8h-14z", TreatyAction: "M1 3h13l5 5-5 5h-13z",
  Agreement: "M4 2h12a3 3 0 0 0 3 3v6a3 3 0 0 0-3 3h-12a3 3 0 0 0-3-3v-6a3 3 0 0 0 3-3z", Meeting: "M4 2h12a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3h-12a3 3 0 0 1-3-3v-6a3 3 0 0 1 3-3z",
  Place: "M10 2a6 6 0 0 1 0 12a6 6 0 0 1 0-12z",
};
const sign = (kind) => svg("svg", { viewBox: "0 0 20 16", width: 20, height: 16, "aria-hidden": "true" }, svg("path", { d: SIGNS[kind] ?? SIGNS.Meeting, class: `sign ${kind.toLowerCase()}` }));
const statusSign = (name) => svg("svg", { viewBox: "0 0 20 16", width: 20, height: 16, "aria-hidden": "true" }, svg("path", { d: SIGNS.Meeting, class: `sign status ${name}` }),
  ...(STRUCK_STATUS.has(name) ? [svg("path", { d: "M5 8h10", class: "sign stroke" })] : []));
function legend() {
  const held = document.activeElement?.dataset?.name;
  const kinds = Object.keys(KINDS).filter((kind) => legendCounts.has(`class:${kind}`));
  const statuses = ["agreed", "held", "planned", "proposed", "rejected", "cancelled"].filter((name) => legendCounts.has(`status:${name}`));
  const open = $("documents")?.open;
  $("legend").replaceChildren(
    el("div", { role: "group", "aria-label": "Classes" }, kinds.map((kind) => chip(`class:${kind}`, KINDS[kind], sign(kind)))),
    el("div", { role: "group", "aria-label": "Status" }, statuses.map((name) => chip(`status:${name}`, name, statusSign(name)))),
  );
  $("sources").replaceChildren(documents(open));
  if (held) document.querySelector(`[data-name="${CSS.escape(held)}"]`)?.focus();
}
const DOCUMENTS_LISTED = 200;
function documents(open) {
  const hidden = DATA.sources.filter((_, index) => state.off.has(documentName(index))).length;
  const title = hidden ? `Documents: ${count(DATA.sources.length - hidden)} of ${count(DATA.sources.length)}` : plural(DATA.sources.length, "document", "documents");
  const rows = DATA.sources.slice(0, DOCUMENTS_LISTED).map((source, index) => {
    const name = documentName(index);
    const box = el("input", { type: "checkbox", checked: !state.off.has(name), "data-name": name, onchange: () => toggle(name) });
    return el("label", {}, box, el("span", { dir: "auto" }, cite(source)));
  });
  if (DATA.sources.length > DOCUMENTS_LISTED) rows.push(el("p", {}, `The first ${DOCUMENTS_LISTED} of ${count(DATA.sources.length)} documents.`));
  return el("details", { id: "documents", open }, el("summary", {}, title), el("div", { class: "sheet" }, rows));
}
const cite = (source) => [source[2], source[3] && words(source[3]), source[1] || source[0]].filter(Boolean).join(", ");
