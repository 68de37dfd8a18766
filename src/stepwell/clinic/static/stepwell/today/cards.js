"use strict";
/* The things of Today that a person does: the morning after, a session, pain. Each gives a thing, or none where there is nothing to do.

   Stepwell.cards.morning, resumed, session, pain (plan, did, begun, days)
   Stepwell.cards.items(plan, days)   what of the plan may be done today: an old plan keeps the days of rest by itself */
(function (S) {
  const words = S.parts.words, fill = S.parts.fill, made = S.parts.made;
  const MORNING = "next-morning", PAIN = "worst-pain", UNDO = 5000, GAP = 4, FEW = 2;

  function question(plan, finding) {
    return ((plan.questions || {})["check-in"] || []).find(function (one) { return one.finding === finding; });
  }

  function isOld(plan) { return plan.day !== S.day.today(); }
  function over(plan) { return plan.expires_at && Date.now() >= Date.parse(plan.expires_at); }
  function side(plan) { return plan.side === "left" ? "left" : "right"; }

  function items(plan, days) {
    if (!isOld(plan)) { return plan.session; }
    return plan.session.filter(function (item) {
      const rest = plan.exercises[item.exercise].rest_days || 0;
      return !Object.keys(days).some(function (day) {
        const ago = S.day.between(day, S.day.today());
        return ago > 0 && ago <= rest && days[day].includes(item.exercise);
      });
    });
  }

  function yesterday(plan, days) {
    const before = S.day.plus(S.day.today(), -1);
    return Boolean((days[before] || []).length) || plan.trained_yesterday && !isOld(plan);
  }

  function morning(plan, did, begun, days) {
    const one = question(plan, MORNING);
    if (!one || did.morning || !yesterday(plan, days)) { return null; }
    const thing = made("morning", {text: one.text}), trio = thing.querySelector(".trio");
    Object.keys(one.options).forEach(function (value) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = one.options[value];
      button.addEventListener("click", function () {
        S.queue.log("check-in", {answers: {[MORNING]: value}});
        S.parts.tell(words("noted"));
        S.day.note({morning: true});
      });
      trio.append(button);
    });
    return thing;
  }

  /* A session that was begun today, and that the plan as it is now still knows. */
  function waits(plan, begun) {
    const today = Boolean(begun) && begun.local === S.day.today() && !S.session.over(begun) && S.session.fresh(begun, Date.now());
    return today && begun.items.every(function (item) { return plan.exercises[item.exercise]; });
  }

  function resumed(plan, did, begun) {
    if (!waits(plan, begun) || S.safety.locked(plan, did)) { return null; }
    const thing = made("resume", {count: fill(words("place"), {number: begun.parts[begun.index].place + 1, count: begun.items.length})});
    thing.querySelector("[data-go]").addEventListener("click", function () {
      S.sound.unlock();
      S.player.open(plan, S.session.pause(begun, begun.saved));
    });
    thing.querySelector("[data-drop]").addEventListener("click", function () { S.ending.finish(begun, null); });
    return thing;
  }

  function lastTrained(plan, days) {
    const all = Object.keys(days).filter(function (day) { return days[day].length; });
    return all.concat(plan.trained || []).sort().pop() || null;
  }

  async function start(plan, chosen) {
    S.sound.unlock();
    const session = Object.assign(S.session.begin(Object.assign({}, plan, {session: chosen}), Date.now()), {local: S.day.today()});
    await S.store.put("session", session);
    S.player.open(plan, session);
  }

  function session(plan, did, begun, days) {
    if (S.safety.locked(plan, did) || waits(plan, begun)) { return null; }
    if (!S.safety.answered(plan, did)) { return made("after-screen"); }
    if (did.session) { return made("done"); }
    if (over(plan)) { return made("expired"); }
    if (plan.suspended) { return made("suspended", {text: plan.suspended}); }
    const chosen = items(plan, days), last = lastTrained(plan, days);
    if (!chosen.length) { return made("rest"); }
    const asked = S.injection.told(plan, did) || S.injection.before(plan, did);
    if (asked) { return asked; }
    const gap = last !== null && S.day.between(last, S.day.today()) >= GAP && chosen.length > FEW;
    return offered(plan, chosen, gap);
  }

  function offered(plan, chosen, gap) {
    const length = S.session.parts(Object.assign({}, plan, {session: chosen})).reduce(function (all, part) { return all + (part.seconds || 40); }, 0);
    const thing = made(gap ? "gap" : "session", {
      minutes: fill(words("minutes"), {minutes: Math.max(1, Math.round(length / 60))}), count: fill(words("exercises"), {count: chosen.length}),
    });
    thing.querySelector("img").src = "/figures/" + chosen[0].exercise + "-" + side(plan) + ".svg";
    const list = thing.querySelector("ol");
    chosen.forEach(function (item) {
      const row = made("exercise", {title: plan.exercises[item.exercise].title, dose: item.dose});
      row.querySelector("img").src = "/figures/" + item.exercise + "-" + side(plan) + ".svg";
      list.append(row);
    });
    thing.querySelector("[data-go]").addEventListener("click", function () { start(plan, gap ? chosen.slice(0, FEW) : chosen); });
    if (gap) { thing.querySelector("[data-all]").addEventListener("click", function () { start(plan, chosen); }); }
    return thing;
  }

  function resting(plan, days) { return !plan.suspended && !items(plan, days).length; }

  function pain(plan, did, begun, days) {
    const one = question(plan, PAIN);
    if (did.pain !== null) { return noted(did); }
    if (!one) { return null; }
    const thing = made("pain", {text: one.text});
    thing.append(S.parts.scale("pain", async function (value) {
      const payload = {answers: {[PAIN]: value}};
      if (resting(plan, days)) { payload.rest = true; }
      const event = await S.queue.log("check-in", payload, UNDO);
      setTimeout(function () { S.day.note({}); }, UNDO + 100);
      S.parts.tell(fill(words("said"), {value: value}));
      S.day.note({pain: value, undo: {id: event.id, until: event.until}});
    }));
    return thing;
  }

  /* A slip of the finger can be taken back for some seconds, before it is sent. */
  function noted(did) {
    const thing = made("pain-done", {value: fill(words("said"), {value: did.pain})}), key = thing.querySelector("[data-undo]");
    key.hidden = !did.undo || did.undo.until <= Date.now();
    key.addEventListener("click", async function () {
      if (await S.queue.undo(did.undo.id)) { await S.day.note({pain: null, undo: null}); }
    });
    return thing;
  }

  S.cards = {morning: morning, resumed: resumed, session: session, pain: pain, items: items};
})(window.Stepwell = window.Stepwell || {});
