import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  isConfided
} from "./chunk-CYHSGE2S.js";
import {
  setLog
} from "./chunk-JYBIBX6L.js";
import {
  endGroup,
  info,
  notice,
  startGroup,
  warning
} from "./chunk-NSPGFXLN.js";
import {
  withhold
} from "./chunk-KFJ2C5U2.js";

// src/action/log.ts
import { randomUUID } from "node:crypto";
var actionLog = {
  info: (text) => info(inert(text)),
  warn: (text) => warning(text),
  notice: (text) => notice(text),
  async group(title, body) {
    startGroup(inert(title));
    try {
      return await body();
    } finally {
      endGroup();
    }
  },
  /**
   * The runner's commands are stopped meanwhile by a token that the output cannot know.
   * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
   */
  async foreign(body) {
    const token = randomUUID();
    const print = (line) => {
      process.stdout.write(`${line}
`);
    };
    print(`::stop-commands::${token}`);
    try {
      return await body(print);
    } finally {
      print(`::${token}::`);
    }
  },
  build: (body) => actionLog.foreign((print) => body(print, () => {
  }))
};
function inert(text) {
  return text.replace(/[\r\n]+/g, " ").replace(/^(\s*):(?=:)/, "$1:\u200B").replaceAll("##[", "##\u200B[");
}

// src/action/begin.ts
function begin() {
  setLog(actionLog);
  withhold(isConfided);
}

export {
  begin
};
