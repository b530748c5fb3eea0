// The guided practice: captions by the clock, a breathing shape, pause and back, a voice if she asks
// for one, and a way out that is always there. It keeps her place, and counts only what was in view.
import { breathing } from "./breathing.js";
import { canDeposit } from "./deposit.js";
import { bodyOf, handIn, sayUnsaved } from "./handing.js";
import { voiceOf } from "./sounding.js";

const TICK_MS = 250;
const PLACE_EVERY_S = 60;
const WORSE_BY = 2;
const ALMOST = 0.9; // so much of it is the whole of it
// Where she was in each, while this page lives: with no network a page shows only what it was when
// it was taken along.
const places = new Map();
let current = null;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;

class Practice {
  constructor(form) {
    this.form = form;
    this.main = form.closest("main");
    this.player = this.$("practice");
    this.place = this.$("place");
    this.shape = breathing(this.$("breath"), this.player.dataset);
    this.voice = voiceOf(this.$("voice"), this.player.dataset.lang);
    this.at = location.pathname;
    this.position = Number(this.player.dataset.from) || 0;
    this.comeBack();
    Object.assign(this, { ran: 0, last: 0, timer: 0, awake: null, kept: -1, begun: false });
    this.choose(true);
    this.listen();
    this.$("words").open = false;
    this.$("begin").hidden = false;
    this.$("afterwards").hidden = true;
  }

  $(id) {
    return this.main.querySelector(`#${id}`);
  }

  chosen(name) {
    return this.form.querySelector(`[name=${name}]:checked`)?.value ?? this.form.querySelector(`[name=${name}]`)?.value ?? "";
  }

  // To where she was in it a moment ago, where the page itself does not know.
  comeBack() {
    const { cut, anchor, seconds } = places.get(this.at) ?? {};
    if (seconds === undefined || !this.place) return;
    this.position = seconds;
    for (const [name, value] of [["cut", cut], ["anchor", anchor]]) {
      for (const one of this.form.querySelectorAll(`[name=${name}]`)) if (one.value === value) one.checked = true;
    }
  }

  // The captions of the length and the resting place she chose.
  choose(first = false) {
    const lists = [...this.$("words").querySelectorAll("[data-cut]")];
    this.list = lists.find((one) => one.dataset.cut === this.chosen("cut")) ?? lists[0];
    for (const one of lists) one.hidden = one !== this.list;
    this.length = Number(this.list.dataset.seconds);
    if (!first || this.position >= this.length) this.position = 0;
    const anchor = this.chosen("anchor");
    this.cues = Array.from(this.list.children, (cue) => {
      const by = cue.dataset.by && JSON.parse(cue.dataset.by)[anchor];
      const words = cue.querySelector("span");
      if (by) words.textContent = by;
      return { at: Number(cue.dataset.at), text: words.textContent };
    });
    this.$("track").max = this.length;
    this.$("whole").textContent = clock(this.length);
    const begin = this.$("begin");
    begin.textContent = this.position ? begin.dataset.on.replace("#", clock(this.position)) : `${begin.dataset.begin} · ${clock(this.length)}`;
    this.$("anew").hidden = !this.position;
    this.voice.choose(this.list);
  }

  listen() {
    const on = (id, does) => this.$(id)?.addEventListener("click", does);
    on("begin", () => this.begin());
    on("anew", () => {
      this.position = 0;
      this.begin();
    });
    on("play", () => (this.timer ? this.pause() : this.play()));
    on("back15", () => {
      this.position = Math.max(0, this.position - 15);
      this.said = null;
      this.show();
      if (this.timer) this.voice.play(this.position);
    });
    this.$("voice").addEventListener("voice", () => {
      this.said = null;
      if (this.timer) this.voice.play(this.position);
    });
    this.form.addEventListener("change", ({ target }) => ["cut", "anchor"].includes(target.name) && !this.begun && this.choose());
    this.form.addEventListener("submit", (event) => this.submit(event));
  }

  show() {
    const text = this.cues.findLast((cue) => cue.at <= this.position)?.text ?? "";
    const caption = this.$("caption");
    if (caption.textContent !== text) caption.textContent = text;
    if (this.said !== text && this.timer) {
      this.said = text;
      this.voice.caption(text);
    }
    this.$("track").value = this.position;
    this.$("clock").textContent = clock(this.position);
    this.shape.at(this.position);
    this.form.elements.seconds.value = this.begun ? Math.floor(this.ran) : "";
  }

  tick() {
    if (!this.form.isConnected) {
      // She went on to another page while it ran.
      this.keepPlace();
      return this.halt();
    }
    const now = performance.now();
    const passed = Math.min((now - this.last) / 1000, this.length - this.position);
    this.last = now;
    this.position += passed;
    // A hidden page does not count, nor time in which the phone slept.
    if (!document.hidden) this.ran += Math.min(passed, 1);
    this.show();
    if (this.position - this.kept >= PLACE_EVERY_S) this.keepPlace();
    if (this.position >= this.length) this.end();
    return undefined;
  }

  begin() {
    this.begun = true;
    this.main.dataset.running = "yes";
    this.player.hidden = false;
    this.kept = this.position;
    this.label(true);
    this.play();
    this.$("play").focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  async play() {
    if (this.position >= this.length) this.position = 0;
    this.last = performance.now();
    this.timer ||= setInterval(() => this.tick(), TICK_MS);
    document.body.dataset.playing = "";
    this.shape.play();
    this.voice.play(this.position);
    this.$("play").textContent = this.player.dataset.pauseWord;
    this.show();
    try {
      this.awake = await navigator.wakeLock?.request("screen");
    } catch (error) {
      console.info(error.message); // The phone may dim (battery saver): the practice goes on.
    }
  }

  halt() {
    clearInterval(this.timer);
    this.timer = 0;
    delete document.body.dataset.playing;
    this.shape.pause();
    this.voice.pause();
    this.awake?.release();
    this.awake = null;
  }

  pause() {
    this.halt();
    this.$("play").textContent = this.player.dataset.goWord;
    this.keepPlace();
  }

  end() {
    this.halt();
    this.main.dataset.running = "over";
    this.label(false);
    this.$("afterwards").hidden = false;
    this.$("done-button").classList.remove("quiet");
  }

  // Honest: left before the end is not done.
  label(left) {
    const { dataset } = this.$("done-button");
    this.left = left;
    this.$("done-button").textContent = left ? dataset.leftWord : dataset.doneWord;
  }

  // To the second, for any phone of hers.
  keepPlace() {
    const at = Math.floor(this.position);
    if (!this.place || !canDeposit() || at === this.kept || !at || at >= this.length) return;
    this.kept = at;
    Object.assign(this.place.elements.seconds, { value: at });
    this.place.elements.cut.value = this.chosen("cut");
    this.place.elements.anchor.value = this.chosen("anchor");
    places.set(this.at, { seconds: at, cut: this.chosen("cut"), anchor: this.chosen("anchor") });
    handIn(this.place, bodyOf(this.place)).catch((error) => console.info(error.message));
  }

  submit(event) {
    const button = event.submitter;
    const stopped = button?.id === "stop";
    if (!stopped && button?.id !== "done-button") return;
    const left = this.left && this.position < this.length * ALMOST;
    const body = bodyOf(this.form, button);
    places.delete(this.at);
    if (!stopped && left) body.event = "left";
    const worse = body.before !== undefined && body.after !== undefined && body.after - body.before >= WORSE_BY;
    if (!stopped && !worse) {
      if (left) button.dataset.body = button.dataset.left;
      return this.halt();
    }
    this.halt();
    if (!canDeposit()) return undefined;
    event.preventDefault();
    this.ground();
    return this.tell(body);
  }

  // The grounding stays whatever comes of it: what could not be kept is tried again with a network.
  tell(body) {
    return handIn(this.form, body).catch((error) => {
      console.warn(error.message);
      sayUnsaved(this.form, this.$("ground"));
      addEventListener("online", () => this.tell(body), { once: true });
    });
  }

  // At once, before any network: it stops, a minute of grounding, help.
  ground() {
    this.voice.stop();
    const place = this.$("ground");
    for (const part of this.main.children) part.hidden = part !== place && !part.matches("template");
    delete this.main.dataset.running;
    place.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

// With a voice the screen may go dark and the practice goes on; in silence it waits for her.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden || !current?.timer) return;
  if (current.voice.speaks) current.keepPlace();
  else current.pause();
});
addEventListener("pagehide", () => {
  if (!current?.timer) return;
  current.keepPlace();
  current.halt();
});

export function start() {
  current?.halt();
  const form = document.getElementById("practice-form");
  current = form ? new Practice(form) : null;
}
start();
