// The PIN wraps the key that the pages kept here are encrypted with. The key itself is only ever
// in memory. Runs in the worker (PIN) and in pages (pages in and out).
import { get, put, remove } from "./store.js";

const ITERATIONS = 600_000;
// As people.pins: three tries are free, then 30 s doubling; after twelve nothing opens here.
const FREE_TRIES = 3;
const LAST_TRY = 12;
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const AES = { name: "AES-GCM", length: 256 };

async function pinKey(pin, { salt, iterations }) {
  const raw = new TextEncoder().encode(pin);
  const base = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, base, AES, false, ["wrapKey", "unwrapKey"]);
}

const unwrap = (held, key) =>
  crypto.subtle.unwrapKey("raw", held.wrapped, key, { name: "AES-GCM", iv: held.wrap_iv }, AES, false, [
    "encrypt",
    "decrypt",
  ]);

// The content key, or null for a wrong PIN.
async function opened(held, pin) {
  try {
    return await unwrap(held, await pinKey(pin, held));
  } catch (error) {
    if (error.name === "OperationError") return null;
    throw error;
  }
}

async function begin(pin) {
  const held = { id: "pack", salt: random(16), iterations: ITERATIONS, wrap_iv: random(12) };
  const wrapping = await pinKey(pin, held);
  const fresh = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  const how = { name: "AES-GCM", iv: held.wrap_iv };
  held.wrapped = await crypto.subtle.wrapKey("raw", fresh, wrapping, how);
  await put("class_c", held);
  return unwrap(held, wrapping);
}

// The server has said that this PIN is right: open with it, or begin anew (first PIN, new PIN).
export async function openKnown(pin) {
  const held = await get("class_c", "pack");
  const key = held && (await opened(held, pin));
  await remove("keys", "tries");
  return key || begin(pin);
}

const waitAfter = (wrong) =>
  wrong <= FREE_TRIES ? 0 : Math.min(30 * 2 ** (wrong - FREE_TRIES - 1), 3600) * 1000;

// With nobody to ask: the try is counted before it is made, so that ending the app saves none.
export async function tryPin(pin) {
  const held = await get("class_c", "pack");
  if (!held) return { state: "empty" };
  const tries = (await get("keys", "tries")) ?? { id: "tries", wrong: 0, until: 0 };
  if (tries.until > Date.now()) return { state: "wait", seconds: secondsTo(tries.until) };
  const wrong = tries.wrong + 1;
  const until = Date.now() + waitAfter(wrong);
  await put("keys", { id: "tries", wrong, until });
  const key = await opened(held, pin);
  if (key) {
    await remove("keys", "tries");
    return { state: "open", key };
  }
  if (wrong >= LAST_TRY) await remove("class_c", "pack");
  if (wrong >= LAST_TRY) return { state: "empty" };
  return waitAfter(wrong) ? { state: "wait", seconds: secondsTo(until), wrong: true } : { state: "wrong" };
}

const secondsTo = (at) => Math.max(1, Math.ceil((at - Date.now()) / 1000));

export async function keepPack(key, pack, mark) {
  const held = await get("class_c", "pack");
  if (!held) return;
  const iv = random(12);
  const plain = new TextEncoder().encode(JSON.stringify(pack));
  const blob = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  await put("class_c", { ...held, iv, blob, mark, at: Date.now() });
}

// When pages were last fetched (0: never) and the server's mark of them.
export async function packKept() {
  const held = await get("class_c", "pack");
  return { at: held?.at ?? 0, mark: held?.blob && held.mark };
}

// The server has nothing newer.
export async function packIsFresh() {
  const held = await get("class_c", "pack");
  if (held) await put("class_c", { ...held, at: Date.now() });
}

// The pages, or null: none are kept, or under another key.
export async function readPack(key) {
  const held = await get("class_c", "pack");
  if (!held?.blob) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: held.iv }, key, held.blob);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch (error) {
    if (error.name === "OperationError") return null;
    throw error;
  }
}
