"use strict";
/* The person's activities by their light, and telling the clinic about them. Nothing is chosen beforehand; only what is answered is sent.

   Stepwell.activity.open(plan)   the page; false where the plan knows of no activity
   Stepwell.activity.begun()      whether somebody has begun to tell something: then the page stays as it is */
(function (S) {
  const find = S.parts.find, words = S.parts.words, made = S.parts.made;
  const SHAPES = {green: "dot", amber: "tri", red: "sq", unknown: "q", idle: "dash"};

  function question(plan, name) { return ((plan.questions || {}).activity || []).find(function (one) { return one.finding === name; }); }

  function light(one) {
    const row = made("activity", {title: one.title, light: words("light" + one.light)}), say = row.querySelector("[data-text='say']");
    row.classList.add(one.light);
    row.querySelector("use").setAttribute("href", "#" + SHAPES[one.light]);
    say.textContent = one.light === "amber" || one.light === "red" ? one.say : words("about" + one.light);
    return row;
  }

  /* One fold for each activity, and one for what is about no single one. */
  function groups(plan) {
    const taken = plan.activities.flatMap(function (one) { return one.asks; });
    const others = ((plan.questions || {}).activity || []).map(function (one) { return one.finding; }).filter(function (name) { return !taken.includes(name); });
    return plan.activities.map(function (one) { return {row: light(one), asks: one.asks}; }).concat(
      others.length ? [{row: made("activity-others"), asks: others}] : []);
  }

  function open(plan) {
    if (!plan.activities || !plan.activities.length) { return false; }
    const view = made("activities"), list = view.querySelector("ul"), form = view.querySelector("form"), wrong = view.querySelector(".error");
    const ways = [];
    groups(plan).forEach(function (group) {
      const fold = group.row.querySelector("details");
      fold.hidden = !group.asks.length;
      group.asks.map(function (name) { return question(plan, name); }).filter(Boolean).forEach(function (one) {
        const set = made("asked-of", {text: one.text}), way = S.ask.fields(one, undefined);
        set.append(way.box);
        fold.append(set);
        ways.push({finding: one.finding, value: way.value, fold: fold});
      });
      list.append(group.row);
    });
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      const answers = {};
      try {
        ways.forEach(function (way) { const value = way.value(); if (value !== undefined) { answers[way.finding] = value; } });
      } catch (said) {
        if (typeof said !== "string") { throw said; }
        wrong.textContent = said;
        wrong.hidden = false;
        return;
      }
      wrong.hidden = Object.keys(answers).length > 0;
      if (!wrong.hidden) { wrong.textContent = words("chooseFirst"); return; }
      await S.queue.log("activity", {answers: answers});
      await S.day.note({activity: true});
      S.parts.tell(words("noted"));
      location.hash = "";
    });
    find("page-title").textContent = words("activities");
    find("things").replaceChildren(view);
    return true;
  }

  function begun() { return Boolean(find("things").querySelector("details[open], input:checked")); }

  S.activity = {open: open, begun: begun};
})(window.Stepwell = window.Stepwell || {});
