"use strict";
/* This week, day by day: days with exercise and days of rest, and no mark on a day without.

   Stepwell.week.card(plan, did, days)   the line of days below the things of Today */
(function (S) {
  const words = S.parts.words, fill = S.parts.fill, made = S.parts.made;
  const SHAPES = {done: "dot", part: "half", rest: "dash", none: "", today: "next"};

  function monday(day) { return S.day.plus(day, -((new Date(Date.parse(day)).getUTCDay() + 6) % 7)); }

  /* What the clinic knows, and what this phone did since. */
  function states(plan, did, days) {
    const today = S.day.today(), first = monday(today), told = {};
    (plan.week || []).forEach(function (one) { told[one.day] = one.state; });
    return [0, 1, 2, 3, 4, 5, 6].map(function (place) {
      const day = S.day.plus(first, place), here = (days[day] || []).length ? "done" : "none";
      const state = (told[day] || "none") === "none" ? here : told[day];
      return {day: day, state: state === "none" && day === today ? "today" : state, today: day === today};
    });
  }

  /* On so many days a week something is planned: the most frequent exercise of the plan says so. */
  function target(plan) {
    return plan.session.reduce(function (most, item) { return Math.max(most, item.dosage.days_per_week[0]); }, 0);
  }

  function card(plan, did, days) {
    const all = states(plan, did, days), done = all.filter(function (one) { return one.state === "done" || one.state === "part"; }).length;
    const rests = all.filter(function (one) { return one.state === "rest"; }).length, aim = Math.max(0, target(plan));
    if (!done && !rests && !aim) { return null; }
    const thing = made("week", {count: fill(words(aim ? "ofDays" : "days"), {count: done, target: aim})});
    const list = thing.querySelector("ul"), name = new Intl.DateTimeFormat(document.documentElement.lang, {weekday: "short", timeZone: "UTC"});
    all.forEach(function (one) {
      const row = made("weekday", {day: name.format(new Date(Date.parse(one.day)))}), shape = row.querySelector("svg");
      shape.setAttribute("aria-label", words("day" + one.state));
      if (SHAPES[one.state]) { shape.querySelector("use").setAttribute("href", "#" + SHAPES[one.state]); }
      if (one.today) { row.className = "now"; row.setAttribute("aria-current", "date"); }
      list.append(row);
    });
    return thing;
  }

  S.week = {card: card};
})(window.Stepwell = window.Stepwell || {});
