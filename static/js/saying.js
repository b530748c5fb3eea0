// "Saved" or "not saved yet", in words, and help where an answer asks for it.

export function say(place, words, tick) {
  place.replaceChildren();
  if (tick) place.append(tick.content.cloneNode(true));
  place.append(words);
}

const digits = (number) => number.replace(/[^\d+]/g, "");

function make(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

const icon = (name) => document.getElementById(name)?.content.cloneNode(true) ?? "";

function anchor(className, href, ...inside) {
  const made = make("a", className, ...inside);
  made.href = href;
  return made;
}

// `words` has # where the number stands: it is kept on one line.
function link(className, href, words, number, sign) {
  const [before, after] = words.split("#");
  return anchor(className, href, icon(sign), make("span", "", before, make("span", "whole", number), after));
}

function lineCard(line, words) {
  const calls = make("div", "calls");
  if (line.call) {
    const loud = line.emergency ? "go" : "go quiet";
    calls.append(link(loud, `tel:${digits(line.call)}`, words.call, line.call, "phone"));
  }
  if (line.text) {
    const body = line.keyword ? `?body=${line.keyword}` : "";
    const ask = line.keyword ? words.word.replace("*", line.keyword) : words.text;
    calls.append(link("go quiet", `sms:${digits(line.text)}${body}`, ask, line.text, "message"));
  }
  return make("div", "card line", make("h3", "", line.name), make("p", "soft", line.about), calls);
}

// Her own words, as text; what looks like a number can be tapped.
function planCard(plan) {
  const list = make("dl", "plan");
  for (const part of plan.parts) {
    const said = make("dd", "lines");
    for (const [text, number] of part.pieces) {
      said.append(number ? anchor("whole", `tel:${number}`, text) : text);
    }
    list.append(make("dt", "", part.title), said);
  }
  return make("section", "card stack tight", make("h2", "", plan.title), list);
}

function hardCard(hard) {
  const reads = make("p", "reads", icon("eye"), hard.reads);
  const reasons = hard.reasons.map((one) =>
    make("details", "why", make("summary", "", one.reason), make("p", "", one.help)),
  );
  return make("section", "stack tight hard-calls", make("h2", "", hard.title), reads, ...reasons);
}

const tile = (to) => anchor("tile", to.url, make("span", "", to.words));

// What came with the page for such an answer, when the server cannot be heard: the tightest one.
export function helpKept(place, form, body) {
  const reached = Array.from(document.querySelectorAll("template[data-help]")).filter(
    ({ dataset }) => dataset.item === body.item && body.value !== null && body.value >= Number(dataset.atLeast),
  );
  const tightest = reached.sort((a, b) => b.dataset.atLeast - a.dataset.atLeast)[0];
  place.replaceChildren(...(tightest ? [tightest.content.cloneNode(true)] : []));
  if (tightest) place.scrollIntoView({ block: "start" });
  return Boolean(tightest);
}

// `help.html` was cleaned by the server; it comes from our own content.
export function showHelp(place, help, words) {
  place.replaceChildren();
  const urgent = help.tier === "now" && help.lines[0]?.call;
  if (urgent) place.append(link("plain first-call", `tel:${digits(urgent)}`, words.call, urgent, "phone"));
  const body = make("div", "prose");
  body.innerHTML = help.html;
  place.append(make("h2", "", help.title), body);
  if (help.staff) place.append(make("p", "notice", help.staff));
  if (help.plan?.parts?.length) place.append(planCard(help.plan));
  if (help.lines_title) place.append(make("h2", "", help.lines_title));
  place.append(...help.lines.slice(0, 3).map((line) => lineCard(line, words)));
  place.append(anchor("plain", "/d/help/#lines", words.more));
  if (help.lines_note) place.append(make("p", "soft", help.lines_note));
  if (help.safe) place.append(tile(help.safe));
  if (help.plan?.link) place.append(tile(help.plan.link));
  if (help.hard) place.append(hardCard(help.hard));
  place.scrollIntoView({ block: "start" });
  return true;
}
