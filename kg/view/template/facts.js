// Facts in words, and the words of a sentence that carried a fact.
const who = (index) => targets(index, "party", "participant", "represents");
const where = (index) => targets(index, "place").map(label).join(", ");
function what(index) {
  const thing = THINGS[index];
  if (thing.k === "Meeting") return [label(index), value(index, "topic")].filter((text, at) => text && (at === 0 || !label(index).includes(text))).join(": ");
  return label(index);
}
const says = (index) => [...new Set((THINGS[index].q ?? []).map((key) => speaker(DATA.quotes[key])).filter(Boolean))];
const order = (index) => THINGS[index].e?.[0] ?? "9999";

const WORDS = ["content", "mandate", "title", "topic", "condition", "deadline", "subject", "dateText"];
function phrases(index) {
  const told = WORDS.flatMap((name) => values(index, name).map(([text]) => text));
  const linked = [...out[index].map((link) => link[1]), ...(isEvent(index) ? [] : [index])];
  const named = linked.flatMap((other) => [label(other), ...(THINGS[other].a ?? [])]);
  return { told, named };
}
// Where phrases stand in a sentence: [start, end, class], in order, none inside another; longer phrases come first.
function marksOf(text, { told, named }) {
  const low = text.toLowerCase();
  const found = [];
  const seek = (phrase, kind) => {
    const wanted = phrase.toLowerCase();
    if (wanted.length < 2 || low.length !== text.length) return;
    for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + wanted.length)) {
      const end = at + wanted.length;
      const inWord = /[\p{L}\p{N}]/u.test(low[at - 1] ?? "") || /[\p{L}\p{N}]/u.test(low[end] ?? "");
      if (!inWord && !found.some(([a, b]) => at < b && end > a)) found.push([at, end, kind]);
    }
  };
  const longest = (list) => [...new Set(list)].sort((a, b) => b.length - a.length);
  longest(told).forEach((phrase) => seek(phrase, "told"));
  longest(named).slice(0, 60).forEach((phrase) => seek(phrase, "named"));
  return found.sort((a, b) => a[0] - b[0]);
}
function marked(text, wanted) {
  const parts = [];
  let done = 0;
  for (const [start, end, kind] of marksOf(text, wanted)) {
    parts.push(text.slice(done, start), el("mark", { class: kind }, text.slice(start, end)));
    done = end;
  }
  return [...parts, text.slice(done)];
}
function quotation(key, wanted, cited = true) {
  const quote = DATA.quotes[key];
  const source = DATA.sources[quote[0]];
  const by = speaker(quote);
  return el("figure", {},
    el("blockquote", { dir: "auto" }, marked(quote[1], wanted)),
    el("figcaption", {}, by && el("span", { class: "by", dir: "auto" }, `as told by ${by}`), cited && el("span", { dir: "auto" }, cite(source))));
}
const badge = (name) => name && el("span", { class: `badge ${name}` }, name);
const link = (index, name = "link") => (drawn(index)
  ? el("a", { class: name, dir: "auto", href: `#${new URLSearchParams({ at: THINGS[index].i })}`, onclick: (pressed) => (pressed.preventDefault(), go(index)) }, label(index))
  : el("span", { dir: "auto" }, label(index)));
const links = (indexes) => indexes.flatMap((index, at) => (at ? [", ", link(index)] : [link(index)]));
