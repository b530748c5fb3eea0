// A hidden page shows nothing in the list of open apps; hidden for as long as she chose, it is
// shut. While a practice plays (body[data-playing]) it is covered, and not shut.
import { companionFor, isOpen, lockNow, paintOver } from "./leave.js";

const minutes = () => Number(document.body.dataset.lock) || 1;

export function shut() {
  paintOver();
  lockNow();
  location.replace(`/d/unlock/?next=${encodeURIComponent(location.pathname)}`);
}

export function coverWhenHidden() {
  let hiddenAt = 0;
  let timer = 0;
  const playing = () => document.body.hasAttribute("data-playing");
  const tooLong = () => Date.now() - hiddenAt >= minutes() * 60_000 && !playing();
  if (!document.hidden) companionFor(null);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) {
      hiddenAt = Date.now();
      paintOver();
      if (!playing()) companionFor(minutes() * 60);
      // The key need not wait for her to come back.
      timer = setTimeout(() => tooLong() && shut(), minutes() * 60_000 + 100);
    } else if (!isOpen() || tooLong()) {
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
