/* Answers without a network: the shell of today, its files, and pictures of exercises. No page about anybody is ever kept. */
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
