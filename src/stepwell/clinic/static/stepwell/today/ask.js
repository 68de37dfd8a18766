"use strict";
/* One question of the knowledge as fields, by its type: buttons for a few numbers, a field for many, a list of answers.

   Stepwell.ask.fields(question, answer)   {box, value()}: value() gives undefined where nothing was answered; raises a sentence that says
                                           what is wrong. Nothing is chosen beforehand; `answer` is what was answered before */
(function (S) {
  const words = S.parts.words, fill = S.parts.fill, made = S.parts.made;
  const FEW = 10;

  function chosen(box, name) { const found = box.querySelector("input[name='" + name + "']:checked"); return found ? found.value : undefined; }

  function few(question, answer) {
    const high = question.range[1], ends = high === FEW ? "pain" : "none";
    const box = S.parts.scale(question.finding, function () {}, {low: question.range[0], high: high, ends: ends, at: answer, save: false});
    return {box: box, value: function () { const found = chosen(box, question.finding); return found === undefined ? undefined : Number(found); }};
  }

  function many(question, answer) {
    const box = made("number"), field = box.querySelector("input"), unit = box.querySelector("select"), alone = box.querySelector("[data-text='unit']");
    const units = Object.assign({[question.unit || ""]: 1}, question.units || {});
    Object.keys(units).forEach(function (name) {
      const option = document.createElement("option");
      option.value = units[name];
      option.textContent = words("unit" + name) || name;
      unit.append(option);
    });
    alone.textContent = words("unit" + question.unit) || question.unit || "";
    unit.hidden = unit.options.length < 2;
    alone.hidden = !unit.hidden;
    field.setAttribute("aria-label", question.text);
    if (answer !== undefined) { field.value = answer; }
    return {box: box, value: function () {
      if (field.value.trim() === "") { if (field.validity.badInput) { throw wrong(question); } return undefined; }
      const value = Math.round(Number(field.value.replace(",", ".")) * Number(unit.value));
      if (!Number.isFinite(value) || value < question.range[0] || value > question.range[1]) { throw wrong(question); }
      return value;
    }};
  }

  function wrong(question) { return fill(words("wrongNumber"), {low: question.range[0], high: question.range[1], unit: words("unit" + question.unit) || question.unit || ""}); }

  function list(question, answer) {
    const options = question.type === "yes-no" ? {yes: words("yes"), no: words("no"), "not-sure": words("notSure")} : question.options;
    const box = made("list");
    box.classList.toggle("trio", question.type === "yes-no");
    Object.keys(options).forEach(function (value) {
      const row = made("choice", {text: options[value]}), input = row.querySelector("input");
      input.name = question.finding;
      input.value = value;
      input.checked = value === answer;
      box.append(row);
    });
    return {box: box, value: function () { return chosen(box, question.finding); }};
  }

  function fields(question, answer) {
    if (question.type !== "number") { return list(question, answer); }
    return question.range[1] - question.range[0] <= FEW ? few(question, answer) : many(question, answer);
  }

  S.ask = {fields: fields};
})(window.Stepwell = window.Stepwell || {});
