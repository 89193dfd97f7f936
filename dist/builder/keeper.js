import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  endVm,
  filesOf,
  isAlive,
  processId,
  readJson,
  removeSystemFiles,
  systemChanges,
  takeDown,
  writeJson
} from "../chunk-XAX5KGFB.js";
import {
  launch
} from "../chunk-KFJ2C5U2.js";
import "../chunk-LQK3ML4U.js";

// src/builder/keeper.ts
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
var watchSeconds = 2;
async function keep(folder2) {
  const { launch: orderFile, running, ended } = filesOf(folder2);
  const order = await readJson(orderFile);
  const keeper = await processId(process.pid);
  if (order === void 0 || keeper === void 0) return;
  const { pid, exited } = await launch(order.file, order.args, order);
  let over = false;
  const noted = exited.then(async (code) => {
    over = true;
    if (existsSync(folder2)) await writeJson(ended, { exitCode: code ?? null });
  });
  const command = await processId(pid) ?? { pid, started: "" };
  try {
    await writeJson(running, { command, keeper });
  } catch {
    await endWithoutFolder(pid);
    return;
  }
  let changes;
  while (!over) {
    await Promise.race([sleep(watchSeconds * 1e3), noted]);
    if (over) break;
    if (!existsSync(folder2)) {
      await endWithoutFolder(pid);
      await removeSystemFiles(folder2, changes);
      return;
    }
    changes = await systemChanges(folder2) ?? changes;
    if (order.owner !== void 0 && !await isAlive(order.owner)) {
      await endVm(folder2);
      await noted;
      await takeDown(folder2);
      return;
    }
  }
  await noted;
}
async function endWithoutFolder(pid) {
  for (const signal of ["SIGTERM", "SIGKILL"]) {
    try {
      process.kill(-pid, signal);
    } catch {
      return;
    }
    await sleep(watchSeconds * 1e3);
  }
}
var folder = process.argv[2];
if (folder !== void 0) {
  await keep(folder).catch(async () => {
    await writeJson(filesOf(folder).ended, { exitCode: null }).catch(() => {
    });
  });
}
process.exit();
