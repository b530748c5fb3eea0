// Paint over, forget the companion cookie (without it the phone is shut), tell the server, be gone.
export const AWAY = "/away/";

export function paintOver() {
  document.documentElement.classList.add("covered");
}

export function forgetCompanion() {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `here=; Max-Age=0; Path=/; SameSite=Strict${secure}`;
}

export function lockNow() {
  forgetCompanion();
  navigator.sendBeacon("/d/leave/");
}

export function leave() {
  paintOver();
  lockNow();
  location.replace(AWAY);
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
