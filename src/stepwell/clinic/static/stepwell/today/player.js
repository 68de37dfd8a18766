"use strict";
/* The session player: one part on the screen, its time, and what can be done with it.

   Stepwell.player.open(plan, session)   show it; it saves itself after every part and ends by itself
   Stepwell.player.onend(session)        is told when all parts are over, or the person leaves */
(function (S) {
  const ROUND = 465;
  const AWAY = 4000;
  const find = S.parts.find, words = S.parts.words, fill = S.parts.fill;
  let plan = null, session = null, clock = null, marked = null, lock = null, figure = null, shown = null, seenAt = 0;

  async function keep() { await S.store.put("session", session); }

  function tell(text) { find("told").textContent = text; }

  function open(made, begun) {
    plan = made;
    session = begun;
    marked = shown = null;
    find("day-page").hidden = true;
    find("player").hidden = false;
    document.body.classList.add("playing");
    wake();
    if (session.pausedAt) { ask(); } else { show(); run(); }
    find("player-title").focus();
  }

  function close() {
    stop();
    find("player").hidden = true;
    find("day-page").hidden = false;
    document.body.classList.remove("playing");
    if (lock) { lock.release(); lock = null; }
    if (figure) { figure.stop(); figure = null; }
  }

  /* The screen stays on while a session runs; where the phone refuses, it is said. */
  async function wake() {
    try {
      lock = await navigator.wakeLock.request("screen");
      find("keep-on").hidden = true;
    } catch (_) { find("keep-on").hidden = false; }
  }

  function run() { stop(); seenAt = Date.now(); clock = setInterval(beat, 200); beat(); }
  function stop() { clearInterval(clock); clock = null; }

  function beat() {
    const now = Date.now(), place = S.session.at(session, now);
    if (now - seenAt > AWAY && place.part && place.over > AWAY) { away(now - seenAt); return; }
    seenAt = now;
    if (!place.part) { end(); return; }
    if (place.left === null || session.pausedAt) { return; }
    mark(place);
    time(place);
    if (place.left === 0) { go(true); }
  }

  /* After a lock: where it would be is not where the person is. They say whether they went on. */
  function away(milliseconds) {
    stop();
    session = S.session.pause(session, session.endsAt);
    find("away-time").textContent = fill(words("away"), {time: clockTime(Math.round(milliseconds / 1000))});
    find("away").showModal();
  }

  function clockTime(seconds) { return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"); }

  function mark(place) {
    const key = session.index + ":" + place.left, part = place.part;
    if (marked === key) { return; }
    marked = key;
    if (place.left >= 1 && place.left <= 3) { S.sound.tick(); }
    const half = part.kind === "hold" && part.seconds >= 10 && place.left === Math.floor(part.seconds / 2);
    if (half) { S.sound.say(words("halfway")); }
    if (place.left === 10 || place.left === 3) { tell(fill(words("secondsLeft"), {seconds: place.left})); }
  }

  async function go(whole) {
    const was = session.parts[session.index];
    session = S.session.next(session, Date.now(), whole);
    if (was && whole && S.session.counts(was)) {
      const set = {part: "set", session: session.id, exercise: was.exercise, level: was.level, set: was.set};
      if (was.side) { set.side = was.side; }
      if (was.seconds) { set.seconds = was.seconds; }
      S.queue.log("session", set);
    }
    await keep();
    const part = session.parts[session.index];
    if (!part) { end(); return; }
    if (part.kind === "change") { S.sound.two(); } else { S.sound.long(); }
    show();
    seenAt = Date.now();
  }

  function sideWords(part) { return part.side ? words(part.side) : ""; }

  function show() {
    const part = session.parts[session.index];
    if (!part) { end(); return; }
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
    picture(part.exercise);
    tell([state, bits.join(", ")].join(", "));
    if (part.kind === "ready") { S.sound.say([one.title, sideWords(part)].join(", ")); } else { S.sound.say(state); }
    time(S.session.at(session, Date.now()));
  }

  function time(place) {
    const part = place.part, ring = find("ring-now");
    find("digits").textContent = place.left === null ? "" : place.left > 99 ? clockTime(place.left) : String(place.left);
    const share = part && part.seconds && place.left !== null ? Math.min(1, place.left / part.seconds) : 0;
    ring.setAttribute("stroke-dasharray", (ROUND * share).toFixed(1) + " " + ROUND);
  }

  async function picture(exercise) {
    if (shown === exercise) { return; }
    shown = exercise;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches, place = find("figure");
    if (figure) { figure.stop(); figure = null; }
    const side = plan.side === "left" ? "left" : "right", base = "/figures/" + exercise + "-" + side;
    const image = find("still");
    image.hidden = !still;
    place.hidden = still;
    if (still) { image.src = base + ".svg"; image.alt = plan.exercises[exercise].title; return; }
    try {
      const tracks = await (await fetch(base + ".json")).json();
      if (shown !== exercise) { return; }
      place.replaceChildren();
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = plan.exercises[exercise].title;
      place.append(title);
      figure = window.StepwellFigure(place, tracks);
      figure.play();
    } catch (_) { image.hidden = false; place.hidden = true; image.src = base + ".svg"; }
  }

  function end() {
    stop();
    S.sound.three();
    close();
    if (S.player.onend) { S.player.onend(session, plan); }
  }

  function ask() { find("back").showModal(); }

  function press(id, act) { find(id).addEventListener("click", act); }

  async function hold() {
    const part = session.parts[session.index];
    if (session.pausedAt) {
      session = S.session.resume(session, Date.now());
      show();
      run();
    } else if (part && part.seconds) {
      session = S.session.pause(session, Date.now());
      stop();
      S.sound.say(words("pause"));
      show();
    } else {
      await go(true);
    }
    await keep();
  }

  async function leave(response, extra) {
    session = S.session.leave(session, Date.now(), response, extra);
    await keep();
    document.querySelectorAll("dialog[open]").forEach(function (one) { one.close(); });
    if (S.session.over(session)) { end(); } else { show(); run(); }
  }

  function ready() {
    press("main-key", hold);
    press("figure-pause", hold);
    press("more", function () { session = S.session.more(session, 15); keep(); beat(); });
    press("skip-key", function () { pauseHere(); find("skip-sheet").showModal(); });
    press("painful-key", function () { pauseHere(); painful(); });
    press("leave-player", async function () { pauseHere(); await keep(); close(); if (S.player.onleave) { S.player.onleave(); } });
    press("sound-key", function () { find("sound-key").setAttribute("aria-label", words("sound" + S.sound.next())); tell(words("sound" + S.sound.preset)); });
    press("away-on", function () { find("away").close(); session = S.session.resume(session, Date.now()); go(false).then(run); });
    press("away-again", function () { find("away").close(); redo(); });
    press("back-on", function () { find("back").close(); redo(); });
    press("stop-it", function () { leave("worse"); });
    press("easier-it", async function () {
      const easier = S.session.easier(session, plan, Date.now());
      if (!easier) { leave("worse"); return; }
      session = easier;
      await keep();
      find("painful").close();
      shown = null;
      show();
      run();
    });
    document.querySelectorAll("[data-skip]").forEach(function (one) {
      one.addEventListener("click", function () { leave("none", one.dataset.skip ? {reason: one.dataset.skip} : {}); });
    });
    document.querySelectorAll("[data-back]").forEach(function (one) {
      one.addEventListener("click", function () { one.closest("dialog").close(); session = S.session.resume(session, Date.now()); show(); run(); });
    });
    document.addEventListener("keydown", keyed);
    document.addEventListener("visibilitychange", function () {
      if (!document.hidden && !find("player").hidden) { wake(); if (clock) { beat(); } }
    });
    if ("mediaSession" in navigator) {
      ["play", "pause"].forEach(function (name) { navigator.mediaSession.setActionHandler(name, function () { if (!find("player").hidden) { hold(); } }); });
      navigator.mediaSession.setActionHandler("nexttrack", function () { if (!find("player").hidden) { go(true); } });
    }
  }

  function redo() {
    const part = session.parts[session.index];
    session = Object.assign({}, session, {endsAt: part && part.seconds ? Date.now() + part.seconds * 1000 : null, pausedAt: null});
    keep();
    show();
    run();
  }

  function pauseHere() { session = S.session.pause(session, Date.now()); stop(); }

  function painful() {
    const other = S.session.easierOf(session, plan);
    find("easier-it").hidden = !other;
    find("easier-name").textContent = other ? plan.exercises[other].title : "";
    find("painful").showModal();
  }

  function keyed(event) {
    const busy = find("player").hidden || document.querySelector("dialog[open]") || event.target.closest("button, a, input, summary") && event.key === " ";
    if (busy || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === " ") { event.preventDefault(); hold(); }
    if (event.key === "ArrowRight") { go(true); }
  }

  S.player = {open: open, ready: ready, onend: null, onleave: null};
})(window.Stepwell = window.Stepwell || {});
