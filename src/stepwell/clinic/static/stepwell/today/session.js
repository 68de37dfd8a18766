"use strict";
/* A session as parts that follow each other, and where it is: no page, no clock of its own.

   Stepwell.session.parts(plan)                 get ready, hold, work, rest, change sides: each with its seconds, or none
   Stepwell.session.begin(plan, now)            a new session; `now` in milliseconds
   Stepwell.session.at(session, now)            where it is: {part, left, over}
   next, pause, resume, skip, stop, easier      give back a new session; what was done is in `done`
   Stepwell.session.logs(session)               one log for each exercise, as the clinic reads them */
(function (S) {
  const FIRST_READY = 5, NEW_READY = 10, CHANGE = 8, REST = 30;
  const RESUME_HOURS = 4;

  function sides(one, plan) {
    const sore = plan.side === "both" || !plan.side ? ["left", "right"] : [plan.side];
    if (one.sides === "together") { return [""]; }
    if (one.sides === "each") { return sore.length > 1 ? sore : [sore[0], sore[0] === "left" ? "right" : "left"]; }
    return sore;
  }

  /* How long one set takes: a hold, minutes, or none where the person counts. */
  function work(dosage) {
    if (dosage.minutes) { return {kind: "minutes", seconds: Math.round(dosage.minutes[0] * 60)}; }
    if (dosage.walk_minutes || dosage.run_minutes) {
      return {kind: "minutes", seconds: Math.round(((dosage.walk_minutes || 0) + (dosage.run_minutes || 0)) * 60)};
    }
    if (dosage.hold_seconds && !dosage.repetitions) { return {kind: "hold", seconds: dosage.hold_seconds}; }
    return {kind: "work", seconds: null};
  }

  function partsOf(item, place, plan, before) {
    const one = plan.exercises[item.exercise], made = [], turns = sides(one, plan), each = work(item.dosage);
    const prop = !before || before.position !== one.position;
    made.push({kind: "ready", seconds: before && !prop ? FIRST_READY : NEW_READY, place: place, exercise: item.exercise, side: turns[0], set: 0});
    const sets = item.dosage.sets || 1;
    turns.forEach(function (side, turn) {
      if (turn) { made.push({kind: "change", seconds: CHANGE, place: place, exercise: item.exercise, side: side, set: 0}); }
      for (let set = 1; set <= sets; set += 1) {
        made.push(Object.assign({place: place, exercise: item.exercise, level: item.level, side: side, set: set, of: sets}, each));
        if (set < sets) { made.push({kind: "rest", seconds: REST, place: place, exercise: item.exercise, side: side, set: set}); }
      }
    });
    return made;
  }

  function parts(plan) {
    let before = null;
    return plan.session.reduce(function (all, item, place) {
      const made = partsOf(item, place, plan, before);
      before = plan.exercises[item.exercise];
      return all.concat(made);
    }, []);
  }

  function begin(plan, now) {
    const made = parts(plan);
    return started({
      id: crypto.randomUUID(), version: plan.version, day: plan.day, items: plan.session, parts: made, index: 0, begun: now,
      done: [], stopped: {}, saved: now,
    }, now);
  }

  function started(session, now) {
    const part = session.parts[session.index];
    return Object.assign({}, session, {endsAt: part && part.seconds ? now + part.seconds * 1000 : null, pausedAt: null, saved: now});
  }

  function at(session, now) {
    const part = session.parts[session.index] || null;
    if (!part || !session.endsAt) { return {part: part, left: null, over: 0}; }
    const seen = session.pausedAt || now, left = session.endsAt - seen;
    return {part: part, left: Math.max(0, Math.ceil(left / 1000)), over: Math.max(0, -left)};
  }

  function counts(part) { return part.kind === "hold" || part.kind === "work" || part.kind === "minutes"; }

  /* On to the next part. A set counts as done only where `whole`: nothing is made up for time that somebody was away. */
  function next(session, now, whole) {
    const part = session.parts[session.index], done = session.done.slice();
    if (part && counts(part) && whole) { done.push({exercise: part.exercise, level: part.level, side: part.side, set: part.set, of: part.of}); }
    return started(Object.assign({}, session, {done: done, index: session.index + 1}), now);
  }

  function pause(session, now) { return session.pausedAt ? session : Object.assign({}, session, {pausedAt: now, saved: now}); }

  function resume(session, now) {
    if (!session.pausedAt) { return session; }
    const ends = session.endsAt ? session.endsAt + (now - session.pausedAt) : null;
    return Object.assign({}, session, {endsAt: ends, pausedAt: null, saved: now});
  }

  function more(session, seconds) {
    return session.endsAt ? Object.assign({}, session, {endsAt: session.endsAt + seconds * 1000}) : session;
  }

  /* Leave the exercise, with how it went: none where it was skipped, worse where it was too painful. */
  function leave(session, now, response, extra) {
    const part = session.parts[session.index], stopped = Object.assign({}, session.stopped);
    stopped[part.place] = Object.assign({response: response}, extra || {});
    let index = session.index;
    while (session.parts[index] && session.parts[index].place === part.place) { index += 1; }
    return started(Object.assign({}, session, {stopped: stopped, index: index}), now);
  }

  /* Go on with the easier exercise, at its first level; the one before counts as too painful. */
  function easier(session, plan, now) {
    const part = session.parts[session.index], other = easierOf(session, plan), told = plan.exercises[other];
    if (!other) { return null; }
    const left = leave(session, now, "worse", {easier: other});
    const place = left.items.length, item = {exercise: other, level: told.level, dosage: told.dosage};
    const items = left.items.concat([Object.assign({pain_limit: left.items[part.place].pain_limit}, item)]);
    const made = partsOf(items[place], place, plan, null);
    const all = left.parts.slice(0, left.index).concat(made, left.parts.slice(left.index));
    return started(Object.assign({}, left, {items: items, parts: all}), now);
  }

  /* The easier exercise that may take the place of this one; empty where there is none that the plan allows. */
  function easierOf(session, plan) {
    const other = plan.exercises[session.items[session.parts[session.index].place].exercise].easier;
    const known = other && plan.exercises[other] && plan.exercises[other].dosage;
    const here = session.items.some(function (one) { return one.exercise === other; });
    return known && !here ? other : "";
  }

  function logs(session) {
    return session.items.map(function (item, place) {
      const stopped = session.stopped[place];
      const wanted = session.parts.filter(function (part) { return part.place === place && counts(part); }).length;
      const did = session.done.filter(function (one) { return one.exercise === item.exercise; }).length;
      const log = {exercise: item.exercise, level: item.level};
      if (stopped) {
        log.response = stopped.response;
        ["pain", "reason"].forEach(function (name) { if (stopped[name] !== undefined) { log[name] = stopped[name]; } });
      } else if (did) {
        log.response = did < wanted ? "partial" : "good";
      } else {
        return null;
      }
      return log;
    }).filter(Boolean);
  }

  S.session = {
    parts: parts, begin: begin, at: at, next: next, pause: pause, resume: resume, more: more, leave: leave, easier: easier, easierOf: easierOf,
    logs: logs, counts: counts, over: function (session) { return session.index >= session.parts.length; },
    fresh: function (session, now) { return now - session.saved < RESUME_HOURS * 3600 * 1000; },
  };
})(window.Stepwell = window.Stepwell || {});
