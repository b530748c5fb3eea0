// Shows her pages without a network: from the pack kept under her PIN, at their own addresses.
// The worker answers with this page when the network does not.
import { coverWhenHidden } from "../cover.js";
import { allHandedIn, inShell } from "../handing.js";
import { lockedElsewhere, onLock, openWhen } from "../leave.js";
import { ask } from "./asking.js";
import { holdKey } from "./phone.js";
import { flush } from "./queue.js";
import { readPack } from "./vault.js";

const PROBE_MS = 3000;
const PROBE_EVERY_MS = 15_000;
const main = document.querySelector("main");
const foot = document.getElementById("foot");
const where = document.querySelector(".bar > div");
const frame = document.querySelector(".page");
const line = document.getElementById("waiting");
const started = new Set();
let key = null;
let turn = "";
let pack = null;
let reachable = false;
let probed = Date.now();

const template = (name) => document.getElementById(name).content.cloneNode(true);

function put(inside) {
  main.replaceChildren(inside);
  foot.replaceChildren();
  where.textContent = "";
  frame.className = "page";
}

function pageFor(address) {
  const { pathname, search } = new URL(address, location.href);
  const wanted = ["/d/", "/d/unlock/"].includes(pathname) ? pack.start : pathname;
  return pack.pages[wanted + search] ?? pack.pages[wanted];
}

// Their modules run anew for each page: the first import starts them, `start` every time after.
async function run(scripts) {
  const known = document.getElementById("modules").dataset;
  for (const name of scripts ?? []) {
    if (!known[name]) continue;
    const module = await import(known[name]);
    if (started.has(name)) module.start?.();
    started.add(name);
  }
}

function show(address) {
  const page = pageFor(address);
  if (!page) {
    put(template("no-page"));
  } else {
    frame.className = page.look ?? "page";
    where.innerHTML = page.where ?? "";
    main.innerHTML = page.main;
    foot.innerHTML = page.foot ?? "";
    run(page.scripts);
  }
  delete document.body.dataset.playing;
  delete main.dataset.running;
  const { hash } = new URL(address, location.href);
  const target = hash && document.getElementById(hash.slice(1));
  if (target) target.scrollIntoView();
  else scrollTo(0, 0);
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}

async function probe() {
  if (!navigator.onLine || Date.now() - probed < PROBE_EVERY_MS) return;
  probed = Date.now();
  try {
    reachable = (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PROBE_MS) })).ok;
  } catch {
    reachable = false; // Still none: pages come from the phone.
  }
}

// The server has not seen this PIN: it asks for it, and leads on from there. What she has typed
// is on its way into the phone, and is waited for.
async function goOn(address) {
  await Promise.race([allHandedIn(), new Promise((late) => setTimeout(late, PROBE_MS))]);
  if (!key) return undefined;
  if (reachable && navigator.onLine) return location.assign(address);
  history.pushState(null, "", address);
  show(address);
  probe();
  return undefined;
}

function onClick(event) {
  const link = event.target.closest("a[href]");
  if (!link || link.origin !== location.origin || event.defaultPrevented) return;
  if (link.hasAttribute("data-reload") || !link.pathname.startsWith("/d/")) return;
  const here = link.pathname === location.pathname && link.search === location.search;
  if ((here && link.hash) || !key) return;
  event.preventDefault();
  goOn(link.href);
}

function refuse(form) {
  form.querySelector(".trouble")?.remove();
  const told = document.createElement("p");
  told.className = "trouble";
  told.setAttribute("role", "alert");
  told.textContent = line.dataset.offline;
  form.prepend(told);
}

// What hands something in is seen to by handing.js. Of the others some only lead on.
function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented) return;
  event.preventDefault();
  if (form.id === "pin-form") tryPin(form);
  else if (form.dataset.next) goOn(form.dataset.next);
  else if (form.method === "get") goOn(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  else refuse(form);
}

function tell(form, words) {
  const trouble = form.querySelector("#trouble");
  trouble.textContent = words;
  trouble.hidden = false;
  form.elements.pin.value = "";
  form.elements.pin.focus();
}

async function tryPin(form) {
  const pin = form.elements.pin.value.trim();
  if (!pin) return;
  const tried = await ask({ type: "try", pin });
  if (tried?.state === "open") await open(tried);
  else if (tried?.state === "wrong") tell(form, form.dataset.wrong);
  else if (tried?.state === "wait") tell(form, form.dataset.wait.replace("#", tried.seconds));
  else put(template("no-pack"));
}

async function open(found) {
  const read = await readPack(found.key);
  if (!read) return put(template("no-pack"));
  ({ key, turn } = found);
  pack = read;
  document.body.dataset.open = "";
  document.body.dataset.lock = pack.lock_minutes ?? 1;
  if (pack.other) line.remove();
  holdKey(found);
  coverWhenHidden();
  const { pathname, search } = location;
  const next = new URLSearchParams(search).get("next");
  if (pathname === "/d/unlock/") history.replaceState(null, "", next?.startsWith("/d/") ? next : pack.start);
  show(location.href);
  return flush();
}

openWhen(() => key !== null);
onLock(() => {
  key = pack = null;
  main.replaceChildren();
  foot.replaceChildren();
});
// Left in another page while the browser had put this one to sleep.
async function stillOurs() {
  if (!key) return;
  const now = await ask({ type: "turn" });
  if (key && now && now.turn !== turn) lockedElsewhere();
}
window.addEventListener("pageshow", ({ persisted }) => persisted && stillOurs());
document.addEventListener("visibilitychange", () => document.hidden || stillOurs());
inShell({ goOn, isReachable: () => reachable && navigator.onLine });
document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
window.addEventListener("popstate", () => key && show(location.href));
window.addEventListener("online", () => {
  probed = 0;
  probe();
});

const held = await ask({ type: "key" });
if (held) await open(held);
else put(template("ask-pin"));
