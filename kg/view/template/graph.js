// The picture: a scene's cards in vis-network, what is in focus, and going from card to card.
const START = new Map(json("nodes").map((node) => [node.id, { x: node.x, y: node.y }]));
const canvasBox = $("graph");
const cards = new vis.DataSet();
const ties = new vis.DataSet();
let hovered = null;
let scene = { key: "", ids: [], at: new Map() };
let shown = new Set();
let focus = null; // the ids in focus, or null when all are

const network = new vis.Network(canvasBox, { nodes: cards, edges: ties }, json("options"));
network.setOptions({
  nodes: {
    ctxRenderer: ({ ctx, id, x, y }) => ({
      drawNode: () => drawCard(ctx, id, x, y, id === state.at, focus !== null && !focus.has(id)),
      nodeDimensions: { width: sizeOf(id)[0], height: sizeOf(id)[1] },
    }),
  },
});

const groupNow = () => DATA.clusters[Number(state.scene.slice(6))];
function makeScene() {
  const key = `${state.scene}+${state.with.join()}`;
  if (scene.key === key) return;
  if (state.scene === "map") {
    scene = { key, ids: [], at: new Map() };
    return;
  }
  let [ids, at] = [DATA.core, new Map(START)];
  if (state.scene !== "core") {
    const group = groupNow();
    ids = group.m.slice(0, DATA.first);
    const wide = (11 * DATA.first) / group.r;
    at = spread(ids, new Map(), (id) => ({ x: (MAP[id][0] - group.x) * wide * 1.5, y: (MAP[id][1] - group.y) * wide }));
  }
  for (const index of state.with) {
    const more = [index, ...near[index].toSorted((a, b) => near[b].length - near[a].length || a - b).slice(0, 24)].filter((id) => !at.has(id));
    const home = at.get(index) ?? middle([...at.values()], more.length);
    const turn = (id) => (more.indexOf(id) * 2.39996) % 6.2832;
    ids = [...ids, ...more];
    at = spread(ids, at, (id) => (id === index ? home : { x: home.x + Math.cos(turn(id)) * 260, y: home.y + Math.sin(turn(id)) * 180 }));
  }
  scene = { key, ids, at };
}
// A thing from elsewhere goes to the right of the picture.
const middle = (points, many) => ({ x: Math.max(0, ...points.map((point) => point.x)) + 260 + 20 * many, y: 0 });

function showScene() {
  makeScene();
  const members = shownAmong(scene.ids);
  shown = new Set(members);
  $("message").textContent = messageOf();
  cards.remove(cards.getIds().filter((id) => !shown.has(id)));
  cards.update(members.map((id) => ({ id, ...scene.at.get(id), title: undefined })));
  if (state.scene === "map") drawChart(shownAmong(everything));
  showFocus();
}
function messageOf() {
  if (state.scene.startsWith("group:")) {
    const group = groupNow();
    const more = group.m.length - DATA.first;
    return more > 0 ? `The ${DATA.first} most connected of ${count(group.m.length)} things in this group; search for the others or show the neighbours of one.` : "";
  }
  if (state.scene === "map") return "Groups of things that belong together, each named after its best connected. Open one with a click, or zoom in for names.";
  return DATA.notes.join(" ");
}
function showFocus() {
  const id = hovered ?? state.at;
  focus = id !== null && shown.has(id) ? new Set([id, ...near[id]]) : null;
  ties.clear();
  if (state.scene !== "map") ties.add(DATA.lines.filter(([a, b]) => shown.has(a) && shown.has(b)).map(([a, b]) => tie(a, b, id)));
  network.redraw();
  $("hint").textContent = hovered !== null ? [THINGS[hovered].h, label(hovered)].filter(Boolean).join(" · ") : "";
}
function tie(from, to, id) {
  const open = [from, to].some((index) => OPEN_STATUS.has(status(index)) || STRUCK_STATUS.has(status(index)));
  const lit = focus && (from === id || to === id);
  const color = lit ? colours.strong : colours.line;
  return { id: `${from}-${to}`, from, to, width: lit ? 1.8 : 1.1, dashes: open ? [5, 4] : false, color: { color, opacity: focus && !lit ? 0.15 : 1 } };
}

function fit() {
  const boxes = state.scene === "map" ? DATA.clusters.map((group) => [group, [group.r * 2, group.r * 2]]) : [...shown].map((id) => [scene.at.get(id), sizeOf(id)]);
  if (!boxes.length) return;
  const [left, right] = [Math.min(...boxes.map(([p, s]) => p.x - s[0] / 2)), Math.max(...boxes.map(([p, s]) => p.x + s[0] / 2))];
  const [top, bottom] = [Math.min(...boxes.map(([p, s]) => p.y - s[1] / 2)), Math.max(...boxes.map(([p, s]) => p.y + s[1] / 2))];
  const scale = Math.min((canvasBox.clientWidth - 32) / (right - left), (canvasBox.clientHeight - 32) / (bottom - top), 1.35);
  fitted = scale;
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
}
function centre(id) {
  const [corner, opposite] = [network.DOMtoCanvas({ x: 60, y: 40 }), network.DOMtoCanvas({ x: canvasBox.clientWidth - 60, y: canvasBox.clientHeight - 40 })];
  const { x, y } = scene.at.get(id);
  const scale = Math.max(network.getScale(), 0.8);
  if (x < corner.x || x > opposite.x || y < corner.y || y > opposite.y || network.getScale() < 0.5) network.moveTo({ position: { x, y }, scale, animation: false });
}
// Chooses a thing, and brings it into the picture where it is not.
function go(index) {
  makeScene();
  if (!drawn(index)) return;
  const here = state.scene !== "map" && scene.ids.includes(index);
  if (here) change({ at: index });
  else change({ at: index, scene: state.scene === "map" ? "core" : state.scene, with: [...state.with.slice(-3), index] });
  if (shown.has(index)) centre(index);
}
const expand = (index) => change({ at: index, with: [...state.with.filter((other) => other !== index), index].slice(-6) });

network.on("click", ({ nodes, pointer }) => {
  if (state.scene === "map") {
    const dot = network.getScale() >= named() ? dotAt(pointer.canvas, network.getScale()) : null;
    const group = DATA.clusters.findIndex(({ x, y, r }) => Math.hypot(x - pointer.canvas.x, y - pointer.canvas.y) < r);
    if (dot !== null) change({ at: dot });
    else if (group >= 0) openGroup(group);
  } else change({ at: nodes[0] ?? null });
});
const openGroup = (number) => change({ scene: `group:${number}`, at: null, with: [] });
network.on("doubleClick", ({ nodes }) => nodes.length && expand(nodes[0]));
network.on("hoverNode", ({ node }) => ((hovered = node), showFocus()));
network.on("blurNode", () => ((hovered = null), showFocus()));
network.on("dragEnd", ({ nodes }) => nodes.forEach((id) => scene.at.set(id, network.getPosition(id))));
network.on("beforeDrawing", (ctx) => {
  if (state.scene === "map" && chart) {
    const { canvas, box, scale } = chart;
    ctx.drawImage(canvas, box.left, box.top, canvas.width / scale, canvas.height / scale);
  }
});
network.on("afterDrawing", (ctx) => state.scene === "map" && chart && drawNames(ctx, network, canvasBox));

// The nearest card in the direction of an arrow key, counting what lies aside double.
function step(dx, dy) {
  const from = state.at !== null && shown.has(state.at) ? scene.at.get(state.at) : network.getViewPosition();
  const cost = (id) => {
    const [x, y] = [scene.at.get(id).x - from.x, scene.at.get(id).y - from.y];
    const ahead = x * dx + y * dy;
    return ahead <= 1 ? Infinity : ahead + 2.2 * Math.abs(x * dy - y * dx);
  };
  const next = [...shown].filter((id) => id !== state.at).sort((a, b) => cost(a) - cost(b))[0];
  if (next !== undefined && cost(next) < Infinity) go(next);
}
const zoom = (by) => network.moveTo({ scale: network.getScale() * by, animation: false });
const KEYS = {
  ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1), "+": () => zoom(1.25), "=": () => zoom(1.25),
  "-": () => zoom(0.8), 0: fit, Enter: () => state.at !== null && $("panel").focus(), Escape: () => change({ at: null }),
};
canvasBox.addEventListener("keydown", (event) => {
  const act = event.ctrlKey || event.metaKey || event.altKey ? null : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
