// Saves an answer the moment it is touched. Next is an ordinary form with the same uuid and body,
// so that pressing it stores nothing twice.
import { canDeposit, deposit } from "./deposit.js";
import { say, showHelp } from "./saying.js";

const form = document.getElementById("question");
const saved = document.getElementById("saved");
const tick = document.getElementById("tick");
const { administration, item, kind } = form.dataset;
let latest = "";

async function save(value) {
  const uuid = crypto.randomUUID();
  latest = uuid;
  form.elements.uuid.value = uuid;
  try {
    const reply = await deposit("answer", uuid, { administration, item, value, declined: false });
    if (latest !== uuid) return;
    say(saved, form.dataset.saved, tick);
    showHelp(document.getElementById("help-here"), reply.help, form.dataset);
    form.elements.told.value = reply.help ? uuid : "";
  } catch (error) {
    if (latest === uuid) say(saved, form.dataset.unsaved);
    console.warn(error.message);
  }
}

if (canDeposit() && kind !== "text") {
  form.addEventListener("change", (event) => {
    if (event.target.name === "value") save(Number(event.target.value));
  });
  // Touched before this script was here (a slow line): save it now.
  const touched = form.querySelector("input[name=value]:checked");
  if (touched && !touched.defaultChecked) save(Number(touched.value));
}
