"use strict";
// What the pages 首报, 审核 and 文件库 need of the browser: dialogs, and files sent with progress.
// Text is only ever set as text, never as markup.
window.yipanqiPages = (() => {
  const found = (id) => document.getElementById(id);

  function open(id) {
    const dialog = found(id);
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("textarea, select, input:not([type=hidden]), .yq-button")?.focus();
  }

  // A yes to be given gets its own key: pressed twice, or sent twice, it is one act.
  function put(id) {
    setTimeout(() => {
      const dialog = found(id);
      for (const key of dialog.querySelectorAll("input.yq-key")) if (!key.value) key.value = newKey();
      dialog.querySelector(".yq-put .yq-button")?.focus();
      dialog.querySelector(".yq-put")?.scrollIntoView({ block: "nearest" });
    }, 30);
  }

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  const close = (id) => found(id)?.close();

  function line(list, name) {
    const item = document.createElement("li"), label = document.createElement("span");
    const bar = document.createElement("progress"), said = document.createElement("span");
    label.textContent = name;
    label.className = "yq-upload-name";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `上传 ${name}`);
    said.className = "yq-sub";
    item.append(label, bar, said);
    list.append(item);
    return { bar, say(text, failed) { bar.remove(); said.textContent = text; item.classList.toggle("is-failed", failed); } };
  }

  function send(url, csrf, file, bar) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest(), body = new FormData();
      body.append("file", file, file.name);
      request.open("POST", url);
      request.setRequestHeader("x-csrf-token", csrf);
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
        if (event.loaded === event.total) bar.removeAttribute("value"); // received, now being read
      };
      request.onerror = () => resolve({ ok: false, body: { detail: "没有连上服务，请稍后再试。" } });
      request.onload = () => {
        let body = {};
        try { body = JSON.parse(request.responseText); } catch { /* said below */ }
        resolve({ ok: request.status < 300, body });
      };
      request.send(body);
    });
  }

  const words = { added: "已收入", changed: "已更新", unchanged: "没有变化" };

  function outcome(answer) {
    const { ok, body } = answer;
    if (!ok) return [body.detail || "没有办成，请稍后再试。", true];
    if (body.status === "refused") return [`没有收入：${body.message}`, true];
    if (!body.status) return ["已收。", false];
    const titles = (body.documents || []).map((each) => `《${each.title}》${each.clauses} 条`).join("、");
    const notes = (body.notes || []).map((note) => `。注意：${note}`).join("");
    return [`${words[body.status] || "已收"}：${titles}${notes}`, false];
  }

  // Sends the files of a field one after the other; resolves to how many were taken.
  async function upload(fieldId, listId, url, csrf) {
    const field = found(fieldId), list = found(listId);
    let taken = 0;
    for (const file of Array.from(field.files)) {
      const shown = line(list, file.name);
      const answer = await send(url, csrf, file, shown.bar);
      const [text, failed] = outcome(answer);
      shown.say(text, failed);
      if (!failed) taken += 1;
    }
    field.value = "";
    return taken;
  }

  // The page is drawn after its address was read: what the address points at comes into view then.
  if (location.hash) {
    new MutationObserver((_, watching) => {
      const wanted = found(decodeURIComponent(location.hash.slice(1)));
      if (!wanted) return;
      watching.disconnect();
      wanted.scrollIntoView({ block: "start" });
      wanted.classList.add("is-wanted");
    }).observe(document.documentElement, { childList: true, subtree: true });
  }

  return { open, put, close, upload };
})();
