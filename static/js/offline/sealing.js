// Seals one thing for the server and signs it as this phone: envelope version 2. Must give what
// kernel.sealing reads.
const P256 = { name: "ECDH", namedCurve: "P-256" };
const SIGN = { name: "ECDSA", namedCurve: "P-256" };
const bytes = (text) => new TextEncoder().encode(text);

export function base64(buffer) {
  let text = "";
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
  return btoa(text);
}

const point = ({ kty, crv, x, y }) => ({ kty, crv, x, y });

async function contentKey(secret, salt) {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: bytes("daybook-deposit-v2") };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}

export async function seal(envelope, { server, signing, sequence }) {
  const to = await crypto.subtle.importKey("jwk", point(server.key), P256, false, []);
  const once = await crypto.subtle.generateKey(P256, true, ["deriveBits"]);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: to }, once.privateKey, 256);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await contentKey(secret, iv);
  const plain = bytes(JSON.stringify(envelope));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  const outer = {
    v: 2,
    device: server.device,
    kid: server.kid,
    epk: point(await crypto.subtle.exportKey("jwk", once.publicKey)),
    iv: base64(iv),
    ct: base64(sealed),
    sequence,
  };
  return { ...outer, sig: await sign(outer, signing.privateKey) };
}

async function sign(outer, key) {
  const { v, device, kid, epk, iv, ct, sequence } = outer;
  const said = [v, device, kid, epk.x, epk.y, iv, ct, sequence].join("|");
  return base64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, bytes(said)));
}

// A key of this phone's own that no script can read out; its public half as a JWK.
export async function newSigningKey() {
  const pair = await crypto.subtle.generateKey(SIGN, false, ["sign", "verify"]);
  return { pair, jwk: point(await crypto.subtle.exportKey("jwk", pair.publicKey)) };
}
