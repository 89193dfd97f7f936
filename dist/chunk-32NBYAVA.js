import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);

// src/engine/surroundings.ts
function accessOf({ token, fetchTimeout }, { serverUrl, event }) {
  return {
    serverUrl,
    timeoutSeconds: fetchTimeout,
    ...token === void 0 ? {} : { token },
    ...event.ref === void 0 ? {} : { ref: event.ref }
  };
}

export {
  accessOf
};
