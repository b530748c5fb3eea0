// What she said and the server has not yet: stored first, then sent, in order, until the server
// says that it is kept. The server takes the same thing once, so sending again is harmless.
import { envelopeOf, post } from "../deposit.js";
import { seal } from "./sealing.js";
import { count, firstBehind, get, nextSequence, put, remove } from "./store.js";

// What the server takes at most; a longer text goes by the plain form, which says so.
const LONGEST = 60_000;
const LONGEST_WAIT_MS = 60_000;
const outcomes = new Map(); // uuid → what became of it
const waiters = new Map(); // uuid → those who wait to hear
const watchers = new Set();
const askers = new Set();
let running = null;
let again = false;
let fails = 0;
let timer = 0;
// What the browser wakes the worker with once there is a network, when no page is open any more.
export const SYNC = "queue";

// Whether things can be sealed on this phone: it has a key of its own and knows the server's.
export async function sealer() {
  if (!globalThis.crypto?.subtle || !crypto.randomUUID || !globalThis.indexedDB) return null;
  try {
    const [server, signing] = await Promise.all([get("keys", "server"), get("keys", "signing")]);
    return server && signing?.registered === server.device ? { server, signing: signing.pair } : null;
  } catch (error) {
    console.info(error.message); // Private mode of some browsers: plain forms then.
    return null;
  }
}

export const onChange = (tell) => watchers.add(tell);

// Told of each thing that is saved already in other words: she is asked which one she means.
export const onAskedAgain = (tell) => askers.add(tell);

export async function changed() {
  if (!watchers.size) return;
  const left = await count("queue");
  for (const tell of watchers) tell(left);
}

export const waiting = () => count("queue");

export async function letGo(seq) {
  await remove("queue", seq);
  await changed();
}

// Resolves once it is kept on this phone. Rejects when it cannot be: no room, too long, no key.
export async function keep(kind, uuid, body, answeredAt = new Date()) {
  const keys = await sealer();
  if (!keys) throw new Error("nothing can be sealed here");
  const sequence = await nextSequence();
  const envelope = await envelopeOf(kind, uuid, body, { answeredAt, sequence });
  const outer = await seal(envelope, { ...keys, sequence });
  if (outer.ct.length > LONGEST) throw new Error("too long to be sealed");
  await put("queue", { uuid, outer, at: Date.now() });
  await changed();
}

// What the server said of it within `ms`, or null: then it waits here, and is safe.
export function outcomeOf(uuid, ms) {
  if (outcomes.has(uuid)) return Promise.resolve(outcomes.get(uuid));
  return new Promise((resolve) => {
    waiters.set(uuid, [...(waiters.get(uuid) ?? []), resolve]);
    setTimeout(() => resolve(null), ms);
  });
}

function settled(uuid, outcome) {
  outcomes.set(uuid, outcome);
  for (const resolve of waiters.get(uuid) ?? []) resolve(outcome);
  waiters.delete(uuid);
}

const reading = (response) => response.json().catch(() => ({}));

// "taken": it may go from here. "kept": it stays, and the next one is tried. "later": stop now.
async function send({ uuid, outer, seq }, paired) {
  // When it leaves, by this phone's clock: how wrong that clock is shows at hand-over.
  const response = await post({ ...outer, sent_at: new Date().toISOString() });
  if (response.status === 429 || response.status >= 500) return "later";
  const reply = await reading(response);
  if (response.ok && (reply.stored || reply.quarantined)) {
    settled(uuid, reply);
    return "taken";
  }
  if (reply.quarantined) return "taken";
  if (reply.asked) for (const tell of askers) tell({ seq, uuid, ...reply.asked });
  // An unknown phone, no consent: nothing behind it fares better now. But what this browser said as
  // the phone it was before must not hold up what it says as this one.
  if (response.status === 403 && paired && outer.device !== paired) return "kept";
  return [401, 403].includes(response.status) || response.ok ? "later" : "kept";
}

async function sendAll() {
  const paired = (await get("keys", "server"))?.device;
  let behind = 0;
  for (;;) {
    const next = await firstBehind(behind);
    if (!next) break;
    const became = await send(next, paired);
    if (became === "later") return false;
    if (became === "taken") {
      await letGo(next.seq);
    }
    behind = next.seq;
  }
  return true;
}

// One page (or the worker) at a time; without locks, the server tells twice from once.
const alone = (act) => (navigator.locks ? navigator.locks.request("daybook-queue", act) : act());

async function attempt() {
  let done = false;
  try {
    done = await alone(sendAll);
  } catch (error) {
    console.info(error.message); // No network: what waits is kept, and tried again.
  }
  fails = done ? 0 : fails + 1;
  return done;
}

// Sends what waits. Resolves to whether nothing stood in the way.
export function flush() {
  again = true;
  running ??= (async () => {
    let done = true;
    while (again && done) {
      again = false;
      done = await attempt();
    }
    if (!done) tryLater();
    return done;
  })().finally(() => {
    running = null;
  });
  return running;
}

// Not before it has failed here: the page that said it wants to hear the reply.
async function wakeWorkerLater() {
  try {
    const known = await globalThis.navigator?.serviceWorker?.getRegistration("/d/");
    await known?.sync?.register(SYNC);
  } catch (error) {
    console.info(error.message); // Refused, or not in this browser: pages send it.
  }
}

function tryLater() {
  clearTimeout(timer);
  wakeWorkerLater();
  const wait = Math.min(1000 * 2 ** fails, LONGEST_WAIT_MS);
  timer = setTimeout(flush, wait * (0.75 + Math.random() / 2));
}
