// Puts the parts together: a change of state draws what depends on it.
function scenes() {
  if (!DATA.clusters) return;
  const button = (name, text) => el("button", { type: "button", "aria-pressed": String(state.scene === name), onclick: () => change({ scene: name, with: [], at: null }) }, text);
  $("scenes").replaceChildren(button("core", "Core"), button("map", "Map"));
}
function draw(before) {
  const moved = !before || before.scene !== state.scene || (before.with !== state.with && state.with.length);
  legend();
  scenes();
  showScene();
  if (moved) fit();
  panel();
  strip();
  table();
  document.body.classList.toggle("tabled", state.table);
}
function repaint() {
  readColours();
  chart = null;
  draw(state);
}
onChange(draw);
$("fit").addEventListener("click", fit);
addEventListener("hashchange", () => location.hash.slice(1) !== written && (reopen(), draw(null)));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
addEventListener("beforeprint", () => (document.documentElement.classList.add("print"), repaint(), fit()));
addEventListener("afterprint", () => (document.documentElement.classList.remove("print"), repaint()));
let resized = 0;
new ResizeObserver(() => (clearTimeout(resized), (resized = setTimeout(() => (network.redraw(), fit(), strip()), 60)))).observe($("stage"));
buildStrip();
reopen();
draw(null);
document.body.dataset.ready = "yes";
window.accord = { network, change, state: () => state, position: (id) => network.canvasToDOM(scene.at.get(byId.get(id))) }; // for whoever drives the page from outside
