// The voice of a practice: the site's recording, else a voice of this phone, else none. It says
// that it will speak (and how much data that takes) before she taps; until then all is silent.
import { hush, localVoice, onVoices, speak } from "./speech.js";

const silent = { speaks: false, choose() {}, play() {}, pause() {}, caption() {}, stop() {} };

export function voiceOf(place, lang) {
  const button = place?.querySelector("button");
  if (!button) return silent;
  let list = null; // the captions of the length she chose
  let audio = null;
  let on = false;

  const sound = () => list?.dataset.sound;
  function show() {
    place.hidden = !sound() && !localVoice(lang);
    const ask = sound() ? place.dataset.recording.replace("#", list.dataset.megabytes) : place.dataset.voice;
    button.textContent = on ? place.dataset.on : ask;
    button.setAttribute("aria-pressed", String(on));
  }
  function drop() {
    audio?.pause();
    audio = null;
    hush();
  }
  const voice = {
    get speaks() {
      return on && !place.hidden;
    },
    choose(chosen) {
      drop();
      list = chosen;
      show();
    },
    // The recording is fetched only now, after her tap.
    play(position) {
      if (!voice.speaks || !sound()) return;
      audio ??= new Audio(sound());
      if (Math.abs(audio.currentTime - position) > 1) audio.currentTime = position;
      audio.play().catch((error) => console.info(error.message)); // Words go on without it.
    },
    pause() {
      audio?.pause();
      hush();
    },
    caption(text) {
      const mine = voice.speaks && !sound() && localVoice(lang);
      if (mine && text) speak(text, mine);
    },
    stop: drop,
  };
  button.addEventListener("click", () => {
    on = !on;
    if (!on) drop();
    show();
    place.dispatchEvent(new CustomEvent("voice"));
  });
  onVoices(show);
  return voice;
}
