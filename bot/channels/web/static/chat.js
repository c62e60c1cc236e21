"use strict";
// What only the browser can do for the chat page: keys, the draft, scrolling, the clipboard, focus.
// Everything else is the server's. Text is only ever set as text, never as markup.
window.yipanqi = (() => {
  const DRAFT = "yipanqi-draft";
  const MAX_HEIGHT_PX = 200;
  let busy = false;
  let pending = "";
  let opener = null;

  const byId = (id) => document.getElementById(id);

  function grow(field) {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, MAX_HEIGHT_PX)}px`;
  }

  function fill(value) {
    const field = byId("question");
    if (!field) return;
    field.value = value;
    sessionStorage.setItem(DRAFT, value);
    grow(field);
  }

  // Enter sends; not with Shift, and not while an input method is composing.
  function isSend(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return false;
    event.preventDefault();
    pending = event.target.value;
    return !busy;
  }

  const asked = () => ({ question: byId("question").value, day: byId("as-of")?.value ?? "" });

  // The server took the question: the address now names the conversation, and the box is empty,
  // unless something else was typed in the meantime.
  function accepted(conversation) {
    const field = byId("question");
    setBusy(true);
    history.replaceState(null, "", `/?c=${conversation}`);
    if (field && field.value === pending) fill("");
    pending = "";
    showLatest();
  }

  function giveBack(question) {
    const field = byId("question");
    if (field && !field.value) fill(question);
  }

  function setBusy(value) {
    busy = value;
    const send = byId("send");
    if (send) send.toggleAttribute("disabled", value);
  }

  // The latest question at the top, its answer below: a long answer is read from its conclusion on.
  function showLatest() {
    requestAnimationFrame(() => {
      const questions = document.querySelectorAll(".yq-turn.is-question");
      questions[questions.length - 1]?.scrollIntoView({ block: "start", behavior: "smooth" });
    });
  }

  function reveal(id) {
    requestAnimationFrame(() => byId(id)?.scrollIntoView({ block: "nearest", behavior: "smooth" }));
  }

  async function copy(button) {
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.quotation);
      button.textContent = "已复制";
    } catch {
      button.textContent = "没能复制，请手动选取";
    }
    setTimeout(() => { button.textContent = label; }, 1600);
  }

  function panelOpened() {
    if (!opener) opener = document.activeElement;
    requestAnimationFrame(() => {
      byId("cited")?.scrollIntoView({ block: "center" });
      byId("panel-close")?.focus({ preventScroll: true });
    });
  }

  function panelClosed() {
    opener?.focus?.();
    opener = null;
  }

  document.addEventListener("input", (event) => {
    if (event.target.id !== "question") return;
    sessionStorage.setItem(DRAFT, event.target.value);
    grow(event.target);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#send")) pending = byId("question")?.value ?? "";
    if (event.target.closest?.(".yq-mark, .yq-source")) opener = event.target.closest("button");
  }, true);
  document.addEventListener("submit", (event) => {
    if (event.target.id === "composer") event.preventDefault();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") byId("panel-close")?.click();
  });

  // The page is drawn by the server's script after this one has run; the draft waits for the box.
  const watcher = new MutationObserver(() => {
    const field = byId("question");
    if (!field) return;
    watcher.disconnect();
    fill(sessionStorage.getItem(DRAFT) ?? "");
    if (matchMedia("(min-width: 700px)").matches) field.focus();
  });
  watcher.observe(document, { childList: true, subtree: true });

  return { isSend, asked, accepted, giveBack, setBusy, showLatest, reveal, copy, panelOpened, panelClosed };
})();
