// From data to elements. Everything is inserted as text.

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function button(label, className, onPress) {
  const made = element("button", className, label);
  made.type = "button";
  made.addEventListener("click", onPress);
  return made;
}

// A message of the service; `onPress(code, label)` is called for its buttons, `onLocate()` for the position.
export function messageCard(message, onPress, onLocate) {
  const card = element("article", `bubble ours tone-${message.tone}`);
  if (message.tone === "emergency") card.setAttribute("role", "alert");
  card.append(words(message.text, labelsOf(message)));
  if (message.laws.length) card.append(laws(message.laws));
  for (const row of message.buttons) card.append(buttonRow(row, onPress));
  if (message.file) card.append(fileLink(message.file));
  if (message.ask_location && onLocate) {
    const row = element("div", "buttons");
    row.append(button("用这台设备的位置", "", onLocate));
    card.append(row);
  }
  return card;
}

function fileLink(file) {
  const row = element("div", "buttons");
  const link = element("a", "file", `下载 ${file.name}`);
  link.href = file.path;
  link.download = file.name;
  row.append(link);
  return row;
}

export function ownCard(text) {
  const card = element("article", "bubble mine");
  const who = element("span", "who", "您：");
  card.append(who, document.createTextNode(text));
  return card;
}

// Choosing files in our own words: what a browser writes there is of its own language.
export function fileChooser(id) {
  const input = element("input");
  input.type = "file";
  input.id = id;
  input.multiple = true;
  input.hidden = true;
  const told = element("span", "chosen-files", "还没有选");
  told.setAttribute("role", "status");
  const tell = () => {
    const names = [...input.files].map((one) => one.name).join("、");
    told.textContent = names ? `已选 ${input.files.length} 个：${names}` : "还没有选";
  };
  input.addEventListener("change", tell);
  const clear = () => {
    input.value = "";
    tell();
  };
  const box = element("div", "chooser");
  box.append(button("选照片或文件", "", () => input.click()), told, input);
  return { box, input, clear };
}

export function typingCard() {
  return element("p", "bubble typing", "正在查找，请稍等……");
}

// A picked-up case; `openFile(said, file)` gives the file as a blob.
export function caseCard(found, openFile) {
  const parts = [
    element("h3", "", `工单 ${found.number}`),
    element("p", "keep", found.state),
    ...found.lines.map((line) => element("p", line.startsWith("下一步") ? "next" : "", line)),
    element("p", "", `问题：${found.question}`),
  ];
  if (found.stars) parts.push(element("p", "", `您的评价：${found.stars} 分（满分 5 分）`));
  if (found.can_add && !found.messages.some((one) => one.author === "staff")) {
    parts.push(element("p", "", "服务站还没有回复。急的话可以先打 12348。"));
  }
  return parts.concat(found.messages.map((said) => saidCard(said, openFile)));
}

function saidCard(said, openFile) {
  const card = element("div", `said ${said.author}`);
  card.append(element("p", "who", `${said.who} · ${clock(said.at)}`));
  if (said.text) card.append(element("p", "", said.text));
  if (said.files.length) {
    const box = element("div", "pictures");
    for (const file of said.files) box.append(file.is_photo ? pictureOf(said, file, openFile) : saving(said, file, openFile));
    card.append(box);
  }
  return card;
}

function pictureOf(said, file, openFile) {
  const place = element("p", "", "照片正在打开……");
  openFile(said, file).then(
    (address) => {
      const picture = element("img");
      picture.alt = `${said.who}的照片`;
      picture.src = address;
      place.replaceWith(picture);
    },
    (failure) => (place.textContent = failure.message),
  );
  return place;
}

function saving(said, file, openFile) {
  const made = button(`打开文件 ${file.name}`, "", async () => {
    made.disabled = true;
    try {
      const link = element("a");
      link.href = await openFile(said, file);
      link.download = file.name;
      link.click();
      made.disabled = false;
    } catch (failure) {
      made.textContent = failure.message;
    }
  });
  return made;
}

function clock(moment) {
  const shown = { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("zh-CN", shown).format(new Date(moment));
}

function labelsOf(message) {
  return new Set(message.buttons.flat().map((one) => one.label));
}

function words(text, labels) {
  const box = element("div", "words");
  let afterGap = false;
  for (const line of text.split("\n")) {
    // A line that stands on a button below need not be read twice.
    if (labels.has(line.trim())) continue;
    if (!line.trim()) {
      afterGap = true;
      continue;
    }
    box.append(paragraph(line, afterGap));
    afterGap = false;
  }
  return box;
}

function paragraph(line, afterGap) {
  const gap = afterGap ? " gap" : "";
  const step = /^(\d+[.．、] ?|[-·•] )(.+)$/.exec(line);
  if (!step) return element("p", lineClass(line) + gap, line);
  const made = element("p", `step${gap}`);
  made.append(element("span", "", step[1]), element("span", "", step[2]));
  return made;
}

function lineClass(line) {
  if (/^【[^】]*】$/.test(line)) return "subject";
  if (line.startsWith("▍")) return "place";
  if (/^(已提交。工单号|取件码)：/.test(line)) return "keep";
  if (line.startsWith("以上是一般法律信息")) return "fine";
  return "";
}

function laws(list) {
  const box = element("details", "laws");
  const opens = list.some((law) => law.text) ? "，点开看法条原文" : "";
  box.append(element("summary", "", `法律依据（${list.length} 条${opens}）`));
  const items = element("ul");
  for (const law of list) items.append(lawItem(law));
  box.append(items);
  return box;
}

function lawItem(law) {
  const item = element("li");
  if (!law.text) {
    item.textContent = law.title;
    return item;
  }
  const one = element("details");
  one.append(element("summary", "", law.title), element("p", "article", law.text));
  item.append(one);
  return item;
}

function buttonRow(row, onPress) {
  const box = element("div", "buttons");
  for (const one of row) {
    const made = button(one.label, "", () => {
      for (const other of box.parentElement.querySelectorAll(".chosen")) other.classList.remove("chosen");
      made.classList.add("chosen");
      onPress(one.code, one.label);
    });
    box.append(made);
  }
  return box;
}
