"use strict";
// What is shown, searched and told of the graph. All words of the texts reach the page as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { css, cut, element, SHAPES } = Stages;
  const nodes = data.nodes;
  const edges = data.edges;
  const count = nodes.label.length;
  const by = (id) => document.getElementById(id);
  const stageBox = by("stage");

  // ---- who is linked to whom ----

  const links = Array.from({ length: count }, () => []);
  edges.source.forEach((source, e) => {
    links[source].push(e);
    links[edges.target[e]].push(e);
  });
  const other = (e, n) => (edges.source[e] === n ? edges.target[e] : edges.source[e]);
  const isStatement = (n) => data.kinds[nodes.kind[n]].statement;
  const isDocument = (n) => data.kinds[nodes.kind[n]].name === "document";
  // That a document says all that it says is worth a line only when somebody asks for it.
  const quiet = edges.source.map((source, e) => isDocument(source) && edges.kind[e] === data.mentions);
  const order = nodes.size.map((_, n) => n).sort((a, b) => nodes.size[b] - nodes.size[a]);
  const haystack = nodes.label.map((label, n) =>
    [label, nodes.words[n], nodes.sentence[n] < 0 ? "" : data.sentences[nodes.sentence[n]], ...nodes.facts[n].map((fact) => fact[1])]
      .join("\n").toLowerCase());

  // ---- what is shown ----

  const passes = new Uint8Array(count);
  let chosen = null;
  let near = new Set();
  let hits = null;

  const checked = (name) => new Set([...document.querySelectorAll(`input[name=${name}]:checked`)].map((box) => +box.value));
  const number = (id, otherwise) => (by(id) ? +by(id).value : otherwise);

  function filter() {
    const kinds = checked("kind");
    const pathways = checked("pathway");
    const least = number("score", 0);
    const [first, last] = [number("from", -Infinity), number("to", Infinity)];
    const fits = (n) =>
      (nodes.pathway[n] === null || pathways.has(nodes.pathway[n])) &&
      (nodes.score[n] === null || nodes.score[n] >= least) &&
      (nodes.year[n] === null || (nodes.year[n] >= first && nodes.year[n] <= last));
    const there = nodes.label.map((_, n) => fits(n));
    // A thing that several texts speak of is there as long as one of them, or what they say of it, is;
    // one that only another thing leads to goes with that.
    const things = order.filter((n) => !isStatement(n) && !isDocument(n));
    const lonely = [];
    for (const n of things) {
      const around = links[n].map((e) => other(e, n));
      const sayers = around.some(isStatement) ? around.filter(isStatement) : around.filter(isDocument);
      const sure = nodes.score[n] === null || nodes.score[n] >= least;
      if (sayers.length) there[n] = sure && sayers.some((sayer) => there[sayer]);
      else if (around.length) lonely.push(n);
    }
    for (const n of lonely) there[n] = there[n] && links[n].some((e) => there[other(e, n)]);
    for (let n = 0; n < count; n++) passes[n] = there[n] && kinds.has(nodes.kind[n]) ? 1 : 0;
    if (by("sure")) by("sure").textContent = least.toFixed(2);
    if (chosen !== null && !passes[chosen]) choose(null);
    say();
    if (stage) stage.refresh();
  }

  function say() {
    const shown = passes.reduce((sum, one) => sum + one, 0);
    by("count").textContent = hits === null ? `${shown} / ${count}` : `${found().length} ✓`;
  }

  const mixed = (color, share) => mix(color, css("--paper"), share);
  function mix(one, two, share) {
    const parts = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
    const [a, b] = [parts(one), parts(two)];
    return "#" + a.map((value, k) => Math.round(value + (b[k] - value) * share).toString(16).padStart(2, "0")).join("");
  }

  let shades = new Map();
  function shade(color, away) {
    const key = color + away;
    if (!shades.has(key)) {
      const base = away ? mixed(color, 0.82) : color;
      shades.set(key, { color: base, fill: css("--paper"), soft: mixed(base, 0.62) });
    }
    return shades.get(key);
  }

  const ink = (color) => (dark.matches ? mix(color, "#ffffff", 0.22) : color);
  const model = {
    count,
    edges: edges.source.length,
    x: nodes.x, y: nodes.y, size: nodes.size, label: nodes.label, source: edges.source, target: edges.target, order,
    shape: (n) => data.kinds[nodes.kind[n]].shape,
    look(n) {
      if (!passes[n]) return null;
      const asked = chosen !== null || hits !== null;
      const front = chosen !== null ? n === chosen || near.has(n) : hits === null || hits.has(n);
      const named = (front && data.kinds[nodes.kind[n]].name === "pathway") || n === chosen || (asked && front && (chosen !== null ? near.size : hits.size) <= 24);
      const label = asked && !front ? "" : cut(nodes.label[n], isStatement(n) ? 16 : 24);
      return { ...shade(ink(nodes.color[n]), asked && !front), label, front, named };
    },
    edgeLook(e) {
      const [source, target] = [edges.source[e], edges.target[e]];
      if (!passes[source] || !passes[target]) return null;
      if (chosen !== null) {
        if (source !== chosen && target !== chosen) return null;
        return { color: mixed(ink(nodes.color[other(e, chosen)]), 0.25), size: 1.3, front: true };
      }
      if (quiet[e]) return null;
      return { color: mixed(ink(nodes.color[source]), hits === null ? 0.72 : 0.9), size: 0.5, front: false };
    },
  };

  // ---- details of one node ----

  function make(name, content = "", attributes = {}) {
    const made = document.createElement(name);
    made.append(...[content].flat());
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function dot(n) {
    const svg = element("svg", { class: "dot", width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" });
    const look = shade(ink(nodes.color[n]), false);
    let radius = 6;
    for (const [color, share] of SHAPES[model.shape(n)]) {
      svg.append(element("circle", { r: radius, fill: look[color] }));
      radius -= 6 * (share || 0);
    }
    return svg;
  }

  function entry(n, extra = "") {
    const button = make("button", [dot(n), make("span", cut(nodes.label[n], 60)), make("small", extra)], { type: "button", "data-n": n });
    return make("li", button);
  }

  const kindOf = (n) => { const kind = data.kinds[nodes.kind[n]]; return `${kind.name} ${kind.chinese}`; };

  function choose(n, move = false) {
    chosen = n;
    near = new Set(n === null ? [] : links[n].map((e) => other(e, n)));
    tell(n);
    stage.refresh();
    if (n !== null && move) stage.focus(n);
    if (isFramed) parent.postMessage({ chosen: n === null ? -1 : n }, "*");
  }

  // A widget around the page knows what is chosen, and may choose; from nobody else is anything heard.
  const isFramed = window.parent !== window;
  window.addEventListener("message", (event) => {
    const n = event.data === null || event.source !== window.parent ? undefined : event.data.choose;
    if (!isFramed || !Number.isInteger(n) || n >= count || n === (chosen === null ? -1 : chosen)) return;
    choose(n < 0 ? null : n, true);
  });

  function tell(n) {
    const box = by("detail");
    box.hidden = n === null;
    box.replaceChildren();
    if (n === null) return;
    box.dataset.n = n;
    const close = make("button", "×", { type: "button", class: "close", "aria-label": "Close 关闭" });
    box.append(close, make("p", [dot(n), kindOf(n)], { class: "kind" }), make("h2", cut(nodes.label[n], 160)));
    box.append(...quotation(n), facts(n), ...neighbours(n));
  }

  function quotation(n) {
    const told = [];
    const words = nodes.words[n];
    const sentence = nodes.sentence[n] < 0 ? null : data.sentences[nodes.sentence[n]];
    if (sentence !== null && nodes.at[n] !== null) {
      // Offsets count characters, JavaScript counts half of some.
      const letters = [...sentence];
      const end = nodes.at[n] + [...words].length;
      const text = (from, to) => letters.slice(from, to).join("");
      told.push(make("blockquote", [text(0, nodes.at[n]), make("mark", text(nodes.at[n], end)), text(end)]));
    } else if (words) {
      told.push(make("blockquote", make("mark", words)));
    }
    if (nodes.doc[n] >= 0 && words) {
      told.push(make("p", `${data.documents[nodes.doc[n]]} [${nodes.start[n]}, ${nodes.end[n]})`, { class: "faint" }));
    }
    return told;
  }

  function facts(n) {
    const list = make("dl");
    for (const [name, value] of nodes.facts[n]) list.append(make("dt", data.fields[name] || name), make("dd", value));
    return list;
  }

  const FEW = 12;
  function neighbours(n) {
    const groups = new Map();
    for (const e of links[n]) {
      const out = edges.source[e] === n;
      const key = `${edges.kind[e]} ${out}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(e);
    }
    const told = [];
    for (const [key, members] of groups) {
      const [kind, out] = key.split(" ");
      const name = data.edgeKinds[+kind];
      const title = out === "true" ? `${name} →` : `← ${name}`;
      const list = make("ul");
      const rows = members.sort((a, b) => nodes.size[other(b, n)] - nodes.size[other(a, n)]).map((e) => () =>
        entry(other(e, n), edges.weight[e] === null ? "" : edges.weight[e].toFixed(2)));
      list.append(...rows.slice(0, FEW).map((row) => row()));
      told.push(make("h3", `${title} ${members.length}`), list);
      if (rows.length > FEW) {
        const more = make("button", `+ ${rows.length - FEW}`, { type: "button", class: "more" });
        more.addEventListener("click", () => { list.append(...rows.slice(FEW).map((row) => row())); more.remove(); });
        told.push(more);
      }
    }
    return told;
  }

  // ---- search ----

  const found = () => order.filter((n) => passes[n] && hits.has(n));

  function search() {
    const wanted = by("find").value.trim().toLowerCase();
    hits = wanted ? new Set(order.filter((n) => haystack[n].includes(wanted))) : null;
    if (hits !== null && chosen !== null) choose(null);
    const list = by("found");
    const rows = hits === null ? [] : found();
    list.hidden = rows.length === 0;
    // A name that holds the words comes before a sentence that does.
    rows.sort((a, b) => nodes.label[b].toLowerCase().includes(wanted) - nodes.label[a].toLowerCase().includes(wanted));
    list.replaceChildren(...rows.slice(0, 60).map((n) => entry(n, data.kinds[nodes.kind[n]].chinese)));
    say();
    stage.refresh();
  }

  // ---- keys and clicks ----

  document.querySelector("aside").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.n !== undefined) choose(+button.dataset.n, true);
    if (button.className === "close") choose(null);
  });
  by("find").addEventListener("input", search);
  by("filters").addEventListener("input", () => { filter(); if (hits !== null) search(); });
  by("filters").addEventListener("reset", () => setTimeout(filter));
  by("filters").addEventListener("submit", (event) => event.preventDefault());
  by("zoom").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) stage.zoom(+button.dataset.zoom);
  });

  const ARROWS = { ArrowLeft: [-0.15, 0], ArrowRight: [0.15, 0], ArrowUp: [0, -0.15], ArrowDown: [0, 0.15] };
  const ZOOMS = { "+": 0.7, "=": 0.7, "-": 1.4, "0": 0 };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search], select");
    if (event.key === "Escape") return letGo();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing) {
      by("find").focus();
    } else if (event.key in ZOOMS && !typing) {
      stage.zoom(ZOOMS[event.key]);
    } else if (event.target === stageBox && event.key in ARROWS) {
      stage.pan(...ARROWS[event.key]);
    } else if (event.key === "Enter" && event.target === by("find") && hits !== null && found().length) {
      by("found").querySelector("button").click();
    } else if (!step(event)) {
      return;
    }
    event.preventDefault();
  });

  function letGo() {
    if (chosen !== null) choose(null);
    else if (hits !== null) { by("find").value = ""; search(); }
  }

  // The arrows lead through a list of nodes, and from the search to what it found.
  function step(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return false;
    const list = event.target === by("find") ? by("found") : event.target.closest("#found, #detail");
    if (!list || list.hidden) return false;
    const buttons = [...list.querySelectorAll("button[data-n]")];
    const next = buttons[buttons.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    (next || by("find")).focus();
    return true;
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => { shades = new Map(); stage.refresh(); });

  // First what is to be shown: the stage asks as it opens.
  let stage = null;
  filter();
  stage = Stages.open(stageBox, model, (n) => choose(n));
  document.documentElement.dataset.drawn = stage.kind;
  // For tests, and for pages that hold this one.
  window.sanxin = { choose, where: stage.where, chosen: () => chosen, shown: () => [...passes.keys()].filter((n) => passes[n]) };
})();
