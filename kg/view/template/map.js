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
    for (const fill of [colours.paper, colours.disc]) {
      ctx.fillStyle = fill;
      ctx.fill();
    }
  }
  ctx.strokeStyle = colours.line;
  ctx.globalAlpha = 0.3;
  ctx.lineWidth = 0.6 / scale;
  ctx.stroke(lines);
  ctx.globalAlpha = 0.8;
  for (const index of shown) {
    const size = ((near[index].length > 12 ? 4 : 2.4) * (shown.length < 2000 ? 3 : 1)) / scale;
    ctx.fillStyle = dotColour(index);
    ctx.fillRect(MAP[index][0] - size / 2, MAP[index][1] - size / 2, size, size);
  }
  chart = { canvas, box, scale, shown };
}
// Only the three strongest ties of each group: all of them together would say nothing.
function drawTies(ctx, between) {
  const most = Math.max(1, ...between.values());
  const told = new Map();
  ctx.strokeStyle = colours.line;
  for (const [pair, ties] of [...between].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const [one, other] = [Math.floor(pair / 1000), pair % 1000];
    if ((told.get(one) ?? 0) >= 3 || (told.get(other) ?? 0) >= 3) continue;
    for (const end of [one, other]) told.set(end, (told.get(end) ?? 0) + 1);
    const [a, b] = [DATA.clusters[one], DATA.clusters[other]];
    ctx.globalAlpha = 0.5;
    ctx.lineWidth = 6 + 60 * (ties / most);
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
// Above this zoom the dots are worth naming one by one, below it the groups are.
let fitted = 0;
const named = () => Math.max(0.5, fitted * 1.25);
let seen = { key: "", dots: [], names: [] };
function drawNames(ctx, network, canvas) {
  const scale = network.getScale();
  const { x, y } = network.getViewPosition();
  const key = `${x.toFixed()},${y.toFixed()},${scale.toFixed(3)}`;
  if (seen.key !== key || seen.chart !== chart) {
    const dots = scale < named() ? [] : inView(network, canvas);
    seen = { key, chart, dots, names: dots.length ? names(dots, scale) : groupNames(scale) };
  }
  for (const index of seen.dots) {
    ctx.fillStyle = dotColour(index);
    ctx.beginPath();
    ctx.arc(...MAP[index], Math.min(6, 3 + near[index].length * 0.12), 0, 7);
    ctx.fill();
  }
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 / scale;
  for (const { text, left, top, size, bold, middle } of seen.names) {
    ctx.font = `${bold ? "bold " : ""}${size / scale}px ${FONT}`;
    ctx.textAlign = middle ? "center" : "left";
    ctx.strokeStyle = colours.paper;
    ctx.strokeText(text, left, top);
    ctx.fillStyle = bold || !middle ? colours.ink : colours.quiet;
    ctx.fillText(text, left, top);
  }
}
const shorten = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);
// As many groups as can be named without a name on another, the largest first: the name of each part on its own line, then how many things.
function groupNames(scale) {
  const taken = [];
  const found = [];
  for (const group of DATA.clusters) {
    for (const many of [3, 1]) {
      const lines = [...group.n.split(", ").slice(0, many).map((part) => shorten(part, Math.max(12, (group.r * scale) / 3))), count(group.m.length)];
      const wide = Math.max(...lines.map((line) => line.length)) * 6.6;
      const high = lines.length * 14;
      const box = [group.x - wide / 2 / scale, group.y - high / 2 / scale, group.x + wide / 2 / scale, group.y + high / 2 / scale];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      lines.forEach((text, row) => {
        const last = row === lines.length - 1;
        found.push({ text, left: group.x, top: group.y + ((row + 0.5) * 14 - high / 2) / scale, size: last ? 11 : 12, bold: !last, middle: true });
      });
      break;
    }
  }
  return found;
}
function names(dots, scale) {
  const taken = [];
  const found = [];
  for (const index of [...dots].sort((a, b) => near[b].length - near[a].length || a - b).slice(0, 400)) {
    const text = shorten(label(index), 38);
    const [x, y] = MAP[index];
    const box = [x, y - 8 / scale, x + (text.length * 6.4 + 12) / scale, y + 8 / scale];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    found.push({ text, left: x + 9 / scale, top: y, size: 12, bold: false, middle: false });
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
