"use strict";
/* Injections: one that the clinic may not know of is asked about before a session, also without a network; after one, how it goes is asked
   on the days of the plan.

   Stepwell.injection.told(plan, did)     what is said instead of a session, where the person told of one today; else nothing
   Stepwell.injection.before(plan, did)   the question before a session; none where it is answered
   Stepwell.injection.check(plan, did)    the questions after an injection; none where nothing waits */
(function (S) {
  const words = S.parts.words, made = S.parts.made, YES = "yes", NO = "no";

  function told(plan, did) { return did.injection === YES && plan.before_session ? made("suspended", {text: plan.before_session.suspended}) : null; }

  function before(plan, did) {
    const asks = plan.before_session;
    if (!asks || did.injection || asks.answered && plan.day === S.day.today()) { return null; }
    const question = asks.questions[0], thing = made("morning", {text: question.text}), trio = thing.querySelector(".trio");
    [YES, NO].forEach(function (value) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = words(value);
      button.addEventListener("click", async function () {
        await S.queue.log("check-in", {answers: {[question.finding]: value}});
        S.parts.tell(words("noted"));
        await S.day.note({injection: value});
      });
      trio.append(button);
    });
    return thing;
  }

  function check(plan, did) {
    const asks = plan.after_injection;
    if (!asks || did.afterInjection || S.safety.locked(plan, did) || !S.safety.answered(plan, did)) { return null; }
    const thing = made("after-injection"), list = thing.querySelector("[data-fields]"), wrong = thing.querySelector(".error");
    const fields = asks.questions.map(function (one) {
      const set = made("asked-of", {text: one.text}), way = S.ask.fields(one);
      set.append(way.box);
      list.append(set);
      return way;
    });
    thing.querySelector("[data-no-to-all]").addEventListener("click", function () { send(asks, asks.questions.map(function () { return NO; })); });
    thing.querySelector("form").addEventListener("submit", function (event) {
      event.preventDefault();
      const values = fields.map(function (one) { return one.value(); });
      wrong.hidden = !values.includes(undefined);
      if (wrong.hidden) { send(asks, values); }
    });
    return thing;
  }

  /* A sign among the answers locks the day at once, as one of the short form does. */
  async function send(asks, values) {
    const answers = {}, opened = [];
    asks.questions.forEach(function (one, place) {
      answers[one.finding] = values[place];
      if (values[place] === YES) { one.exits.forEach(function (id) { if (asks.exits[id]) { opened.push(asks.exits[id]); } }); }
    });
    await S.queue.log("check-in", {answers: answers});
    S.parts.tell(words("noted"));
    await S.day.note(Object.assign({afterInjection: true}, opened.length ? {exits: opened.slice(0, 1)} : {}));
  }

  S.injection = {told: told, before: before, check: check};
})(window.Stepwell = window.Stepwell || {});
