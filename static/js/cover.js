// A hidden page shows nothing in the list of open apps; hidden for a minute, it is shut.
import { lockNow, paintOver } from "./leave.js";

const SHUT_AFTER_MS = 60_000;
const isOpen = () => document.cookie.split("; ").some((one) => one.startsWith("here="));

function shut() {
  paintOver();
  lockNow();
  location.replace(`/d/unlock/?next=${encodeURIComponent(location.pathname)}`);
}

export function coverWhenHidden() {
  let hiddenAt = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      hiddenAt = Date.now();
      paintOver();
    } else if (!isOpen() || Date.now() - hiddenAt >= SHUT_AFTER_MS) {
      shut();
    } else {
      document.documentElement.classList.remove("covered");
    }
  });
  // A page kept by the browser and shown again by Back, after Leave, shows nothing.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !isOpen()) shut();
  });
}
