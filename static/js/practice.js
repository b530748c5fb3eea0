// The guided practice: captions by the clock, a breathing shape, pause and back. Silent.
import { breathing } from "./breathing.js";

const $ = (id) => document.getElementById(id);
const main = document.querySelector("main");
const practice = $("practice");
const length = Number(practice.dataset.seconds);
const cues = Array.from($("words").querySelectorAll("[data-at]"), (cue) => ({
  at: Number(cue.dataset.at),
  text: cue.querySelector("span").textContent,
}));
const shape = breathing($("breath"), practice.dataset);
let position = 0; // seconds into the practice
let ran = 0; // seconds it really ran in view
let last = 0;
let timer = 0;
let awake = null;

function show() {
  const text = cues.findLast((cue) => cue.at <= position)?.text ?? "";
  if ($("caption").textContent !== text) $("caption").textContent = text;
  $("track").value = position;
  const whole = Math.floor(position);
  $("clock").textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  shape.at(position);
  for (const field of document.querySelectorAll('input[name="seconds"]')) field.value = Math.floor(ran);
}

function tick() {
  const now = performance.now();
  const passed = Math.min((now - last) / 1000, length - position);
  last = now;
  position += passed;
  ran += passed;
  show();
  if (position >= length) end();
}

function pause() {
  clearInterval(timer);
  timer = 0;
  shape.pause();
  awake?.release();
  awake = null;
  $("play").textContent = practice.dataset.goWord;
}

async function play() {
  if (position >= length) position = 0;
  last = performance.now();
  timer ||= setInterval(tick, 250);
  shape.play();
  $("play").textContent = practice.dataset.pauseWord;
  try {
    awake = await navigator.wakeLock?.request("screen");
  } catch (error) {
    console.info(error.message); // The phone may dim (battery saver): the practice goes on.
  }
}

function end() {
  pause();
  main.dataset.running = "over";
  $("done-button").classList.remove("quiet");
}

$("words").open = false;
$("begin").hidden = false;
$("begin").addEventListener("click", () => {
  main.dataset.running = "yes";
  practice.hidden = false;
  show();
  play();
  $("play").focus({ preventScroll: true });
  scrollTo(0, 0);
});
$("play").addEventListener("click", () => (timer ? pause() : play()));
$("back15").addEventListener("click", () => {
  position = Math.max(0, position - 15);
  show();
});
$("anchor-form")?.addEventListener("change", (event) => event.currentTarget.requestSubmit());
document.addEventListener("visibilitychange", () => document.hidden && timer && pause());
