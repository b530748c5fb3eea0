// Paint over, forget (the key in memory and in the worker, the companion cookie without which the
// phone is shut), tell the server, be gone.
const forgetting = [];
// The shell, opened by PIN with no network, is open without the cookie.
let opened = () => document.cookie.split("; ").some((one) => one.startsWith("here="));

export const isOpen = () => opened();
export const openWhen = (test) => (opened = test);
export const onLock = (forget) => forgetting.push(forget);

export function paintOver() {
  document.documentElement.classList.add("covered");
}

export function forgetCompanion() {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `here=; Max-Age=0; Path=/; SameSite=Strict${secure}`;
}

// Out of sight it lasts as long as she chose, also when the browser is ended meanwhile (null: in
// sight again, as long as the browser).
export function companionFor(seconds) {
  const held = document.cookie.split("; ").find((one) => one.startsWith("here="));
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = seconds === null ? "" : `; Max-Age=${seconds}`;
  if (held) document.cookie = `${held}${age}; Path=/; SameSite=Strict${secure}`;
}

// `why`: "leave" (her own press: every page of hers shuts) or "hidden".
export function lockNow(why) {
  forgetCompanion();
  for (const forget of forgetting) forget(why);
  navigator.sendBeacon("/d/leave/");
}

// Another page of hers was left: this one shuts, too. Who left has told everybody.
export function lockedElsewhere() {
  paintOver();
  for (const forget of forgetting) forget("elsewhere");
  location.replace(`/d/unlock/?next=${encodeURIComponent(location.pathname)}`);
}

// The same neutral page twice: the worker has the one under /d/ at once, whatever the network.
const away = () => (navigator.serviceWorker?.controller ? "/d/away/" : "/away/");

export function leave() {
  paintOver();
  const to = away();
  lockNow("leave");
  location.replace(to);
}

// Shift three times within two seconds, nothing else in between.
export function onThreeShifts(act) {
  let taps = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.repeat) {
      if (event.key !== "Shift") taps = [];
      return;
    }
    taps = [...taps.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (taps.length === 3) act();
  });
}
