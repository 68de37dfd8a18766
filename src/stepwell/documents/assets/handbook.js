// Lives here: the search, and opening what is folded when it is wanted. The page reads well without it.
(() => {
  "use strict";
  const field = document.getElementById("find");
  const count = document.getElementById("count");
  const nothing = document.getElementById("nothing");
  const main = document.getElementById("main");
  const entries = [...document.querySelectorAll(".entry")];
  const words = entries.map((entry) => entry.textContent.toLowerCase());
  const holders = [...document.querySelectorAll(".group, .part")].map((holder) => ({
    holder,
    entries: [...holder.querySelectorAll(".entry")],
  }));

  const filter = () => {
    const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    entries.forEach((entry, place) => {
      const fits = wanted.every((word) => words[place].includes(word));
      entry.hidden = !fits;
      found += fits;
    });
    const searching = wanted.length > 0;
    holders.forEach(({ holder, entries: inside }) => {
      holder.hidden = searching && inside.every((entry) => entry.hidden);
    });
    main.classList.toggle("searching", searching);
    nothing.hidden = found > 0;
    count.textContent = searching ? `${found} of ${entries.length} entries` : "";
  };

  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.closest("[hidden]")) {
      field.value = "";
      filter();
    }
    target.querySelectorAll(".derived details, :scope > details").forEach((fold) => (fold.open = true));
    target.scrollIntoView();
  };

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((fold) => (fold.open = false)));

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = "";
      filter();
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== field) {
      event.preventDefault();
      field.focus();
    }
  });
  addEventListener("hashchange", open);
  document.querySelector(".search").hidden = false;
  open();
})();
