"use strict";
/* The lists to tick: what is ticked is kept on the phone, for who uses it now, and is sent to nobody. */
(function (S) {
  const NAME = "ticks";

  function count(list) {
    const all = list.querySelectorAll("input"), line = list.querySelector("[data-count]");
    const done = Array.from(all).filter(function (one) { return one.checked; }).length;
    line.textContent = line.dataset.words.replace("{done}", done).replace("{all}", all.length);
    line.hidden = done === 0;
  }

  document.addEventListener("DOMContentLoaded", async function () {
    const ticked = await S.store.own(NAME) || {}, lists = document.querySelectorAll("[data-list]");
    lists.forEach(function (list) {
      list.querySelectorAll("input").forEach(function (one) {
        one.checked = Boolean(ticked[one.name]);
        one.addEventListener("change", async function () {
          ticked[one.name] = one.checked;
          await S.store.keep(NAME, ticked);
          count(list);
        });
      });
      count(list);
    });
  });
})(window.Stepwell = window.Stepwell || {});
