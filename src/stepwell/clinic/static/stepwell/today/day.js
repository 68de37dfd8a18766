"use strict";
/* The day where the phone is, and what was done on it with this phone: it may not have reached the clinic yet.

   Stepwell.day.today(when)        the local day, as 2026-12-01; its midnight is that of the phone's own zone
   Stepwell.day.plus(day, days)    another day
   Stepwell.day.between(one, other)   how many days from one to the other
   Stepwell.day.logged()           what was done today
   Stepwell.day.keep(changes)      add to it
   Stepwell.day.note(changes)      add to it, and draw again
   Stepwell.day.did(day, changes), days()   which exercises were done on which of the last days */
(function (S) {
  const LENGTH = 86400000, KEPT = 14, DAYS = 2;

  function today(when) {
    const day = new Intl.DateTimeFormat("en-CA", {timeZone: S.queue.zone(), year: "numeric", month: "2-digit", day: "2-digit"});
    return day.format(when || new Date());
  }

  function plus(day, days) { return new Date(Date.parse(day) + days * LENGTH).toISOString().slice(0, 10); }
  function between(one, other) { return Math.round((Date.parse(other) - Date.parse(one)) / LENGTH); }

  /* By day, so that who flies west finds the day again that they had left. */
  async function all() {
    const kept = (await S.store.get("logged") || {}).days || {};
    Object.keys(kept).forEach(function (one) { if (between(one, today()) > DAYS) { delete kept[one]; } });
    return kept;
  }

  async function logged() { return Object.assign({screen: false, session: false, pain: null, morning: false}, (await all())[today()]); }

  async function keep(changes) {
    const kept = await all();
    kept[today()] = Object.assign({}, kept[today()], changes);
    await S.store.put("logged", {days: kept});
  }

  async function note(changes) {
    await keep(changes);
    if (S.day.onchange) { await S.day.onchange(); }
  }

  async function days() { return await S.store.own("days") || {}; }

  async function did(exercises) {
    const all = await days(), day = today();
    Object.keys(all).forEach(function (one) { if (between(one, day) > KEPT) { delete all[one]; } });
    all[day] = (all[day] || []).concat(exercises);
    await S.store.keep("days", all);
  }

  S.day = {today: today, plus: plus, between: between, logged: logged, keep: keep, note: note, did: did, days: days, onchange: null};
})(window.Stepwell = window.Stepwell || {});
