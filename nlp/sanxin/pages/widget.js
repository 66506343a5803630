// The page of a graph in a frame that has no way out but messages: the number of the node that is chosen, -1 for none.
export default {
  render({ model, el }) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.title = "KnowledgeGraph";
    frame.style = "display: block; box-sizing: border-box; width: 100%; height: 620px; border: 1px solid #8884; border-radius: 8px";
    frame.srcdoc = model.get("page");
    const tell = () => frame.contentWindow?.postMessage({ choose: model.get("number") }, "*");
    const hear = (event) => {
      const number = event.data?.chosen;
      if (event.source !== frame.contentWindow || !Number.isInteger(number)) return;
      model.set("number", number);
      model.save_changes();
    };
    frame.addEventListener("load", tell);
    window.addEventListener("message", hear);
    model.on("change:number", tell);
    el.append(frame);
    return () => {
      window.removeEventListener("message", hear);
      model.off("change:number", tell);
    };
  },
};
