"use strict";
/* What a session sounds like: beeps, words, a flash, a shake. Each moment is shown, heard and felt.

   Stepwell.sound.unlock()            on the tap that starts a session
   Stepwell.sound.tick(), long(), two(), three()
   Stepwell.sound.say(words)          by a voice of the phone itself, never one of a network
   Stepwell.sound.preset              quiet, normal, loud; next() goes on to the next one */
(function (S) {
  const GAIN = {quiet: 0, normal: 0.25, loud: 0.9};
  const PRESETS = Object.keys(GAIN);
  let context = null;

  function unlock() {
    const Made = window.AudioContext || window.webkitAudioContext;
    if (Made && !context) { context = new Made(); }
    if (context && context.state === "suspended") { context.resume(); }
  }

  function beep(pitch, length, after) {
    if (!context || !GAIN[S.sound.preset]) { return; }
    const from = context.currentTime + (after || 0), till = from + length / 1000;
    const tone = context.createOscillator(), gain = context.createGain();
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(GAIN[S.sound.preset], from + 0.01);
    gain.gain.setValueAtTime(GAIN[S.sound.preset], till - 0.02);
    gain.gain.linearRampToValueAtTime(0, till);
    tone.connect(gain).connect(context.destination);
    tone.start(from);
    tone.stop(till);
  }

  function flash() {
    const band = document.getElementById("flash");
    if (!band || matchMedia("(prefers-reduced-motion: reduce)").matches) { return; }
    band.hidden = false;
    setTimeout(function () { band.hidden = true; }, 160);
  }

  function shake(pattern) { if (navigator.vibrate) { navigator.vibrate(pattern); } }

  function say(words) {
    if (!window.speechSynthesis || S.sound.preset === "quiet" || !words) { return; }
    const here = document.documentElement.lang.slice(0, 2);
    const voice = speechSynthesis.getVoices().find(function (one) { return one.localService && one.lang.startsWith(here); });
    if (!voice) { return; }
    const said = new SpeechSynthesisUtterance(words);
    said.voice = voice;
    said.lang = voice.lang;
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
  }

  S.sound = {
    preset: "normal",
    unlock: unlock,
    say: say,
    tick: function () { beep(880, 90); flash(); shake(40); },
    long: function () { beep(1320, 350); flash(); shake(200); },
    two: function () { beep(880, 120); beep(1175, 160, 0.16); flash(); shake([80, 60, 80]); },
    three: function () { beep(880, 120); beep(1109, 120, 0.15); beep(1320, 240, 0.3); flash(); shake([60, 40, 60, 40, 120]); },
    next: function () { S.sound.preset = PRESETS[(PRESETS.indexOf(S.sound.preset) + 1) % PRESETS.length]; return S.sound.preset; },
  };
})(window.Stepwell = window.Stepwell || {});
