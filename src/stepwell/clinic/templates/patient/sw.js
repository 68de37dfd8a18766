{% load i18n %}/* Answers without a network: the shell of today, its files, and pictures of exercises. No page about anybody is ever kept. */
const FILES = [{% for one in files %}"{{ one|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const SHELL = "{{ shell|escapejs }}", HELP = "{{ help|escapejs }}";
const KEPT = "shell-" + FILES.join("|").split("").reduce(function (sum, letter) { return (sum * 31 + letter.charCodeAt(0)) >>> 0; }, 7);

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(KEPT).then(function (kept) { return kept.addAll(FILES); }).then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name.startsWith("shell-") && name !== KEPT; }).map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.clients.claim(); }));
});

/* The shell comes from the network where there is one, so that a new version is seen; it is kept for when there is none. */
async function shell(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) { kept.put(SHELL, answer.clone()); }
    return answer;
  } catch (_) {
    return await kept.match(SHELL) || Response.error();
  }
}

self.addEventListener("fetch", function (event) {
  const place = new URL(event.request.url);
  if (event.request.method !== "GET" || place.origin !== self.location.origin) { return; }
  if (place.pathname === SHELL) { event.respondWith(shell(event.request)); return; }
  if (place.pathname === HELP && event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(async function () {
      return await (await caches.open(KEPT)).match(SHELL) || Response.error();
    }));
    return;
  }
  if (FILES.includes(place.pathname)) {
    event.respondWith(caches.match(event.request, {ignoreSearch: true}).then(function (kept) { return kept || fetch(event.request); }));
    return;
  }
  if (place.pathname.startsWith("/figures/")) {
    event.respondWith(caches.match(event.request).then(function (kept) { return kept || fetch(event.request); }));
  }
});

/* Reminders. The words come encrypted and say nothing of health; every push shows something. An answer needs no sign-in: its address is a secret. */
const TITLE = "{% translate 'Time for your plan' as words %}{{ words|escapejs }}";
const TAPS = {later: "{% translate 'In one hour' as words %}{{ words|escapejs }}", "not-today": "{% translate 'Not today' as words %}{{ words|escapejs }}", fewer: "{% translate 'Fewer reminders' as words %}{{ words|escapejs }}"};

self.addEventListener("push", function (event) {
  let said = {};
  try { said = event.data.json(); } catch (_) { said = {}; }
  const asks = said.kind === "ask";
  event.waitUntil(self.registration.showNotification(String(said.title || TITLE), {
    tag: "plan", data: {url: said.url || SHELL, answer: said.answer || ""},
    actions: said.answer && !asks ? Object.keys(TAPS).map(function (name) { return {action: name, title: TAPS[name]}; }) : [],
  }).then(function () { return said.answer ? answered(said.answer, "seen") : null; }));
});

/* The token is read first, as every form has one. Without a network nothing is said: the reminder was seen all the same. */
async function answered(place, what) {
  try {
    const asked = await fetch(place, {headers: {"Accept": "application/json"}, cache: "no-store"});
    const token = (await asked.json()).token;
    const body = new URLSearchParams({"do": what});
    return await fetch(place, {method: "POST", headers: {"X-CSRFToken": token}, body: body});
  } catch (_) { return null; }
}

async function opened(place) {
  const target = new URL(place, self.location.origin);
  if (target.origin !== self.location.origin) { return null; }
  for (const one of await self.clients.matchAll({type: "window", includeUncontrolled: true})) {
    if (new URL(one.url).pathname === target.pathname) { return one.focus(); }
  }
  return self.clients.openWindow(target.href);
}

self.addEventListener("notificationclick", function (event) {
  const said = event.notification.data || {};
  event.notification.close();
  event.waitUntil(event.action && said.answer ? answered(said.answer, event.action) : opened(said.url || SHELL));
});
