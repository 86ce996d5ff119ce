// Small manners on top of pages that are complete without it. Nothing here holds a figure.
import { initAll } from "./vendor/govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// Where the pages are one row to push along, the one that is open is in sight.
const here = document.querySelector(".hub-pages__link[aria-current]");
const row = here?.closest(".hub-pages__list");
if (row) row.scrollLeft += here.getBoundingClientRect().left - row.getBoundingClientRect().left - 40;

const MOST_ITEMS = 50;
// Milliseconds until a page asks again that was refused; after a broken line the browser comes back by itself.
const ASK_AGAIN = 10_000;

// The feed of a hub: items, as our own templates make them, of what its members do, each time it is recorded.
function follow(feed) {
  const notice = document.querySelector("#figures-changed .hub-changed__message");
  const live = document.querySelector(".hub-live");
  let seen = feed.dataset.after;
  let line = null;
  let asking = null;

  const leave = () => {
    clearTimeout(asking);
    line?.close();
    live?.setAttribute("hidden", "");
  };
  const listen = () => {
    leave();
    line = new EventSource(`${feed.dataset.live}?after=${seen}`);
    line.onopen = () => live?.removeAttribute("hidden");
    line.onerror = () => {
      live?.setAttribute("hidden", "");
      if (line.readyState === EventSource.CLOSED) asking = setTimeout(listen, ASK_AGAIN);
    };
    // Figures do not move under the reader: the page says once that they have changed.
    line.onmessage = (message) => {
      seen = message.lastEventId;
      feed.insertAdjacentHTML("afterbegin", message.data);
      if (notice) notice.hidden = false;
      document.getElementById("activity-empty")?.remove();
      while (feed.children.length > MOST_ITEMS) feed.lastElementChild.remove();
    };
  };
  // A page nobody looks at holds no line; it gets what it missed when somebody does.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  if (!document.hidden) listen();
}

const feed = document.querySelector("#activity-feed[data-live]");
if (feed) follow(feed);
