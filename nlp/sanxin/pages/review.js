"use strict";
// What is marked is written as the table of `sanxin review -o FILE.csv`: one reader for both.
(() => {
  const cards = [...document.querySelectorAll("article")];
  const done = document.getElementById("done");
  const annotator = document.getElementById("annotator");
  const columns = JSON.parse(document.body.querySelector("main").firstElementChild.dataset.columns);
  let saved = true;

  const verdict = (card) => (card.querySelector("input[type=radio]:checked") || { value: "" }).value;

  function count() {
    const marked = cards.filter((card) => verdict(card)).length;
    done.textContent = marked + " / " + cards.length;
  }

  function changed(event) {
    const card = event.target.closest("article");
    if (!card) return;
    const field = event.target.dataset.column;
    if (field && field.startsWith("new_") && event.target.value) {
      card.querySelector("input[value=changed]").checked = true;
    }
    card.className = verdict(card);
    saved = false;
    count();
  }

  // What a spreadsheet would compute is kept from it by an apostrophe, as in every table that sanxin writes.
  const cell = (value) => '"' + (/^[=+\-@\t\r＝＋－＠]/.test(value) ? "'" : "") + value.replaceAll('"', '""') + '"';

  function row(card) {
    const values = JSON.parse(card.dataset.row);
    values.verdict = verdict(card);
    values.annotator = annotator.value;
    for (const input of card.querySelectorAll("[data-column]")) values[input.dataset.column] = input.value;
    return columns.map((name) => cell(String(values[name] ?? ""))).join(",");
  }

  function save() {
    const lines = [columns.map(cell).join(","), ...cards.map(row)];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\n") + "\n"], { type: "text/csv" }));
    link.download = "corrections.csv";
    link.click();
    saved = true;
  }

  document.addEventListener("change", changed);
  annotator.addEventListener("input", () => { saved = false; });
  document.getElementById("save").addEventListener("click", save);
  addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });
  count();
  document.documentElement.dataset.drawn = "";
})();
