// What this phone keeps, in IndexedDB "daybook": `queue` (sealed to the server, in order),
// `class_c` (pages, encrypted under a key that the PIN wraps), `keys` (the phone's signing key,
// the server's public one, counters). Rejects where there is no IndexedDB or no room.
const STORES = { queue: "seq", class_c: "id", keys: "id" };
let opening = null;

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("daybook", 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        request.result.createObjectStore(name, { keyPath, autoIncrement: name === "queue" });
      }
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = database.onclose = () => {
        database.close();
        opening = null;
      };
      resolve(database);
    };
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => (opening = null));
  return opening;
}

// One transaction on one store; resolves to what `act` asked for once it is really kept.
async function within(name, mode, act) {
  const database = await opened();
  const transaction = database.transaction(name, mode, { durability: "strict" });
  const kept = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  // Whoever waits for the result hears of it there.
  kept.catch(() => {});
  const result = await act(transaction.objectStore(name));
  await kept;
  return result;
}

export const get = (name, key) => within(name, "readonly", (store) => asked(store.get(key)));
export const put = (name, value) => within(name, "readwrite", (store) => asked(store.put(value)));
export const remove = (name, key) => within(name, "readwrite", (store) => asked(store.delete(key)));
export const count = (name) => within(name, "readonly", (store) => asked(store.count()));

// The first thing waiting behind `seq`, or undefined.
export const firstBehind = (seq) =>
  within("queue", "readonly", async (store) => {
    const cursor = await asked(store.openCursor(IDBKeyRange.lowerBound(seq, true)));
    return cursor?.value;
  });

// A number higher than any before it on this phone, also when its clock was set back.
export const nextSequence = () =>
  within("keys", "readwrite", async (store) => {
    const last = (await asked(store.get("sequence")))?.value ?? 0;
    const value = Math.max(last + 1, Date.now());
    await asked(store.put({ id: "sequence", value }));
    return value;
  });

export async function clearAll() {
  (await opened().catch(() => null))?.close();
  opening = null;
  await asked(indexedDB.deleteDatabase("daybook"));
}
