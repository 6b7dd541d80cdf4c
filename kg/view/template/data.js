// The data of the page, indexed; and the one way to make elements, which knows text and no markup.
const json = (id) => JSON.parse(document.getElementById(id).textContent);
const DATA = json("data");
const THINGS = DATA.things;
const ROLE = Object.fromEntries(DATA.roles.map((role, index) => [role, index]));
const EVENTS = new Set(["Agreement", "Meeting", "TreatyAction"]);
const KINDS = {
  State: "States", Organization: "Organisations", Person: "People", Delegation: "Delegations", WorkingGroup: "Working groups", Process: "Processes",
  Treaty: "Treaties", Agreement: "Agreements", Meeting: "Meetings", TreatyAction: "Treaty steps", Place: "Places",
};
const ONE = {
  State: "State", Organization: "Organisation", Person: "Person", Delegation: "Delegation", WorkingGroup: "Working group", Process: "Process",
  Treaty: "Treaty", Agreement: "Agreement", Meeting: "Meeting", TreatyAction: "Treaty step", Place: "Place", Position: "Office",
};
const OPEN_STATUS = new Set(["planned", "proposed"]);
const STRUCK_STATUS = new Set(["rejected", "cancelled"]);

const near = THINGS.map(() => []); // by a line of the picture
const out = THINGS.map(() => []);
const into = THINGS.map(() => []);
for (const [one, other] of DATA.lines) {
  near[one].push(other);
  near[other].push(one);
}
for (const link of DATA.links) {
  out[link[0]].push(link);
  into[link[1]].push(link);
}
const byId = new Map(THINGS.map((thing, index) => [thing.i, index]));
const drawn = (index) => Boolean(THINGS[index].c);
const isEvent = (index) => EVENTS.has(THINGS[index].k);
const label = (index) => THINGS[index].n ?? THINGS[index].t.split("\n").join(" ");
const status = (index) => THINGS[index].s?.[0] ?? "";
const values = (index, name) => THINGS[index].v?.[name] ?? [];
const value = (index, name) => values(index, name)[0]?.[0] ?? "";
const targets = (index, ...roles) => [...new Set(out[index].filter((link) => roles.includes(DATA.roles[link[2]])).map((link) => link[1]))];
const sources = (index, ...roles) => [...new Set(into[index].filter((link) => roles.includes(DATA.roles[link[2]])).map((link) => link[0]))];
const speaker = (quote) => (typeof quote[2] === "number" ? label(quote[2]) : "");
const count = (number) => number.toLocaleString("en");
const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const words = (iso) => {
  const [year, month, day] = iso.split("-");
  return [day && Number(day), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
};
const readable = (text) => (/^\d{4}(-\d\d){0,2}$/.test(text) ? words(text) : text);
const when = (index) => THINGS[index].w ?? "";

// el("button", {class: "x", onclick: f}, "text", child): strings become text nodes, never markup.
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, given] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), given);
    else if (given === true) made.setAttribute(name, "");
    else if (given !== false && given != null) made.setAttribute(name, given);
  }
  made.append(...children.flat(Infinity).filter((child) => child != null && child !== "" && child !== false));
  return made;
}
function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, given] of Object.entries(attributes)) made.setAttribute(name, given);
  made.append(...children);
  return made;
}
const $ = (id) => document.getElementById(id);
