"use strict";
/* The weekly check-in: one question on the screen, on the same weekday, each may be skipped. What was answered stays on the phone until it
   is sent, and is there again after an interruption; a draft of another day begins anew, since questions name a time.

   Stepwell.weekly.isDue(weekly, last, day)   whether it is due on a day: once since its weekday, never twice within a few days
   Stepwell.weekly.card(plan, did)            the thing on Today; none where it is not due
   Stepwell.weekly.open(plan, did)            the page; false where there is nothing to ask
   Stepwell.weekly.settle(plan)               with a fresh plan: what changed since it was sent, or nothing */
(function (S) {
  const find = S.parts.find, words = S.parts.words, fill = S.parts.fill, made = S.parts.made;
  const LEAST = 4, OWN = "psfs", PAIN = "worst-pain", FIRST_OWN = 3, MOST_OWN = 5;
  let plan = null, draft = null, list = [], busy = false;

  function isDue(weekly, last, day) {
    const weekday = (new Date(Date.parse(day)).getUTCDay() + 6) % 7 + 1, since = (weekday - weekly.weekday + 7) % 7;
    return S.day.between(last, day) > since && S.day.between(last, day) >= LEAST;
  }

  async function kept() { return await S.store.own("weekly") || {}; }
  async function keep(changes) { await S.store.keep("weekly", Object.assign(await kept(), changes)); }

  async function due(of) {
    const here = await kept(), last = [of.weekly.last, here.last || ""].sort().pop();
    return isDue(of.weekly, last, S.day.today());
  }

  function asked(of, did) {
    const all = (of.questions || {}).weekly || [];
    return of.weekly.ask.map(function (name) { return all.find(function (one) { return one.finding === name; }); }).filter(function (one) {
      return one && !(one.finding === PAIN && did.pain !== null);
    });
  }

  function begun(here) { return here.draft && here.draft.day === S.day.today() && here.draft.index > 0; }

  async function card(of, did) {
    if (!of.weekly || S.safety.locked(of, did) || !S.safety.answered(of, did) || !await due(of)) { return null; }
    const count = asked(of, did).length;
    if (!count) { return null; }
    const here = await kept(), thing = made("weekly", {count: fill(words("weeklyCount"), {count: count})});
    thing.querySelector("[data-text='start']").textContent = words(begun(here) ? "weeklyResume" : "weeklyStart");
    return thing;
  }

  async function open(of, did) {
    if (!of.weekly || S.safety.locked(of, did) || !S.safety.answered(of, did) || !await due(of)) { return false; }
    plan = of;
    list = asked(of, did);
    const here = await kept(), names = (of.weekly.own.length ? of.weekly.own : here.names || []);
    const fresh = {day: S.day.today(), index: 0, answers: {}, own: names.map(function (name) { return {name: name, value: null}; })};
    draft = begun(here) ? here.draft : fresh;
    draft.index = Math.min(draft.index, list.length - 1);
    show();
    return list.length > 0;
  }

  function show() {
    const question = list[draft.index], view = made("asking", {text: question.text, place: fill(words("question"), {number: draft.index + 1, count: list.length})});
    const ways = question.finding === OWN ? own() : S.ask.fields(question, draft.answers[question.finding]);
    const bar = view.querySelector("progress"), form = view.querySelector("form"), wrong = view.querySelector(".error");
    bar.max = list.length;
    bar.value = draft.index;
    view.querySelector("[data-fields]").append(ways.box);
    view.querySelector("[data-last]").hidden = draft.index === 0;
    view.querySelector("[data-last]").addEventListener("click", function () { move(-1); });
    view.querySelector("[data-skip-one]").addEventListener("click", function () { delete draft.answers[question.finding]; move(1); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (busy) { return; }
      try {
        const value = ways.value();
        if (value === undefined) { throw words("chooseOrSkip"); }
        draft.answers[question.finding] = value;
        move(1);
      } catch (said) {
        if (typeof said !== "string") { throw said; }
        wrong.textContent = said;
        wrong.hidden = false;
      }
    });
    find("page-title").textContent = words("weekly");
    find("things").replaceChildren(view);
    view.querySelector("legend").focus();
  }

  async function move(by) {
    busy = true;
    draft.index += by;
    await keep({draft: draft});
    busy = false;
    if (draft.index < list.length) { show(); } else { await finish(); }
  }

  /* Three to five own activities by name, each with how well it goes; the finding is their mean. */
  function own() {
    const box = made("own"), more = box.querySelector("[data-more-own]");
    function add() {
      const place = box.querySelectorAll("[data-own]").length;
      const known = draft.own[place] || {name: "", value: null}, row = made("own-row", {number: fill(words("ownNumber"), {number: place + 1})});
      row.querySelector("input").value = known.name;
      row.append(S.parts.scale("own-" + place, function () {}, {ends: "own", at: known.value, save: false}));
      more.before(row);
      more.hidden = place + 1 >= MOST_OWN;
    }
    for (let place = 0; place < Math.max(FIRST_OWN, Math.min(draft.own.length, MOST_OWN)); place += 1) { add(); }
    more.addEventListener("click", function () { add(); box.querySelector("[data-own]:last-of-type input").focus(); });
    return {box: box, value: function () { return mean(Array.from(box.querySelectorAll("[data-own]"))); }};
  }

  function mean(rows) {
    const all = rows.map(function (row) {
      const name = row.querySelector("input[type=text]").value.trim(), picked = row.querySelector("input:checked");
      return {name: name, value: picked ? Number(picked.value) : null};
    });
    if (all.some(function (one) { return one.value !== null && !one.name; })) { throw words("ownNameless"); }
    draft.own = all.filter(function (one) { return one.name; });
    const told = draft.own.filter(function (one) { return one.value !== null; });
    if (!told.length) { return undefined; }
    return Math.round(10 * told.reduce(function (sum, one) { return sum + one.value; }, 0) / told.length) / 10;
  }

  async function finish() {
    const before = S.changes.kept(plan), answers = Object.assign({}, draft.answers), payload = {answers: answers};
    const told = draft.own.filter(function (one) { return one.value !== null && OWN in answers; });
    if (told.length) { payload.own = told; }
    const any = Object.keys(answers).length > 0;
    if (any) { await S.queue.log("weekly", payload); }
    await keep({last: S.day.today(), draft: null, names: draft.own.map(function (one) { return one.name; }), before: any ? before : null});
    if (typeof answers[PAIN] === "number") { await S.day.keep({pain: answers[PAIN]}); }
    const danger = Object.keys(plan.weekly.signs || {}).find(function (name) { return plan.weekly.signs[name].answers.includes(answers[name]); });
    if (danger) { await S.day.keep({exits: plan.weekly.signs[danger].exits.slice(0, 1)}); S.queue.flush(); location.hash = "today"; return; }
    const view = made("asked", {text: words(any ? "sending" : "nothingSaid")});
    find("things").replaceChildren(view);
    view.querySelector("h2").focus();
    if (!any) { return; }
    const sent = await S.queue.flush(), said = sent === "sent" ? await S.weekly.renew() || (await S.day.logged()).change : null;
    view.querySelector("[data-text='text']").textContent = said || words("seenLater");
  }

  /* With a plan of after the check-in: what changed, once, and for the rest of that day. */
  async function settle(of) {
    const here = await kept();
    if (!here.before || of.version === here.before.version) { return null; }
    if ((await S.queue.mine()).some(function (one) { return one.kind === "weekly"; })) { return null; }
    const said = S.changes.sentence(here.before, of);
    await S.day.keep({change: said});
    await keep({before: null});
    return said;
  }

  S.weekly = {isDue: isDue, card: card, open: open, settle: settle, renew: null};
})(window.Stepwell = window.Stepwell || {});
