/* Draws a moving figure of Stepwell from its tracks (stepwell.figures.tracks). Plain script, no other file needed.

   var figure = StepwellFigure(svg, tracks);   svg: an <svg role="img"> with its <title> and <desc>
   figure.at(0.5);                             half way from start to end, or round a movement that repeats
   figure.seek(7.5, {hold: 15});               where it is after 7.5 s of a page's own clock, at the prescribed tempo
   figure.play({out: 2, hold: 1, back: 2, rest: 1});   these seconds unless told; false if less motion is wished
   figure.stop();

   Outlines are hulls of circles: for each of 36 directions, the circle that reaches furthest. Colours are
   presentation attributes, so a strict content policy allows them. */
(function (root) {
  "use strict";
  var NS = "http://www.w3.org/2000/svg", DIRECTIONS = [], TURN = Math.PI / 18;
  for (var n = 0; n < 36; n++) DIRECTIONS.push([Math.cos(n * TURN), Math.sin(n * TURN)]);

  function add(svg, name, attributes) {
    var element = document.createElementNS(NS, name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    svg.appendChild(element);
    return element;
  }

  function hull(circles, where) {
    var d = "", last = "";
    for (var n = 0; n < 36; n++) {
      var ux = DIRECTIONS[n][0], uy = DIRECTIONS[n][1], best = -1e9, x = 0, y = 0;
      for (var c = 0; c < circles.length; c += 2) {
        var p = where[circles[c]], r = circles[c + 1], reach = p[0] * ux + p[1] * uy + r;
        if (reach > best) { best = reach; x = p[0] + r * ux; y = p[1] + r * uy; }
      }
      var step = x.toFixed(1) + " " + y.toFixed(1);
      if (step !== last) d += (n ? "L" : "M") + step;
      last = step;
    }
    return d + "z";
  }

  function place(track, position) {
    if (track.length === 2) return track;
    var frame = Math.min(Math.floor(position), track.length / 2 - 2), part = position - frame, at = 2 * frame;
    return [track[at] + (track[at + 2] - track[at]) * part, track[at + 1] + (track[at + 3] - track[at + 1]) * part];
  }

  /* For each layer: one path behind with all outlines (kind 1), or a line round each part (2, and 3 for a loop). */
  function build(svg, tracks) {
    return tracks.layers.map(function (layer) {
      var kind = layer[0], line = tracks.colours[layer[1]], width = layer[2], behind = null;
      var edge = {"stroke": line[1], "stroke-width": width, "stroke-linejoin": "round"};
      if (kind === 1) behind = add(svg, "path", Object.assign({"class": "fig-" + line[0], "fill": line[1]}, edge));
      return {behind: behind, parts: layer[3].map(function (part) {
        var colour = tracks.colours[part[0]], says = {"class": "fig-" + colour[0], "fill": colour[1]};
        if (part[1] < 1) says["fill-opacity"] = part[1];
        return {circles: part[2], path: add(svg, "path", kind > 1 ? Object.assign(says, edge) : says)};
      })};
    });
  }

  function clear(svg) {
    Array.prototype.slice.call(svg.childNodes).forEach(function (child) {
      if (child.nodeName !== "title" && child.nodeName !== "desc") svg.removeChild(child);
    });
  }

  function calm() {
    return !!(root.matchMedia && root.matchMedia("(prefers-reduced-motion: reduce)").matches);
  }

  /* The seconds of each part; what is not told, or is no number, is as usual. */
  function tempo(wish) {
    var all = {out: 2, hold: 1, back: 2, rest: 1};
    for (var key in all) if (wish && isFinite(wish[key]) && wish[key] !== null) all[key] = Math.max(0, wish[key]);
    if (!(all.out + all.back)) all.out = all.back = 1;
    return all;
  }

  /* Where a movement is after some seconds: 0 at the start, 1 at the end; one that repeats goes round. */
  function phase(loop, pace, seconds) {
    var round = pace.out + pace.back, t = seconds % (loop ? round : round + pace.hold + pace.rest);
    if (loop) return t / round;
    if (t < pace.out) return t / pace.out;
    if ((t -= pace.out) < pace.hold) return 1;
    if ((t -= pace.hold) < pace.back) return 1 - t / pace.back;
    return 0;
  }

  root.StepwellFigure = function (svg, tracks) {
    var width = tracks.size[0], height = tracks.size[1], request = 0;
    clear(svg);
    svg.setAttribute("viewBox", "0 0 " + width + " " + height);
    if (tracks.floor) add(svg, "path", {
      "class": "fig-floor", "d": "M30 " + tracks.floor[0] + "H" + (width - 30), "stroke": tracks.floor[1],
      "stroke-width": 10, "stroke-linecap": "round"});
    var layers = build(svg, tracks);

    function at(part) {
      var position = Math.max(0, Math.min(1, part)) * (tracks.frames - 1);
      var where = tracks.points.map(function (track) { return place(track, position); });
      layers.forEach(function (layer) {
        var all = "";
        layer.parts.forEach(function (one) {
          var d = hull(one.circles, where);
          all += d;
          one.path.setAttribute("d", d);
        });
        if (layer.behind) layer.behind.setAttribute("d", all);
      });
    }

    function stop() {
      if (request) root.cancelAnimationFrame(request);
      request = 0;
    }

    function seek(seconds, wish) {
      at(phase(tracks.loop, tempo(wish), Math.max(0, seconds)));
    }

    function play(wish) {
      var begun = null, always = wish && wish.always;
      stop();
      if (calm() && !always) return false;
      function frame(now) {
        if (begun === null) begun = now;
        seek((now - begun) / 1000, wish);
        request = calm() && !always ? 0 : root.requestAnimationFrame(frame);
      }
      request = root.requestAnimationFrame(frame);
      return true;
    }

    at(0);
    return {at: at, seek: seek, play: play, stop: stop};
  };
})(window);
