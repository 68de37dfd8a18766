"use strict";
/* What the phone keeps: today's plan, events that wait to be sent, and a session that was begun.

   Stepwell.store.get(name), put(name, value), drop(name)   single values: plan, session, logged, who
   Stepwell.store.own(name), keep(name, value)              what somebody keeps for themselves: drafts, hours, ticks; nobody else sees it
   Stepwell.store.add(event), waiting(), sent(ids)          events, each with an id that is made once
   Stepwell.store.forget()                                  everything but waiting events and what somebody keeps for themselves: after a 401
   Stepwell.store.purge()                                   everything: on signing out */
(function (S) {
  const NAME = "stepwell", OWN = "own:";
  let opened = null;

  function open() {
    opened = opened || new Promise(function (done, failed) {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("kept");
        asked.result.createObjectStore("events", {keyPath: "id"});
      };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = function () { failed(asked.error); };
    });
    return opened;
  }

  async function inside(place, mode, act) {
    const base = await open();
    return new Promise(function (done, failed) {
      const turn = base.transaction(place, mode);
      const asked = act(turn.objectStore(place));
      turn.oncomplete = function () { done(asked && asked.result); };
      turn.onerror = turn.onabort = function () { failed(turn.error); };
    });
  }

  async function named(name) { return OWN + (await S.store.get("who") || "") + ":" + name; }

  S.store = {
    get: function (name) { return inside("kept", "readonly", function (kept) { return kept.get(name); }); },
    put: function (name, value) { return inside("kept", "readwrite", function (kept) { return kept.put(value, name); }); },
    drop: function (name) { return inside("kept", "readwrite", function (kept) { return kept.delete(name); }); },
    add: function (event) { return inside("events", "readwrite", function (events) { return events.put(event); }); },
    waiting: async function () {
      const all = await inside("events", "readonly", function (events) { return events.getAll(); });
      return all.sort(function (one, other) { return one.order - other.order; });
    },
    sent: function (ids) {
      return inside("events", "readwrite", function (events) { ids.forEach(function (id) { events.delete(id); }); });
    },
    own: async function (name) { return S.store.get(await named(name)); },
    keep: async function (name, value) { return S.store.put(await named(name), value); },
    forget: async function () {
      const names = await inside("kept", "readonly", function (kept) { return kept.getAllKeys(); });
      const others = names.filter(function (one) { return !String(one).startsWith(OWN); });
      return inside("kept", "readwrite", function (kept) { others.forEach(function (one) { kept.delete(one); }); });
    },
    purge: async function () {
      await inside("kept", "readwrite", function (kept) { return kept.clear(); });
      await inside("events", "readwrite", function (events) { return events.clear(); });
    },
  };
})(window.Stepwell = window.Stepwell || {});
