// The strip of time: an event is a dot, a month or a range a bar; many are drawn as columns. A brush chooses a span, play moves its end along.
const DAY = 86400000;
const dayOf = (iso) => Date.parse(`${iso}T00:00:00Z`) / DAY;
const isoOf = (day) => new Date(Math.round(day) * DAY).toISOString().slice(0, 10);
const dated = everything.filter((index) => isEvent(index) && THINGS[index].e);
const [FIRST, LAST] = dated.reduce(([a, b], index) => [Math.min(a, dayOf(THINGS[index].e[0])), Math.max(b, dayOf(THINGS[index].e[1]))], [Infinity, -Infinity]);
const MARGIN = Math.max(2, (LAST - FIRST) * 0.03);
const AXIS = 18, MANY = 110;
let player = 0;
const area = svg("svg", { role: "img" });
const brush = el("div", { class: "brush" });
const edge = (name, key) => el("div", { class: "edge", role: "slider", tabindex: 0, "aria-label": name, "data-key": key, onkeydown: (pressed) => nudge(pressed, key) });
const [edgeFrom, edgeTo] = [edge("From", "from"), edge("Until", "to")];
const field = (key, name) => el("input", { type: "text", size: 10, placeholder: isoOf(key === "from" ? FIRST : LAST), "aria-label": name, onchange: ({ target }) => enter(target, key) });
let fields = {};

const xOf = (day) => ((day - FIRST + MARGIN) / (LAST - FIRST + 2 * MARGIN)) * area.clientWidth;
const dayAt = (x) => (x / area.clientWidth) * (LAST - FIRST + 2 * MARGIN) + FIRST - MARGIN;
function setSpan(patch) {
  const span = { from: state.from, to: state.to, ...patch };
  if (span.from && span.to && span.from > span.to) [span.from, span.to] = [span.to, span.from];
  change(span);
}
// A year or a month counts from its first day as a beginning, until its last as an end.
function enter(target, key) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(target.value.trim()) ?? [];
  const from = `${year}-${month ?? "01"}-${day ?? "01"}`;
  const last = day ? from : month ? new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) : `${year}-12-31`;
  const chosen = year && !Number.isNaN(Date.parse(from)) ? (key === "from" ? from : last) : "";
  setSpan({ [key]: chosen });
}
function nudge(pressed, key) {
  const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -30, PageUp: 30 }[pressed.key];
  if (!way) return;
  pressed.preventDefault();
  const day = state[key] ? dayOf(state[key]) : key === "from" ? FIRST : LAST;
  change({ [key]: isoOf(Math.min(LAST, Math.max(FIRST, day + way))) });
}
function drag(pressed) {
  if (pressed.button) return;
  const left = area.getBoundingClientRect().left;
  const key = pressed.target.dataset?.key;
  const start = dayAt(pressed.clientX - left);
  const clamp = (day) => isoOf(Math.min(LAST, Math.max(FIRST, day)));
  const move = (moved) => {
    const day = dayAt(moved.clientX - left);
    if (key) setSpan({ [key]: clamp(day) });
    else if (Math.abs(xOf(day) - xOf(start)) > 3) change({ from: clamp(Math.min(start, day)), to: clamp(Math.max(start, day)) });
  };
  const stop = () => (removeEventListener("pointermove", move), removeEventListener("pointerup", stop));
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop);
}
function play() {
  if (player) return pause();
  const days = [...new Set(dated.filter(passes).map((index) => THINGS[index].e[1]))].sort();
  const steps = days.length > 40 ? Array.from({ length: 40 }, (_, at) => days[Math.round(((at + 1) * (days.length - 1)) / 40)]) : days;
  let at = 0;
  const next = () => {
    if (at >= steps.length) return pause();
    change({ to: steps[at++], undated: false });
    return undefined;
  };
  player = setInterval(next, 1200);
  next();
  strip();
}
function pause() {
  clearInterval(player);
  player = 0;
  strip();
}
function buildStrip() {
  if (!dated.length) {
    $("strip").hidden = true;
    return;
  }
  fields = { from: field("from", "From: a year, month or day such as 2021-06-01"), to: field("to", "Until: a year, month or day such as 2021-09-30") };
  const undated = everything.filter((index) => isEvent(index) && !THINGS[index].e).length;
  const box = el("input", { type: "checkbox", id: "undated", onchange: ({ target }) => change({ undated: target.checked }) });
  $("strip").append(
    el("div", { class: "tools" }, el("button", { type: "button", id: "play", onclick: play }, "Play"), fields.from, el("span", {}, "–"), fields.to,
      undated ? el("label", {}, box, `undated (${count(undated)})`) : null,
      el("button", { type: "button", id: "alltime", onclick: () => (pause(), change({ from: "", to: "", undated: true })) }, "All time")),
    el("div", { class: "time", onpointerdown: drag }, area, brush, edgeFrom, edgeTo));
}
function strip() {
  if (!dated.length) return;
  area.replaceChildren(...ticks(), ...marks());
  area.setAttribute("aria-label", `Events from ${words(isoOf(FIRST))} until ${words(isoOf(LAST))}`);
  const [left, right] = [state.from ? xOf(dayOf(state.from) - 0.4) : 0, state.to ? xOf(dayOf(state.to) + 0.4) : area.clientWidth];
  brush.hidden = !state.from && !state.to;
  Object.assign(brush.style, { left: `${left}px`, width: `${Math.max(2, right - left)}px` });
  edgeFrom.style.left = `${left}px`;
  edgeTo.style.left = `${right}px`;
  for (const [handle, key, day] of [[edgeFrom, "from", FIRST], [edgeTo, "to", LAST]]) {
    handle.setAttribute("aria-valuemin", Math.floor(FIRST));
    handle.setAttribute("aria-valuemax", Math.ceil(LAST));
    handle.setAttribute("aria-valuenow", state[key] ? dayOf(state[key]) : day);
    handle.setAttribute("aria-valuetext", words(state[key] || isoOf(day)));
    fields[key].value = state[key];
  }
  $("play").textContent = player ? "Pause" : "Play";
  if ($("undated")) $("undated").checked = state.undated;
}
function ticks() {
  const wide = area.clientWidth / (LAST - FIRST + 2 * MARGIN);
  const days = [1, 2, 7].find((step) => step * wide > 84);
  if (days) {
    const from = Math.ceil(FIRST - MARGIN);
    return Array.from({ length: Math.floor((LAST + MARGIN - from) / days) + 1 }, (_, at) => from + at * days).flatMap((day) => tick(xOf(day), words(isoOf(day))));
  }
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600].find((step) => step * 30.4 * wide > 64) ?? 1200;
  const made = [];
  const start = new Date((FIRST - MARGIN) * DAY);
  let month = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  for (; made.length < 200; month += months) {
    const x = xOf(Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY);
    if (x > area.clientWidth - 30) break;
    if (x < 0) continue;
    const text = months >= 12 ? String(Math.floor(month / 12)) : `${MONTHS[month % 12]} ${Math.floor(month / 12)}`;
    made.push(...tick(x, text));
  }
  return made;
}
function tick(x, text) {
  const high = area.clientHeight;
  return [svg("line", { x1: x, x2: x, y1: 0, y2: high - AXIS + 4, class: "tick" }), svg("text", { x: x + 3, y: high - 5 }, text)];
}
function marks() {
  const passing = dated.filter(passes);
  return passing.length > MANY ? columns(passing) : dots(passing);
}
function dots(passing) {
  const lanes = [];
  return passing.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : a - b)).map((index) => {
    const [start, end] = THINGS[index].e.map(dayOf);
    const long = end > start;
    let [x1, x2] = long ? [xOf(start - 0.5), Math.max(xOf(end + 0.5), xOf(start) + 10)] : [xOf(start) - 6, xOf(start) + 6];
    const most = Math.max(1, Math.floor((area.clientHeight - AXIS) / 14));
    let lane = lanes.findIndex((until) => until < x1);
    if (lane < 0) lane = lanes.length < most ? lanes.length : lanes.indexOf(Math.min(...lanes));
    // Where a day is full its events stand beside each other, to the right of it.
    const aside = Math.min(60, Math.max(0, (lanes[lane] ?? 0) - x1));
    [x1, x2] = [x1 + aside, x2 + aside];
    lanes[lane] = x2 + 1;
    const y = 8 + lane * 14;
    const name = `mark ${THINGS[index].k.toLowerCase()} ${status(index)} ${inSpan(index) ? "" : "out"} ${index === state.at ? "at" : ""}`;
    const shape = long ? svg("rect", { x: x1, y: y - 5, width: x2 - x1, height: 10, rx: 3, class: name }) : svg("circle", { cx: (x1 + x2) / 2, cy: y, r: 5.5, class: name });
    shape.append(svg("title", {}, [THINGS[index].h, label(index)].filter(Boolean).join(": ")));
    shape.addEventListener("pointerdown", (pressed) => pressed.stopPropagation());
    shape.addEventListener("click", () => go(index));
    return shape;
  });
}
function columns(passing) {
  const wide = 6;
  const bins = Array.from({ length: Math.ceil(area.clientWidth / wide) }, () => ({}));
  for (const index of passing) {
    const bin = bins[Math.min(bins.length - 1, Math.max(0, Math.floor(xOf((dayOf(THINGS[index].e[0]) + dayOf(THINGS[index].e[1])) / 2) / wide)))];
    bin[THINGS[index].k] = (bin[THINGS[index].k] ?? 0) + 1;
  }
  const most = Math.max(1, ...bins.map((bin) => Object.values(bin).reduce((a, b) => a + b, 0)));
  const high = area.clientHeight - AXIS - 4;
  return bins.flatMap((bin, at) => {
    let y = high + 4;
    return Object.entries(bin).map(([kind, many]) => {
      y -= (many / most) * high;
      return svg("rect", { x: at * wide, y, width: wide - 1, height: (many / most) * high, class: `column ${kind.toLowerCase()}` });
    });
  });
}
