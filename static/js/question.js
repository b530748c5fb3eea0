// Saves an answer the moment it is touched. Next hands in the same words, so nothing twice.
import { canDeposit } from "./deposit.js";
import { bodyOf, handIn, help, replyTo, saySaved } from "./handing.js";
import { say } from "./saying.js";

// An answer that may need help is not kept waiting as long as a page.
const PATIENCE_MS = 2500;
let latest = null;

async function save(form) {
  const body = bodyOf(form);
  const handing = handIn(form, body);
  if (latest === handing) return;
  latest = handing;
  try {
    const handed = await handing;
    if (latest !== handing) return;
    if (!handed.stored) saySaved(form, null);
    const reply = await replyTo(handed, PATIENCE_MS);
    if (latest !== handing) return;
    saySaved(form, reply?.stored ? reply : null);
    help(form, handed, reply, body);
    if (form.elements.told) form.elements.told.value = reply?.help ? handed.uuid : "";
  } catch (error) {
    if (latest === handing) say(document.getElementById("saved"), form.dataset.unsaved);
    console.warn(error.message);
  }
}

export function start() {
  const form = document.getElementById("question");
  if (!canDeposit() || !form) return;
  form.addEventListener("change", (event) => event.target.name === "value" && save(form));
  // Touched before this script was here (a slow line): save it now.
  const touched = form.querySelector("input[name=value]:checked");
  if (touched && !touched.defaultChecked) save(form);
}
start();
