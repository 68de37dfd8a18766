"use strict";
/* Reminders: the zone of the phone, and push. Nothing is asked before a tap. The page works without this. */
document.addEventListener("DOMContentLoaded", function () {
  const zone = document.getElementById("id_zone"), here = document.getElementById("zone-here");
  const now = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && here && now && zone.value !== now) {
    here.hidden = false;
    here.querySelector("span").textContent = here.dataset.words.replace("{zone}", now);
    here.querySelector("button").addEventListener("click", function () { zone.value = now; here.hidden = true; });
  }

  const part = document.getElementById("push"), form = document.getElementById("push-on");
  if (!part || !form || !("serviceWorker" in navigator) || !("PushManager" in window)) { return; }
  document.getElementById("push-cannot").hidden = true;
  form.hidden = false;
  form.addEventListener("submit", function (event) {
    if (form.elements.endpoint.value) { return; }
    event.preventDefault();
    subscribe().catch(function () { document.getElementById("push-refused").hidden = false; });
  });

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  async function subscribe() {
    if (await Notification.requestPermission() !== "granted") { throw new Error("refused"); }
    await navigator.serviceWorker.register("/sw.js");
    const worker = await navigator.serviceWorker.ready;
    const made = await worker.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: bytes(part.dataset.key)});
    const said = made.toJSON();
    form.elements.endpoint.value = said.endpoint;
    form.elements.p256dh.value = said.keys.p256dh;
    form.elements.auth.value = said.keys.auth;
    form.submit();
  }
});
