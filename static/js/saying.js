// "Saved" or "not saved yet", in words, and help where an answer asks for it.

export function say(place, words, tick) {
  place.replaceChildren();
  if (tick) place.append(tick.content.cloneNode(true));
  place.append(words);
}

const digits = (number) => number.replace(/[^\d+]/g, "");

// `words` has # where the number stands: it is kept on one line.
function link(href, words, number, icon, loud) {
  const made = document.createElement("a");
  made.className = loud ? "go" : "go quiet";
  made.href = href;
  const [before, after] = words.split("#");
  const whole = document.createElement("span");
  whole.className = "whole";
  whole.textContent = number;
  const said = document.createElement("span");
  said.append(before, whole, after);
  made.append(document.getElementById(icon).content.cloneNode(true), said);
  return made;
}

function lineCard(line, words) {
  const card = document.createElement("div");
  card.className = "card line";
  const name = document.createElement("h3");
  name.textContent = line.name;
  const about = document.createElement("p");
  about.className = "soft";
  about.textContent = line.about;
  const calls = document.createElement("div");
  calls.className = "calls";
  if (line.call) {
    calls.append(link(`tel:${digits(line.call)}`, words.call, line.call, "phone", line.emergency));
  }
  if (line.text) {
    const body = line.keyword ? `?body=${line.keyword}` : "";
    const ask = line.keyword ? words.word.replace("*", line.keyword) : words.text;
    calls.append(link(`sms:${digits(line.text)}${body}`, ask, line.text, "message"));
  }
  card.append(name, about, calls);
  return card;
}

// `help.html` was cleaned by the server; it comes from our own content.
export function showHelp(place, help, words) {
  place.replaceChildren();
  if (!help) return;
  const title = document.createElement("h2");
  title.textContent = help.title;
  const body = document.createElement("div");
  body.className = "prose";
  body.innerHTML = help.html;
  const more = document.createElement("a");
  more.className = "plain";
  more.href = "/d/help/#lines";
  more.textContent = words.more;
  place.append(title, body, ...help.lines.slice(0, 3).map((line) => lineCard(line, words)), more);
  place.scrollIntoView({ block: "start" });
}
