"use strict";
/* What the page is made of: its words in the person's language, and copies of its parts.

   Stepwell.parts.find(id), words(name), fill(text, values), made(name, values), scale(name, chosen) */
(function (S) {
  function find(id) { return document.getElementById(id); }

  function words(name) { return find("words").dataset[name]; }
  function fill(text, values) {
    return Object.keys(values).reduce(function (made, key) { return made.replace("{" + key + "}", values[key]); }, text);
  }

  /* A copy of a part of the page, its places filled by name. */
  function made(name, values) {
    const copy = find("part-" + name).content.firstElementChild.cloneNode(true);
    Object.keys(values || {}).forEach(function (key) {
      copy.querySelectorAll("[data-text='" + key + "']").forEach(function (place) { place.textContent = values[key]; });
    });
    return copy;
  }

  /* Pain from 0 to 10, with nothing chosen beforehand. */
  function scale(name, chosen) {
    const set = made("scale");
    for (let value = 0; value <= 10; value += 1) {
      const label = document.createElement("label"), input = document.createElement("input"), shown = document.createElement("span");
      label.className = "pick";
      input.type = "radio";
      input.name = name;
      input.value = value;
      input.addEventListener("change", function () { chosen(value); });
      shown.textContent = value;
      label.append(input, shown);
      set.querySelector(".eleven").append(label);
    }
    return set;
  }

  S.parts = {find: find, words: words, fill: fill, made: made, scale: scale};
})(window.Stepwell = window.Stepwell || {});
