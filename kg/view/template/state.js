// What the reader has chosen. It stands in the URL fragment, so that a link reopens it; everything else follows from it.
const SORTS = ["when", "kind", "what", "who", "where", "status", "said"];
const initial = () => ({ at: null, scene: "core", with: [], off: new Set(), from: "", to: "", undated: true, table: false, sort: "when", down: false });
let state = initial();
let written = "";
const listeners = [];
const onChange = (listener) => listeners.push(listener);

function change(patch) {
  const before = state;
  state = { ...state, ...patch };
  write();
  for (const listener of listeners) listener(before);
}
function write() {
  const given = new URLSearchParams();
  if (state.scene !== "core") given.set("scene", state.scene);
  if (state.at !== null) given.set("at", THINGS[state.at].i);
  for (const index of state.with) given.append("with", THINGS[index].i);
  for (const name of [...state.off].sort()) given.append("off", name);
  if (state.from) given.set("from", state.from);
  if (state.to) given.set("to", state.to);
  if (!state.undated) given.set("undated", "no");
  if (state.table) given.set("table", "yes");
  if (state.sort !== "when" || state.down) given.set("sort", (state.down ? "-" : "") + state.sort);
  written = given.toString();
  if (location.hash.slice(1) === written) return;
  try {
    history.replaceState(null, "", `#${written}`);
  } catch {
    // In a sandboxed frame the address belongs to somebody else; the state then lives in memory alone.
  }
}
function reopen() {
  const given = new URLSearchParams(location.hash.slice(1));
  const day = (name) => (/^\d{4}-\d{2}-\d{2}$/.test(given.get(name) ?? "") ? given.get(name) : "");
  const sort = given.get("sort") ?? "when";
  const scene = given.get("scene") ?? "core";
  const group = /^group:(\d+)$/.exec(scene);
  state = {
    at: byId.get(given.get("at")) ?? null,
    scene: DATA.clusters && (scene === "map" || (group && Number(group[1]) < DATA.clusters.length)) ? scene : "core",
    with: given.getAll("with").map((id) => byId.get(id)).filter((index) => index !== undefined && drawn(index)),
    off: new Set(given.getAll("off")),
    from: day("from"),
    to: day("to"),
    undated: given.get("undated") !== "no",
    table: given.get("table") === "yes",
    sort: SORTS.includes(sort.replace("-", "")) ? sort.replace("-", "") : "when",
    down: sort.startsWith("-"),
  };
  written = location.hash.slice(1);
}
