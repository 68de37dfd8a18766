"use strict";
/* What the player shows of one part of a session: words, time, picture. It keeps no time and decides nothing.

   Stepwell.screen.show(plan, session)   the part where the session is; told to readers of the screen and spoken
   Stepwell.screen.time(place)           the digits and the ring
   Stepwell.screen.again(), clear()      draw the picture anew; stop it */
(function (S) {
  const ROUND = 465;
  const find = S.parts.find, words = S.parts.words, fill = S.parts.fill;
  let figure = null, shown = null, paused = false;

  function tell(text) { find("told").textContent = text; }
  function clockTime(seconds) { return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"); }

  function sideWords(part) { return part.side ? words(part.side) : ""; }

  function show(plan, session) {
    const part = session.parts[session.index];
    const one = plan.exercises[part.exercise], total = session.items.length;
    const state = words(part.kind === "minutes" ? "minutesState" : part.kind);
    find("player-title").textContent = fill(words("place"), {number: part.place + 1, count: total});
    find("player-bar").max = session.parts.length;
    find("player-bar").value = session.index;
    find("cue").textContent = part.kind === "ready" ? one.start : one.steps[Math.min(one.steps.length - 1, Math.max(0, part.set - 1))];
    const bits = [one.title];
    if (sideWords(part)) { bits.push(sideWords(part)); }
    if (part.set) { bits.push(fill(words("set"), {number: part.set, count: part.of || part.set})); }
    if (part.kind === "work") { bits.push(session.items[part.place].dosage.say); }
    find("what").textContent = bits.join(". ");
    find("state").textContent = state;
    find("ring").dataset.kind = part.kind;
    find("more").hidden = part.kind !== "rest";
    find("main-key-words").textContent = words(session.pausedAt ? "resume" : part.seconds ? "pause" : "finished");
    find("main-key-icon").setAttribute("href", session.pausedAt || !part.seconds ? "#play" : "#pause");
    rest(Boolean(session.pausedAt));
    picture(plan, part.exercise);
    tell([state, bits.join(", ")].join(", "));
    if (part.kind === "ready") { S.sound.say([one.title, sideWords(part)].join(", ")); } else { S.sound.say(state); }
    time(S.session.at(session, Date.now()));
  }

  /* A pause stops the picture, too. */
  function rest(is) {
    const key = find("figure-pause");
    paused = is;
    key.setAttribute("aria-label", words(is ? "resume" : "pause"));
    key.querySelector("use").setAttribute("href", is ? "#play" : "#pause");
    if (figure) { if (is) { figure.stop(); } else { figure.play(); } }
  }

  function time(place) {
    const part = place.part, ring = find("ring-now");
    find("digits").textContent = place.left === null ? "" : place.left > 99 ? clockTime(place.left) : String(place.left);
    const share = part && part.seconds && place.left !== null ? Math.min(1, place.left / part.seconds) : 0;
    ring.setAttribute("stroke-dasharray", (ROUND * share).toFixed(1) + " " + ROUND);
  }

  async function picture(plan, exercise) {
    if (shown === exercise) { return; }
    shown = exercise;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches, place = find("figure");
    clear();
    const side = plan.side === "left" ? "left" : "right", base = "/figures/" + exercise + "-" + side;
    const image = find("still");
    image.hidden = !still;
    place.toggleAttribute("hidden", still);
    if (still) { image.src = base + ".svg"; image.alt = plan.exercises[exercise].title; return; }
    try {
      const tracks = await (await fetch(base + ".json")).json();
      if (shown !== exercise) { return; }
      place.replaceChildren();
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = plan.exercises[exercise].title;
      place.append(title);
      figure = window.StepwellFigure(place, tracks);
      if (!paused) { figure.play(); }
    } catch (_) { image.hidden = false; place.toggleAttribute("hidden", true); image.src = base + ".svg"; }
  }

  function clear() { if (figure) { figure.stop(); figure = null; } }

  S.screen = {show: show, time: time, clear: clear, tell: tell, clockTime: clockTime, again: function () { shown = null; }};
})(window.Stepwell = window.Stepwell || {});
