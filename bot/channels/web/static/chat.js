"use strict";
// What only the browser can do for the chat page: keys, what was typed, files, scrolling, focus.
// Everything else is the server's. Text is only ever set as text, never as markup.
window.yipanqi = (() => {
  const DRAFT = "yipanqi-draft"; // what was written and not sent
  const PENDING = "yipanqi-pending"; // sent, and not known to be done
  const TRAY = "yipanqi-tray"; // keys of files that were uploaded and not sent
  const FAR_PX = 400; // from the end of the talk, that the way back is offered
  const MAX_HEIGHT_PX = 200;
  let busy = false;
  let next = null; // sends what was entered while an answer was being given
  let opener = null;
  let files = []; // of the message being written: {key, name, size, content, item, state}
  let leaving = 0;
  let fromEnd = null; // while earlier turns come in above what is read: its distance from the end

  const byId = (id) => document.getElementById(id);
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  function element(tag, properties = {}, children = []) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  // --- what this tab keeps, each conversation its own ---

  const keyOf = (name, talk) => `${name}:${talk ?? new URLSearchParams(location.search).get("c") ?? ""}`;
  const kept = (name) => sessionStorage.getItem(keyOf(name));
  const keep = (name, value) => sessionStorage.setItem(keyOf(name), value);

  // A new conversation gets its address with its first message: what was kept goes along.
  function nameTalk(talk) {
    const before = [DRAFT, PENDING, TRAY].map((name) => [name, kept(name)]);
    for (const [name] of before) sessionStorage.removeItem(keyOf(name));
    history.replaceState(null, "", `/?c=${encodeURIComponent(talk)}`);
    for (const [name, value] of before) if (value !== null) keep(name, value);
  }

  // --- the box ---

  function grow(field) {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, MAX_HEIGHT_PX)}px`;
  }

  function fill(value) {
    const field = byId("question");
    if (!field) return;
    field.value = value;
    keep(DRAFT, value);
    grow(field);
  }

  // Enter sends; not with Shift, and not while an input method is composing.
  function isSend(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return false;
    event.preventDefault();
    return true;
  }

  function complain(words) {
    const place = byId("complaint");
    if (place) place.replaceChildren(...(words ? [element("p", { className: "yq-error", textContent: words })] : []));
  }

  const pending = () => JSON.parse(kept(PENDING) ?? "null");

  // The same words again, not known to be done, are the same message.
  function idFor(text, keys) {
    const what = JSON.stringify([text, keys]);
    const before = pending();
    const id = before?.what === what ? before.id : newId();
    keep(PENDING, JSON.stringify({ what, id, text }));
    return id;
  }

  function send(emit) {
    const field = byId("question");
    if (!field) return;
    const text = field.value;
    if (busy) {
      next = text.trim() ? emit : null;
      return;
    }
    const most = Number(field.dataset.most);
    if (text.length > most) {
      complain(`这段话有 ${text.length} 个字，一次最多 ${most} 个。请分几次发，或存成文件用附件发；内容还在输入框里。`);
      return;
    }
    if (files.some((file) => file.state === "sending")) {
      complain("附件还在上传，传完再发。");
      return;
    }
    complain("");
    const keys = files.filter((file) => file.state === "ready").map((file) => file.key);
    emit({ text, files: keys, day: byId("as-of")?.value ?? "", id: idFor(text, keys) });
  }

  // The server took the message: the address now names the conversation, and the box is empty,
  // unless something else was typed in the meantime.
  function accepted(conversation, id) {
    setBusy(true);
    nameTalk(conversation);
    const sent = pending();
    if (sent?.id === id) {
      if (byId("question")?.value === sent.text) fill("");
      files.filter((file) => file.state !== "failed").forEach(drop);
    }
    showLatest();
  }

  function done(id) {
    if (pending()?.id === id) sessionStorage.removeItem(keyOf(PENDING));
  }

  // A page that was reloaded meanwhile has the words in its box again: they were said.
  function known(id) {
    const sent = pending();
    if (sent?.id === id && sent.text && byId("question")?.value === sent.text) fill("");
    done(id);
  }

  function giveBack(text) {
    const field = byId("question");
    if (field && !field.value) fill(text);
  }

  // Not done: the words come back, above what was written in the meantime; nothing goes by itself.
  function refused(text) {
    next = null;
    const written = byId("question")?.value ?? "";
    fill(written && written !== text ? `${text}\n${written}` : text);
  }

  function setBusy(value) {
    busy = value;
    byId("send")?.toggleAttribute("disabled", value);
    if (busy || !next) return;
    const emit = next;
    next = null;
    send(emit);
  }

  // --- buttons and the form ---

  // A button is one message however often it is pressed.
  function pressed(event) {
    const target = event.currentTarget ?? event.target.closest("button");
    target.dataset.message ??= newId();
    const id = target.dataset.message;
    if (target.closest("#draft-form")) delete target.dataset.message;
    return { id };
  }

  const changed = (event) => ({ value: event.target.value, id: newId() });

  // What the server says a field holds; what is being typed is left alone until it was handled.
  function settle(field) {
    const value = field.dataset.value ?? "";
    if (field.value !== value) field.value = value;
    field.dataset.dirty = "";
    if (field.tagName === "TEXTAREA") grow(field);
  }

  function counted() {
    const form = byId("draft-form");
    const toggle = byId("form-toggle");
    if (!form || !toggle) return;
    const label = `首报 ${form.dataset.count ?? ""}`;
    toggle.hidden = form.hidden;
    if (toggle.textContent !== label) toggle.textContent = label;
    toggle.setAttribute("aria-expanded", String(isShown(form)));
    document.body.toggleAttribute("data-has-form", !form.hidden);
  }

  // --- dialogs and panels ---

  // The server has just filled it; a moment later it is drawn.
  function openDialog(id) {
    setTimeout(() => {
      const dialog = byId(id);
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("input:not([type=hidden]), .yq-button")?.select?.();
    }, 30);
  }

  const closeDialog = (id) => byId(id)?.close();

  const isShown = (one) => Boolean(one) && getComputedStyle(one).display !== "none";
  const isWide = (width) => matchMedia(`(min-width: ${width}px)`).matches;

  function toggleForm(wanted) {
    const form = byId("draft-form");
    const show = wanted ?? !isShown(form);
    document.body.dataset.form = show ? "open" : "closed";
    counted();
    if (show) byId("form-close")?.focus({ preventScroll: true });
    else byId("form-toggle")?.focus({ preventScroll: true });
  }

  function toggleRail(show) {
    document.body.dataset.rail = show ? "open" : "closed";
    byId("rail-toggle")?.setAttribute("aria-expanded", String(show));
    (show ? byId("rail-close") : byId("rail-toggle"))?.focus({ preventScroll: true });
  }

  function closeTop() {
    if (isShown(byId("panel"))) byId("panel-close")?.click();
    else if (document.body.dataset.rail === "open") toggleRail(false);
    else if (isShown(byId("form-shade"))) toggleForm(false);
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

  // The latest question at the top, its answer below: a long answer is read from its conclusion on.
  // When all of it is there and does not fit, its last part is shown whole: what is asked stands there.
  function showLatest(isWhole) {
    requestAnimationFrame(() => {
      const turns = document.querySelectorAll(".yq-turn");
      const last = turns[turns.length - 1];
      const question = Array.from(turns).findLast((turn) => turn.classList.contains("is-question"));
      const room = byId("main")?.clientHeight ?? 0;
      const fits = last && question && last.getBoundingClientRect().bottom - question.getBoundingClientRect().top < room;
      const isLast = isWhole && last && !fits && last.offsetHeight + 40 < room;
      (isLast ? last : question)?.scrollIntoView({ block: isLast ? "end" : "start", behavior: "smooth" });
      offerNewest();
    });
  }

  // Far from the end, the way back to it is offered.
  function offerNewest() {
    const talk = byId("main");
    const offer = byId("newest");
    if (talk && offer) offer.hidden = talk.scrollHeight - talk.scrollTop - talk.clientHeight < FAR_PX;
  }

  function holdPlace() {
    const talk = byId("main");
    if (fromEnd !== null) talk.scrollTop = talk.scrollHeight - fromEnd;
  }

  const letGo = () => { fromEnd = null; };

  function toNewest() {
    const talk = byId("main");
    talk.scrollTo({ top: talk.scrollHeight, behavior: "smooth" });
    byId("question")?.focus({ preventScroll: true });
  }

  function reveal(id) {
    requestAnimationFrame(() => byId(id)?.scrollIntoView({ block: "nearest", behavior: "smooth" }));
  }

  // --- files ---

  function sized(bytes) {
    return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  }

  function drop(file) {
    file.request?.abort();
    file.item.remove();
    files = files.filter((one) => one !== file);
    keepKeys();
  }

  const keepKeys = () => keep(
    TRAY, JSON.stringify(files.filter((file) => file.state === "ready").map((file) => file.key)));
  const trayKeys = () => JSON.parse(kept(TRAY) ?? "[]");

  // Files the server still holds: of a page that was reloaded, or of a message that was not taken.
  function restoreTray(told) {
    for (const { key, name, size } of JSON.parse(told)) {
      if (files.some((file) => file.key === key)) continue;
      const file = { key, name, size, content: null, state: "" };
      show(file);
      tell(file, "ready", "已上传");
    }
    keepKeys();
  }

  // Files the server does not have any more; what this page still holds can be sent up again.
  function lost(told) {
    const gone = JSON.parse(told);
    for (const file of files.filter((one) => one.state === "ready" && gone.includes(one.key))) {
      tell(file, "failed", file.content ? "没有保住" : "已过期，请重新添加");
      file.item.querySelector(".yq-tray-again").hidden = !file.content;
    }
  }

  function show(file) {
    file.item = row(file);
    byId("tray").append(file.item);
    files.push(file);
  }

  function tell(file, state, words) {
    file.state = state;
    file.item.className = `yq-tray-file is-${state}`;
    file.item.querySelector(".yq-tray-state").textContent = words;
    file.item.querySelector("progress").hidden = state !== "sending";
    file.item.querySelector(".yq-tray-again").hidden = state !== "failed";
    keepKeys();
  }

  function row(file) {
    const again = element("button", { type: "button", className: "yq-tray-again", textContent: "重传", hidden: true });
    again.addEventListener("click", () => upload(file));
    const remove = element("button", { type: "button", className: "yq-tray-remove", textContent: "×" });
    remove.setAttribute("aria-label", `去掉 ${file.name}`);
    remove.addEventListener("click", () => { drop(file); byId("question")?.focus(); });
    const state = element("span", { className: "yq-tray-state" });
    state.setAttribute("role", "status");
    const bar = element("progress", { max: 100, value: 0, hidden: true });
    bar.setAttribute("aria-label", `${file.name} 上传进度`);
    return element("li", {}, [
      element("span", { className: "yq-tray-name", textContent: file.name, title: file.name }),
      element("span", { className: "yq-tray-size", textContent: sized(file.size) }),
      bar, state, again, remove,
    ]);
  }

  function upload(file) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file.content, `${file.key}:${file.name}`);
    file.request = request;
    request.upload.addEventListener("progress", (event) => {
      const part = Math.floor((100 * event.loaded) / event.total);
      file.item.querySelector("progress").value = part;
      if (file.state === "sending") file.item.querySelector(".yq-tray-state").textContent = `${part}%`;
    });
    request.addEventListener("load", () => {
      if (request.status < 300) tell(file, "ready", "已上传");
      else tell(file, "failed", request.status === 413 ? "文件太大" : "没传上");
    });
    request.addEventListener("error", () => tell(file, "failed", "没传上"));
    request.open("POST", byId("files").dataset.url);
    tell(file, "sending", "0%");
    request.send(body);
  }

  function addFiles(list) {
    const chooser = byId("files");
    const most = Number(chooser.dataset.mostFiles);
    const bytes = Number(chooser.dataset.mostBytes);
    for (const content of list) {
      if (files.length >= most) {
        complain(`一次最多带 ${most} 个附件，其余的请下一条再发。`);
        break;
      }
      const file = { key: newId(), name: content.name, size: content.size, content, state: "" };
      show(file);
      if (content.size > bytes) tell(file, "refused", `超过 ${bytes / 1024 / 1024} MB，不发送`);
      else if (content.size === 0) tell(file, "refused", "是空文件，不发送");
      else upload(file);
    }
    chooser.value = "";
    byId("question")?.focus();
  }

  const hasFiles = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");
  const dragging = (on) => document.body.toggleAttribute("data-dropping", on);
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    clearTimeout(leaving);
    dragging(true);
  });
  document.addEventListener("dragleave", () => { leaving = setTimeout(() => dragging(false), 120); });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    dragging(false);
    addFiles(event.dataTransfer.files);
  });

  // --- events of the whole page ---

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.id === "question") {
      keep(DRAFT, field.value);
      grow(field);
      complain("");
    } else if (field.classList?.contains("yq-control")) {
      field.dataset.dirty = "yes";
      if (field.tagName === "TEXTAREA") grow(field);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "files") addFiles(event.target.files);
  });
  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    if (on(".yq-mark, .yq-source")) opener = on("button");
    if (on("#attach")) byId("files").click();
    if (on("#newest")) toNewest();
    if (on("#earlier")) fromEnd = byId("main").scrollHeight - byId("main").scrollTop;
    if (on("#form-toggle")) toggleForm();
    if (on("#form-close, #form-shade")) toggleForm(false);
    if (on("#rail-toggle")) toggleRail(document.body.dataset.rail !== "open");
    if (on("#rail-close, #rail-shade")) toggleRail(false);
    if (on("#draft-form footer button") && !isWide(1180)) toggleForm(false);
  }, true);
  document.addEventListener("submit", (event) => {
    if (event.target.id === "composer") event.preventDefault();
  }, true);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select");
    if (event.key === "Escape") closeTop();
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !isTyping && !event.ctrlKey)) {
      event.preventDefault();
      byId("question")?.focus();
    }
    if (event.key === "Enter" && event.target.matches?.("input.yq-control") && !event.isComposing) event.target.blur();
  });
  addEventListener("resize", counted);
  document.addEventListener("scroll", offerNewest, { capture: true, passive: true });
  for (const kind of ["wheel", "touchmove"]) document.addEventListener(kind, letGo, { passive: true });

  // The server sets what fields hold as data; the page is drawn after this script has run.
  let isOpen = false;
  function opened() {
    const field = byId("question");
    if (!field || isOpen) return;
    isOpen = true;
    fill(kept(DRAFT) || pending()?.text || "");
    if (isWide(700)) field.focus();
  }
  new MutationObserver((changes) => {
    for (const change of changes) {
      const target = change.target;
      if (change.attributeName === "data-value" && !(target.dataset.dirty && target === document.activeElement)) settle(target);
      if (change.attributeName === "data-settled") settle(target);
      for (const node of change.addedNodes ?? []) {
        if (node.matches?.("[data-value]")) settle(node);
        node.querySelectorAll?.("[data-value]").forEach(settle);
      }
    }
    opened();
    counted();
    holdPlace();
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-value", "data-settled", "data-count"] });

  return { isSend, send, accepted, done, known, giveBack, refused, setBusy, pressed, changed, showLatest, letGo, reveal, openDialog, closeDialog, trayKeys, restoreTray, lost, panelOpened, panelClosed };
})();
