// Hands one thing in, once: envelope version 1. The same uuid and body may be sent again.

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

// Resolves to the acknowledgement; rejects when it is not known to be stored.
export async function deposit(kind, uuid, body, answeredAt = new Date()) {
  const envelope = {
    v: 1,
    uuid,
    kind,
    sequence: Math.floor(performance.timeOrigin + performance.now()),
    answered_at: answeredAt.toISOString(),
    sent_at: new Date().toISOString(),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
    body,
    hash: await hashOf(body),
  };
  const response = await fetch("/d/deposit/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Requested-With": "daybook" },
    body: JSON.stringify(envelope),
    keepalive: true,
  });
  if (!response.ok) throw new Error(`not stored: ${response.status}`);
  return response.json();
}
