"use strict";
// Everything is in the page already; this only brings a record's card beside the words it is about.
(() => {
  const speech = document.getElementById("speech");
  const detail = document.getElementById("detail");
  const box = detail.querySelector("div");
  let pinned = null;

  const names = (element) => (element && element.dataset.r ? element.dataset.r.split(" ") : []);
  const markOf = (event) => event.target.closest("[data-r]");

  function show(element) {
    const wanted = names(element);
    for (const lit of document.querySelectorAll(".on")) lit.classList.remove("on");
    box.replaceChildren();
    detail.hidden = wanted.length === 0;
    for (const name of wanted) {
      const card = document.getElementById("r-" + name);
      if (!card) continue;
      const copy = card.cloneNode(true);
      copy.removeAttribute("id");
      box.append(copy);
    }
    if (!wanted.length) return;
    for (const mark of document.querySelectorAll("[data-r]")) {
      if (names(mark).includes(wanted[0])) mark.classList.add("on");
    }
  }

  function pin(element) {
    pinned = element;
    show(element);
    if (element && speech.contains(element)) element.scrollIntoView({ block: "nearest" });
  }

  speech.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (mark) {
      event.preventDefault();
      pin(mark);
    }
  });
  document.querySelector(".targets").addEventListener("click", (event) => {
    const mark = markOf(event);
    if (mark) pin(mark);
  });
  speech.addEventListener("mouseover", (event) => {
    const mark = markOf(event);
    if (!pinned && mark) show(mark);
  });
  speech.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (!pinned && mark) show(mark);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") pin(null);
  });
  document.getElementById("close").addEventListener("click", () => pin(null));
  document.getElementById("records").open = false;
})();
