"use strict";
/* What changed from one plan to the next, and why, in one or two short sentences.

   Stepwell.changes.kept(plan)             what of a plan is needed to compare it later
   Stepwell.changes.sentence(before, plan)  the first thing that matters, in the order of what a person has to know first */
(function (S) {
  const words = S.parts.words, fill = S.parts.fill;

  function kept(plan) {
    const session = plan.session.map(function (item) { return {exercise: item.exercise, title: plan.exercises[item.exercise].title, dose: item.dose}; });
    return {version: plan.version, session: session, phase: plan.phase.id, suspended: plan.suspended, exits: (plan.exits || []).length, sitting: plan.sitting.minutes};
  }

  function why(plan, exercise) {
    const out = (plan.left_out || []).find(function (one) { return one.exercise === exercise; });
    return out && out.because.length ? out.because[0] : (plan.notes || [])[0] || "";
  }

  function joined(parts) { return parts.filter(Boolean).join(" "); }

  function ofSession(before, plan) {
    const now = kept(plan).session, was = before.session;
    const gone = was.find(function (one) { return !now.some(function (other) { return other.exercise === one.exercise; }); });
    const fresh = now.find(function (one) { return !was.some(function (other) { return other.exercise === one.exercise; }); });
    const dosed = now.find(function (one) { return was.some(function (other) { return other.exercise === one.exercise && other.dose !== one.dose; }); });
    if (gone && fresh) { return joined([fill(words("swapped"), {old: gone.title, fresh: fresh.title}), why(plan, gone.exercise)]); }
    if (gone) { return joined([fill(words("leftOut"), {title: gone.title}), why(plan, gone.exercise)]); }
    if (fresh) { return joined([fill(words("added"), {title: fresh.title}), plan.exercises[fresh.exercise].purpose]); }
    if (dosed) { return joined([fill(words("dosed"), {title: dosed.title, dose: dosed.dose}), (plan.notes || [])[0]]); }
    return "";
  }

  function sentence(before, plan) {
    if ((plan.exits || []).length > before.exits) { return plan.exits[0].title; }
    if (plan.suspended && plan.suspended !== before.suspended) { return joined([words("noSession"), plan.suspended]); }
    if (plan.phase.id !== before.phase) { return joined([fill(words("newPhase"), {phase: plan.phase.title}), plan.phase.say]); }
    const said = ofSession(before, plan);
    if (said) { return said; }
    if (plan.sitting.minutes !== before.sitting) {
      return fill(words(plan.sitting.minutes > before.sitting ? "sitMore" : "sitLess"), {minutes: plan.sitting.minutes, old: before.sitting});
    }
    return words("noChange");
  }

  S.changes = {kept: kept, sentence: sentence};
})(window.Stepwell = window.Stepwell || {});
