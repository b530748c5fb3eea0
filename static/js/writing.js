// Keeps what she writes: when she moves on from the box, when the page is hidden and when the
// network goes.
import { canDeposit } from "./deposit.js";
import { bodyOf, handIn, replyTo, saySaved } from "./handing.js";
import { say } from "./saying.js";

let form = null;
let kept = "";

const written = () => Array.from(form.querySelectorAll("textarea"), (box) => box.value).join("\0");

async function keep() {
  const words = form?.isConnected ? written() : kept;
  if (words === kept || !words.replaceAll("\0", "").trim()) return;
  kept = words;
  try {
    const handed = await handIn(form, bodyOf(form));
    if (!handed.stored) saySaved(form, null);
    const reply = await replyTo(handed);
    if (written() === words) saySaved(form, reply?.stored ? reply : null);
  } catch (error) {
    say(document.getElementById("saved"), form.dataset.unsaved);
    console.warn(error.message);
  }
}

export function start() {
  form = document.querySelector("form[data-deposit] textarea")?.form ?? null;
  if (!form || !canDeposit()) return;
  kept = written();
  for (const box of form.querySelectorAll("textarea")) box.addEventListener("change", keep);
}
start();
if (canDeposit()) {
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  window.addEventListener("offline", keep);
}
