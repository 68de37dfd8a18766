"use strict";
/* Putting things on the page in the place of those that were there, without taking anything out of somebody's hands.

   Stepwell.place.put(list, things)   a number that was passed over but not said yet stays, and so does what was unfolded; who was inside a
                                      thing that is gone now stands at its place, and not at the top of the page */
(function (S) {
  const STOPS = "button, a, input, select, summary, [tabindex]";

  function stops(thing) { return Array.from(thing.querySelectorAll(STOPS)); }
  function same(things, one) { return Array.from(things).find(function (other) { return other.dataset.thing === one.dataset.thing; }); }

  function kept(list, one) {
    const old = same(list.children, one);
    if (!old || old === one) { return one; }
    if (old.querySelector("input:checked")) { return old; }
    const folds = old.querySelectorAll("details");
    one.querySelectorAll("details").forEach(function (fold, place) { fold.open = Boolean(folds[place] && folds[place].open); });
    return one;
  }

  function put(list, things) {
    const at = document.activeElement, inside = list.contains(at) && at !== list, was = Array.from(list.children);
    const thing = inside ? was.find(function (one) { return one.contains(at); }) : null, stop = thing ? stops(thing).indexOf(at) : -1;
    list.replaceChildren.apply(list, things.map(function (one) { return kept(list, one); }));
    if (!inside || document.activeElement === at) { return; }
    if (at.isConnected) { at.focus({preventScroll: true}); return; }
    const again = same(list.children, thing), next = list.children[Math.min(was.indexOf(thing), list.children.length - 1)];
    const target = again && stops(again)[stop] || next && heading(next) || list;
    target.focus({preventScroll: true});
  }

  function heading(thing) {
    const found = thing.querySelector("h2");
    if (found) { found.tabIndex = -1; }
    return found;
  }

  S.place = {put: put};
})(window.Stepwell = window.Stepwell || {});
