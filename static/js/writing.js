// Keeps what she writes: when she moves on from the box, and when the page is hidden.
import { canDeposit, deposit } from "./deposit.js";
import { say } from "./saying.js";

const form = document.querySelector("[data-writing]");
const box = form.querySelector("textarea");
const saved = document.getElementById("saved");
let kept = box.value;

function bodyOf(text) {
  const { assigned, step, administration, item } = form.dataset;
  if (administration) return { administration, item, value: text, declined: false };
  return { assigned, step, event: "reflection", text };
}

async function keep() {
  const text = box.value;
  if (text === kept || !text.trim()) return;
  kept = text;
  const uuid = crypto.randomUUID();
  form.elements.uuid.value = uuid;
  try {
    await deposit(form.dataset.writing, uuid, bodyOf(text));
    say(saved, form.dataset.saved, document.getElementById("tick"));
  } catch (error) {
    say(saved, form.dataset.unsaved);
    console.warn(error.message);
  }
}

if (canDeposit()) {
  box.addEventListener("change", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
}
