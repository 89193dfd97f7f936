import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  isFailed,
  locatorOf,
  seek
} from "./chunk-DSUKO6ZW.js";
import {
  BuildFailure,
  EvaluationFailure,
  createLadder
} from "./chunk-MTGYLI3R.js";
import {
  buildsHead
} from "./chunk-VWCMMM3O.js";
import {
  nameOf
} from "./chunk-MVCJGDJC.js";
import {
  group
} from "./chunk-JYBIBX6L.js";

// src/engine/progress.ts
import { stripVTControlCharacters } from "node:util";

// src/nix/trace.ts
var longestLine = 2e3;
var mostLines = 2e3;
var at = /^\s*at (\S.*):(\d{1,7}):(\d{1,7}):?$/;
var quotation = /^\s*(\d{1,7})\| ?(.*)$/;
var error = /^\s*error: (.*)$/;
function parseTrace(stderr) {
  let text = [];
  let inText = false;
  let place;
  const places = [];
  for (const whole of stderr.split("\n").slice(-mostLines)) {
    const line = whole.slice(0, longestLine);
    const begin = error.exec(line);
    const position = at.exec(line);
    const quote = quotation.exec(line);
    if (begin !== null) {
      text = [begin[1] ?? ""];
      inText = true;
    } else if (position !== null) {
      const [, file = "", number, column] = position;
      place = { file, line: Number(number), column: Number(column) };
      places.unshift(place);
      inText = false;
    } else if (quote !== null) {
      if (place !== void 0 && places[0] === place && Number(quote[1]) === place.line)
        places[0] = { ...place, quoted: quote[2] ?? "" };
    } else if (line.trim() === "") inText = false;
    else if (inText || line.trim().startsWith("Did you mean")) text.push(line.trim());
  }
  const message = text.join("\n").trim();
  return message === "" ? void 0 : { text: message, places };
}

// src/engine/messages.ts
async function messagesOfHead({ log, derivationOf }, { graph, installables }, where) {
  const asked = installables.flatMap(({ wanted }) => wanted.flatMap(({ derivation }) => derivation ?? []));
  const ours = new Set([...graph.keys(), ...asked].map(derivationOf));
  const failed = new Set(log.failures().map(({ derivation }) => derivation));
  const found = log.diagnostics().filter(({ severity, derivation }) => severity === "warning" && !failed.has(derivation)).map((diagnostic) => ({ diagnostic, log }));
  return located(found, ours, where);
}
async function messagesOfFailure(error2, where) {
  if (error2 instanceof EvaluationFailure) return messagesOfEvaluation(error2, where);
  if (!(error2 instanceof BuildFailure)) return [];
  const { log } = error2;
  const ours = new Set(log.failures().map(({ derivation }) => derivation));
  return located(
    log.diagnostics().map((diagnostic) => ({ diagnostic, log })),
    ours,
    where
  );
}
async function messagesOfEvaluation({ stderr }, where) {
  const error2 = parseTrace(stderr);
  if (error2 === void 0) return [];
  const locate = await locatorOf(where);
  for (const printed of error2.places) {
    const file = locate(printed);
    const { line, column } = printed;
    if (file !== void 0)
      return [{ severity: "error", file, line, column, text: error2.text, changed: false }];
  }
  return [];
}
async function located(found, ours, where) {
  if (found.length === 0) return [];
  const locate = await locatorOf(where);
  return found.flatMap(({ diagnostic: { derivation, quoted, ...rest }, log }) => {
    const printed = { file: rest.file, line: rest.line, ...quoted === void 0 ? {} : { quoted } };
    const file = locate(printed, nameOf(derivation), ours.has(derivation));
    const changed = log.modules(derivation).compiled.some((one) => one.file === rest.file && one.reason === "Source file changed");
    return file === void 0 ? [] : [{ ...rest, file, changed }];
  });
}

// src/engine/progress.ts
function createProgress({ branches, mode, strict }, surroundings) {
  return {
    mode,
    surroundings,
    ladder: ladderFor(mode, branches !== void 0, strict),
    phases: [],
    began: performance.now() / 1e3,
    cacheName: "none",
    sources: void 0,
    base: void 0,
    installables: [],
    built: false,
    units: [],
    others: [],
    notices: [],
    messages: [],
    simulation: void 0,
    verification: void 0
  };
}
function ladderFor(mode, branches, strict) {
  if (buildsHead(mode)) return createLadder(strict);
  return createLadder(strict && !branches, mode === "full" || branches ? "gets no full build" : void 0);
}
async function timed(progress, name, body) {
  const start = performance.now() / 1e3 - progress.began;
  try {
    return await group(name, body);
  } finally {
    progress.phases.push({ name, start, seconds: performance.now() / 1e3 - progress.began - start });
  }
}
function reportOf(progress) {
  const { mode, sources, base, cacheName, installables, units, others } = progress;
  const { surroundings, phases, ladder, notices, messages, simulation, verification } = progress;
  const checkout = sources?.history.checkout;
  return {
    mode,
    head: checkout === void 0 ? void 0 : { revision: checkout.head, time: checkout.headTime },
    base,
    cacheName,
    installables,
    units,
    others,
    phases,
    warnings: ladder.warnings,
    notices,
    messages,
    ...simulation === void 0 ? {} : { simulation },
    ...verification === void 0 ? {} : { verification },
    ...repositoryOf(surroundings, checkout?.head)
  };
}
async function failureReport(progress, settings, error2) {
  const { sources } = progress;
  const messages = sources === void 0 ? [] : await seek(messagesOfFailure(error2, { settings, sources }));
  return {
    ...reportOf(progress),
    // The errors themselves are in the log whatever happens.
    messages: isFailed(messages) ? [] : messages,
    failure: { message: error2.message, builds: failedBuilds(error2) }
  };
}
function failedBuilds(error2) {
  if (error2 instanceof BuildFailure)
    return error2.log.failures().map(({ derivation, log }) => ({ name: nameOf(derivation), log }));
  if (error2 instanceof EvaluationFailure)
    return [{ name: "the evaluation", log: stripVTControlCharacters(error2.stderr).trimEnd().split("\n") }];
  return [];
}
function repositoryOf({ serverUrl, repository, sha }, head) {
  return head !== void 0 && head === sha && repository !== void 0 ? { repositoryUrl: `${serverUrl}/${repository}` } : {};
}

export {
  messagesOfHead,
  createProgress,
  timed,
  reportOf,
  failureReport
};
