// Which things pass the filters and the span of time.
const documentName = (index) => `document:${DATA.sources[index][0]}`;
function passes(index) {
  const thing = THINGS[index];
  if (state.off.has(`class:${thing.k}`) || (thing.s && state.off.has(`status:${thing.s[0]}`))) return false;
  return !thing.d || thing.d.some((source) => !state.off.has(documentName(source)));
}
const inSpan = (index) => {
  const bounds = THINGS[index].e;
  if (!bounds) return state.undated;
  return (!state.to || bounds[0] <= state.to) && (!state.from || bounds[1] >= state.from);
};

// Under a chosen span an actor shows where an event of that span needs it, or where it hangs on one that shows and has no events of its own.
function shownAmong(members) {
  const passing = members.filter(passes);
  if (!state.from && !state.to && state.undated) return passing;
  const kept = new Set(passing.filter((index) => isEvent(index) && inSpan(index)));
  const others = passing.filter((index) => !isEvent(index));
  for (const index of others) if (near[index].some((other) => isEvent(other) && kept.has(other))) kept.add(index);
  for (const index of others) if (!near[index].some(isEvent) && near[index].some((other) => kept.has(other))) kept.add(index);
  return passing.filter((index) => kept.has(index));
}
const everything = THINGS.map((_, index) => index).filter(drawn);
