"use strict";
// Where the graph is drawn: by sigma with WebGL, and where there is none as SVG. Both know the same few verbs.
// A model says of each node n its x, y, size, shape and how it looks now: look(n) is null (hidden) or
// {color, fill, label, front, named}; edgeLook(e) is null or {color, size}. On `pick(n or null)` something is chosen.
const Stages = (() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

  // From the outside to the middle: how much of the radius, and in which of a node's two colours.
  const SHAPES = {
    solid: [["fill", 0.1], ["color", null]],
    target: [["color", 0.32], ["fill", 0.3], ["color", null]],
    ring: [["color", 0.36], ["fill", null]],
    soft: [["color", 0.22], ["soft", null]],
    core: [["color", 0.55], ["fill", null]],
  };

  function canDrawWebGL() {
    const context = document.createElement("canvas").getContext("webgl2");
    if (!context) return false;
    const lose = context.getExtension("WEBGL_lose_context");
    if (lose) lose.loseContext();
    return true;
  }

  // One program draws all shapes, as three rings whose shares each node says: a browser without a graphics card takes half
  // a second to compile each program, and sigma compiles each three times.
  const ringProgram = () => Sigma.rendering.createNodeBorderProgram({
    borders: [
      { color: { attribute: "outer" }, size: { attribute: "outerShare", defaultValue: 0, mode: "relative" } },
      { color: { attribute: "middle" }, size: { attribute: "middleShare", defaultValue: 0, mode: "relative" } },
      { color: { attribute: "inner" }, size: { fill: true } },
    ],
  });

  function rings(shape, look) {
    const parts = SHAPES[shape];
    const inner = look[parts.at(-1)[0]];
    const [middle, middleShare] = parts.length > 2 ? [look[parts[1][0]], parts[1][1]] : [inner, 0.1];
    return { outer: look[parts[0][0]], outerShare: parts[0][1], middle, middleShare, inner };
  }

  // Sigma would compile arrows too, which nobody draws here.
  class Nothing {
    kill() {}
    reallocate() {}
    process() {}
    render() {}
  }

  function withSigma(container, model, pick) {
    const graph = new graphology.Graph({ type: "directed", multi: true });
    for (let n = 0; n < model.count; n++) {
      graph.addNode(n, { x: model.x[n], y: model.y[n], size: model.size[n] });
    }
    for (let e = 0; e < model.edges; e++) graph.addEdgeWithKey("e" + e, model.source[e], model.target[e], {});
    const renderer = new Sigma(graph, container, {
      nodeProgramClasses: { circle: ringProgram() },
      edgeProgramClasses: { arrow: Nothing },
      allowInvalidContainer: true,
      hideEdgesOnMove: model.edges > 15000,
      labelDensity: 0.7,
      labelGridCellSize: 130,
      labelRenderedSizeThreshold: model.count > 1500 ? 7 : 4.6,
      labelFont: getComputedStyle(document.body).fontFamily,
      labelSize: 12.5,
      minCameraRatio: 0.005,
      maxCameraRatio: 6,
      stagePadding: 45,
      zIndex: true,
      zoomToSizeRatioFunction: (ratio) => Math.sqrt(ratio) * 1.05,
      defaultDrawNodeLabel: drawLabel,
      defaultDrawNodeHover: drawHover,
      nodeReducer: (name, place) => {
        const look = model.look(+name);
        if (!look) return { ...place, hidden: true };
        const { color, label, front, named } = look;
        const drawn = { color, label, front, forceLabel: named, zIndex: front ? 1 : 0, full: model.label[name] };
        return { ...place, ...drawn, ...rings(model.shape(+name), look) };
      },
      edgeReducer: (name) => {
        const look = model.edgeLook(+name.slice(1));
        return look ? { ...look, zIndex: look.front ? 1 : 0 } : { hidden: true };
      },
    });
    renderer.on("clickNode", ({ node }) => pick(+node));
    renderer.on("clickStage", () => pick(null));
    renderer.on("enterNode", () => { container.style.cursor = "pointer"; });
    renderer.on("leaveNode", () => { container.style.cursor = ""; });
    const camera = renderer.getCamera();
    return {
      kind: "webgl",
      refresh: () => renderer.refresh(),
      focus(n) {
        const at = renderer.getNodeDisplayData(String(n));
        if (at) camera.animate({ x: at.x, y: at.y, ratio: Math.min(camera.ratio, 0.35) }, { duration: 350 });
      },
      zoom: (factor) => camera.animate(factor ? { ratio: camera.ratio * factor } : { x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { duration: 200 }),
      pan: (x, y) => camera.animate({ x: camera.x + x * camera.ratio, y: camera.y - y * camera.ratio }, { duration: 120 }),
      // Where a node is on the page, for those who click by program.
      where(n) {
        const data = renderer.getNodeDisplayData(String(n));
        return renderer.framedGraphToViewport(data);
      },
    };
  }

  function drawLabel(context, data, settings) {
    if (!data.label) return;
    context.font = `${data.size > 12 ? "600 " : ""}${settings.labelSize}px ${settings.labelFont}`;
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = css("--paper");
    context.fillStyle = data.front === false ? css("--faint") : css("--ink");
    const x = data.x + data.size + 3;
    const y = data.y + settings.labelSize / 3;
    context.strokeText(data.label, x, y);
    context.fillText(data.label, x, y);
  }

  function drawHover(context, data, settings) {
    const label = cut(data.full || data.label || "", 44);
    context.font = `${settings.labelSize}px ${settings.labelFont}`;
    const wide = context.measureText(label).width + 14;
    const x = data.x + data.size + 4;
    const y = data.y - settings.labelSize;
    context.shadowBlur = 10;
    context.shadowColor = "rgba(0, 0, 0, .35)";
    context.fillStyle = css("--paper");
    context.beginPath();
    context.roundRect(x, y, wide, settings.labelSize * 2, 6);
    context.fill();
    context.shadowBlur = 0;
    context.beginPath();
    context.arc(data.x, data.y, data.size + 2.5, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = css("--focus");
    context.stroke();
    context.fillStyle = css("--ink");
    context.fillText(label, x + 7, data.y + settings.labelSize / 3);
  }

  // ---- without WebGL ----

  const element = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  function withSvg(container, model, pick) {
    const low = [Math.min(...model.x), Math.min(...model.y)];
    const high = [Math.max(...model.x), Math.max(...model.y)];
    const scale = 1000 / Math.max(high[0] - low[0], high[1] - low[1], 1e-6);
    const X = (n) => (model.x[n] - low[0]) * scale;
    const Y = (n) => (high[1] - model.y[n]) * scale;
    const whole = [-60, -60, (high[0] - low[0]) * scale + 120, (high[1] - low[1]) * scale + 120];
    let view = [...whole];
    const svg = element("svg", { role: "img" });
    const layers = ["edges", "nodes", "labels"].map(() => svg.appendChild(element("g", {})));
    const unit = () => Math.max(view[2] / (container.clientWidth || 800), view[3] / (container.clientHeight || 600));

    const lines = model.source.map((source, e) => {
      const target = model.target[e];
      return layers[0].appendChild(element("line", { x1: X(source), y1: Y(source), x2: X(target), y2: Y(target) }));
    });
    const dots = model.label.map((label, n) => {
      const group = element("g", { transform: `translate(${X(n)} ${Y(n)})`, "data-n": n });
      for (const _ of SHAPES[model.shape(n)]) group.append(element("circle", {}));
      group.append(element("title", {}));
      group.lastChild.textContent = label;
      return layers[1].appendChild(group);
    });

    function refresh() {
      const pixel = unit();
      const grown = Math.sqrt(whole[2] / view[2]);
      model.label.forEach((_, n) => paint(n, model.look(n), pixel * grown));
      lines.forEach((line, e) => {
        const look = model.edgeLook(e);
        line.style.display = look ? "" : "none";
        if (look) {
          line.setAttribute("stroke", look.color);
          line.setAttribute("stroke-width", look.size * pixel);
        }
      });
      name(pixel);
    }

    function paint(n, look, pixel) {
      dots[n].style.display = look ? "" : "none";
      if (!look) return;
      let radius = model.size[n] * pixel;
      SHAPES[model.shape(n)].forEach(([color, share], part) => {
        const circle = dots[n].children[part];
        circle.setAttribute("r", Math.max(radius, 0));
        circle.setAttribute("fill", look[color]);
        radius -= model.size[n] * pixel * (share || 0);
      });
    }

    // The weightiest names first; one that would lie on another is left out.
    function name(pixel) {
      const taken = new Set();
      const words = [];
      for (const n of model.order) {
        const look = model.look(n);
        if (!look || !look.label || words.length > 120) continue;
        const cell = `${Math.round(X(n) / (90 * pixel))} ${Math.round(Y(n) / (18 * pixel))}`;
        if (taken.has(cell) && !look.named) continue;
        taken.add(cell);
        const text = element("text", { x: X(n) + (model.size[n] + 3) * pixel, y: Y(n) + 4 * pixel });
        text.style.fontSize = `${12.5 * pixel}px`;
        text.style.strokeWidth = `${3 * pixel}px`;
        text.textContent = look.label;
        words.push(text);
      }
      layers[2].replaceChildren(...words);
    }

    function show() {
      svg.setAttribute("viewBox", view.join(" "));
      refresh();
    }
    function zoom(factor) {
      const [x, y, w, h] = view;
      view = factor ? [x + (w * (1 - factor)) / 2, y + (h * (1 - factor)) / 2, w * factor, h * factor] : [...whole];
      show();
    }
    function pan(x, y) {
      view = [view[0] + x * view[2], view[1] + y * view[3], view[2], view[3]];
      show();
    }

    let held = null;
    svg.addEventListener("pointerdown", (event) => { held = [event.clientX, event.clientY, 0]; });
    svg.addEventListener("pointermove", (event) => {
      if (!held || !event.buttons) return;
      const [x, y] = [event.clientX - held[0], event.clientY - held[1]];
      held = [event.clientX, event.clientY, held[2] + Math.abs(x) + Math.abs(y)];
      const pixel = unit();
      view = [view[0] - x * pixel, view[1] - y * pixel, view[2], view[3]];
      svg.setAttribute("viewBox", view.join(" "));
    });
    svg.addEventListener("click", (event) => {
      if (held && held[2] > 4) return;
      const group = event.target.closest("[data-n]");
      pick(group ? +group.dataset.n : null);
    });
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2);
    }, { passive: false });
    container.append(svg);
    show();
    return {
      kind: "svg",
      refresh,
      zoom,
      pan,
      focus(n) {
        const wide = Math.min(view[2], whole[2] * 0.4);
        const tall = (wide * view[3]) / view[2];
        view = [X(n) - wide / 2, Y(n) - tall / 2, wide, tall];
        show();
      },
      where(n) {
        const at = dots[n].getBoundingClientRect();
        const box = container.getBoundingClientRect();
        return { x: at.x + at.width / 2 - box.x, y: at.y + at.height / 2 - box.y };
      },
    };
  }

  function open(container, model, pick) {
    if (Stages.webgl) {
      try {
        return withSigma(container, model, pick);
      } catch (error) {
        console.warn("WebGL failed, drawing as SVG", error);
        container.replaceChildren();
      }
    }
    return withSvg(container, model, pick);
  }

  return { open, css, cut, SHAPES, element, webgl: canDrawWebGL() };
})();
