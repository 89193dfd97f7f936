import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  warn
} from "./chunk-JYBIBX6L.js";
import {
  UserError
} from "./chunk-HFEJXLD7.js";

// src/engine/failures.ts
var BuildFailure = class extends UserError {
  log;
  constructor(message, log) {
    super(message);
    this.log = log;
  }
};
var ForeignStoreError = class extends Error {
};
var DoubtfulFailure = class extends Error {
  failure;
  /** `why`: what keeps the question about HEAD from being answered, in short. */
  constructor(failure, why) {
    super(why);
    this.failure = failure;
  }
};
var EvaluationFailure = class extends UserError {
  stderr;
  constructor(message, stderr) {
    super(message);
    this.stderr = stderr;
  }
};

// src/engine/ladder.ts
var explanations = {
  "revision-unavailable": (detail) => ({
    why: `the commit of the full build could not be fetched (${detail})`,
    remedy: "Give `actions/checkout` a `fetch-depth: 0`, or see that `github-token` can read the repository"
  }),
  "no-date": (detail) => ({
    why: `a commit has a committer date that is out of range (${detail})`,
    remedy: "Correct the clock and commit again, or set `revision`"
  }),
  "base-does-not-evaluate": (detail) => ({
    why: `the commit of the full build does not evaluate (${detail})`,
    remedy: "The next boundary will choose a later commit; to choose one now, set `revision`"
  }),
  "compiler-too-old": (detail) => ({
    why: `GHC ${detail} decides by time stamps what to compile, and all of them are new in a Nix build`,
    remedy: "Use GHC 9.4 or later"
  }),
  "own-intermediates": (detail) => ({
    why: `its own Nix code starts it from intermediates already (${detail})`,
    remedy: "Remove `previousIntermediates`, or the function of nix/default.nix, to leave that to the action"
  }),
  "own-build-directory": (detail) => ({
    why: `it is not built in \`dist\` (${detail})`,
    remedy: "Remove that flag"
  }),
  "hie-output": (detail) => ({
    why: `GHC writes .hie files straight into an output (${detail}), and compiles every module whose file is not there`,
    remedy: "Let `-hiedir` name a directory of the build, and copy it in `postInstall`"
  }),
  "compiler-changed": (detail) => ({
    why: `the compiler changed since the full build (${detail})`,
    remedy: "Nothing is to be done; the next full build will be made with the new one"
  }),
  unexpected: (detail) => ({
    why: `something failed that the build itself does not need (${detail})`,
    remedy: "If this goes on, please report it to the authors of the action, with the log of this run"
  }),
  ambiguous: () => ({
    why: "the commit of the full build has several variants of it, and it is like more than one of them",
    remedy: "Give the variants different names (`pname`)"
  }),
  "cannot-be-rewritten": (detail) => ({
    why: `Nix does not make the same derivation again of what it says${detail === "" ? "" : ` (${detail})`}`,
    remedy: "Please report this to the authors of the action, with the text of the `.drv` file"
  }),
  "full-build-failed": (detail) => ({
    why: `the full build failed (${detail})`,
    remedy: "If the branch was broken at that commit, set `revision` to a commit that builds"
  }),
  "known-to-fail": (detail) => ({
    why: `an earlier job found that the full build fails (${detail})`,
    remedy: "The next boundary will choose a later commit; where it was a fault that passes, a run in mode `full` makes the full build"
  }),
  "incremental-build-failed": (detail) => ({
    why: `the incremental build failed (${detail})`,
    remedy: "If HEAD builds without it, please report this to the authors of the action, with the log of the incremental build"
  })
};
function explain(subject, rung, detail, consequence = "is built without the optimisation") {
  const { why, remedy } = explanations[rung](detail);
  return `${subject} ${consequence}: ${why}. ${remedy}.`;
}
function failOnWarnings({ warnings }) {
  if (warnings.length > 0)
    throw new UserError(`${warnings.join(" ")} (\`strict: true\` makes this a failure.)`);
}
function about(ladder, name) {
  return {
    stepDown: (subject, rung, detail, log) => ladder.stepDown(`${name}: ${subject}`, rung, detail, log),
    complain: (message) => ladder.complain(`${name}: ${message}`),
    warnings: ladder.warnings,
    strict: ladder.strict
  };
}
function holdBack(ladder) {
  const held = [];
  return {
    stepDown: (...args) => void held.push(() => ladder.stepDown(...args)),
    complain: (message) => void held.push(() => ladder.complain(message)),
    tell: () => held.splice(0).forEach((say) => void say()),
    warnings: ladder.warnings,
    strict: ladder.strict
  };
}
function createLadder(strict, consequence) {
  const warnings = [];
  function complain(message, log) {
    if (strict) {
      const text = `${message} (\`strict: true\` makes this a failure.)`;
      throw log === void 0 ? new UserError(text) : new BuildFailure(text, log);
    }
    warnings.push(message);
    warn(message);
  }
  return {
    stepDown: (subject, rung, detail, log) => complain(explain(subject, rung, detail, consequence), log),
    complain: (message) => complain(message),
    warnings,
    strict
  };
}
var mostNames = 5;
function listed(names) {
  const shown = names.slice(0, mostNames).join(", ");
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

export {
  BuildFailure,
  ForeignStoreError,
  DoubtfulFailure,
  EvaluationFailure,
  failOnWarnings,
  about,
  holdBack,
  createLadder,
  listed
};
