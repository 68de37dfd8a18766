"use strict";
/* What the page is made of: its words in the person's language, and copies of its parts.

   Stepwell.parts.find(id), words(name), fill(text, values), made(name, values), scale(name, chosen, more), tell(text) */
(function (S) {
  function find(id) { return document.getElementById(id); }

  function words(name) { return find("words").dataset[name]; }
  function fill(text, values) {
    return Object.keys(values).reduce(function (made, key) { return made.replace("{" + key + "}", values[key]); }, text);
  }

  /* A copy of a part of the page, its places filled by name. */
  function made(name, values) {
    const copy = find("part-" + name).content.firstElementChild.cloneNode(true);
    copy.dataset.thing = name;
    Object.keys(values || {}).forEach(function (key) {
      copy.querySelectorAll("[data-text='" + key + "']").forEach(function (place) { place.textContent = values[key]; });
    });
    return copy;
  }

  /* Whole numbers from the least to the most, with nothing chosen beforehand. Told by `chosen` on a tap; who chooses with the arrow
     keys passes over others on the way, so that a number counts only once they press Enter or Save. */
  function scale(name, chosen, more) {
    const what = Object.assign({low: 0, high: 10, ends: "pain", at: null, save: true}, more), set = made("scale");
    let arrows = false;
    for (let value = what.low; value <= what.high; value += 1) {
      const label = document.createElement("label"), input = document.createElement("input"), shown = document.createElement("span");
      label.className = "pick";
      input.type = "radio";
      input.name = name;
      input.value = value;
      input.checked = value === what.at;
      input.addEventListener("change", function () { if (arrows && what.save) { save(value); } else { chosen(value); } });
      shown.textContent = value;
      label.append(input, shown);
      set.querySelector(".eleven").append(label);
    }
    set.querySelectorAll("[data-ends]").forEach(function (one) { one.hidden = one.dataset.ends !== what.ends; });
    const key = set.querySelector("[data-save]");
    let held = null;
    function save(value) { held = value; key.hidden = false; key.querySelector("[data-text='value']").textContent = value; }
    key.addEventListener("click", function () { chosen(held); });
    set.addEventListener("pointerdown", function () { arrows = false; });
    set.addEventListener("keydown", function (event) {
      if (event.key.startsWith("Arrow")) { arrows = true; }
      if (event.key === "Enter" && held !== null && event.target.matches("input")) { event.preventDefault(); chosen(held); }
    });
    return set;
  }

  /* What readers of the screen hear of a change that they cannot see. */
  function tell(text) { find("told-day").textContent = text; }

  S.parts = {find: find, words: words, fill: fill, made: made, scale: scale, tell: tell};
})(window.Stepwell = window.Stepwell || {});
