// On every page of a known phone: the worker, the pages kept for when there is no network, and
// the line that says what waits here.
import { tooLong } from "../cover.js";
import { isOpen, lockedElsewhere, onLock } from "../leave.js";
import { ask, tell } from "./asking.js";
import { newSigningKey } from "./sealing.js";
import { changed, flush, onAskedAgain, onChange, waiting } from "./queue.js";
import { get, put, remove } from "./store.js";
import { dropOld, dropPack, HERS, keepOther, keepPack, OTHER, packIsFresh, packKept, readPack } from "./vault.js";

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
  onAskedAgain((asked) => isOpen() && import("./again.js").then((again) => again.ask(asked)));
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

export const lockMinutes = () => Number(document.body.dataset.lock) || 1;

// The browser may end the worker while she reads: the next page asks it for the key again. What
// was left meanwhile, or out of sight too long, stays shut: the worker knows the turn.
export function holdKey({ key, which, turn }) {
  let held = key;
  const give = () => held && tell({ type: "give", key: held, which, turn, minutes: lockMinutes() });
  onLock(() => (held = null));
  window.addEventListener("pagehide", () => isOpen() && !tooLong() && give());
  give();
}

async function settled(other) {
  const told = await ask({ type: "settle", other, minutes: lockMinutes() });
  if (!told?.key || told.which !== (other ? OTHER : HERS) || !isOpen()) return null;
  holdKey(told);
  return told.key;
}

async function whileOpen() {
  await introduce(document.body.dataset.phone);
  const key = await settled(false);
  if (key && (await isDue())) await refresh(key);
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

// Leave in one page shuts all of them.
function hearOthers() {
  onLock((why) => why !== "elsewhere" && tell({ type: "forget", lock: why === "leave" ? "all" : "hidden" }));
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.type === "lock" && document.body.hasAttribute("data-open")) lockedElsewhere();
    if (data?.type === "sent") changed();
  });
}

// This phone was ended: what is kept to be read goes; what she said and is not sent stays, and is
// sent, to be put aside.
export async function endPhone() {
  tell({ type: "forget", lock: "all" });
  if (!globalThis.indexedDB) return;
  await dropPack().catch((error) => console.info(error.message));
}

const partOf = (page) => ({
  look: page.className,
  where: page.querySelector(".bar > div").innerHTML,
  main: page.querySelector("main").innerHTML,
  foot: Array.from(page.querySelectorAll("main ~ :not(#waiting)"), (part) => part.outerHTML).join(""),
  scripts: [],
});

// The few pages that stand open besides, for when there is no network.
async function takeAlong(addresses) {
  const pages = {};
  for (const address of addresses) {
    const response = await fetch(address, { headers: HEADERS });
    if (!response.ok) continue;
    const whole = new DOMParser().parseFromString(await response.text(), "text/html");
    pages[address] = partOf(whole.querySelector(".page"));
  }
  return pages;
}

const ALONG = ["/d/today/", "/d/help/", "/d/moment/", "/d/safe/"];

// Open, and not as hers: the same steps, for the other place that is kept.
export async function startOther() {
  hearOthers();
  if (!canKeep()) return;
  try {
    const key = await settled(true);
    const before = key && (await readPack(key));
    if (!key || Date.now() - (before?.at ?? 0) < HALF_DAY) return;
    const pages = await takeAlong(ALONG);
    if (pages[ALONG[0]]) await keepOther(key, { at: Date.now(), start: ALONG[0], lock_minutes: lockMinutes(), other: true, pages });
  } catch (error) {
    console.info(error.message);
  }
}

export async function startPhone() {
  hearOthers();
  if (!canKeep()) return;
  const pin = document.querySelector('input[name="pin"]');
  // Not where the frame opens by the PIN alone: there the server has seen nobody.
  const open = !pin && document.body.hasAttribute("data-open") && !document.body.hasAttribute("data-shell");
  if (pin) onPinPage(pin.form);
  try {
    await dropOld();
    await navigator.serviceWorker?.register("/d/sw.js", { type: "module", scope: "/d/" });
    if (open) await whileOpen();
  } catch (error) {
    console.info(error.message); // No worker, no room: everything works as long as there is a network.
  }
}
