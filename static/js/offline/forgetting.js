// Forget this phone: tries to send, says how many are not sent, then clears everything.
import { flush, waiting } from "./queue.js";
import { clearAll } from "./store.js";

const PATIENCE_MS = 5000;

async function unsent() {
  if (!globalThis.indexedDB) return 0;
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  return waiting();
}

async function clearPhone() {
  if (globalThis.caches) for (const name of await caches.keys()) await caches.delete(name);
  if (globalThis.indexedDB) await clearAll();
  for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) await one.unregister();
}

// The first press says what would be lost, if anything; the second one goes on.
async function forget(form) {
  // Without a network nothing would be stopped or forgotten, and what waits here would be lost.
  if (!navigator.onLine) return form.submit();
  const told = form.querySelector("[data-unsent]");
  const left = await unsent().catch(() => 0);
  if (left && told?.hidden) {
    told.textContent = told.dataset.unsent.replace("#", left);
    told.hidden = false;
    return undefined;
  }
  await clearPhone().catch((error) => console.warn(error.message));
  return form.submit();
}

export function forgetOnSubmit() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-forget]")) return;
    event.preventDefault();
    forget(event.target);
  });
}
