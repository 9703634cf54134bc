// Requests to the service: every failure becomes a Failure with a Chinese sentence.

const TIMEOUT_MS = 30000;
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
  const response = await fetched(path, body);
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

async function fetched(path, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      credentials: "same-origin",
      body: JSON.stringify(body),
      signal: stop.signal,
    });
  } catch {
    throw new Failure(NO_NETWORK, true);
  } finally {
    clearTimeout(timer);
  }
}
