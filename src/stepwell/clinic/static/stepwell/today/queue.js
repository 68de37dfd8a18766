"use strict";
/* Events on their way to the clinic: kept on the phone first, sent in order, deleted only on an answer.

   An event carries whose it is. It is only ever sent by them: another person who signs in on this phone neither sends nor sees it.

   Stepwell.queue.log(kind, payload, held)   keep an event and try to send it; `held` for so long it can still be taken back
   Stepwell.queue.undo(id)             take one back; resolves to whether it was still here
   Stepwell.queue.mine()               the events that wait and are of who uses the phone now
   Stepwell.queue.flush()              send what waits; resolves to "sent", "offline", "signed-out" or "taken-back" (consent)
   Stepwell.queue.onchange(waits, state, aside)   is told how many wait, and how many were set aside for the clinic */
(function (S) {
  const MOST = 100, HELD = 60000;
  let busy = null;
  let again = false;
  let state = "sent";
  let aside = 0;

  function zone() { return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC"; }

  async function log(kind, payload, held) {
    const plan = await S.store.get("plan");
    const event = {
      id: crypto.randomUUID(), kind: kind, at: new Date().toISOString(), tz: zone(),
      plan_version: plan ? plan.version : "", payload: payload, order: Date.now() + Math.random(),
      owner: await S.store.get("who") || "", until: Date.now() + (held || 0),
    };
    await S.store.add(event);
    await told();
    if (held) { setTimeout(flush, held + 50); } else { flush(); }
    return event;
  }

  async function undo(id) {
    const here = (await mine()).find(function (one) { return one.id === id && one.until > Date.now(); });
    if (here) { await S.store.sent([id]); }
    await told();
    return Boolean(here);
  }

  async function mine() {
    const who = await S.store.get("who");
    return (await S.store.waiting()).filter(function (one) { return one.owner === who; });
  }

  /* Those that nobody can take back any more; a clock that was set back keeps none of them. */
  async function ready() {
    return (await mine()).filter(function (one) { return !(one.until > Date.now()) || one.until > Date.now() + HELD; });
  }

  async function told() {
    const waits = state === "signed-out" ? (await S.store.waiting()).length : (await ready()).length;
    if (S.queue.onchange) { S.queue.onchange(waits, state, aside); }
    return waits;
  }

  function flush() {
    if (busy) { again = true; return busy; }
    busy = send().catch(function () { return "offline"; }).then(async function (came) {
      busy = null;
      state = came;
      const waits = await told();
      if (again && waits && came === "sent") { again = false; return flush(); }
      again = false;
      return came;
    });
    return busy;
  }

  /* The token for sending, and whose session it is; none where nobody has signed in. */
  async function token() {
    const answer = await fetch("/today/token/", {headers: {"Accept": "application/json"}, cache: "no-store"});
    if (answer.status === 401 || answer.redirected) { return null; }
    const said = await answer.json();
    await S.store.put("who", said.who);
    return said.token;
  }

  /* Whether a refusal is because the person took their consent back. */
  async function isTakenBack(answer) {
    const said = await answer.json().catch(function () { return {}; });
    return /consent/i.test(said.error || "");
  }

  async function send() {
    if (!(await S.store.waiting()).length) { return "sent"; }
    if (!await token()) { await S.store.forget(); return "signed-out"; }
    let waiting = await ready();
    while (waiting.length) {
      const batch = waiting.slice(0, MOST);
      const key = await token();
      if (!key) { await S.store.forget(); return "signed-out"; }
      const answer = await fetch("/api/events", {
        method: "POST",
        headers: {"Content-Type": "application/json", "X-CSRFToken": key},
        body: JSON.stringify({events: batch.map(function (one) {
          return {id: one.id, kind: one.kind, at: one.at, tz: one.tz, plan_version: one.plan_version, payload: one.payload};
        })}),
      });
      if (answer.status === 401) { await S.store.forget(); return "signed-out"; }
      if (answer.status === 403 && await isTakenBack(answer)) { return "taken-back"; }
      if (!answer.ok) { return "offline"; }
      const said = await answer.json();
      const ids = said.answers.map(function (one) { return one.id; });
      aside += said.answers.filter(function (one) { return one.answer === "quarantined"; }).length;
      if (!ids.length) { return "offline"; }
      await S.store.sent(ids);
      if (said.plan === "computed" && S.queue.onplan) { S.queue.onplan(); }
      waiting = await ready();
    }
    return "sent";
  }

  S.queue = {log: log, undo: undo, flush: flush, told: told, mine: mine, zone: zone, token: token, onchange: null, onplan: null};
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { flush(); } });
})(window.Stepwell = window.Stepwell || {});
