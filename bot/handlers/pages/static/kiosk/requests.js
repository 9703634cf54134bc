// Requests to the service: every failure becomes a Failure with a Chinese sentence.

const TIMEOUT_MS = 30000;
const UPLOAD_TIMEOUT_MS = 180000;
const LARGEST_BYTES = 20 * 1024 * 1024;
const NO_NETWORK = "网络不通，这句话没有发出去。请点“重试”。";

export class Failure extends Error {
  // `canRetry`: the same request may be sent again as it is.
  constructor(sentence, canRetry) {
    super(sentence);
    this.canRetry = canRetry;
  }
}

export function newId() {
  // randomUUID exists on secure origins only; a kiosk may be served over plain http.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

export async function post(path, body) {
  return readAnswer(await fetched(path, body));
}

async function readAnswer(response) {
  let data = null;
  try {
    data = await response.json();
  } catch {
    throw new Failure(NO_NETWORK, true);
  }
  if (!response.ok) {
    const sentence = typeof data.error === "string" ? data.error : NO_NETWORK;
    throw new Failure(sentence, response.status >= 500 || response.status === 429);
  }
  return data;
}

// A form with files; `fields` go first, so that the service knows who sends before anything large comes.
export async function postFiles(path, fields, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const total = [...files].reduce((sum, one) => sum + one.size, 0);
  if (total > LARGEST_BYTES) throw new Failure("照片和文件加起来超过 20 MB，没有送出。请少选几个，分几次送。", false);
  for (const one of files) form.append("files", one);
  const response = await fetched(path, form, UPLOAD_TIMEOUT_MS);
  return readAnswer(response);
}

// A file of a picked-up case.
export async function postForFile(path, body) {
  const response = await fetched(path, body);
  if (response.ok) return response.blob();
  return readAnswer(response);
}

async function fetched(path, body, timeout = TIMEOUT_MS) {
  const isForm = body instanceof FormData;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout);
  try {
    return await fetch(path, {
      method: "POST",
      headers: isForm ? {} : { "Content-Type": "application/json" },
      credentials: "same-origin",
      body: isForm ? body : JSON.stringify(body),
      signal: stop.signal,
    });
  } catch {
    throw new Failure(NO_NETWORK, true);
  } finally {
    clearTimeout(timer);
  }
}
