import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  fail
} from "./chunk-HZ6HMZPZ.js";
import {
  loadInputs,
  readSurroundings
} from "./chunk-WSBLAKG5.js";
import {
  handOverFrom,
  saveState
} from "./chunk-5IIG42ZF.js";
import {
  begin
} from "./chunk-HTAUWTHA.js";
import "./chunk-CYHSGE2S.js";
import {
  annotationsOf,
  failureText,
  run,
  summaryOf,
  titleOf
} from "./chunk-7FDTR72M.js";
import "./chunk-VKASTSNU.js";
import "./chunk-4VY442KH.js";
import "./chunk-PL27EFW4.js";
import "./chunk-DSUKO6ZW.js";
import "./chunk-MTGYLI3R.js";
import "./chunk-32NBYAVA.js";
import {
  outputsOf
} from "./chunk-VWCMMM3O.js";
import "./chunk-DXLW3PQ7.js";
import "./chunk-5UNMQDT2.js";
import "./chunk-EN6BY45L.js";
import "./chunk-MVCJGDJC.js";
import "./chunk-NJ7TULEM.js";
import "./chunk-H5PN2JLX.js";
import "./chunk-CKHIQXFW.js";
import "./chunk-5F3SDHX5.js";
import "./chunk-L64ZD6G7.js";
import "./chunk-5SKNJVBW.js";
import {
  foreign,
  info,
  warn
} from "./chunk-JYBIBX6L.js";
import "./chunk-XAX5KGFB.js";
import {
  error,
  setFailed,
  setOutput,
  summary,
  warning
} from "./chunk-NSPGFXLN.js";
import "./chunk-A5B26SNI.js";
import "./chunk-2SVFLMSL.js";
import "./chunk-P5BPPAQF.js";
import {
  messageOf
} from "./chunk-HFEJXLD7.js";
import {
  cancelAll,
  cancelled
} from "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/action/main.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

// src/action/annotate.ts
function annotate({ messages, failure, warnings }, level) {
  const others = { error: failure === void 0 ? 0 : 1, warning: warnings.length };
  for (const message of annotationsOf(messages, level, others)) {
    const { file, line, column, endLine, endColumn } = message;
    const columns = endLine !== void 0 && endLine !== line ? { endLine } : {
      ...column === void 0 ? {} : { startColumn: column },
      ...endColumn === void 0 ? {} : { endColumn }
    };
    const properties = { title: titleOf(message), file, startLine: line, ...columns };
    if (message.severity === "error") error(message.text, properties);
    else warning(message.text, properties);
  }
}

// src/action/comment.ts
import { setTimeout as setTimeout2 } from "node:timers/promises";

// src/report/comment.ts
import { createHash } from "node:crypto";
var commentLimit = 6e4;
function markerOf(identity) {
  const hash = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
  return `<!-- incremental-nix ${hash} -->`;
}
function commentOf(report, marker) {
  return `${marker}
${summaryOf(report, commentLimit)}`;
}

// src/action/comment.ts
async function commentOnPullRequest(report, options) {
  const { token, installables, environment, timeoutSeconds = 30 } = options;
  const number = /^refs\/pull\/(\d+)\//.exec(environment.GITHUB_REF ?? "")?.[1];
  const [owner = "", repo = ""] = (environment.GITHUB_REPOSITORY ?? "").split("/");
  if (number === void 0) return info("There is no comment: the job is not for a pull request.");
  if (token === void 0) return info("There is no comment: the input `github-token` is empty.");
  const names = ["WORKFLOW", "JOB", "ACTION"].map((name) => environment[`GITHUB_${name}`] ?? "");
  const runner = [environment.RUNNER_OS ?? "", environment.RUNNER_ARCH ?? ""];
  const marker = markerOf([...names, ...runner, ...installables]);
  const where = { owner, repo, issue_number: Number(number) };
  try {
    const made = await Promise.race([
      put(
        { ...where, token, baseUrl: environment.GITHUB_API_URL || "https://api.github.com" },
        marker,
        report
      ),
      // An answer that comes later finds the process gone.
      setTimeout2(timeoutSeconds * 1e3, void 0, { ref: false }).then(() => {
        throw new Error(`there was no answer within ${timeoutSeconds} s`);
      })
    ]);
    info(`${made === "created" ? "Commented on" : "Updated the comment on"} pull request ${number}.`);
  } catch (error2) {
    info(
      `There is no comment on pull request ${number}: ${messageOf(error2)}. It needs the permission \`pull-requests: write\`, which jobs for forks do not have.`
    );
  }
}
async function put({ token, baseUrl, ...where }, marker, report) {
  const { getOctokit } = await import("./github-3CD2JXG7.js");
  const { rest, paginate } = getOctokit(token, { baseUrl });
  const user = await rest.users.getAuthenticated().catch(() => void 0);
  const comments = await paginate(rest.issues.listComments, { ...where, per_page: 100 });
  const own = comments.find(
    ({ body: body2, user: author }) => body2?.startsWith(marker) === true && (user === void 0 ? author?.type === "Bot" : author?.login === user.data.login)
  );
  const body = commentOf(report, marker);
  if (own === void 0) await rest.issues.createComment({ ...where, body });
  else await rest.issues.updateComment({ ...where, comment_id: own.id, body });
  return own === void 0 ? "created" : "updated";
}

// src/action/main.ts
var cancelLimitSeconds = 4;
async function main() {
  const inputs = loadInputs();
  const surroundings = await readSurroundings();
  const scratch = await makeScratch(surroundings.job.runnerTemp);
  const clean = () => rm(scratch, { recursive: true, force: true });
  const saved = await unlessFailed(
    async () => saveState({ scratch }),
    (why) => warn(`The post step will not know of this one, and pushes no full build: ${why}. ${fileRemedy}.`)
  );
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      cancelAll();
      setTimeout(() => void clean().finally(() => process.exit(1)), cancelLimitSeconds * 1e3);
    });
  }
  try {
    const report = await run(inputs, {
      surroundings,
      scratch,
      now: Math.floor(Date.now() / 1e3),
      handOver: handOverFrom(scratch)
    });
    await unlessFailed(
      async () => annotate(report, inputs.annotations),
      (why) => warn(`Warnings of compilers are not shown at their lines: ${why}.`)
    );
    if (inputs.summary)
      await unlessFailed(
        () => summary.addRaw(summaryOf(report)).write(),
        (why) => warn(`There is no job summary: ${why}. ${fileRemedy}, or set \`summary: false\`.`)
      );
    if (inputs.comment && inputs.mode !== "full")
      await commentOnPullRequest(report, {
        token: inputs.token,
        installables: inputs.installables.map(({ text }) => text),
        environment: process.env
      });
    await unlessFailed(
      async () => {
        for (const [name, value] of Object.entries(outputsOf(report))) setOutput(name, value);
      },
      (why) => warn(`The outputs of the step are not set: ${why}. ${fileRemedy}.`)
    );
    if (report.failure !== void 0) {
      await showLogs(report.failure);
      setFailed(failureText(report.failure));
    }
  } finally {
    if (cancelled.aborted || !saved) await clean();
  }
}
var fileRemedy = "See whether the files that the runner names can be written";
async function makeScratch(runnerTemp) {
  const prefix = "incremental-nix-";
  return mkdtemp(join(runnerTemp, prefix)).catch(() => mkdtemp(join(tmpdir(), prefix)));
}
async function unlessFailed(tell, complain) {
  try {
    await tell();
    return true;
  } catch (error2) {
    complain(messageOf(error2));
    return false;
  }
}
async function showLogs({ builds }) {
  for (const { name, log } of builds) {
    info(`The log of ${name}:`);
    await foreign(async (print) => log.forEach(print));
  }
}
begin();
try {
  await main();
} catch (error2) {
  await fail(error2);
}
process.exit();
