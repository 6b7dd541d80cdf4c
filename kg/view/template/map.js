// The map of a large graph: all dots once into a bitmap, groups as cards upon it; near by, the dots of the view and as many names as fit.
const MAP = DATA.map;
let chart = null;
const dotColour = (index) => colours[THINGS[index].k].line;
const extent = () => {
  const [xs, ys] = [0, 1].map((axis) => DATA.clusters.flatMap((group) => [axis ? group.y : group.x].flatMap((c) => [c - group.r, c + group.r])));
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
};
function drawChart(shown) {
  const box = extent();
  const scale = 2400 / Math.max(box.right - box.left, box.bottom - box.top);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((box.right - box.left) * scale);
  canvas.height = Math.ceil((box.bottom - box.top) * scale);
  const ctx = canvas.getContext("2d");
  ctx.setTransform(scale, 0, 0, scale, -box.left * scale, -box.top * scale);
  const home = new Int32Array(THINGS.length);
  DATA.clusters.forEach((group, number) => group.m.forEach((index) => (home[index] = number)));
  const visible = new Set(shown);
  const between = new Map();
  const lines = new Path2D();
  for (const [one, other] of DATA.lines) {
    if (!visible.has(one) || !visible.has(other)) continue;
    if (home[one] === home[other]) {
      lines.moveTo(...MAP[one]);
      lines.lineTo(...MAP[other]);
    } else {
      const pair = Math.min(home[one], home[other]) * 1000 + Math.max(home[one], home[other]);
      between.set(pair, (between.get(pair) ?? 0) + 1);
    }
  }
  drawTies(ctx, between);
  for (const group of DATA.clusters) {
    ctx.beginPath();
    ctx.arc(group.x, group.y, group.r, 0, 7);
    ctx.fillStyle = colours.disc;
    ctx.fill();
  }
  ctx.strokeStyle = colours.line;
  ctx.globalAlpha = 0.3;
  ctx.lineWidth = 0.6 / scale;
  ctx.stroke(lines);
  ctx.globalAlpha = 0.8;
  for (const index of shown) {
    const size = (near[index].length > 12 ? 4 : 2) / scale;
    ctx.fillStyle = dotColour(index);
    ctx.fillRect(MAP[index][0] - size / 2, MAP[index][1] - size / 2, size, size);
  }
  chart = { canvas, box, scale, shown };
}
function drawTies(ctx, between) {
  const most = Math.max(1, ...between.values());
  ctx.strokeStyle = colours.line;
  for (const [pair, ties] of between) {
    if (ties < most / 12) continue;
    const [a, b] = [DATA.clusters[Math.floor(pair / 1000)], DATA.clusters[pair % 1000]];
    ctx.globalAlpha = 0.15 + 0.35 * (ties / most);
    ctx.lineWidth = 10 + 110 * (ties / most);
    ctx.beginPath();
    ctx.moveTo(a.x, a.y);
    ctx.lineTo(b.x, b.y);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}
const inView = (network, canvas) => {
  const [one, other] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: canvas.clientWidth, y: canvas.clientHeight })];
  return chart.shown.filter((i) => MAP[i][0] > one.x && MAP[i][0] < other.x && MAP[i][1] > one.y && MAP[i][1] < other.y);
};
// Above this zoom the dots are worth naming one by one.
const NAMED = 0.55;
let seen = { key: "", dots: [], names: [] };
function drawDots(ctx, network, canvas) {
  const scale = network.getScale();
  if (scale < NAMED) return;
  const { x, y } = network.getViewPosition();
  const key = `${x.toFixed()},${y.toFixed()},${scale.toFixed(3)}`;
  if (seen.key !== key) {
    const dots = inView(network, canvas);
    seen = { key, dots, names: names(dots, scale) };
  }
  for (const index of seen.dots) {
    ctx.fillStyle = dotColour(index);
    ctx.beginPath();
    ctx.arc(...MAP[index], Math.min(5, 3 / scale + near[index].length * 0.1), 0, 7);
    ctx.fill();
  }
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.font = `${12 / scale}px ${FONT}`;
  ctx.lineWidth = 3 / scale;
  for (const [index, text] of seen.names) {
    ctx.strokeStyle = colours.paper;
    ctx.strokeText(text, MAP[index][0] + 7 / scale, MAP[index][1]);
    ctx.fillStyle = colours.ink;
    ctx.fillText(text, MAP[index][0] + 7 / scale, MAP[index][1]);
  }
}
function names(dots, scale) {
  const taken = [];
  const found = [];
  for (const index of [...dots].sort((a, b) => near[b].length - near[a].length || a - b).slice(0, 400)) {
    const text = label(index).length > 38 ? `${label(index).slice(0, 36)}…` : label(index);
    const [x, y] = MAP[index];
    const box = [x, y - 8 / scale, x + (text.length * 6.4 + 12) / scale, y + 8 / scale];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    found.push([index, text]);
    if (found.length >= 60) break;
  }
  return found;
}
function dotAt(point, scale) {
  let [best, reach] = [null, (10 / scale) ** 2];
  for (const index of chart.shown) {
    const far = (MAP[index][0] - point.x) ** 2 + (MAP[index][1] - point.y) ** 2;
    if (far < reach) [best, reach] = [index, far];
  }
  return best;
}
