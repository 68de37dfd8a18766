"use strict";
/* The sitting budget on the page, and the reminder to get up while the page is open. When it is due: breaks.js.

   Stepwell.sitting.card(plan)   the thing on Today; none where the plan gives no budget
   Stepwell.sitting.trained()    a session was done: sitting begins anew
   Stepwell.sitting.run(plan)    look every few seconds, with the plan as it is now */
(function (S) {
  const words = S.parts.words, fill = S.parts.fill, made = S.parts.made, find = S.parts.find;
  const BEAT = 10000;
  let plan = null, state = {}, shown = null, card = null, told = null, was = "";

  function minutes() { return plan && plan.sitting ? plan.sitting.minutes : 0; }
  function place() { return S.breaks.at(state, Date.now(), minutes()); }

  async function change(to) {
    state = to;
    await S.store.keep("breaks", state);
    beat();
  }

  async function look(made_of) {
    plan = made_of;
    state = S.breaks.begin(await S.store.own("breaks") || {}, Date.now());
    await S.store.keep("breaks", state);
  }

  function build() {
    const thing = made("sitting", {content: plan.sitting.content});
    press(thing, "[data-up]", function () { change(S.breaks.up(state, Date.now())); });
    press(thing, "[data-snooze]", function () { change(S.breaks.snooze(state, Date.now())); thing.querySelector("[data-up]").focus(); });
    thing.querySelector("[data-meeting]").addEventListener("change", function (event) { change(S.breaks.meet(state, Date.now(), Number(event.target.value))); });
    press(thing, "[data-off]", async function () { await change(S.breaks.off(state)); hours(thing); });
    thing.querySelector("form").addEventListener("submit", async function (event) {
      event.preventDefault();
      const from = thing.querySelector("[name=from]").value, to = thing.querySelector("[name=to]").value, wrong = thing.querySelector(".error");
      wrong.hidden = Boolean(from && to && from !== to);
      if (!wrong.hidden) { return; }
      S.sound.unlock();
      await change(S.breaks.begin(S.breaks.set(state, from, to), Date.now()));
      thing.querySelector("details").open = false;
      thing.querySelector("summary").focus();
    });
    return thing;
  }

  function press(thing, what, act) { thing.querySelector(what).addEventListener("click", act); }

  function hours(thing) {
    thing.querySelector("[name=from]").value = state.from || "";
    thing.querySelector("[name=to]").value = state.to || "";
  }

  function draw() {
    if (!card) { return; }
    const now = place(), left = now.until ? Math.max(0, Math.ceil((now.until - Date.now()) / 60000)) : minutes();
    const counts = now.kind === "sitting" || now.kind === "due";
    card.querySelector("[data-text='minutes']").textContent = now.kind === "meeting" ? left : counts ? left : minutes();
    card.querySelector("[data-text='until']").textContent = words("sit" + now.kind);
    card.querySelector("[data-snooze]").hidden = !(now.kind === "due" && now.snooze);
    card.querySelector("[data-up]").hidden = !(counts || now.kind === "meeting");
    card.querySelector("[data-in-meeting]").hidden = !(counts || now.kind === "meeting");
    card.querySelector("[data-text='hours']").textContent = state.from ? fill(words("hours"), {from: state.from, to: state.to}) : words("hoursUnset");
    card.querySelector("[data-off]").hidden = !state.from;
    card.classList.toggle("due", now.kind === "due");
    if (now.kind !== "meeting") { card.querySelector("[data-meeting]").value = "0"; }
  }

  /* Told once for each time at which it is due, also where another tab is in front; never in the middle of a session. */
  function beat() {
    if (!minutes() || !find("player").hidden) { return; }
    const now = place();
    if (now.kind === "due" && told !== now.until) {
      told = now.until;
      S.sound.long();
      find("told-day").textContent = words("sitdue");
    }
    document.title = document.title.replace(/^● /, "");
    if (now.kind === "due") { document.title = "● " + document.title; }
    draw();
    if (now.kind !== was) {
      was = now.kind;
      if (S.sitting.onturn) { S.sitting.onturn(); }
    }
  }

  S.sitting = {
    look: look, onturn: null,
    due: function () { return Boolean(minutes()) && place().kind === "due"; },
    card: function () {
      if (!minutes()) { return null; }
      if (!card || shown !== plan.sitting.content) { card = build(); hours(card); shown = plan.sitting.content; }
      draw();
      return card;
    },
    trained: async function () { await change(S.breaks.trained(state, Date.now())); },
  };
  setInterval(beat, BEAT);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { beat(); } });
})(window.Stepwell = window.Stepwell || {});
