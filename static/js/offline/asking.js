// A page asks the worker. Where there is none, or it is silent, the answer is null.
const SILENT_MS = 15_000;

export const worker = () => navigator.serviceWorker?.controller ?? null;

export function tell(message) {
  worker()?.postMessage(message);
}

export function ask(message) {
  const whom = worker();
  if (!whom) return Promise.resolve(null);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data);
    setTimeout(() => resolve(null), SILENT_MS);
    whom.postMessage(message, [port2]);
  });
}
