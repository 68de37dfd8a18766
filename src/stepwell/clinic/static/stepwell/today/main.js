"use strict";
/* Today: at most four things, in order, from the plan that the phone keeps. Works the same with and without a network. */
(function (S) {
  const find = S.parts.find, words = S.parts.words, fill = S.parts.fill, made = S.parts.made, scale = S.parts.scale;
  const MOST = 4, MORNING = "next-morning", PAIN = "worst-pain", SITTING = "sitting-tolerance";
  let plan = null;

  function localDay(when) {
    const day = new Intl.DateTimeFormat("en-CA", {timeZone: S.queue.zone(), year: "numeric", month: "2-digit", day: "2-digit"});
    return day.format(when || new Date());
  }

  /* What was done today on this phone: it may not have reached the clinic yet. */
  async function logged() {
    const kept = await S.store.get("logged");
    return kept && kept.day === localDay() ? kept : {day: localDay(), screen: false, session: false, pain: null, morning: false};
  }
  async function note(changes) { await S.store.put("logged", Object.assign(await logged(), changes)); await draw(); }

  async function load() {
    plan = await S.store.get("plan") || null;
    await draw();
    try {
      const answer = await fetch("/api/today?tz=" + encodeURIComponent(S.queue.zone()), {headers: {"Accept": "application/json"}, cache: "no-store"});
      if (answer.status === 401) { await signedOut(); return; }
      if (answer.ok) {
        await S.queue.token();
        plan = await answer.json();
        await S.store.put("plan", plan);
        keepFigures();
      }
    } catch (_) { /* No network: what is kept stands, and the line below the day says so. */ }
    await draw();
    S.queue.flush();
  }

  async function signedOut() {
    await S.store.forget();
    plan = null;
    await draw();
    find("sign-in").hidden = false;
  }

  /* The pictures of this plan are kept, so that a session works without a network. They show nobody. */
  function keepFigures() {
    if (!("caches" in window)) { return; }
    const side = plan.side === "left" ? "left" : "right";
    const names = Object.keys(plan.exercises);
    caches.open("figures").then(function (kept) {
      names.forEach(function (name) {
        ["json", "svg"].forEach(function (kind) {
          const place = "/figures/" + name + "-" + side + "." + kind;
          kept.match(place).then(function (there) { if (!there) { kept.add(place).catch(function () {}); } });
        });
      });
    });
  }

  async function draw() {
    const list = find("things");
    find("day").textContent = new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, {weekday: "long", day: "numeric", month: "long"}).format(new Date());
    find("empty").hidden = Boolean(plan);
    find("old").hidden = !(plan && plan.day !== localDay());
    if (!plan) { list.replaceChildren(); return; }
    if (location.pathname === find("words").dataset.helpPlace) { help(); return; }
    const did = await logged(), begun = await S.store.get("session");
    const things = [exit(did), screen(did), morning(did), resumed(begun, did), today(did, begun), pain(did), sitting(did)].filter(Boolean);
    list.replaceChildren.apply(list, things.slice(0, MOST));
    helpNumbers();
  }

  function helpNumbers() {
    const call = plan.call || {}, links = plan.call_links || {};
    document.querySelectorAll("[data-call]").forEach(function (place) {
      const number = call[place.dataset.call];
      place.hidden = !number;
      if (links[place.dataset.call]) { place.href = links[place.dataset.call]; }
      if (number) { place.querySelector("[data-text='number']").textContent = number; }
    });
  }

  function exit(did) {
    const open = (plan.exits || []).concat(did.exits || []);
    if (!open.length) { return null; }
    const thing = made("exit"), list = thing.querySelector("ul");
    open.forEach(function (one) {
      const row = document.createElement("li"), title = document.createElement("h2"), say = document.createElement("p");
      title.textContent = one.title;
      say.textContent = one.say;
      row.append(title, say);
      list.append(row);
    });
    return thing;
  }

  function locked(did) { return (plan.exits || []).concat(did.exits || []).length > 0; }

  /* The daily short form. "None of these" answers each of them with no; one sign is enough to lock the day. */
  function screen(did) {
    if (!plan.screen || !plan.screen.questions.length || did.screen || plan.screen.answered && plan.day === localDay()) { return null; }
    const thing = made("screen"), list = thing.querySelector("ul");
    plan.screen.questions.forEach(function (one) {
      const row = made("sign", {text: one.text});
      row.querySelectorAll("button").forEach(function (button) {
        button.addEventListener("click", function () { sign(one, button.value); });
        button.setAttribute("aria-label", button.textContent + ": " + one.text);
      });
      list.append(row);
    });
    thing.querySelector("[data-none]").addEventListener("click", function () {
      const answers = {};
      plan.screen.questions.forEach(function (one) { answers[one.finding] = "no"; });
      S.queue.log("red-flags", {answers: answers});
      note({screen: true});
    });
    return thing;
  }

  async function sign(question, value) {
    const opened = question.exits.map(function (id) { return plan.screen.exits[id]; }).filter(Boolean);
    await S.queue.log("red-flags", {answers: {[question.finding]: value}});
    const order = ["emergency", "same-day", "urgent"];
    opened.sort(function (one, other) { return order.indexOf(one.urgency) - order.indexOf(other.urgency); });
    await note({screen: true, exits: opened.slice(0, 1)});
    find("things").focus();
    window.scrollTo(0, 0);
  }

  function question(finding) {
    const all = (plan.questions || {})["check-in"] || [];
    return all.find(function (one) { return one.finding === finding; });
  }

  function morning(did) {
    const one = question(MORNING);
    if (!one || did.morning || !plan.trained_yesterday) { return null; }
    const thing = made("morning", {text: one.text}), trio = thing.querySelector(".trio");
    Object.keys(one.options).forEach(function (value) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = one.options[value];
      button.addEventListener("click", function () {
        S.queue.log("check-in", {answers: {[MORNING]: value}});
        note({morning: true});
      });
      trio.append(button);
    });
    return thing;
  }

  function resumed(begun, did) {
    if (!begun || locked(did) || S.session.over(begun) || begun.day !== plan.day || !S.session.fresh(begun, Date.now())) { return null; }
    const thing = made("resume", {count: fill(words("place"), {number: begun.parts[begun.index].place + 1, count: begun.items.length})});
    thing.querySelector("[data-go]").addEventListener("click", function () {
      S.sound.unlock();
      S.player.open(plan, S.session.pause(begun, begun.saved));
    });
    thing.querySelector("[data-drop]").addEventListener("click", async function () { await finish(begun, null); });
    return thing;
  }

  function today(did, begun) {
    if (locked(did)) { return null; }
    if (!did.screen && plan.screen && !(plan.screen.answered && plan.day === localDay())) { return made("after-screen"); }
    if (did.session) { return made("done"); }
    if (plan.suspended) { return made("suspended", {text: plan.suspended}); }
    if (!plan.session.length) { return made("rest"); }
    if (begun && begun.day === plan.day && !S.session.over(begun) && S.session.fresh(begun, Date.now())) { return null; }
    const seconds = S.session.parts(plan).reduce(function (all, part) { return all + (part.seconds || 40); }, 0);
    const thing = made("session", {minutes: fill(words("minutes"), {minutes: Math.max(1, Math.round(seconds / 60))}), count: fill(words("exercises"), {count: plan.session.length})});
    const image = thing.querySelector("img"), side = plan.side === "left" ? "left" : "right";
    image.src = "/figures/" + plan.session[0].exercise + "-" + side + ".svg";
    const list = thing.querySelector("ol");
    plan.session.forEach(function (item) {
      const row = made("exercise", {title: plan.exercises[item.exercise].title, dose: item.dose});
      row.querySelector("img").src = "/figures/" + item.exercise + "-" + side + ".svg";
      list.append(row);
    });
    thing.querySelector("[data-go]").addEventListener("click", async function () {
      S.sound.unlock();
      const session = S.session.begin(plan, Date.now());
      await S.store.put("session", session);
      S.player.open(plan, session);
    });
    return thing;
  }

  function pain(did) {
    const one = question(PAIN);
    if (!one || did.pain !== null) { return did.pain === null ? null : made("pain-done", {value: fill(words("said"), {value: did.pain})}); }
    const thing = made("pain", {text: one.text});
    thing.append(scale("pain", function (value) {
      S.queue.log("check-in", {answers: {[PAIN]: value}});
      note({pain: value});
    }));
    return thing;
  }

  let stand = null;
  function sitting(did) {
    if (locked(did) || !plan.sitting || !plan.sitting.minutes) { return null; }
    const thing = made("sitting", {minutes: String(plan.sitting.minutes), content: plan.sitting.content});
    const until = Number(did.sat || 0) + plan.sitting.minutes * 60000;
    const left = thing.querySelector("[data-text='minutes']"), said = thing.querySelector("[data-text='until']");
    function beat() {
      const minutes = Math.ceil((until - Date.now()) / 60000);
      const paused = did.meeting && did.meeting > Date.now();
      left.textContent = did.sat ? Math.max(0, minutes) : plan.sitting.minutes;
      said.textContent = paused ? words("meeting") : did.sat && minutes <= 0 ? words("stand") : words("until");
      if (did.sat && minutes === 0 && !paused && !document.hidden) { S.sound.tick(); }
    }
    clearInterval(stand);
    stand = setInterval(beat, 20000);
    beat();
    thing.querySelector("[data-up]").addEventListener("click", function () { note({sat: Date.now(), meeting: null}); });
    thing.querySelector("[data-meeting]").addEventListener("change", function (event) {
      const minutes = Number(event.target.value);
      if (minutes) { note({meeting: Date.now() + minutes * 60000}); }
    });
    return thing;
  }

  /* The end of a session: how it was, and what is sent to the clinic. */
  async function finish(session, pain) {
    const logs = S.session.logs(session).map(function (log) {
      const item = session.items.find(function (one) { return one.exercise === log.exercise; });
      if (pain !== null && log.response === "good" && pain > item.pain_limit) { return Object.assign(log, {response: "worse"}); }
      return log;
    });
    const payload = {part: "finish", session: session.id, exercises: logs};
    if (pain !== null) { payload.pain = pain; }
    if (logs.length) { await S.queue.log("session", payload); }
    await S.store.drop("session");
    await note({session: logs.length > 0});
  }

  function ended(session) {
    const box = find("how"), place = find("how-scale");
    place.replaceChildren(scale("during", function (value) { box.close(); finish(session, value); }));
    find("how-skip").onclick = function () { box.close(); finish(session, null); };
    box.showModal();
  }

  function waits(count, state, aside) {
    const line = find("waits");
    const said = count === 0 ? "" : state === "signed-out" ? fill(words("signin"), {count: count}) : fill(words("waits"), {count: count});
    line.textContent = aside ? said + " " + fill(words("aside"), {count: aside}) : said;
    line.hidden = !line.textContent;
    find("sign-in").hidden = state !== "signed-out";
  }

  /* Without a network this page stands in for getting help, too: with the numbers and the signs that the phone keeps. */
  function help() {
    const thing = made("help"), list = thing.querySelector("ul");
    ((plan.screen || {}).questions || []).forEach(function (one) {
      const row = document.createElement("li");
      row.textContent = one.text;
      list.append(row);
    });
    find("things").replaceChildren(thing);
    find("page-title").textContent = words("help");
    helpNumbers();
  }

  document.addEventListener("DOMContentLoaded", function () {
    S.queue.onchange = waits;
    S.queue.onplan = load;
    S.player.ready();
    S.player.onend = ended;
    S.player.onleave = draw;
    if ("serviceWorker" in navigator) { navigator.serviceWorker.register("/sw.js"); }
    S.queue.told();
    load();
    let day = localDay();
    setInterval(function () { if (localDay() !== day) { day = localDay(); load(); } }, 30000);
    document.addEventListener("visibilitychange", function () { if (!document.hidden && localDay() !== day) { day = localDay(); load(); } });
  });
})(window.Stepwell = window.Stepwell || {});
