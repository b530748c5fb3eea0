// Forms that hand something in (data-deposit): stored on the phone first, then sent, so that a
// connection lost at any moment loses nothing. Where nothing can be stored it is sent at once, or
// stays on the screen. Without scripts or crypto.subtle the same form posts as any other.
import { canDeposit, canonical, deposit } from "./deposit.js";
import { tell } from "./offline/asking.js";
import { flush, keep, outcomeOf, sealer } from "./offline/queue.js";
import { helpKept, say, showHelp } from "./saying.js";

const PATIENCE_MS = 4000;
const last = new WeakMap(); // form → what it handed in last
const busy = new WeakSet();
const under = new Set(); // what is being handed in now
let go = (url) => location.assign(url);
let reachable = () => navigator.onLine;

// The shell renders the next page itself, and knows whether there is a network.
export function inShell({ goOn, isReachable }) {
  go = goOn;
  reachable = isReachable;
}

const line = document.getElementById("waiting");
const wordsOf = (form) => ({ ...line?.dataset, ...form.dataset });

function valueOf(field) {
  if (field.dataset.type !== "int") return field.value;
  return field.value === "" ? null : Number(field.value);
}

// What only the plain form needs is not part of what she says.
const isSaid = ({ name, disabled, dataset, type, checked }) =>
  name && !disabled && !("plain" in dataset) && !/(^|_)uuid$|^csrf/.test(name) &&
  (!["radio", "checkbox"].includes(type) || checked);

// Of an answer every key counts; of anything else what is empty is left out.
export function bodyOf(form, button = null) {
  const body = JSON.parse(form.dataset.body || "{}");
  for (const field of form.querySelectorAll("input, select, textarea")) {
    if (!isSaid(field)) continue;
    if (field.dataset.into) (body[field.dataset.into] ??= {})[field.name] = valueOf(field);
    else body[field.name] = valueOf(field);
  }
  Object.assign(body, JSON.parse(button?.dataset.body || "{}"));
  if (form.dataset.deposit === "answer") return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== ""));
}

async function start(form, body, uuid) {
  const kind = form.dataset.deposit;
  if (form.elements.uuid) form.elements.uuid.value = uuid;
  try {
    if (await sealer()) {
      await keep(kind, uuid, body);
      flush();
      return { uuid, stored: false, reply: null };
    }
  } catch (error) {
    console.info(error.message); // No room here, or too long: the server may take it as it is.
  }
  return { uuid, stored: true, reply: await deposit(kind, uuid, body) };
}

// Hands the body in, once for the same words; resolves to { uuid, stored, reply } once it is safe
// (on the phone, or at the server), and rejects when it is neither.
export function handIn(form, body) {
  const said = canonical(body);
  const before = last.get(form);
  if (before?.said === said && before.handed) return before.handed;
  // The server may have it though nobody heard so: the same words keep their uuid.
  const mine = { said, uuid: before?.said === said ? before.uuid : crypto.randomUUID() };
  const handed = start(form, body, mine.uuid);
  mine.handed = handed;
  under.add(handed);
  handed.catch(() => (mine.handed = null)).finally(() => under.delete(handed));
  last.set(form, mine);
  return mine.handed;
}

// Once all that was begun to be handed in is safe, or is known not to be.
export const allHandedIn = () => Promise.allSettled([...under]);

// The server's reply, or null when none came in time: then it waits on the phone.
export async function replyTo(handed, patience = PATIENCE_MS) {
  if (handed.stored) return handed.reply;
  if (!reachable()) return null;
  return outcomeOf(handed.uuid, patience);
}

// Help, from the server's reply or as it came with the page; says whether there is any new.
export function help(form, handed, reply, body) {
  const place = helpPlace();
  // A shut phone is told only that it is stored: then the help that came with the page stands.
  const heard = Boolean(reply && "help" in reply);
  if (handed.shown === (heard ? "reply" : "kept")) return false;
  const shown = heard ? reply.help && showHelp(place, reply.help, wordsOf(form)) : helpKept(place, form, body);
  const before = handed.shown;
  if (shown) handed.shown = heard ? "reply" : "kept";
  else if (!before) place.replaceChildren();
  return Boolean(shown) && !before;
}

function helpPlace() {
  const there = document.getElementById("help-here");
  if (there) return there;
  const made = document.createElement("div");
  made.id = "help-here";
  made.className = "stack";
  made.setAttribute("role", "alert");
  document.querySelector("main").prepend(made);
  return made;
}

const placeOf = (form) => form.querySelector(".saved") ?? document.getElementById("saved") ?? line;

export function saySaved(form, reply) {
  const place = placeOf(form);
  const words = reply ? form.dataset.saved : line?.dataset.kept;
  if (place && words) say(place, words, document.getElementById("tick"));
}

// Neither here nor at the server. The plain form would end on a page without her words, so it is
// left alone unless the server has answered: what it refuses it can say in a page.
const hasAnswered = ({ status }) => status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);

export function sayUnsaved(form, within = null) {
  const place = within ? noteIn(within) : placeOf(form);
  if (!place || !line) return;
  place.hidden = false;
  say(place, line.dataset.unkept);
  place.scrollIntoView({ block: "nearest" });
}

function noteIn(within) {
  const there = within.querySelector(".saved");
  if (there) return there;
  const made = document.createElement("p");
  made.className = "saved";
  made.setAttribute("role", "status");
  within.append(made);
  return made;
}

// As the browser would have sent it: nothing was stored here, the server says what to change.
function plainly(form, button) {
  if (button?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  if (button?.hasAttribute("formaction")) form.action = button.formAction;
  form.submit();
}

// It was put aside: she is told what to change, and what she says next is another thing.
function refused(form, message) {
  last.delete(form);
  say(placeOf(form), message);
}

function lacks(form, body, button) {
  const { need } = form.dataset;
  if (!need || button?.dataset.body) return false;
  const said = body[need] ?? "";
  return !(typeof said === "object" ? Object.values(said) : [said]).some((one) => String(one ?? "").trim());
}

async function submitted(form, button) {
  const body = bodyOf(form, button);
  if (lacks(form, body, button)) return say(placeOf(form), form.dataset.needWords);
  if (busy.has(form)) return undefined;
  busy.add(form);
  try {
    const handed = await handIn(form, body);
    const reply = await replyTo(handed);
    if (reply?.quarantined && reply.message) return refused(form, reply.message);
    if (!reply && !handed.stored) tell({ type: "down" });
    saySaved(form, reply?.stored ? reply : null);
    if (help(form, handed, reply, body)) return undefined;
    const next = button?.dataset.next ?? form.dataset.next;
    return next && go(next);
  } catch (error) {
    console.info(error.message);
    return hasAnswered(error) ? plainly(form, button) : sayUnsaved(form);
  } finally {
    busy.delete(form);
  }
}

export function handOnSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-deposit]") || !canDeposit()) return;
    event.preventDefault();
    submitted(form, event.submitter);
  });
}
