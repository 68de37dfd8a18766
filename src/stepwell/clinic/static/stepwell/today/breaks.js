"use strict";
/* When to get up from sitting: absolute times, so that a phone that slept is right the moment it wakes. No page, no clock of its own.

   Nothing here knows whether somebody sits: it counts from when they said that they got up.

   Stepwell.breaks.at(state, now, minutes)   {kind: unset | off | meeting | sitting | due, until, snooze}
   set, begin, up, snooze, meet, trained     give back a new state */
(function (S) {
  const MINUTE = 60000, SNOOZE = 5 * MINUTE, AFTER_SESSION = 5 * MINUTE;

  function clock(now) { const when = new Date(now); return String(when.getHours()).padStart(2, "0") + ":" + String(when.getMinutes()).padStart(2, "0"); }

  function inside(state, now) {
    const at = clock(now);
    return state.from <= state.to ? state.from <= at && at < state.to : at >= state.from || at < state.to;
  }

  /* When the hours that run now began. Hours may go over midnight. */
  function began(state, now) {
    const start = new Date(now), parts = state.from.split(":");
    if (state.from > state.to && clock(now) < state.to) { start.setDate(start.getDate() - 1); }
    start.setHours(Number(parts[0]), Number(parts[1]), 0, 0);
    return start.getTime();
  }

  function at(state, now, minutes) {
    if (!state.from) { return {kind: "unset", until: null, snooze: false}; }
    if (!inside(state, now)) { return {kind: "off", until: null, snooze: false}; }
    if (state.meeting && state.meeting > now) { return {kind: "meeting", until: state.meeting, snooze: false}; }
    const sat = state.sat && state.sat >= began(state, now) ? state.sat : now;
    const held = [state.meeting, state.snoozed, state.session && state.session + AFTER_SESSION].filter(function (one) { return one && one >= sat; });
    const due = Math.max.apply(null, [sat + minutes * MINUTE].concat(held));
    return {kind: now >= due ? "due" : "sitting", until: due, snooze: !state.snoozed || state.snoozed < sat};
  }

  function changed(state, changes) { return Object.assign({}, state, changes); }

  S.breaks = {
    at: at,
    set: function (state, from, to) { return changed(state, {from: from, to: to, sat: null, snoozed: null, meeting: null}); },
    off: function (state) { return changed(state, {from: null, to: null}); },
    /* The hours have begun, and this is the first time that anybody looks: counting starts now. */
    begin: function (state, now) {
      const runs = state.from && inside(state, now) && !(state.sat && state.sat >= began(state, now));
      return runs ? changed(state, {sat: now, snoozed: null}) : state;
    },
    up: function (state, now) { return changed(state, {sat: now, snoozed: null, meeting: null}); },
    snooze: function (state, now) { return changed(state, {snoozed: now + SNOOZE}); },
    meet: function (state, now, minutes) { return changed(state, {meeting: minutes ? now + minutes * MINUTE : null}); },
    trained: function (state, now) { return changed(state, {session: now, sat: now, snoozed: null}); },
  };
})(window.Stepwell = window.Stepwell || {});
