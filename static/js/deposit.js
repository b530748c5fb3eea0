// One thing said, as an envelope (version 1), and the plain way to hand it in, once.
// The same uuid and body may be sent again.

// Sorted keys, no spaces; strings as JSON writes them. Must give what kernel.ids gives.
export function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

async function hashOf(body) {
  const bytes = new TextEncoder().encode(canonical(body));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Without https there is no crypto.subtle: then the ordinary form saves, on Next.
export const canDeposit = () => Boolean(globalThis.crypto?.subtle && crypto.randomUUID);

export async function envelopeOf(kind, uuid, body, { answeredAt, sequence }) {
  return {
    v: 1,
    uuid,
    kind,
    sequence,
    answered_at: answeredAt.toISOString(),
    sent_at: new Date().toISOString(),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
    body,
    hash: await hashOf(body),
  };
}

// A fetch keeps going when the page ends only up to this many bytes.
const KEEPALIVE_BYTES = 60_000;

// The reply of the server. Rejects when none comes.
export function post(envelope) {
  const text = JSON.stringify(envelope);
  return fetch("/d/deposit/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Requested-With": "daybook" },
    body: text,
    keepalive: text.length < KEEPALIVE_BYTES,
    signal: AbortSignal.timeout(30_000),
  });
}

// Resolves to the acknowledgement; rejects when it is not known to be stored, with the status
// where the server said so.
export async function deposit(kind, uuid, body, answeredAt = new Date()) {
  const sequence = Math.floor(performance.timeOrigin + performance.now());
  const response = await post(await envelopeOf(kind, uuid, body, { answeredAt, sequence }));
  if (!response.ok) throw Object.assign(new Error(`not stored: ${response.status}`), { status: response.status });
  return response.json();
}
