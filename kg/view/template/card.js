// Draws the card of a thing. The outline is the path that came with the data.
const FONT = 'Arial, Helvetica, "Liberation Sans", Arimo, sans-serif';
const HEAD = 14, LINE = 16;
const outlines = new Map();
const pathOf = (text) => outlines.get(text) ?? outlines.set(text, new Path2D(text)).get(text);
const sizeOf = (id) => THINGS[id].c;
function describe(id) {
  const thing = THINGS[id];
  const bold = thing.k === "State" || thing.k === "Organization";
  return { kind: thing.k, path: DATA.paths[thing.c[2]], head: thing.H ?? thing.h ?? "", lines: thing.t, status: status(id), bold };
}
function drawCard(ctx, id, x, y, marked, faint) {
  const [wide, high] = sizeOf(id);
  const { kind, path, head, lines, status: state, bold } = describe(id);
  const colour = colours[kind];
  const shape = pathOf(path);
  ctx.translate(x, y);
  ctx.fillStyle = colours.paper;
  ctx.fill(shape);
  ctx.globalAlpha = faint ? 0.28 : 1;
  ctx.fillStyle = OPEN_STATUS.has(state) || STRUCK_STATUS.has(state) ? colours.paper : colour.fill;
  ctx.fill(shape);
  if (marked) {
    ctx.strokeStyle = colours.strong;
    ctx.lineWidth = 6;
    ctx.globalAlpha *= 0.35;
    ctx.stroke(shape);
    ctx.globalAlpha = faint ? 0.28 : 1;
  }
  ctx.strokeStyle = colour.line;
  ctx.lineWidth = kind === "Agreement" ? 2 : 1.4;
  ctx.setLineDash(OPEN_STATUS.has(state) ? [6, 4] : []);
  ctx.stroke(shape);
  ctx.setLineDash([]);
  writeCard(ctx, wide, high, head, lines ? lines.split("\n") : [], bold, state, colour);
}
function writeCard(ctx, wide, high, head, lines, bold, state, colour) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.direction = "ltr";
  let y = -(lines.length * LINE + (head ? HEAD : 0)) / 2;
  const row = (text, font, step, ink) => {
    ctx.font = font;
    ctx.fillStyle = ink;
    ctx.fillText(text, 0, y + step / 2 + 1, wide - 10);
    if (STRUCK_STATUS.has(state)) {
      const half = Math.min(ctx.measureText(text).width, wide - 10) / 2;
      ctx.fillRect(-half, y + step / 2 + 0.5, half * 2, 1.2);
    }
    y += step;
  };
  const ink = STRUCK_STATUS.has(state) || OPEN_STATUS.has(state) ? colours.ink : colour.ink;
  if (head) row(head, `bold 11px ${FONT}`, HEAD, state || colours.paper === colour.fill ? colour.line : ink);
  for (const line of lines) row(line, `${bold ? "bold " : ""}13px ${FONT}`, LINE, ink);
}
