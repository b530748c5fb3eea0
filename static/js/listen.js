// Listen: a small button by each question, option and notice. It reads with a voice of the phone
// itself (nothing leaves it), only when it is tapped; where there is no such voice it is not there.
import { onLock } from "./leave.js";

const SAID = [
  "main legend", "main h1", "main .lead", "main .notice", "main .trouble", "main .prose",
  "main .choices label", "main .choices.picks > *", "main .toggle label", "main .field > label:not(.unseen)",
].join(",");
// Read with the whole it stands in; or silent because the page says so. A practice speaks itself.
const SILENT = "[data-quiet], legend h1, legend .lead, main:has(#practice) > h1";
const DONE = "heard";
const speech = window.speechSynthesis;
const words = document.getElementById("listen");
let speaking = null;

const languageOf = (place) => place.closest("[lang]")?.lang || document.documentElement.lang || "en";

function voiceFor(lang) {
  const own = speech.getVoices().filter((voice) => voice.localService);
  return own.find((voice) => voice.lang.toLowerCase().startsWith(lang.slice(0, 2).toLowerCase())) ?? null;
}

// A question is read with what the ends of its scale mean.
function textOf(place) {
  const copy = place.cloneNode(true);
  const ends = place.matches("legend") && place.parentElement?.querySelector(".ends");
  if (ends) copy.append(...ends.cloneNode(true).childNodes);
  for (const inside of copy.querySelectorAll("button.listen, svg, input, [hidden]")) inside.remove();
  const parts = Array.from(copy.childNodes, (part) => part.textContent.replace(/\s+/g, " ").trim());
  // A pause between parts that are no sentences.
  return parts.filter(Boolean).reduce((text, part) => text + (/[\w)]$/.test(text) ? ". " : " ") + part, "").trim();
}

function stop() {
  speech.cancel();
  speaking?.setAttribute("aria-pressed", "false");
  speaking = null;
}

function toggle(button, place) {
  const again = speaking === button;
  stop();
  if (again) return;
  const lang = languageOf(place);
  const said = new SpeechSynthesisUtterance(textOf(place));
  Object.assign(said, { voice: voiceFor(lang), lang, rate: 0.95 });
  said.onend = said.onerror = () => speaking === button && stop();
  speaking = button;
  button.setAttribute("aria-pressed", "true");
  speech.speak(said);
}

function buttonFor(place, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "listen";
  button.append(words.content.cloneNode(true));
  button.querySelector(".unseen").append(`: ${text.slice(0, 80)}`);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => toggle(button, place));
  return button;
}

// Beside what it reads and not inside: a label or a link must hold nothing else to tap. Only in a
// legend there is no beside; the group then is named without the button.
function add(place) {
  const text = textOf(place);
  if (!text || place.classList.contains(DONE) || !voiceFor(languageOf(place))) return;
  place.classList.add(DONE);
  const button = buttonFor(place, text);
  if (place.matches("legend")) {
    place.parentElement.ariaLabel ??= place.textContent.replace(/\s+/g, " ").trim();
    return place.append(button);
  }
  const beside = document.createElement("div");
  beside.className = place.matches("label, a, button") ? "beside option" : "beside";
  place.replaceWith(beside);
  return beside.append(place, button);
}

function addAll() {
  for (const place of document.querySelectorAll(SAID)) if (!place.matches(SILENT) && !place.closest("#practice")) add(place);
}

export function startListening() {
  if (!speech || !words) return;
  addAll();
  speech.addEventListener?.("voiceschanged", addAll);
  // Also pages the shell puts there, and help that comes with an answer.
  new MutationObserver(addAll).observe(document.querySelector("main"), { childList: true, subtree: true });
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  window.addEventListener("pagehide", stop);
  onLock(stop);
}
