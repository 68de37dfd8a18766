"use strict";
/* Today: at most four things, in order, from the plan that the phone keeps. Works the same with and without a network.

   Lives here: getting the plan, and which page is shown: Today, the weekly check-in (#weekly), the activities (#activity), or getting help
   where there is no network. Lives elsewhere: each thing (safety.js, cards.js, weekly.js, sitting.js), what is below them (week.js),
   putting them in place (place.js). */
(function (S) {
  const find = S.parts.find, words = S.parts.words, fill = S.parts.fill, made = S.parts.made;
  const MOST = 4;
  let plan = null, page = null, turn = 0;

  /* Drawn a second time only where something changed: a tap on what is taken away just then would be lost. */
  async function load() {
    plan = await S.store.get("plan") || null;
    await draw();
    const before = JSON.stringify(plan);
    let changed = null;
    try {
      changed = await fresh();
    } catch (_) { /* No network: what is kept stands, and the line below the day says so. */ }
    if (changed || JSON.stringify(plan) !== before) { await draw(); }
    S.queue.flush();
  }

  /* The plan as the clinic has it now. Resolves to what changed since a check-in, where one was sent. */
  async function fresh() {
    const answer = await fetch("/api/today?tz=" + encodeURIComponent(S.queue.zone()), {headers: {"Accept": "application/json"}, cache: "no-store"});
    if (answer.status === 401) { await signedOut(); return null; }
    if (!answer.ok) { return null; }
    await S.queue.token();
    plan = await answer.json();
    await S.store.put("plan", plan);
    keepFigures();
    return S.weekly.settle(plan);
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

  function wanted() { return location.pathname === find("words").dataset.helpPlace ? "help" : location.hash.slice(1) || "today"; }

  async function draw() {
    const mine = turn += 1, language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
    find("day").textContent = new Intl.DateTimeFormat(language, {weekday: "long", day: "numeric", month: "long"}).format(new Date());
    find("empty").hidden = Boolean(plan);
    find("old").hidden = !(plan && plan.day !== S.day.today());
    if (!plan) { find("things").replaceChildren(); find("below").replaceChildren(); page = null; return; }
    S.safety.numbers(plan);
    if (wanted() === "help") { S.safety.help(plan); return; }
    const did = await S.day.logged();
    await S.sitting.look(plan);
    if (page === wanted() && (page === "weekly" || page === "activity" && S.activity.begun())) { return; }
    if (wanted() === "weekly" && await S.weekly.open(plan, did) || wanted() === "activity" && S.activity.open(plan)) { turned(wanted()); return; }
    await today(did, mine);
  }

  function turned(to) {
    const was = page;
    page = to;
    find("below").replaceChildren();
    if (was !== null && was !== to) { window.scrollTo(0, 0); }
  }

  async function today(did, mine) {
    const begun = await S.store.get("session"), days = await S.day.days(), given = [plan, did, begun, days], cards = S.cards;
    const week = await S.weekly.card(plan, did), sitting = S.safety.locked(plan, did) ? null : S.sitting.card();
    const doing = [S.safety.exit(plan, did), S.safety.screen(plan, did)].concat(S.sitting.due() ? [sitting] : [],
      [S.injection.check, cards.morning, cards.resumed, cards.session, cards.pain].map(function (one) { return one.apply(null, given); }), [week], S.sitting.due() ? [] : [sitting]);
    if (mine !== turn) { return; }
    const was = page;
    page = "today";
    find("page-title").textContent = words("today");
    S.place.put(find("things"), doing.filter(Boolean).slice(0, MOST));
    find("below").replaceChildren.apply(find("below"), below(did, days));
    if (was !== null && was !== "today") { find("page-title").focus(); }
    S.safety.numbers(plan);
  }

  function below(did, days) {
    const change = did.change ? made("change", {text: did.change}) : null;
    return [change, S.week.card(plan, did, days), S.safety.locked(plan, did) ? null : made("more-places")].filter(Boolean);
  }

  function waits(count, state, aside) {
    const line = find("waits");
    const by = {"signed-out": "signin", "taken-back": "takenback"}[state] || "waits";
    const said = count === 0 || state === "sent" ? "" : fill(words(by), {count: count});
    line.textContent = aside ? said + " " + fill(words("aside"), {count: aside}) : said;
    line.hidden = !line.textContent;
    find("sign-in").hidden = state !== "signed-out";
  }

  document.addEventListener("DOMContentLoaded", function () {
    S.day.onchange = draw;
    S.sitting.onturn = draw;
    S.queue.onchange = waits;
    S.queue.onplan = load;
    S.weekly.renew = fresh;
    S.player.ready();
    S.player.onend = S.ending.ended;
    S.player.onleave = async function () { await draw(); find("things").focus(); };
    if ("serviceWorker" in navigator) { navigator.serviceWorker.register("/sw.js"); }
    S.queue.told();
    load();
    window.addEventListener("hashchange", draw);
    let day = S.day.today();
    function turnDay() { if (S.day.today() !== day) { day = S.day.today(); load(); } }
    setInterval(turnDay, 30000);
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { turnDay(); } });
  });
})(window.Stepwell = window.Stepwell || {});
