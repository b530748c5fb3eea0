// The service worker of her pages. Keeps class P (what anybody may see) in a cache; a page that
// does not come from the network in time is shown by the shell at the same address. Holds the
// content key in memory only: it is gone when the browser ends the worker, with Leave, and when no
// page of hers has asked for it as long as she chose for the lock.
import { flush, SYNC } from "./queue.js";
import { get, put, remove } from "./store.js";
import { dropOld, HERS, openKnown, OTHER, tryPin } from "./vault.js";

const PATIENCE_MS = 4000;
// Once the network was found hanging, for this long: not again four seconds for each page.
const DOWN_MS = 30_000;
const DOWN_PATIENCE_MS = 1200;
// The first helpful word of a hard moment is there within a second, whatever the network does.
const QUICK = ["/d/moment/", "/d/help/"];
const QUICK_MS = 800;
const PIN_MS = 60_000;
const MINUTE_MS = 60_000;
const GATEWAY = [502, 503, 504];

export function serve({ version, files, pages }) {
  const NAME = `p-${version}`;
  let key = null;
  let which = HERS; // what the key opens
  let pending = null; // { pin }: typed on the PIN page, not yet known to be right
  let opening = null;
  let shuts = 0; // moves on with each Leave: what was being opened stays shut
  let turn = null; // a promise of the name of the time since then; outlives this worker
  let lasts = MINUTE_MS;
  let usedAt = 0;
  let ending = 0;
  let downUntil = 0;

  async function fill() {
    const cache = await caches.open(NAME);
    await cache.addAll([...files, ...Object.values(pages)].map((url) => new Request(url, { cache: "no-cache" })));
  }

  async function tidy() {
    for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
    await clients.claim();
    await dropOld().catch((error) => console.info(error.message));
  }

  const kept = (url) => caches.open(NAME).then((cache) => cache.match(url));

  async function fromNetwork(request, quick) {
    const usual = Date.now() < downUntil ? DOWN_PATIENCE_MS : PATIENCE_MS;
    const patience = quick ? QUICK_MS : usual;
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), patience));
    // A form is never given up half way: the server may have taken it.
    const response = await (request.method === "GET" ? Promise.race([fetch(request), late]) : fetch(request));
    if (GATEWAY.includes(response.status)) throw new Error("no server behind the gateway");
    downUntil = 0;
    return response;
  }

  async function page(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/d/away/") return (await kept(pages[pathname])) ?? fetch(request);
    const quick = QUICK.includes(pathname);
    try {
      return await fromNetwork(request, quick);
    } catch (error) {
      console.info(error.message);
      // A slow answer to one that cannot wait says little about the network.
      if (!quick) downUntil = Date.now() + DOWN_MS;
      const plain = !held() && pages[pathname];
      return (await kept(plain || pages["/d/shell/"])) ?? Response.error();
    }
  }

  const file = async (request) => (await kept(request.url)) ?? fetch(request);

  // A page that has the key may give it back only within the turn it got it in.
  const turnNow = () => (turn ??= get("keys", "turn").then((kept) => kept?.value ?? nextTurn()));

  async function nextTurn() {
    const value = crypto.randomUUID();
    try {
      // Also where there is no room for the new one, the old one ends.
      await remove("keys", "turn");
      await put("keys", { id: "turn", value });
    } catch (error) {
      console.info(error.message);
    }
    return value;
  }

  function hold(found, opens, minutes) {
    key = found;
    which = opens;
    if (minutes) lasts = minutes * MINUTE_MS;
    use();
  }

  function use() {
    usedAt = Date.now();
    clearTimeout(ending);
    ending = setTimeout(held, lasts + 100);
  }

  function held() {
    if (Date.now() - usedAt >= lasts) key = null;
    return key;
  }

  async function told() {
    const name = await turnNow();
    if (!held()) return null;
    use();
    return { key, which, turn: name };
  }

  // What is opened while she leaves stays shut.
  async function open(pin, opens, minutes) {
    const mine = shuts;
    const found = await openKnown(pin, opens);
    if (mine === shuts) hold(found, opens, minutes);
  }

  async function settle({ other, minutes }) {
    if (pending) {
      opening = open(pending.pin, other ? OTHER : HERS, minutes);
      pending = null;
    }
    await opening;
    return told();
  }

  // Other pages that are open still show what was opened: all with Leave, else those out of sight.
  async function lockPages(all, but) {
    for (const one of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
      if (one.id !== but && (all || one.visibilityState !== "visible")) one.postMessage({ type: "lock" });
    }
  }

  // Rejects where something still stands in the way: the browser asks again, later.
  async function sendAgain() {
    const done = await flush();
    for (const one of await clients.matchAll({ type: "window" })) one.postMessage({ type: "sent" });
    if (!done) throw new Error("it waits on");
  }

  const answers = {
    async pin({ pin }) {
      const mine = (pending = { pin });
      setTimeout(() => pending === mine && (pending = null), PIN_MS);
    },
    settle,
    key: told,
    turn: async () => ({ turn: await turnNow() }),
    async give(message) {
      const mine = shuts;
      if (message.turn === (await turnNow()) && mine === shuts) hold(message.key, message.which, message.minutes);
    },
    async try({ pin }) {
      const mine = shuts;
      const tried = await tryPin(pin);
      if (tried.state !== "open") return tried;
      if (mine !== shuts) return null;
      hold(tried.key, tried.which, 1);
      return { state: "open", ...(await told()) };
    },
    async forget({ lock }, from) {
      key = pending = opening = null;
      shuts += 1;
      turn = nextTurn();
      if (lock) await lockPages(lock === "all", from);
      await turn;
    },
    async down() {
      downUntil = Date.now() + DOWN_MS;
    },
  };

  self.addEventListener("install", (event) => {
    event.waitUntil(fill());
    self.skipWaiting();
  });
  self.addEventListener("activate", (event) => event.waitUntil(tidy()));
  self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (url.origin !== location.origin) return;
    if (event.request.mode === "navigate") event.respondWith(page(event.request));
    else if (event.request.method === "GET" && files.includes(url.pathname)) {
      event.respondWith(file(event.request));
    }
  });
  self.addEventListener("message", (event) => {
    const answer = answers[event.data?.type];
    if (!answer) return;
    const done = answer(event.data, event.source?.id).then(
      (reply) => event.ports[0]?.postMessage(reply ?? null),
      (error) => {
        console.warn(error.message);
        event.ports[0]?.postMessage(null);
      },
    );
    event.waitUntil(done);
  });
  // Also when no page of hers is open any more, where the browser can.
  self.addEventListener("sync", (event) => {
    if (event.tag === SYNC) event.waitUntil(sendAgain());
  });
}
