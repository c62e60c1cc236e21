"use strict";
// What was typed and not sent, over a page that had to load anew because its connection was lost.
// Kept in this tab alone, for the same account; never what has no name, as fields of passwords have none.
(() => {
  const KEY = `yipanqi-kept:${location.pathname}${location.search}`;
  const KINDS = ["password", "hidden", "file", "checkbox", "radio"].map((kind) => `:not([type=${kind}])`).join("");
  const FIELDS = `input[name]${KINDS}, textarea[name], select[name]`;
  const SETTLED_MS = 10_000; // connected for so long, a page has come back as it was
  const typed = new WeakSet();
  let kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  let waiting = []; // what is not back in its field yet
  let isLost = false;

  const frame = () => document.querySelector("[data-account]");

  // Where a field stands, as a person would say it: a dialog by its heading, a part by its name.
  function place(field) {
    const around = field.closest("dialog, .yq-change, section");
    return around?.getAttribute("aria-label") ?? around?.querySelector("h2, p")?.textContent ?? "";
  }

  const label = (field) => field.closest("label")?.querySelector("span")?.textContent ?? field.getAttribute("aria-label") ?? field.name;

  function keep() {
    const items = [...waiting];
    for (const field of isLost ? document.querySelectorAll(FIELDS) : []) {
      if (!typed.has(field) || !field.value || field.offsetParent === null) continue;
      items.push({ place: place(field), name: field.name, label: label(field), value: field.value });
    }
    if (items.length) sessionStorage.setItem(KEY, JSON.stringify({ account: frame()?.dataset.account ?? "", items }));
    else sessionStorage.removeItem(KEY);
  }

  // Puts back what has its field on the page now; a dialog's comes back when it is opened again.
  function putBack() {
    waiting = waiting.filter((item) => {
      const field = Array.from(document.querySelectorAll(FIELDS))
        .find((one) => one.name === item.name && place(one) === item.place && !typed.has(one));
      if (!field) return true;
      field.value = item.value;
      typed.add(field);
      return false;
    });
  }

  function come() {
    if (kept && frame()) {
      const { account, items } = kept;
      kept = null;
      if (account === frame().dataset.account) {
        waiting = items;
        const names = [...new Set(items.map((item) => item.label))].join("、");
        window.yipanqiShell.tell(`连接断过，这一页重新打开了。没有提交的内容（${names}）会放回原处；是在窗口里填的，再打开那个窗口就在。请核对后提交。`, true);
      } else sessionStorage.removeItem(KEY);
    }
    if (waiting.length) putBack();
  }

  const listening = setInterval(() => {
    if (!window.socket) return;
    clearInterval(listening);
    const lost = () => { isLost = true; };
    window.socket.on("disconnect", lost);
    window.socket.on("connect_error", lost);
    window.socket.on("connect", () => setTimeout(() => { if (window.socket.connected) isLost = false; }, SETTLED_MS));
  }, 200);

  document.addEventListener("input", (event) => { if (event.target.matches?.(FIELDS)) typed.add(event.target); }, true);
  addEventListener("pagehide", keep);
  new MutationObserver(come).observe(document.documentElement, { childList: true, subtree: true });
})();
