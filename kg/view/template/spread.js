// Places for cards that join a scene: springs along lines, then no card on another. No chance is involved.
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
function spread(ids, fixed, start) {
  const at = new Map(ids.map((id) => [id, { ...(fixed.get(id) ?? start(id)) }]));
  const free = ids.filter((id) => !fixed.has(id));
  const here = new Set(ids);
  const joined = new Map(ids.map((id) => [id, near[id].filter((other) => here.has(other))]));
  for (let round = 0; round < 160; round++) {
    const reach = 60 * (1 - round / 160) + 2;
    const middle = { x: mean(ids.map((id) => at.get(id).x)), y: mean(ids.map((id) => at.get(id).y)) };
    for (const id of free) {
      const me = at.get(id);
      let [x, y] = [(middle.x - me.x) * 0.02, (middle.y - me.y) * 0.01];
      for (const other of joined.get(id)) {
        const [dx, dy] = [at.get(other).x - me.x, at.get(other).y - me.y];
        const far = Math.hypot(dx, dy) || 1;
        x += (dx / far) * (far - 165) * 0.12;
        y += (dy / far) * (far - 110) * 0.12;
      }
      for (const other of ids) {
        if (other === id) continue;
        const [dx, dy] = [me.x - at.get(other).x || 0.1 * (id - other), (me.y - at.get(other).y) * 1.6 || 0.1];
        const far = dx * dx + dy * dy;
        if (far < 160000) {
          x += (dx / far) * 1500;
          y += (dy / far) * 1500;
        }
      }
      const length = Math.hypot(x, y);
      const step = length > reach ? reach / length : 1;
      at.set(id, { x: me.x + x * step, y: me.y + y * step });
    }
  }
  return apart(ids, at, fixed);
}
function apart(ids, at, fixed) {
  for (let round = 0; round < 300; round++) {
    let moved = false;
    for (let i = 0; i < ids.length; i++) {
      for (let j = i + 1; j < ids.length; j++) {
        const [one, other] = [at.get(ids[i]), at.get(ids[j])];
        const [a, b] = [sizeOf(ids[i]), sizeOf(ids[j])];
        const wide = (a[0] + b[0]) / 2 + 18 - Math.abs(one.x - other.x);
        const high = (a[1] + b[1]) / 2 + 18 - Math.abs(one.y - other.y);
        if (wide <= 0.1 || high <= 0.1 || (fixed.has(ids[i]) && fixed.has(ids[j]))) continue;
        const axis = wide < high * 1.5 ? "x" : "y";
        const lack = axis === "x" ? wide : high;
        const way = one[axis] < other[axis] ? -1 : 1;
        const share = fixed.has(ids[i]) ? 0 : fixed.has(ids[j]) ? 1 : 0.5;
        one[axis] += way * lack * share;
        other[axis] -= way * lack * (1 - share);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return at;
}
