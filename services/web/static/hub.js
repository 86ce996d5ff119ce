// Small manners on top of pages that are complete without it. Nothing here holds a figure.
import { initAll } from "./vendor/govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const MOST_ITEMS = 50;
const feed = document.getElementById("activity-feed");
const notice = document.querySelector("#figures-changed .hub-changed__message");
const live = document.querySelector(".hub-live");

document.addEventListener("htmx:sse:after:connection", () => live?.removeAttribute("hidden"));
document.addEventListener("htmx:sse:error", () => live?.setAttribute("hidden", ""));
document.addEventListener("htmx:sse:close", () => live?.setAttribute("hidden", ""));

// Figures do not move under the reader: the page says once that they have changed.
document.addEventListener("htmx:sse:after:message", () => {
  if (notice) notice.hidden = false;
  document.getElementById("activity-empty")?.remove();
  while (feed && feed.children.length > MOST_ITEMS) feed.lastElementChild.remove();
});
