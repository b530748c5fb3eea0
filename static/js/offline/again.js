// Something waits here that is saved already, in other words. She sees both and says which one she
// means: the one here is handed in as another change, now, or let go.
import { showHelp } from "../saying.js";
import { flush, keep, letGo, outcomeOf } from "./queue.js";

const PATIENCE_MS = 4000;

function make(tag, className, ...inside) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...inside);
  return made;
}

function words(title, parts) {
  const list = parts.map(([what, said]) => make("p", "", what ? `${what}: ${said}` : said));
  return make("div", "stack tight", make("h3", "", title), ...list);
}

async function save({ kind, body, seq }) {
  const uuid = crypto.randomUUID();
  await keep(kind, uuid, body);
  await letGo(seq);
  flush();
  return outcomeOf(uuid, PATIENCE_MS);
}

export function ask(asked) {
  const id = `again-${asked.uuid}`;
  if (document.getElementById(id) || document.body.hasAttribute("data-playing")) return;
  const saves = make("button", "go", asked.words.save);
  const keeps = make("button", "go quiet", asked.words.keep);
  const place = make(
    "section",
    "card stack",
    make("h2", "", asked.words.title),
    make("p", "soft", asked.title),
    words(asked.words.kept, asked.kept),
    words(asked.words.here, asked.here),
    saves,
    keeps,
  );
  Object.assign(place, { id });
  place.setAttribute("role", "status");
  const done = (act) => async () => {
    saves.disabled = keeps.disabled = true;
    try {
      const reply = await act();
      place.remove();
      const main = document.querySelector("main");
      if (reply?.help) showHelp(main.insertBefore(make("div", "stack"), main.firstChild), reply.help, document.getElementById("waiting").dataset);
    } catch (error) {
      console.warn(error.message);
      saves.disabled = keeps.disabled = false;
    }
  };
  saves.addEventListener("click", done(() => save(asked)));
  keeps.addEventListener("click", done(() => letGo(asked.seq)));
  document.querySelector("main").prepend(place);
}
