"use strict";
// What every page needs of the browser: saying that the session is over, and proving again who one is.
// Text is only ever set as text, never as markup.
window.yipanqiShell = (() => {
  let shown = null;
  let proving = null; // asked once, however many steps wait for it

  function element(tag, properties = {}, children = []) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function dialog(title, text, children) {
    shown?.close();
    shown?.remove();
    // The heading has the focus: who is typing when it opens presses no button with the next key.
    const heading = element("h2", { textContent: title, id: "dialog-title", tabIndex: -1, autofocus: true });
    shown = element("dialog", { className: "yq-dialog" }, [heading, element("p", { textContent: text }), ...children]);
    shown.setAttribute("aria-labelledby", "dialog-title");
    document.body.append(shown);
    shown.showModal();
    return shown;
  }

  const close = () => { shown?.remove(); shown = null; };
  const button = (label, quiet, properties = {}) => element(
    "button", { type: "button", textContent: label, className: quiet ? "yq-button is-quiet" : "yq-button", ...properties });

  // The page stays as it is, so that what was typed can still be copied.
  function over() {
    const next = encodeURIComponent(location.pathname + location.search);
    const again = element("a", { href: `/signin?next=${next}`, textContent: "重新登录", className: "yq-button" });
    const stay = button("先留在这里复制内容", true, { onclick: close });
    dialog("登录已结束", "这一页不再办理任何操作。已填的内容还在页面上，需要的话请先复制。",
      [element("div", { className: "yq-row" }, [again, stay])]);
  }

  function trouble() {
    dialog("暂时办不了", "登记库暂时连不上，刚才这一步没有办。请稍后再试，已填的内容不会丢。",
      [element("div", { className: "yq-row" }, [button("知道了", false, { onclick: close })])]);
  }

  function field(label, properties) {
    const input = element("input", properties);
    return [input, element("label", { className: "yq-label-field" }, [element("span", { textContent: label }), input])];
  }

  // Asks for the password again; resolves to true once it was right, to false when given up.
  // Who came by single sign-on may have no password: they go there and come back, which leaves the page.
  function prove(...asked) {
    proving ??= askProof(...asked).finally(() => { proving = null; });
    return proving;
  }

  function askProof(account, csrf, wantsCode, byIssuer) {
    return new Promise((resolve) => {
      const [password, first] = field("密码", { type: "password", autocomplete: "current-password", required: true });
      const [code, second] = field("动态验证码", { inputMode: "numeric", autocomplete: "one-time-code" });
      const complaint = element("p", { className: "yq-error", hidden: true });
      complaint.setAttribute("role", "alert");
      const go = button("确认", false, { type: "submit" });
      const give = (answer) => { close(); resolve(answer); };
      const next = encodeURIComponent(location.pathname + location.search);
      const issuer = element("p", {}, [
        element("a", { href: `/sign-on?again=1&next=${next}`, textContent: "用单位账号确认", className: "yq-button is-quiet" }),
        element("span", { textContent: " 会离开这一页，填了的内容请先复制。", className: "yq-hint" }),
      ]);
      const form = element("form", { className: "yq-form" }, [
        ...(byIssuer ? [issuer] : []), first, ...(wantsCode ? [second] : []), complaint,
        element("div", { className: "yq-row" }, [go, button("取消", true, { onclick: () => give(false) })]),
      ]);
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        go.disabled = true;
        let said = "没有连上服务，请稍后再试。";
        try {
          const answer = await fetch("/session/prove", {
            method: "POST",
            headers: { "content-type": "application/json", "x-csrf-token": csrf },
            body: JSON.stringify({ password: password.value, code: code.value }),
          });
          if (answer.ok) return give(true);
          said = (await answer.json()).detail;
        } catch { /* said above */ }
        go.disabled = false;
        complaint.textContent = said;
        complaint.hidden = false;
        password.select();
      });
      const asking = dialog("请再输一次密码", `这一步要确认是 ${account} 本人在办理。`, [form]);
      asking.addEventListener("cancel", () => give(false));
      asking.addEventListener("close", () => resolve(false)); // another dialog took its place
      password.focus();
    });
  }

  async function copy(target, text) {
    target.dataset.label ??= target.textContent;
    try {
      await navigator.clipboard.writeText(text);
      target.textContent = "已复制";
    } catch {
      target.textContent = "没能复制，请手动选取";
    }
    setTimeout(() => { target.textContent = target.dataset.label; }, 1600);
  }

  // A few words at the edge of the page; an error stays until it is closed.
  function tell(text, isError) {
    let edge = document.getElementById("yq-told");
    if (!edge) {
      edge = element("div", { id: "yq-told", className: "yq-told" });
      document.body.append(edge);
    }
    const told = element("div", { className: isError ? "yq-error" : "yq-notice" }, [element("span", { textContent: text })]);
    told.setAttribute("role", isError ? "alert" : "status");
    const gone = element("button", { type: "button", className: "yq-close", textContent: "×", onclick: () => told.remove() });
    gone.setAttribute("aria-label", "知道了");
    told.append(gone);
    edge.append(told);
    if (!isError) setTimeout(() => told.remove(), 6000);
  }

  // A page that comes back after its session ended is refused its connection: find out, and say so.
  async function ask() {
    try {
      const answer = await fetch("/session/state");
      const meta = document.querySelector("[data-account]");
      if (answer.ok && (meta?.dataset.account ?? "") !== (await answer.json()).account) over();
    } catch { /* the connection is down; NiceGUI says that */ }
  }
  const waiting = setInterval(() => {
    if (!window.socket) return;
    clearInterval(waiting);
    window.socket.on("connect_error", ask);
  }, 200);

  document.addEventListener("click", (event) => {
    const copied = event.target.closest?.("[data-copy]");
    if (copied) copy(copied, copied.dataset.copy);
  });

  return { over, trouble, prove, copy, tell };
})();
