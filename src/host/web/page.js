"use strict";
// The page of a class: a small form, then a terminal that is joined to the host.
(() => {
  // Sizes of letters in pixels.
  const LETTERS = 16;
  const LETTERS_MIN = 6;

  const at = (id) => document.getElementById(id);
  const [form, nameField, codeField, pinField] = ["form", "name", "code", "pin"].map(at);
  const KEPT = "toporder";
  const PAUSE_MAX_MS = 15000;

  let terminal = null; // The terminal, once somebody is in.
  let fit = null;
  let socket = null;
  let isIn = false; // Whether the host has welcomed this connection.
  let wantsIn = false; // Whether a lost connection is to be made again.
  let pause = 0;
  let timer = 0;

  const tell = (words) => { if (at("status").textContent !== words) at("status").textContent = words; };

  // What is kept is kept for this tab only.
  const recall = () => {
    try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; }
  };
  const keep = (what) => {
    try { sessionStorage.setItem(KEPT, JSON.stringify(what)); } catch { /* Then a reload asks again. */ }
  };
  const forget = () => {
    try { sessionStorage.removeItem(KEPT); } catch { /* Nothing was kept. */ }
  };

  const showForm = (words, field) => {
    wantsIn = false;
    document.body.classList.remove("playing");
    at("play").hidden = true;
    at("door").hidden = false;
    at("join").disabled = false;
    tell(words);
    (field || nameField).focus();
  };

  const send = (data) => {
    if (isIn && socket && socket.readyState === WebSocket.OPEN) socket.send(data);
  };
  const encoder = new TextEncoder();
  // A long paste goes in pieces: the host takes no long messages.
  const sendKeys = (text) => {
    const bytes = encoder.encode(text);
    for (let from = 0; from < bytes.length; from += 8192) send(bytes.subarray(from, from + 8192));
  };
  // Of the mouse, in which a byte is not always a character.
  const sendBinary = (text) => send(Uint8Array.from(text, (c) => c.charCodeAt(0)));

  // The host asks the terminal for its background, and chooses its own colours by that.
  const light = window.matchMedia("(prefers-color-scheme: light)");
  const colours = () => light.matches
    ? { background: "#ffffff", foreground: "#222222", cursor: "#222222" }
    : { background: "#14171b", foreground: "#dddddd" };
  light.addEventListener("change", () => {
    if (!terminal) return;
    terminal.options.theme = colours();
    const [red, green, blue] = colours().background.match(/[0-9a-f]{2}/g);
    sendKeys(`\x1b]11;rgb:${red}/${green}/${blue}\x1b\\`);
  });

  const makeTerminal = () => {
    terminal = new Terminal({
      fontFamily: "ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
      fontSize: LETTERS,
      theme: colours(),
      scrollback: 0,
      customGlyphs: true,
      macOptionIsMeta: true,
    });
    fit = new FitAddon.FitAddon();
    terminal.loadAddon(fit);
    terminal.open(at("terminal"));
    terminal.onData(sendKeys);
    terminal.onBinary(sendBinary);
    terminal.onResize(({ cols, rows }) => send(JSON.stringify({ size: [cols, rows] })));
    new ResizeObserver(() => refit()).observe(at("terminal"));
    watchTouch();
  };

  // Letters are as large as a whole board lets them be: it needs 60 by 20 of them.
  const refit = () => {
    if (!terminal || at("play").hidden) return;
    for (let size = LETTERS; size >= LETTERS_MIN; size -= 1) {
      terminal.options.fontSize = size;
      const room = fit.proposeDimensions();
      if (!room || (room.cols >= 60 && room.rows >= 20)) break;
    }
    fit.fit();
  };

  const showTerminal = () => {
    at("door").hidden = true;
    at("play").hidden = false;
    document.body.classList.add("playing");
    at("keys").hidden = !window.matchMedia("(any-pointer: coarse)").matches;
    if (!terminal) makeTerminal();
    refit();
  };

  // Where a size is not known before there is a terminal, it is told when there is one.
  const size = () => (terminal ? { columns: terminal.cols, rows: terminal.rows } : { columns: 80, rows: 24 });

  const connect = () => {
    clearTimeout(timer);
    const { name, code, pin } = recall();
    isIn = false;
    const place = (location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/ws";
    const own = new WebSocket(place);
    socket = own;
    own.binaryType = "arraybuffer";
    own.onopen = () => own.send(JSON.stringify({ name, code: code || "", pin: pin || null, ...size() }));
    own.onmessage = ({ data }) => {
      if (own !== socket) return;
      if (typeof data === "string") hear(JSON.parse(data));
      else if (terminal) terminal.write(new Uint8Array(data));
    };
    own.onclose = () => { if (own === socket) lost(); };
  };

  const lost = () => {
    socket = null;
    isIn = false;
    if (!wantsIn) return;
    tell("Connection lost, trying again…");
    pause = Math.min(PAUSE_MAX_MS, pause ? pause * 2 : 500);
    // Not all of a class at the same moment.
    timer = setTimeout(connect, pause * (0.75 + Math.random() / 2));
  };

  const hear = (message) => {
    if (message.welcome) {
      const { name, pin } = message.welcome;
      keep({ ...recall(), name, pin });
      [isIn, wantsIn, pause] = [true, true, 0];
      tell("");
      showTerminal();
      terminal.reset();
      send(JSON.stringify({ size: [terminal.cols, terminal.rows] }));
      terminal.focus();
    } else if (message.pin === "wanted") {
      wantsIn = false;
      at("pin-row").hidden = false;
      showForm(message.words, pinField);
    } else if (message.refused) {
      wantsIn = false;
      // What was wrong is not tried again by a reload.
      const { name } = recall();
      keep({ name });
      if (!message.again && socket) socket.close();
      showForm(message.refused, at("pin-row").hidden ? codeField : pinField);
    } else if (message.bye) {
      isIn = false;
      if (message.again) {
        tell(message.bye);
      } else {
        forget();
        wantsIn = false;
        showForm(message.bye, nameField);
      }
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep({ name: nameField.value.trim(), code: codeField.value.trim(), pin: pinField.value.trim() });
    at("join").disabled = true;
    tell("Joining…");
    wantsIn = true;
    pause = 0;
    if (socket && socket.readyState === WebSocket.OPEN && !isIn) {
      const { name, code, pin } = recall();
      socket.send(JSON.stringify({ name, code: code || "", pin: pin || null, ...size() }));
    } else {
      connect();
    }
  });
  nameField.addEventListener("input", () => { at("pin-row").hidden = true; pinField.value = ""; });

  // Buttons for keys that a screen keyboard lacks.
  at("keys").addEventListener("pointerdown", (event) => {
    // The terminal keeps the focus, and with it its keyboard.
    if (event.target.dataset.keys) event.preventDefault();
  });
  at("keys").addEventListener("click", (event) => {
    const { keys } = event.target.dataset;
    if (keys) sendKeys(keys);
    else if (event.target.id === "type") terminal.focus();
  });

  // A tap is a click, a swipe up or down is the wheel, with one finger or two. A long touch drags.
  const watchTouch = () => {
    const place = at("terminal");
    const cellAt = ({ clientX, clientY }) => {
      const box = place.querySelector(".xterm-screen").getBoundingClientRect();
      const cell = (from, length, count, where) =>
        Math.max(1, Math.min(count, Math.floor(((where - from) / length) * count) + 1));
      return [cell(box.left, box.width, terminal.cols, clientX), cell(box.top, box.height, terminal.rows, clientY)];
    };
    const report = (button, [column, row], end) => sendKeys(`\x1b[<${button};${column};${row}${end}`);
    let touch = null;
    const over = () => { if (touch) clearTimeout(touch.held); touch = null; };
    place.addEventListener("touchstart", (event) => {
      event.preventDefault();
      over();
      const first = event.touches[0];
      touch = { cell: cellAt(first), y: first.clientY, x: first.clientX, turned: false, drags: false };
      const own = touch;
      if (event.touches.length === 1) {
        own.held = setTimeout(() => { own.drags = true; report(0, own.cell, "M"); }, 350);
      }
    }, { passive: false });
    place.addEventListener("touchmove", (event) => {
      event.preventDefault();
      if (!touch) return;
      const first = event.touches[0];
      const cell = cellAt(first);
      if (touch.drags) {
        if (cell.join() !== touch.cell.join()) report(32, cell, "M");
        touch.cell = cell;
        return;
      }
      const step = place.clientHeight / terminal.rows;
      const turns = Math.trunc((first.clientY - touch.y) / step);
      if (turns !== 0) {
        clearTimeout(touch.held);
        touch.turned = true;
        touch.y += turns * step;
        for (let turn = 0; turn < Math.min(Math.abs(turns), 20); turn += 1) report(turns > 0 ? 64 : 65, cell, "M");
      } else if (Math.abs(first.clientX - touch.x) > step) {
        clearTimeout(touch.held);
      }
    }, { passive: false });
    place.addEventListener("touchend", (event) => {
      event.preventDefault();
      if (!touch) return;
      if (touch.drags) {
        report(0, touch.cell, "m");
      } else if (!touch.turned) {
        report(0, touch.cell, "M");
        report(0, touch.cell, "m");
      }
      over();
    }, { passive: false });
    place.addEventListener("touchcancel", over);
  };

  window.addEventListener("online", () => { if (wantsIn && !socket) { pause = 0; connect(); } });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && wantsIn && !socket) { pause = 0; connect(); }
  });

  // The code comes behind the # of the address, which is never sent to the host with the page.
  const given = new URLSearchParams(location.hash.slice(1)).get("code");
  const kept = recall();
  codeField.value = given || kept.code || "";
  nameField.value = kept.name || "";
  if (kept.name && kept.pin) {
    wantsIn = true;
    tell("Coming back…");
    connect();
  } else {
    nameField.focus();
  }
})();
