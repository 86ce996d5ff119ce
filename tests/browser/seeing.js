// What a reader without a mouse, with colours of their own, or with the page on paper would miss.
// Each function gives the names of the parts that fail; seeing.py asks.
window.seeing ??= (() => {
  const named = one => one.tagName.toLowerCase() + (one.id ? `#${one.id}` : "")
    + (one.getAttribute("class") ? `.${one.getAttribute("class").split(" ")[0]}` : "")
    + ` “${(one.innerText || one.getAttribute("aria-label") || "").trim().slice(0, 40)}”`;
  const all = (selector, wanted) => [...document.querySelectorAll(selector)].filter(wanted);
  const drawn = colour => colour && colour !== "none" && !/^rgba.*, 0\)$/.test(colour)
    && colour !== getComputedStyle(document.body).backgroundColor;
  const outlined = looks => looks.outlineStyle !== "none" && parseFloat(looks.outlineWidth) > 0;
  const there = one => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
    && one.getBoundingClientRect().width > 1;
  const ACTED_ON = "a[href], button, input:not([type=hidden]), select, textarea, summary";

  return {
    // Where the keyboard stops now; null once it has left the page.
    stop() {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      one.dataset.stop ||= String(document.querySelectorAll("[data-stop]").length + 1);
      // The outline of a box to tick is drawn around the mark of its label.
      const marks = [...(one.labels || [])].map(label => getComputedStyle(label, "::before"));
      const seen = [getComputedStyle(one), ...marks].some(outlined);
      return { name: named(one), stop: one.dataset.stop, seen };
    },
    // What can be acted on and the keyboard has not stopped at; one of a group of radios is enough.
    missed() {
      const grouped = one => one.type === "radio"
        && document.querySelector(`[name="${one.name}"][data-stop]`);
      const wanted = one => there(one) && !one.disabled && one.tabIndex >= 0
        && !one.dataset.stop && !grouped(one);
      return all(ACTED_ON, wanted).map(named);
    },
    // Marks of charts and keys that look like the page they are on.
    vanished() {
      const inChart = all("main svg :is(rect, path, circle, polyline, polygon, line)", one => {
        const looks = getComputedStyle(one), box = one.getBoundingClientRect();
        const stroked = drawn(looks.stroke) && parseFloat(looks.strokeWidth) > 0;
        return !one.closest("defs, clipPath") && box.width + box.height && !drawn(looks.fill) && !stroked;
      });
      const inKey = all("main :is([class*=swatch], [class*=shade], [class*=legend__])", one => {
        const looks = getComputedStyle(one);
        const edged = looks.borderTopStyle !== "none" && parseFloat(looks.borderTopWidth) > 0;
        return !(one instanceof SVGElement) && there(one) && !one.innerText.trim()
          && !one.querySelector("svg") && !edged && !drawn(looks.backgroundColor);
      });
      return [...new Set([...inChart, ...inKey].map(named))];
    },
    // Where one is, told by nothing that is left.
    untold() {
      const told = one => {
        const looks = getComputedStyle(one);
        return [looks.fontWeight, looks.textDecorationLine, looks.backgroundColor, looks.color,
          looks.borderBottom, looks.borderLeft, looks.outlineStyle].join();
      };
      const alike = (one, other) => told(one) === told(other)
        && told(one.parentElement) === told(other.parentElement);
      return all("nav [aria-current]", one => {
        const others = [...one.closest("nav").querySelectorAll("a[href]")].filter(a => a !== one);
        return others.length && others.every(other => alike(one, other));
      }).map(named);
    },
    // What a sheet of paper would cut, and ways to other pages, which nobody can press on it.
    cut() {
      const clipped = all("main *", one => there(one)
        && getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1);
      const { scrollWidth, clientWidth } = document.documentElement;
      return [
        ...clipped.map(one => `cut: ${named(one)}`),
        ...all("nav, .hub-footer", there).map(one => `to press: ${named(one)}`),
        ...(scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide of ${clientWidth}`] : []),
      ];
    },
  };
})();
