// The PIN wraps the key that the pages kept here are encrypted with. The key itself is only ever
// in memory. Runs in the worker (PIN) and in pages (pages in and out).
//
// Two places lie side by side on every phone: her pages, and what another PIN may open. Where
// there is no other PIN the second holds noise of the same form and size, so that nobody sees
// whether there is one. Trying a PIN tries both, under one derived key.
import { get, put, remove } from "./store.js";

export const HERS = 0;
export const OTHER = 1;
const ITERATIONS = 600_000;
// As people.pins: three tries are free, then 30 s doubling; after twelve nothing opens here, nor
// after 36 since her own PIN was last right.
const FREE_TRIES = 3;
const LAST_TRY = 12;
const LAST_GUESS = 36;
// Pages that the server has not seen for so long are not kept on: the phone may have been ended.
const KEPT_MS = 30 * 24 * 60 * 60_000;
const OTHER_BYTES = 48 * 1024;
const TAG_BYTES = 16;
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const AES = { name: "AES-GCM", length: 256 };

async function pinKey(pin, { salt, iterations }) {
  const raw = new TextEncoder().encode(pin);
  const base = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, base, AES, false, ["wrapKey", "unwrapKey"]);
}

const orNull = async (opening) => {
  try {
    return await opening;
  } catch (error) {
    if (error.name === "OperationError") return null;
    throw error;
  }
};

// The content key of a place, or null for a wrong PIN.
const unwrapped = ({ wrapped, wrap_iv: iv }, wrapping) =>
  orNull(crypto.subtle.unwrapKey("raw", wrapped, wrapping, { name: "AES-GCM", iv }, AES, false, ["encrypt", "decrypt"]));

async function wrappedAnew(wrapping) {
  const wrap_iv = random(12);
  const fresh = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  const wrapped = await crypto.subtle.wrapKey("raw", fresh, wrapping, { name: "AES-GCM", iv: wrap_iv });
  return { wrap_iv, wrapped: new Uint8Array(wrapped) };
}

const noise = () => ({ wrap_iv: random(12), wrapped: random(32 + TAG_BYTES) });
const blankOf = (which) => (which === HERS ? {} : { iv: random(12), blob: random(OTHER_BYTES + TAG_BYTES) });
const nothing = () => ({
  id: "pack",
  salt: random(16),
  iterations: ITERATIONS,
  slots: [HERS, OTHER].map((which) => ({ ...noise(), ...blankOf(which) })),
});

export const dropPack = () => remove("class_c", "pack");

// What is kept, where it is not too old.
async function kept() {
  const held = await get("class_c", "pack");
  if (held?.slots && Date.now() - held.at < KEPT_MS) return held;
  if (held) await dropPack();
  return null;
}

export const dropOld = kept;

// The server has said that this PIN is right, and what it opens: open with it, or begin anew
// (first PIN, new PIN).
export async function openKnown(pin, which = HERS) {
  const held = (await kept()) ?? nothing();
  held.at = Date.now();
  const wrapping = await pinKey(pin, held);
  let key = await unwrapped(held.slots[which], wrapping);
  if (!key) {
    held.slots[which] = { ...(await wrappedAnew(wrapping)), ...blankOf(which) };
    key = await unwrapped(held.slots[which], wrapping);
  }
  await put("class_c", held);
  await wasRight(which);
  return key;
}

const NONE = { id: "tries", wrong: 0, until: 0, guesses: 0 };
const triesNow = async () => (await get("keys", "tries")) ?? NONE;

// To the eye either PIN sets the count back; the guesses at hers are set back by hers alone.
async function wasRight(which) {
  const { guesses } = await triesNow();
  await put("keys", { ...NONE, guesses: which === HERS ? 0 : guesses });
}

const waitAfter = (wrong) =>
  wrong <= FREE_TRIES ? 0 : Math.min(30 * 2 ** (wrong - FREE_TRIES - 1), 3600) * 1000;

// With nobody to ask: the try is counted before it is made, so that ending the app saves none.
export async function tryPin(pin) {
  const held = await kept();
  if (!held) return { state: "empty" };
  const tries = await triesNow();
  if (tries.until > Date.now()) return { state: "wait", seconds: secondsTo(tries.until) };
  const [wrong, guesses] = [tries.wrong + 1, (tries.guesses ?? 0) + 1];
  const until = Date.now() + waitAfter(wrong);
  await put("keys", { ...NONE, wrong, until, guesses });
  const wrapping = await pinKey(pin, held);
  const keys = await Promise.all(held.slots.map((slot) => unwrapped(slot, wrapping)));
  const which = keys.findIndex(Boolean);
  if (which >= 0) {
    await put("keys", { ...NONE, guesses: which === HERS ? 0 : tries.guesses ?? 0 });
    return { state: "open", key: keys[which], which };
  }
  if (wrong >= LAST_TRY || guesses >= LAST_GUESS) {
    await dropPack();
    return { state: "empty" };
  }
  // Her pages were never fetched under the PIN she has now: it cannot be known, not "wrong".
  if (!held.slots[HERS].blob) return { state: "empty" };
  return waitAfter(wrong) ? { state: "wait", seconds: secondsTo(until), wrong: true } : { state: "wrong" };
}

const secondsTo = (at) => Math.max(1, Math.ceil((at - Date.now()) / 1000));

async function keep(which, key, plain, more = {}) {
  const held = await kept();
  if (!held) return;
  const iv = random(12);
  const blob = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain));
  held.slots[which] = { ...held.slots[which], iv, blob, ...more };
  await put("class_c", { ...held, at: Date.now() });
}

const encoded = (pack) => new TextEncoder().encode(JSON.stringify(pack));

export const keepPack = (key, pack, mark) => keep(HERS, key, encoded(pack), { mark, at: Date.now() });

// Always of one size, as the noise that stands there otherwise.
export async function keepOther(key, pack) {
  const text = encoded(pack);
  if (text.length > OTHER_BYTES) throw new Error("more than there is room for");
  const plain = new Uint8Array(OTHER_BYTES).fill(0x20);
  plain.set(text);
  await keep(OTHER, key, plain);
}

// When her pages were last fetched (0: never) and the server's mark of them.
export async function packKept() {
  const slot = (await kept())?.slots[HERS];
  return { at: slot?.at ?? 0, mark: slot?.blob && slot.mark };
}

// The server has nothing newer.
export async function packIsFresh() {
  const held = await kept();
  if (!held) return;
  held.slots[HERS].at = held.at = Date.now();
  await put("class_c", held);
}

// The pages this key opens, or null: none are kept, or under another key.
export async function readPack(key) {
  for (const { iv, blob } of (await kept())?.slots ?? []) {
    const plain = blob && (await orNull(crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, blob)));
    if (plain) return JSON.parse(new TextDecoder().decode(plain));
  }
  return null;
}
