"use strict";
/* The session player: one part on the screen, its time, and what can be done with it.

   Stepwell.player.open(plan, session)   show it; it saves itself after every part and ends by itself
   Stepwell.player.onend(session)        is told when all parts are over, or the person leaves */
(function (S) {
  const AWAY = 4000;
  const find = S.parts.find, words = S.parts.words, fill = S.parts.fill, tell = S.screen.tell;
  let plan = null, session = null, clock = null, marked = null, lock = null, seenAt = 0;

  async function keep() { await S.store.put("session", session); }

  function open(made, begun) {
    plan = made;
    session = begun;
    marked = null;
    S.screen.again();
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
    S.screen.clear();
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
    S.screen.time(place);
    if (place.left === 0) { go(true); }
  }

  /* After a lock: where it would be is not where the person is. They say whether they went on. */
  function away(milliseconds) {
    stop();
    session = S.session.pause(session, session.endsAt);
    find("away-time").textContent = fill(words("away"), {time: S.screen.clockTime(Math.round(milliseconds / 1000))});
    find("away").showModal();
  }

  function mark(place) {
    const key = session.index + ":" + place.left, part = place.part;
    if (marked === key) { return; }
    marked = key;
    if (place.left >= 1 && place.left <= 3) { S.sound.tick(); }
    const half = part.kind === "hold" && part.seconds >= 10 && place.left === Math.floor(part.seconds / 2);
    if (half) { S.sound.say(words("halfway")); }
    if ((place.left === 10 || place.left === 3) && part.seconds > place.left + 1) { tell(fill(words("secondsLeft"), {seconds: place.left})); }
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

  function show() {
    if (S.session.over(session)) { end(); return; }
    S.screen.show(plan, session);
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
      S.screen.again();
      show();
      run();
    });
    document.querySelectorAll("[data-skip]").forEach(function (one) {
      one.addEventListener("click", function () { leave("none", one.dataset.skip ? {reason: one.dataset.skip} : {}); });
    });
    document.querySelectorAll("[data-back]").forEach(function (one) {
      one.addEventListener("click", function () { one.closest("dialog").close(); on(); });
    });
    ["painful", "skip-sheet"].forEach(function (id) { find(id).addEventListener("cancel", on); });
    ["away", "back"].forEach(function (id) { find(id).addEventListener("cancel", redo); });
    document.addEventListener("keydown", keyed);
    document.addEventListener("visibilitychange", function () {
      if (!document.hidden && !find("player").hidden) { wake(); if (clock) { beat(); } }
    });
    if ("mediaSession" in navigator) {
      ["play", "pause"].forEach(function (name) { navigator.mediaSession.setActionHandler(name, function () { if (!find("player").hidden) { hold(); } }); });
      navigator.mediaSession.setActionHandler("nexttrack", function () { if (!find("player").hidden) { go(true); } });
    }
  }

  function on() { session = S.session.resume(session, Date.now()); show(); run(); }

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
