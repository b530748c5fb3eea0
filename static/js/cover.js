// A hidden page shows nothing in the list of open apps; hidden for as long as she chose, it is
// shut. While a practice plays (body[data-playing]) it is covered, and not shut.
import { companionFor, isOpen, lockNow, paintOver } from "./leave.js";

let hiddenAt = 0;

const minutes = () => Number(document.body.dataset.lock) || 1;
const playing = () => document.body.hasAttribute("data-playing");

// Out of sight for as long as she chose.
export const tooLong = () => document.hidden && hiddenTooLong();
const hiddenTooLong = () => Date.now() - hiddenAt >= minutes() * 60_000 && !playing();

export function shut() {
  paintOver();
  lockNow("hidden");
  location.replace(`/d/unlock/?next=${encodeURIComponent(location.pathname)}`);
}

export function coverWhenHidden() {
  let timer = 0;
  if (!document.hidden) companionFor(null);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) {
      hiddenAt = Date.now();
      paintOver();
      if (!playing()) companionFor(minutes() * 60);
      // The key need not wait for her to come back.
      timer = setTimeout(() => hiddenTooLong() && shut(), minutes() * 60_000 + 100);
    } else if (!isOpen() || hiddenTooLong()) {
      shut();
    } else {
      companionFor(null);
      document.documentElement.classList.remove("covered");
    }
  });
  // A page kept by the browser and shown again by Back, after Leave, shows nothing.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !isOpen()) shut();
  });
}
