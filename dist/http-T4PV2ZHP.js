import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  ReadOnlyError
} from "./chunk-5F3SDHX5.js";
import "./chunk-5SKNJVBW.js";
import {
  HttpClient
} from "./chunk-HPC3A4VT.js";
import "./chunk-X25U22KX.js";
import "./chunk-2SVFLMSL.js";
import {
  messageOf
} from "./chunk-HFEJXLD7.js";
import "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/cache/files/http.ts
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
var attempts = 4;
var silenceSeconds = 30;
function httpFiles(url, limit) {
  const { origin, pathname, username, password } = new URL(url);
  const base = `${origin}${pathname.endsWith("/") ? pathname : `${pathname}/`}`;
  const headers = username === "" && password === "" ? {} : { authorization: basicAuth(username, password) };
  const client = new HttpClient("incremental-nix", [], {
    allowRetries: false,
    keepAlive: true,
    socketTimeout: Math.min(silenceSeconds, limit.left()) * 1e3
  });
  const end = setTimeout(() => client.dispose(), limit.left() * 1e3);
  end.unref();
  const request = async (verb, name, send) => {
    for (let attempt = 1; ; attempt++) {
      limit.left();
      const answer = await send().then(answerOf, failureOf);
      if (answer.status !== void 0 && !isTransient(answer.status)) return answer.status;
      const pause = pauseSeconds(attempt, answer.retryAfter);
      if (attempt === attempts || pause >= limit.left()) {
        const why = answer.failure ?? `HTTP status ${answer.status}`;
        throw new Error(
          `${verb} ${base}${name} failed ${attempt === 1 ? "once" : `${attempt} times`}: ${why}`
        );
      }
      await sleep(pause * 1e3);
    }
  };
  return {
    async has(name) {
      const status = await request("HEAD", name, () => client.head(base + name, { ...headers }));
      if (status >= 200 && status < 300) return true;
      if (status === 404 || status === 410) return false;
      throw new Error(`HEAD ${base}${name} failed: ${explain(status)}`);
    },
    async put(name, source) {
      const length = (await stat(source)).size;
      const status = await request("PUT", name, async () => {
        const body = createReadStream(source);
        const unreadable = new Promise((_, reject) => body.once("error", reject));
        const sent = client.sendStream("PUT", base + name, body, {
          ...headers,
          "content-type": "application/octet-stream",
          "content-length": length
        });
        try {
          return await Promise.race([sent, unreadable]);
        } finally {
          body.destroy();
        }
      });
      if (status >= 200 && status < 300) return;
      const text = `PUT ${base}${name} failed: ${explain(status)}`;
      if (status === 401 || status === 403 || status === 405) throw new ReadOnlyError(text);
      throw new Error(text);
    },
    close() {
      clearTimeout(end);
      client.dispose();
    }
  };
}
function basicAuth(username, password) {
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}
async function answerOf({ message }) {
  await drained(message);
  return { status: message.statusCode ?? 0, retryAfter: message.headers["retry-after"] };
}
function failureOf(error) {
  return { failure: messageOf(error) };
}
function drained(message) {
  return new Promise((resolve) => {
    message.on("error", () => resolve()).on("close", resolve).resume();
  });
}
function isTransient(status) {
  return status === 408 || status === 429 || status >= 500;
}
function pauseSeconds(attempt, retryAfter, now = Date.now()) {
  if (retryAfter !== void 0) {
    const seconds = Number(retryAfter);
    if (Number.isFinite(seconds) && seconds >= 0) return seconds;
    const date = Date.parse(retryAfter);
    if (!Number.isNaN(date)) return Math.max(0, (date - now) / 1e3);
  }
  return 2 ** (attempt - 2);
}
function explain(status) {
  switch (status) {
    case 401:
    case 403:
      return `HTTP status ${status}; check the credentials in the URL and the rights that they give`;
    case 405:
      return "HTTP status 405; the server takes no PUT there";
    default:
      return `HTTP status ${status}`;
  }
}
export {
  httpFiles,
  pauseSeconds
};
