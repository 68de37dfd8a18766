"use strict";
// A form with data-draft saves itself by htmx. This keeps what was typed when that fails: it says so, it warns before leaving, and
// it sends again once somebody has signed in anew. Without it, the buttons of the form do the same.
(function () {
  const form = document.querySelector("form[data-draft]");
  const saved = document.getElementById("saved");
  if (!form || !saved) { return; }
  let typed = 0;
  let sent = 0;
  let kept = 0;

  form.addEventListener("input", function () { typed += 1; });
  form.addEventListener("submit", function () { kept = typed; });
  window.addEventListener("beforeunload", function (event) { if (kept < typed) { event.preventDefault(); } });

  function say(words, link, label, act) {
    saved.replaceChildren();
    const note = document.createElement("p");
    note.className = "note warn";
    note.append(words + " ");
    if (link) {
      const to = document.createElement("a");
      to.href = link;
      to.target = "_blank";
      to.textContent = "Sign in in another tab";
      note.append(to, ", then ");
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = label;
    button.addEventListener("click", act);
    note.append(button);
    saved.append(note);
  }

  function again() { window.htmx.trigger(form, "change"); }

  // Signing in changes the secret of forms: take the new one from the page as it is now.
  async function renew() {
    try {
      const answer = await fetch(location.href, { headers: { "X-Request-Kind": "background" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("form[data-draft] input[name=csrfmiddlewaretoken]");
      if (!token) { return signedOut(); }
      form.querySelector("input[name=csrfmiddlewaretoken]").value = token.value;
      document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
      again();
    } catch (_wrong) { offline(); }
  }

  function signedOut() {
    say("Not saved: you have been signed out. What you typed is still here.", "/", "Save again", renew);
  }

  function offline() {
    say("Not saved: no connection. What you typed is still here.", "", "Save again", again);
  }

  document.body.addEventListener("htmx:beforeOnLoad", function (event) {
    const status = event.detail.xhr.status;
    if (event.detail.elt !== form) { return; }
    if (status === 401 || status === 403) { event.preventDefault(); signedOut(); }
    else if (status >= 400) { event.preventDefault(); say("Not saved. What you typed is still here.", "", "Save again", again); }
    else if (!event.detail.xhr.responseText.includes("formaction")) { kept = sent; }
  });
  document.body.addEventListener("htmx:beforeRequest", function (event) { if (event.detail.elt === form) { sent = typed; } });
  document.body.addEventListener("htmx:sendError", function (event) { if (event.detail.elt === form) { offline(); } });
})();
