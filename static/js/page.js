// On every page of hers: leave fast, be covered when nobody is looking at it, hand in what she
// says whether there is a network or not.
import { leave, onThreeShifts } from "./leave.js";
import { coverWhenHidden } from "./cover.js";
import { handOnSubmit } from "./handing.js";
import { forgetOnSubmit } from "./offline/forgetting.js";
import { startListening } from "./listen.js";
import { startPhone, startQueue } from "./offline/phone.js";

document.getElementById("leave-form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  leave();
});
onThreeShifts(leave);
handOnSubmit();
forgetOnSubmit();
startListening();
if (document.body.hasAttribute("data-open")) coverWhenHidden();
if (document.body.hasAttribute("data-phone")) {
  startPhone();
  startQueue();
}
