// Beside the picture: without a choice the answer to the main question, with one every fact of the thing and the sentences behind it.
function panel() {
  const chosen = state.at;
  $("panel").replaceChildren(...(chosen === null ? (state.scene === "map" ? groups() : digest()) : [heading(chosen), ...(isEvent(chosen) ? event(chosen) : entity(chosen))]));
  $("panel").scrollTop = 0;
}
// What the map shows, for those who read or go by keyboard.
function groups() {
  const list = DATA.clusters.map((group, number) =>
    el("li", {}, el("button", { type: "button", class: "group", dir: "auto", onclick: () => openGroup(number) }, group.n, el("small", {}, ` ${count(group.m.length)} things`))));
  return [el("h2", {}, "Groups"), el("ol", { class: "digest" }, list)];
}
const DIGEST = 60;
const latest = (index) => THINGS[index].e?.[1] ?? "";
function digest() {
  const agreements = rowsShown().filter((index) => THINGS[index].k === "Agreement").sort((a, b) => (latest(a) < latest(b) ? 1 : latest(a) > latest(b) ? -1 : a - b));
  const list = agreements.slice(0, DIGEST).map((index) =>
    el("li", { class: status(index) },
      el("p", { class: "when" }, [THINGS[index].h || "no date", " ", status(index) !== "agreed" ? badge(status(index)) : ""]),
      el("p", {}, links(who(index)), who(index).length ? ": " : "", link(index, "link what")),
      says(index).length ? el("p", { class: "by", dir: "auto" }, `as told by ${says(index).join(", ")}`) : null));
  const rest = agreements.length > DIGEST ? [el("p", { class: "quiet" }, `The latest ${DIGEST} of ${count(agreements.length)}; the table has them all.`)] : [];
  return [
    el("h2", {}, agreements.length ? "What was agreed" : "No agreements here"),
    agreements.length ? el("ol", { class: "digest" }, list) : el("p", { class: "quiet" }, "None in this part of the graph, or the filters hide them."), ...rest,
    el("p", { class: "quiet" }, "Choose a card to read its facts and the sentences behind them."),
  ];
}
function heading(index) {
  const thing = THINGS[index];
  const hidden = state.scene === "map" ? 0 : near[index].filter((other) => !scene.at.has(other)).length;
  return el("div", { class: "heading" },
    el("p", { class: "kind" }, sign(thing.k), ONE[thing.k] ?? thing.k, (thing.s ?? []).map(badge), thing.s?.length > 1 ? el("span", {}, "accounts differ") : null,
      el("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => (change({ at: null }), canvasBox.focus()) }, "×")),
    el("h2", { dir: "auto" }, label(index)),
    thing.a?.length ? el("p", { class: "quiet", dir: "auto" }, `Also: ${thing.a.slice(0, 8).join("; ")}`) : null,
    hidden ? el("button", { type: "button", class: "more", onclick: () => expand(index) }, `Show its neighbours (${count(hidden)} not in the picture)`) : null);
}
function event(index) {
  const row = (name, given) => (given && given.length ? [el("dt", {}, name), el("dd", { dir: "auto" }, given)] : []);
  const text = (name) => values(index, name).map(([given]) => readable(given)).join(" / ");
  const list = el("dl", {},
    row("When", [when(index) || "no date"]), row("Where", links(targets(index, "place"))), row("Who", links(who(index))),
    row("Delegations", links(sources(index, "attends"))), row("About", links(targets(index, "object", "treaty", "partOf"))), row("Reached at", links(targets(index, "reachedAt"))),
    row("Led to", links(sources(index, "reachedAt", "establishedBy").filter((other) => !targets(index, "object").includes(other)))), row("Topic", text("topic")), row("Deadline", text("deadline")), row("Condition", text("condition")));
  return [list, accounts(index)];
}
// One column for each document: its own wording of the fact, then its sentences.
function accounts(index) {
  const told = Map.groupBy(THINGS[index].q ?? [], (key) => DATA.quotes[key][0]);
  const own = (source) => ["content", "status", "date", "ordinal", "topic"].flatMap((name) => {
    const all = values(index, name);
    return all.length > 1 ? all.filter(([, from]) => from.includes(source)).map(([given]) => readable(given)) : [];
  });
  const columns = [...told].map(([source, keys]) =>
    el("section", {}, el("h4", { dir: "auto" }, cite(DATA.sources[source])), own(source).map((given) => el("p", { class: "own", dir: "auto" }, given)),
      keys.map((key) => quotation(key, phrases(index), false))));
  return el("div", {}, el("h3", {}, told.size > 1 ? `${told.size} documents tell of it` : "The sentence behind it"), el("div", { class: "accounts" }, columns));
}
const SECTIONS = [
  ["Agreements", (index) => sources(index, "party", "object", "establishedBy").concat(targets(index, "establishedBy")).filter((other) => THINGS[other].k === "Agreement")],
  ["Meetings", (index) => sources(index, "participant", "partOf").concat(targets(index, "attends")).filter((other) => THINGS[other].k === "Meeting")],
  ["Treaty steps", (index) => sources(index, "party", "treaty").filter((other) => THINGS[other].k === "TreatyAction")],
  ["Offices", (index) => sources(index, "heldBy", "within").filter((other) => THINGS[other].k === "Position")],
  ["Groups, delegations and treaties", (index) => sources(index, "party", "partOf", "represents", "headedBy", "member").filter((other) => !isEvent(other))],
];
const LISTED = 100;
function entity(index) {
  const parts = own(index);
  for (const [title, find] of SECTIONS) {
    const facts = [...new Set(find(index))].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : a - b));
    if (!facts.length) continue;
    parts.push(el("h3", {}, title), ...facts.slice(0, LISTED).map((fact) => factOf(fact, index, facts.length)));
    if (facts.length > LISTED) parts.push(el("p", { class: "quiet" }, `The first ${LISTED} of ${count(facts.length)}.`));
  }
  return parts.length ? parts : [el("p", { class: "quiet" }, "Only named; nothing more is told of it.")];
}
function own(index) {
  const row = (name, given) => (given.length ? [el("dt", {}, name), el("dd", { dir: "auto" }, given)] : []);
  const text = (name) => values(index, name).map(([given]) => given).join(" / ");
  const rows = [
    ...row("Parties", links(targets(index, "party"))), ...row("Of", links(targets(index, "represents"))), ...row("Headed by", links(targets(index, "headedBy"))),
    ...row("Members", links(targets(index, "member"))), ...row("Part of", links(targets(index, "partOf"))), ...row("Mandate", text("mandate")), ...row("Subject", text("subject")),
  ];
  return [...(rows.length ? [el("dl", {}, rows)] : []), ...(THINGS[index].q?.length ? [accounts(index)] : [])];
}
function factOf(fact, from, many) {
  const keys = THINGS[fact].q ?? [];
  const wanted = phrases(fact);
  const title = THINGS[fact].k === "Position" ? [value(fact, "title"), " — ", links(targets(fact, "heldBy", "within").filter((other) => other !== from))] : [link(fact)];
  return el("details", { class: `fact ${status(fact)} ${isEvent(fact) && !inSpan(fact) ? "out" : ""}`, open: many <= 8 },
    el("summary", {}, el("span", { class: "when" }, THINGS[fact].k === "Position" ? "" : THINGS[fact].h ?? ""), " ", title, " ", OPEN_STATUS.has(status(fact)) || STRUCK_STATUS.has(status(fact)) ? badge(status(fact)) : ""),
    keys.map((key) => quotation(key, { told: wanted.told, named: [...wanted.named, label(from), ...(THINGS[from].a ?? [])] })));
}
