// Runs the query of the page and shows its rows; everything that comes back is shown as text, never as markup.
"use strict";

const form = document.getElementById("ask");
const canned = document.getElementById("canned");
const told = document.getElementById("told");
const rows = document.getElementById("rows");
const text = document.getElementById("text");
const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9, text/plain;q=0.1";

function line(cells, kind) {
  const row = document.createElement("tr");
  for (const cell of cells) {
    const box = document.createElement(kind);
    box.dir = "auto";
    box.textContent = cell;
    row.append(box);
  }
  return row;
}

function show(result) {
  if ("boolean" in result) {
    told.textContent = result.boolean ? "yes" : "no";
    return;
  }
  const names = result.head.vars;
  const found = result.results.bindings;
  told.textContent = found.length === 1 ? "1 row" : `${found.length} rows`;
  rows.append(line(names, "th"), ...found.map((row) => line(names.map((name) => row[name]?.value ?? ""), "td")));
}

async function ask() {
  rows.replaceChildren();
  text.textContent = "";
  told.textContent = "asking";
  try {
    const body = new URLSearchParams({ query: form.elements.query.value });
    const response = await fetch("/sparql", { method: "POST", headers: { Accept: ACCEPT }, body });
    if (!response.ok) {
      told.textContent = await response.text();
    } else if (response.headers.get("Content-Type").startsWith("application/sparql-results+json")) {
      show(await response.json());
    } else {
      told.textContent = "";
      text.textContent = await response.text();
    }
  } catch {
    told.textContent = "The server does not answer; see whether it still runs.";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
canned.addEventListener("change", () => {
  const chosen = canned.selectedOptions[0].dataset.text;
  if (chosen) form.elements.query.value = chosen;
});
