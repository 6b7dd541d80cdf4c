// Colours stand in the style sheet alone; canvases read them from there, again when light turns to dark or the page is printed.
let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const one = (name) => style.getPropertyValue(`--${name}`).trim();
  colours = { paper: one("paper"), ink: one("ink"), quiet: one("quiet"), line: one("line"), strong: one("strong"), disc: one("disc") };
  for (const kind of Object.keys(KINDS)) {
    const name = kind.toLowerCase();
    colours[kind] = { fill: one(`${name}-fill`), line: one(`${name}-line`), ink: one(`${name}-ink`) };
  }
}
readColours();
