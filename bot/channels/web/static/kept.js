"use strict";
// What was typed and not sent, over a page that had to load anew because its connection was lost.
// Kept in this tab alone, for the same account. Fields of forms have a name (those of passwords have none),
// those of the draft of a first report an id; they are dirty until the server has taken their value.
(() => {
  const key = () => `yipanqi-kept:${location.pathname}${location.search}`;
  const KINDS = ["password", "hidden", "file"].map((kind) => `:not([type=${kind}])`).join("");
  const FIELDS = `input[name]${KINDS}, textarea[name], select[name], .yq-control[id]`;
  const SETTLED_MS = 10_000; // connected for so long, a page has come back as it was
  const typed = new WeakSet();
  let kept = JSON.parse(sessionStorage.getItem(key()) ?? "null");
  let waiting = []; // what is not back in its field yet
  let isLost = false;

  const frame = () => document.querySelector("[data-account]");

  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  const isOfDraft = (field) => field.classList.contains("yq-control");
  const isTyped = (field) => (isOfDraft(field) ? field.dataset.dirty === "yes" : typed.has(field) && field.offsetParent !== null);

  // Where a field stands: in a dialog by its heading, in a part by its name, in a draft by what it holds.
  function place(field) {
    if (isOfDraft(field)) return Array.from(document.querySelectorAll(".yq-control"), (one) => one.dataset.value ?? "").join("|");
    const around = field.closest("dialog, .yq-change, section");
    return around?.getAttribute("aria-label") ?? around?.querySelector("h2, p")?.textContent ?? "";
  }

  const label = (field) => field.labels?.[0]?.querySelector("span")?.textContent ?? field.getAttribute("aria-label") ?? field.name;

  function keep() {
    const items = [...waiting];
    for (const field of isLost ? document.querySelectorAll(FIELDS) : []) {
      if (isTyped(field) && field.value) items.push({ place: place(field), name: field.name || field.id, label: label(field), value: field.value, tick: isTick(field) ? field.checked : null });
    }
    if (items.length) sessionStorage.setItem(key(), JSON.stringify({ account: frame()?.dataset.account ?? "", items }));
    else sessionStorage.removeItem(key());
  }

  // Puts back what has its field on the page now; a dialog's comes back when it is opened again.
  function putBack() {
    const back = [];
    waiting = waiting.filter((item) => {
      const field = Array.from(document.querySelectorAll(FIELDS))
        .find((one) => (one.name || one.id) === item.name && place(one) === item.place && !isTyped(one) && (!isTick(one) || one.value === item.value));
      if (!field) return true;
      if (isTick(field)) field.checked = item.tick;
      else field.value = item.value;
      typed.add(field);
      if (isOfDraft(field)) back.push(field);
      return false;
    });
    for (const field of back) {
      field.dataset.dirty = "yes";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function come() {
    if (kept && frame()) {
      const { account, items } = kept;
      kept = null;
      if (account === frame().dataset.account) {
        waiting = items;
        const names = [...new Set(items.map((item) => item.label))].join("、");
        window.yipanqiShell.tell(`连接断过，这一页重新打开了。没有提交的内容（${names}）会放回原处；是在窗口里填的，再打开那个窗口就在。请核对后提交。`, true);
      } else sessionStorage.removeItem(key());
    }
    if (waiting.length) setTimeout(putBack); // after the page has set what its fields hold
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
