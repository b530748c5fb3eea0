// Reads captions aloud with a voice that lives on this phone; never with one that sends the words
// away. Silent until she taps.
const synthesis = globalThis.speechSynthesis;

export function localVoice(lang) {
  const fits = (voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === lang;
  return synthesis?.getVoices().find(fits) ?? null;
}

// Voices may be known only a moment after the page.
export function onVoices(tell) {
  synthesis?.addEventListener?.("voiceschanged", tell);
  tell();
}

export function speak(text, voice) {
  hush();
  const said = new SpeechSynthesisUtterance(text);
  Object.assign(said, { voice, lang: voice.lang, rate: 0.85 });
  synthesis.speak(said);
}

export const hush = () => synthesis?.cancel();
