import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);

// src/lib/errors.ts
var UserError = class extends Error {
  name = "UserError";
};
function messageOf(error) {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s*\n\s*/g, " ").trim();
}

export {
  UserError,
  messageOf
};
