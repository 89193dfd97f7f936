import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);

// src/lib/log.ts
var plainLog = {
  info: (text) => print(text),
  warn: (text) => print(`warning: ${text}`),
  notice: (text) => print(`notice: ${text}`),
  group(title, body) {
    print(title);
    return body();
  },
  foreign: (body) => body(print),
  build: (body) => body(print, () => {
  })
};
var log = plainLog;
function setLog(chosen) {
  log = chosen;
}
var info = (text) => log.info(text);
var warn = (text) => log.warn(text);
var notice = (text) => log.notice(text);
var group = (title, body) => log.group(title, body);
var foreign = (body) => log.foreign(body);
var building = (body) => log.build(body);
async function showStack(error) {
  if (error instanceof Error) await foreign(async (print2) => error.stack?.split("\n").forEach(print2));
}
function print(line) {
  process.stderr.write(`${line}
`);
}

export {
  setLog,
  info,
  warn,
  notice,
  group,
  foreign,
  building,
  showStack
};
