// The service worker of her pages. Keeps class P (what anybody may see) in a cache; a page that
// does not come from the network in time is shown by the shell at the same address. Holds the
// content key in memory only: it is gone when the browser ends the worker, or with Leave.
import { flush } from "./queue.js";
import { openKnown, tryPin } from "./vault.js";

const PATIENCE_MS = 4000;
// Once the network was found hanging, for this long: not again four seconds for each page.
const DOWN_MS = 30_000;
const DOWN_PATIENCE_MS = 1200;
// The first helpful word of a hard moment is there within a second, whatever the network does.
const QUICK = ["/d/moment/", "/d/help/"];
const QUICK_MS = 800;
const PIN_MS = 60_000;
const GATEWAY = [502, 503, 504];

export function serve({ version, files, pages }) {
  const NAME = `p-${version}`;
  let key = null;
  let pending = null; // { pin }: typed on the PIN page, not yet known to be right
  let opening = null;
  let turn = 0;
  let downUntil = 0;

  async function fill() {
    const cache = await caches.open(NAME);
    await cache.addAll([...files, ...Object.values(pages)].map((url) => new Request(url, { cache: "no-cache" })));
  }

  async function tidy() {
    for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
    await clients.claim();
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
      const plain = !key && pages[pathname];
      return (await kept(plain || pages["/d/shell/"])) ?? Response.error();
    }
  }

  const file = async (request) => (await kept(request.url)) ?? fetch(request);

  // What is opened while she leaves stays shut: `turn` has moved on by then.
  async function open(pin) {
    const mine = turn;
    const found = await openKnown(pin);
    if (mine === turn) key = found;
  }

  async function settle() {
    if (pending) {
      opening = open(pending.pin);
      pending = null;
    }
    await opening;
    return key;
  }

  const answers = {
    async pin({ pin }) {
      const mine = (pending = { pin });
      setTimeout(() => pending === mine && (pending = null), PIN_MS);
    },
    settle,
    key: async () => key,
    async give(message) {
      key = message.key;
    },
    async try({ pin }) {
      const mine = turn;
      const tried = await tryPin(pin);
      if (tried.state === "open" && mine === turn) key = tried.key;
      return tried;
    },
    async forget() {
      key = pending = opening = null;
      turn += 1;
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
    const done = answer(event.data).then(
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
    if (event.tag === "queue") event.waitUntil(flush());
  });
}
