// A worker for pages opened from a folder, where browsers start none: the script runs in a hidden frame instead.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = frame.contentWindow, waiting = [];
      inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }));
      inside.importScripts = (...scripts) => scripts.reduce((before, one) => before.then(() => load(one)), Promise.resolve());
      const load = one => new Promise((done, failed) => {
        const script = frame.contentDocument.createElement("script");
        script.src = one;
        script.onload = done;
        script.onerror = failed;
        frame.contentDocument.head.append(script);
      });
      this.postMessage = data => waiting.push(data);
      load(new URL(address, location.href).href).then(() => {
        this.postMessage = data => inside.dispatchEvent(new inside.MessageEvent("message", { data }));
        waiting.forEach(data => this.postMessage(data));
      });
    }
    terminate() {}
  };
}
