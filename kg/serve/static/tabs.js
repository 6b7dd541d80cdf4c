// The canned questions as tabs of YASGUI, which asks this server alone.
"use strict";

const place = document.getElementById("yasgui");
const { base, prefixes, first, tabs } = JSON.parse(document.getElementById("settings").textContent);
const endpoint = `${location.origin}/sparql`;

const yasgui = new Yasgui(place, {
  requestConfig: { endpoint },
  copyEndpointOnNewTab: false,
  endpointCatalogueOptions: { getData: () => [] },
  // A link may bring a query, but no server to send it to.
  populateFromUrl: (tab) => ({ ...tab, requestConfig: { ...tab.requestConfig, endpoint, headers: {}, args: [] } }),
  persistenceId: "accord",
  autoAddOnInit: false,
  autofocus: false,
  // The other completers of YASGUI ask servers elsewhere.
  yasqe: { value: first, autocompleters: ["prefixes", "variables"] },
  yasr: { prefixes },
});

for (const { name, sparql } of tabs) {
  if (!yasgui.getTab(name)) yasgui.addTab(!yasgui.getTab(), { id: name, name, yasqe: { value: sparql } });
}

// What the graph tells of a thing is on this server, whatever its IRI says.
place.addEventListener("click", (event) => {
  const link = event.target.closest("a.iri");
  if (link?.href.startsWith(base)) link.href = `/id/${link.href.slice(base.length)}`;
}, true);
