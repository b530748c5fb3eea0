// On every page of hers: leave fast, and be covered when nobody is looking at it.
import { leave, onThreeShifts } from "./leave.js";
import { coverWhenHidden } from "./cover.js";

document.getElementById("leave-form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  leave();
});
onThreeShifts(leave);
if (document.body.hasAttribute("data-open")) coverWhenHidden();
