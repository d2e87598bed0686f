"use strict";
const at = (id) => document.getElementById(id);
const data = JSON.parse(at("data").textContent);
const editor = at("sparql"), status = at("status"), result = at("result");

for (const question of data.questions) at("saved").add(new Option(question.title, question.name));
at("saved").addEventListener("change", (event) => {
  const found = data.questions.find((question) => question.name === event.target.value);
  if (found) editor.value = found.sparql;
});

function send(accept) {
  const headers = { "Content-Type": "application/sparql-query", Accept: accept };
  return fetch("/sparql", { method: "POST", headers, body: editor.value });
}

function cell(term) {
  const box = document.createElement("td");
  if (!term) return box;
  if (term.type === "uri") {
    const link = document.createElement("a");
    const path = term.value.startsWith(data.base) ? "/id/" + term.value.slice(data.base.length) : term.value;
    if (/^(https?:\/\/|\/id\/)/.test(path)) link.href = path;
    const prefix = Object.entries(data.prefixes).find(([, iri]) => term.value.startsWith(iri));
    link.textContent = prefix ? prefix[0] + ":" + term.value.slice(prefix[1].length) : term.value.replace(data.base, "");
    box.append(link);
  } else {
    box.textContent = term.value;
  }
  return box;
}

function table(columns, rows) {
  const box = document.createElement("table"), head = box.createTHead().insertRow(), body = box.createTBody();
  for (const column of columns) {
    const title = document.createElement("th");
    title.textContent = column;
    head.append(title);
  }
  for (const row of rows.slice(0, 5000)) {
    const line = body.insertRow();
    for (const column of columns) line.append(cell(row[column]));
  }
  return box;
}

async function run() {
  status.textContent = data.words.running;
  result.replaceChildren();
  const begun = performance.now();
  try {
    const answer = await send("application/sparql-results+json, text/turtle;q=0.9");
    const text = await answer.text();
    const seconds = ((performance.now() - begun) / 1000).toFixed(2) + " s";
    if (!answer.ok) {
      status.textContent = text;
      return;
    }
    if (!answer.headers.get("Content-Type").startsWith("application/sparql-results+json")) {
      const box = document.createElement("pre");
      box.textContent = text;
      result.replaceChildren(box);
      status.textContent = seconds;
      return;
    }
    const found = JSON.parse(text);
    if ("boolean" in found) {
      status.textContent = String(found.boolean) + " · " + seconds;
      return;
    }
    status.textContent = found.results.bindings.length + " " + data.words.rows + " · " + seconds;
    result.replaceChildren(table(found.head.vars, found.results.bindings));
  } catch (error) {
    status.textContent = String(error);
  }
}

async function download(media, ending) {
  const answer = await send(media);
  if (!answer.ok) {
    status.textContent = await answer.text();
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = "result." + ending;
  link.click();
  URL.revokeObjectURL(link.href);
}

at("run").addEventListener("click", run);
editor.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
for (const button of document.querySelectorAll("button[data-media]"))
  button.addEventListener("click", () => download(button.dataset.media, button.dataset.ending));
