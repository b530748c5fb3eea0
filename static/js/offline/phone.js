// On every page of a known phone: the worker, the pages kept for when there is no network, and
// the line that says what waits here.
import { isOpen, onLock } from "../leave.js";
import { ask, tell } from "./asking.js";
import { newSigningKey } from "./sealing.js";
import { flush, onChange, waiting } from "./queue.js";
import { get, put, remove } from "./store.js";
import { keepPack, packIsFresh, packKept } from "./vault.js";

const HALF_HOUR = 30 * 60_000;
const SOON_MS = 1500;
const HALF_DAY = 12 * 60 * 60_000;
const HEADERS = { "X-Requested-With": "daybook" };
const line = document.getElementById("waiting");

const canKeep = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

let soon = 0;

// Only what really waits is worth a line: most things are sent before she could read it.
function showWaiting(left) {
  clearTimeout(soon);
  if (!line) return;
  if (!left) line.textContent = line.hidden ? "" : line.dataset.sent;
  else if (line.hidden) soon = setTimeout(tellWaiting, SOON_MS, left);
  else tellWaiting(left);
}

function tellWaiting(left) {
  line.textContent = left === 1 ? line.dataset.one : line.dataset.many.replace("#", left);
  line.hidden = false;
}

// What waits is sent whether she has opened the phone or not: it is sealed.
export async function startQueue() {
  if (!globalThis.indexedDB) return;
  onChange(showWaiting);
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  try {
    const left = await waiting();
    showWaiting(left);
    if (left) await flush();
  } catch (error) {
    console.info(error.message); // A browser that keeps nothing: plain forms then.
  }
}

const learn = ({ kid, key, device }) => put("keys", { id: "server", kid, key, device });

// The phone makes a key of its own to sign with, and learns which key of the server to seal to.
async function introduce(device) {
  const [known, server] = await Promise.all([get("keys", "signing"), get("keys", "server")]);
  if (known?.registered === device && server?.device === device) return;
  // Paired anew as another phone: another key.
  const same = known && [device, null].includes(known.registered);
  const signing = same ? known : { id: "signing", ...(await newSigningKey()), registered: null };
  await put("keys", signing);
  const response = await fetch("/d/device-key/", {
    method: "POST",
    headers: { ...HEADERS, "Content-Type": "application/json" },
    body: JSON.stringify({ jwk: signing.jwk }),
  });
  if (!response.ok) return;
  const told = await response.json();
  await learn(told);
  await put("keys", { ...signing, registered: told.device });
}

async function isDue() {
  const age = Date.now() - (await packKept()).at;
  if (age > HALF_DAY) return true;
  return location.pathname === "/d/today/" && age > HALF_HOUR && !navigator.connection?.saveData;
}

// Fetches what she may do without a network, and keeps it under her key.
export async function refresh(key) {
  const { mark } = await packKept();
  const response = await fetch("/d/pack/", { headers: mark ? { ...HEADERS, "If-None-Match": mark } : HEADERS });
  if (response.status === 304) return packIsFresh();
  if (!response.ok) return undefined;
  const pack = await response.json();
  await learn(pack);
  await keepPack(key, pack, response.headers.get("ETag"));
  return navigator.storage?.persist?.();
}

// The browser may end the worker while she reads: the next page asks it for the key again.
export function holdKey(key) {
  let held = key;
  onLock(() => (held = null));
  window.addEventListener("pagehide", () => held && isOpen() && tell({ type: "give", key: held }));
}

async function whileOpen() {
  await introduce(document.body.dataset.phone);
  const key = await ask({ type: "settle" });
  if (!key || !isOpen()) return;
  holdKey(key);
  if (await isDue()) await refresh(key);
}

// The PIN goes to the worker's memory; it is used once the server has said that it is right.
function onPinPage(form) {
  // Whatever opened it before is over.
  tell({ type: "forget" });
  const changing = document.body.hasAttribute("data-open");
  form.addEventListener("submit", () => {
    // Under another PIN nothing kept under the old one may open: it begins anew with the next.
    if (changing) remove("class_c", "pack").catch((error) => console.info(error.message));
    else tell({ type: "pin", pin: form.elements.pin.value.trim() });
  });
}

export async function startPhone() {
  onLock(() => tell({ type: "forget" }));
  if (!canKeep()) return;
  const pin = document.querySelector('input[name="pin"]');
  if (pin) onPinPage(pin.form);
  try {
    await navigator.serviceWorker?.register("/d/sw.js", { type: "module", scope: "/d/" });
    if (!pin && document.body.hasAttribute("data-open")) await whileOpen();
  } catch (error) {
    console.info(error.message); // No worker, no room: everything works as long as there is a network.
  }
}
