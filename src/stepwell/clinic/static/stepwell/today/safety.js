"use strict";
/* Signs of danger on the phone: the day's short form, what a sign leads to, and getting help without a network.

   Stepwell.safety.locked(plan, did)   whether the day is locked
   exit, screen                        things of Today; none where there is nothing to show
   help(plan), numbers(plan)           the page of getting help; the numbers on whichever page */
(function (S) {
  const find = S.parts.find, words = S.parts.words, made = S.parts.made;
  const ORDER = ["emergency", "same-day", "urgent"];

  function open(plan, did) { return (plan.exits || []).concat(did.exits || []); }

  function numbers(plan) {
    const call = plan.call || {}, links = plan.call_links || {};
    document.querySelectorAll("[data-call]").forEach(function (place) {
      const number = call[place.dataset.call];
      place.hidden = !number;
      if (links[place.dataset.call]) { place.href = links[place.dataset.call]; }
      if (number) { place.querySelector("[data-text='number']").textContent = number; }
    });
  }

  /* What is told of an emergency stands in English, too, for whoever is asked to help. */
  function beside(also, text) {
    const row = document.createElement("p");
    row.lang = also.lang;
    row.className = "mut";
    row.textContent = text;
    return row;
  }

  function exit(plan, did) {
    if (!open(plan, did).length) { return null; }
    const thing = made("exit"), list = thing.querySelector("ul");
    open(plan, did).forEach(function (one) {
      const row = document.createElement("li"), title = document.createElement("h2"), say = document.createElement("p");
      title.textContent = one.title;
      say.textContent = one.say;
      row.append(title, say);
      if (one.also) { row.append(beside(one.also, one.also.title + ". " + one.also.say)); }
      list.append(row);
    });
    return thing;
  }

  function answered(plan, did) {
    return did.screen || !plan.screen || !plan.screen.questions.length || plan.screen.answered && plan.day === S.day.today();
  }

  /* "None of these" answers each of them with no; one sign is enough to lock the day. */
  function screen(plan, did) {
    if (answered(plan, did)) { return null; }
    const thing = made("screen"), list = thing.querySelector("ul");
    plan.screen.questions.forEach(function (one) {
      const row = made("sign", {text: one.text});
      row.querySelectorAll("button").forEach(function (button) {
        button.addEventListener("click", function () { sign(plan, one, button.value); });
        button.setAttribute("aria-label", button.textContent + ": " + one.text);
      });
      list.append(row);
    });
    thing.querySelector("[data-none]").addEventListener("click", function () {
      const answers = {};
      plan.screen.questions.forEach(function (one) { answers[one.finding] = "no"; });
      S.queue.log("red-flags", {answers: answers});
      S.day.note({screen: true});
    });
    return thing;
  }

  async function sign(plan, question, value) {
    const opened = question.exits.map(function (id) { return plan.screen.exits[id]; }).filter(Boolean);
    await S.queue.log("red-flags", {answers: {[question.finding]: value}});
    opened.sort(function (one, other) { return ORDER.indexOf(one.urgency) - ORDER.indexOf(other.urgency); });
    await S.day.note({screen: true, exits: opened.slice(0, 1)});
    find("things").focus();
    window.scrollTo(0, 0);
  }

  /* Without a network this page stands in for getting help, too: with the numbers and the signs that the phone keeps. */
  function help(plan) {
    const thing = made("help"), list = thing.querySelector("ul");
    ((plan.screen || {}).questions || []).forEach(function (one) {
      const row = document.createElement("li");
      row.textContent = one.text;
      if (one.also) { row.append(beside(one.also, one.also.text)); }
      list.append(row);
    });
    find("things").replaceChildren(thing);
    find("page-title").textContent = words("help");
    numbers(plan);
  }

  S.safety = {
    exit: exit, screen: screen, help: help, numbers: numbers, answered: answered,
    locked: function (plan, did) { return open(plan, did).length > 0; },
  };
})(window.Stepwell = window.Stepwell || {});
