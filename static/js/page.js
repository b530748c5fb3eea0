// On every page of hers: leave fast, be covered when nobody is looking at it, hand in what she
// says whether there is a network or not.
import { leave, onThreeShifts } from "./leave.js";
import { coverWhenHidden } from "./cover.js";
import { handOnSubmit } from "./handing.js";
import { forgetOnSubmit } from "./offline/forgetting.js";
import { startListening } from "./listen.js";
import { endPhone, startOther, startPhone, startQueue } from "./offline/phone.js";

document.getElementById("leave-form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  leave();
});
onThreeShifts(leave);
handOnSubmit();
forgetOnSubmit();
startListening();
const is = (name) => document.body.hasAttribute(`data-${name}`);
if (is("open")) coverWhenHidden();
if (is("phone")) {
  startPhone();
  startQueue();
} else if (is("ended")) {
  endPhone();
  startQueue();
} else if (is("open")) {
  startOther();
}
