"use strict";
/* The end of a session: how it was, and what is sent to the clinic.

   Stepwell.ending.ended(session)          ask how it was
   Stepwell.ending.finish(session, pain)   send it; pain is null where the person does not want to say */
(function (S) {
  const find = S.parts.find;

  async function finish(session, pain) {
    const logs = S.session.logs(session).map(function (log) {
      const item = session.items.find(function (one) { return one.exercise === log.exercise; });
      if (pain !== null && log.response === "good" && pain > item.pain_limit) { return Object.assign(log, {response: "worse"}); }
      return log;
    });
    const payload = {part: "finish", session: session.id, exercises: logs};
    if (pain !== null) { payload.pain = pain; }
    if (logs.length) { await S.queue.log("session", payload); }
    await S.day.did(logs.filter(function (one) { return one.response !== "none"; }).map(function (one) { return one.exercise; }));
    await S.sitting.trained();
    await S.store.drop("session");
    await S.day.note({session: logs.length > 0});
    find("things").focus();
  }

  function ended(session) {
    const box = find("how"), place = find("how-scale");
    let said = false;
    function say(pain) { if (!said) { said = true; box.close(); finish(session, pain); } }
    place.replaceChildren(S.parts.scale("during", say));
    find("how-skip").onclick = function () { say(null); };
    box.oncancel = function () { say(null); };
    box.showModal();
  }

  S.ending = {finish: finish, ended: ended};
})(window.Stepwell = window.Stepwell || {});
