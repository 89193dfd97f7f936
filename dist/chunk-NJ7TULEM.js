import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  linuxSystems
} from "./chunk-H5PN2JLX.js";
import {
  demandClients,
  parseCacheList,
  parseInstallable
} from "./chunk-CKHIQXFW.js";
import {
  parsePublicKeys,
  parseSigningKey
} from "./chunk-5F3SDHX5.js";
import {
  parseDuration,
  parseFilter,
  parseLevels,
  withOffset
} from "./chunk-L64ZD6G7.js";
import {
  parseMachineLines
} from "./chunk-XAX5KGFB.js";
import {
  UserError,
  messageOf
} from "./chunk-HFEJXLD7.js";

// src/inputs/base.ts
var parents = ["first-parent", "all"];
var starts = ["checkout", "pull-request-head"];
function readBaseSettings({ oneOf, optional, read }) {
  const levels = read("interval", parseLevels);
  return {
    levels: read("offset", (text) => withOffset(levels, text)),
    start: oneOf("start", starts),
    parents: oneOf("history", parents),
    date: optional("date"),
    fetchTimeout: read("fetch-timeout", parseDuration)
  };
}

// src/inputs/defaults.ts
var defaults = {
  path: ".",
  interval: "1 day",
  offset: "0",
  start: "checkout",
  history: "first-parent",
  simulate: "false",
  "fallback-intervals": "0",
  cache: "github",
  "cache-write": "auto",
  "cache-timeout": "10 minutes",
  "fetch-timeout": "10 minutes",
  strict: "false",
  "confirm-failures": "auto",
  summary: "true",
  annotations: "all",
  comment: "false",
  "linux-builder": "auto",
  "linux-builder-disk": "20",
  "linux-builder-features": "big-parallel,benchmark",
  "linux-builder-acceleration": "auto"
};

// src/inputs/linux-builder.ts
var builderModes = ["auto", "always", "never"];
var accelerations = ["auto", "kvm", "none"];
function readLinuxBuilder({ given, oneOf, optional, read }, mode) {
  const gibibytes = given("linux-builder-memory", (text) => sizeOf(text, 1));
  return {
    mode,
    system: optional("linux-builder-system") === void 0 ? void 0 : oneOf("linux-builder-system", linuxSystems),
    package: given("linux-builder-package", packageOf),
    command: optional("linux-builder-command"),
    cores: given("linux-builder-cores", positive),
    memoryMiB: gibibytes === void 0 ? void 0 : Math.round(gibibytes * 1024),
    diskGiB: Math.ceil(read("linux-builder-disk", (text) => sizeOf(text, 4))),
    jobs: given("linux-builder-jobs", positive),
    features: read("linux-builder-features", featuresOf),
    limitSeconds: given("linux-builder-timeout", (text) => parseDuration(text)),
    acceleration: oneOf("linux-builder-acceleration", accelerations),
    builders: read("builders", parseMachineLines)
  };
}
function positive(text) {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`\`${text}\` is not a whole number above zero`);
  return Number(text);
}
function sizeOf(text, least) {
  const size = Number(/^(\d{1,5}(?:\.\d+)?)\s*(?:GiB|G)?$/i.exec(text)?.[1] ?? 0);
  if (size < least)
    throw new Error(
      `\`${text}\` is not a size in GiB of at least ${least}; write a number, as in \`${least * 4}\``
    );
  return size;
}
function packageOf(text) {
  if (!/^[^\s#]+#[\w.-]+$/.test(text))
    throw new Error(
      `\`${text}\` is not a flake with an attribute; write it as in \`github:NixOS/nixpkgs/nixos-26.05#darwin.linux-builder\``
    );
  return text;
}
function featuresOf(text) {
  const features = text.split(/[\s,]+/).filter((feature) => feature !== "");
  const bad = features.find((feature) => !/^[\w.:-]+$/.test(feature));
  if (bad !== void 0)
    throw new Error(
      `\`${bad}\` is not a feature; write names such as \`big-parallel\`, with commas between them`
    );
  return features;
}

// src/inputs/reading.ts
import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
function createReader({ textOf, labelOf, defaults: defaults2 }) {
  const optional = (name) => textOf(name) || defaults2[name];
  const read = (name, parse) => {
    try {
      return parse(optional(name) ?? "");
    } catch (error) {
      throw new UserError(`${labelOf(name)}: ${messageOf(error)}.`);
    }
  };
  const oneOf = (name, allowed) => read(name, (text) => {
    const found = allowed.find((value) => value === text);
    if (found === void 0)
      throw new Error(`\`${text}\` is not one of ${allowed.map((value) => `\`${value}\``).join(", ")}`);
    return found;
  });
  return {
    optional,
    read,
    given: (name, parse) => optional(name) === void 0 ? void 0 : read(name, parse),
    oneOf,
    flag: (name) => oneOf(name, ["true", "false"]) === "true"
  };
}
function linesOf(text) {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
function pathInside(workspace, text) {
  let path;
  try {
    path = realpathSync(resolve(workspace, text));
  } catch {
    throw new Error(`there is no file \`${text}\`; give its path from the root of the workspace`);
  }
  const inside = relative(realpathSync(workspace), path);
  if (inside === ".." || inside.startsWith(`..${sep}`))
    throw new Error(`\`${text}\` is outside the workspace; only checked out files can be built incrementally`);
  return path;
}
function settingsOf(text) {
  return linesOf(text).map((line) => {
    const match = /^([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)$/.exec(line);
    if (match === null) throw new Error("every line must be `name = value`, as in nix.conf");
    return `${match[1]} = ${match[2]}`;
  });
}

// src/inputs/settings.ts
var modes = ["incremental", "full", "plan", "verify"];
var writes = ["auto", "always", "never"];
var confirmations = ["auto", "always", "never"];
function readSettings(reader, { workspace, mode, searchPath, outLink }) {
  const { flag, given, oneOf, optional, read } = reader;
  const file = optional("file");
  return {
    ...readBaseSettings(reader),
    workspace,
    outLink,
    file: given("file", (text) => pathInside(workspace, text)),
    installables: read("installables", (text) => installablesOf(text, file !== void 0)),
    mode,
    revisions: given("revision", revisionNames) ?? [],
    branches: given("branches", (text) => branchFilter(text, optional("revision"))),
    simulate: read("simulate", (text) => commitsToReplay(text, mode)),
    fallbackIntervals: read("fallback-intervals", (text) => {
      const count = wholeNumber(text);
      if (count > 0 && optional("date") !== void 0)
        throw new Error("there are no intervals to look back at with `date`; leave one of the two out");
      return count;
    }),
    caches: read("cache", (text) => {
      const kinds = parseCacheList(text);
      demandClients(kinds, searchPath);
      return kinds;
    }),
    cacheWrite: oneOf("cache-write", writes),
    signingKey: given("signing-key", parseSigningKey),
    trustedPublicKeys: read("trusted-public-keys", parsePublicKeys),
    keep: {
      count: given("keep", atLeastOne),
      age: given("keep-days", (text) => atLeastOne(text) * 24 * 3600)
    },
    cacheTimeout: read("cache-timeout", (text) => parseDuration(text)),
    nixOptions: read("nix-options", settingsOf),
    strict: flag("strict"),
    confirmFailures: oneOf("confirm-failures", confirmations),
    token: optional("github-token"),
    linuxBuilder: readLinuxBuilder(reader, oneOf("linux-builder", builderModes))
  };
}
function installablesOf(text, fromFile) {
  const lines = linesOf(text);
  const wanted = lines.length > 0 ? lines : [fromFile ? "" : "."];
  const twice = wanted.find((line, index) => wanted.indexOf(line) !== index);
  if (twice !== void 0) throw new Error(`\`${twice}\` is there twice; leave one out`);
  return wanted.map((line) => {
    try {
      return parseInstallable(line, fromFile);
    } catch (error) {
      throw new Error(`\`${line}\`: ${messageOf(error)}`);
    }
  });
}
function revisionNames(text) {
  const names = text.trim().split(/\s+/);
  const wrong = names.find((name) => name.startsWith("-"));
  if (wrong !== void 0) throw new Error(`\`${wrong}\` is not a revision; name a commit, a branch or a tag`);
  return names;
}
function branchFilter(text, revision) {
  if (revision !== void 0)
    throw new Error(
      "with `revision` there is one full build, whatever the branches; leave one of the two out"
    );
  return parseFilter(linesOf(text));
}
function commitsToReplay(text, mode) {
  if (text === "false") return void 0;
  if (text !== "true" && !/^[1-9]\d{0,3}$/.test(text.trim()))
    throw new Error(
      `\`${text}\` is not \`true\`, \`false\`, or a whole number from 1 to 9999; write how many commits, as in \`300\``
    );
  if (mode !== "plan")
    throw new Error("history is replayed in mode `plan` only; set `mode: plan`, or leave this input out");
  return text === "true" ? 300 : Number(text);
}
function atLeastOne(text) {
  if (!/^[1-9]\d{0,5}$/.test(text.trim()))
    throw new Error(`\`${text}\` is not a whole number above zero; leave it out to keep all`);
  return Number(text);
}
function wholeNumber(text) {
  if (!/^\d{1,3}$/.test(text.trim()))
    throw new Error(`\`${text}\` is not a whole number from 0 to 999; write how many, as in \`2\``);
  return Number(text);
}

// src/inputs/reference.ts
var reference = {
  path: { default: ".", description: "The checkout, or a directory in it, inside of the workspace." },
  interval: {
    default: "1 day",
    description: "How often there is a new full build: `1 day`, `6h`, `1 week`, a number of seconds, or a cron expression such as `5 0 * * *`, in UTC and as in `on.schedule`: its last occurrence is the boundary. Several of them, the longest first, as in `1 week, 1 day`, are levels: the full build of a day is made on that of the week, and HEAD is built on that of the day."
  },
  offset: {
    default: "0",
    description: "Moves the boundaries of the interval, of all levels, which otherwise are multiples of it since 1970-01-01T00:00:00Z: `2h` for a day that starts at 02:00 UTC, `4 days` for a week that starts on Monday. Not with a cron expression."
  },
  date: {
    default: "",
    description: "Instead of an interval, any date that git takes, in UTC and relative to HEAD's commit time (in mode `full`, to now): `midnight`, `2 days ago`, `2026-01-31 06:00`. The full build is of the last commit at or before it."
  },
  start: {
    default: "checkout",
    description: "On a pull request, where the search for the commit of the full build starts. `checkout`: at the commit that is checked out, which GitHub merges onto the base branch, so that the full build is the base branch's. `pull-request-head`: at the last commit of the pull request's own branch, for one that lives long."
  },
  history: {
    default: "first-parent",
    description: "`first-parent`: the full build is of a commit that once was the tip of the branch. `all`: of any ancestor."
  },
  "fetch-timeout": {
    default: "10 minutes",
    description: "How long each fetch of history from the repository's server may take; then the job goes on without the full build."
  },
  installables: {
    default: "",
    description: "What to build, one per line, as given to `nix build`: `.#pkg`, `./sub#packages.x86_64-linux.pkg`. With `file`, attribute paths of that file. `.*` at the end, as in `.#checks.x86_64-linux.*`, stands for every derivation in there. Default: the flake's default package, or the whole of `file`."
  },
  file: { default: "", description: "A Nix file inside the workspace to build from, instead of a flake." },
  mode: {
    default: "",
    description: "`incremental`: build HEAD on top of the full build. `full`: build and push the full build that the next commits will use (for a nightly). `plan`: decide everything, build nothing. `verify`: build HEAD on top of the full build and plainly, and fail if anything differs (see docs/verify.md). Default: `full` on `schedule` and `workflow_dispatch`, else `incremental`."
  },
  revision: {
    default: "",
    description: "The commit of the full build, for those who want to name it. Overrides `interval` and `date`. Several, separated by spaces, are those of levels, the one that HEAD is built on first: each is made on the next."
  },
  branches: {
    default: "",
    description: "In modes `full` and `plan`: whose full builds are made, by patterns as in `on.push.branches`, one per line. Of each branch that matches and moved in the last three intervals, that of the last commit before the boundary of now. Default: the checked out branch only."
  },
  simulate: {
    default: "false",
    description: "`true`, in mode `plan`: instead of a plan, how many full builds several intervals would have taken, and how much each commit would have compiled, for the last 300 commits of the checked out branch, or for another number that is given here. Git alone is read. See docs/interval.md."
  },
  "fallback-intervals": {
    default: "0",
    description: "Where the full build is missing, how many intervals back to look for an older one in the cache to build on, instead of making it. Only in mode `incremental`."
  },
  cache: {
    default: "github",
    description: "Where full builds are kept: `github` (the GitHub Actions cache), a store URL (`https://\u2026`, `s3://\u2026`, `ssh-ng://\u2026`, `file:///\u2026`), `cachix:NAME`, `attic:NAME`, or `none`. Several, one per line: the first that has a full build gives it, and a new one is pushed to all."
  },
  "cache-write": {
    default: "auto",
    description: "`auto`: full builds are pushed unless the job runs for a fork, for Dependabot, or by an event that outsiders may have caused. `always`, `never`: regardless of that."
  },
  "signing-key": {
    default: "",
    description: "A secret key, made by `nix key generate-secret`, that what is pushed is signed with. Give it as a secret."
  },
  "trusted-public-keys": {
    default: "",
    description: "If given, one per line, full builds that come from a cache must be signed by one of these keys, or by one that Nix trusts anyway."
  },
  "cache-timeout": {
    default: "10 minutes",
    description: "How long restoring full builds from a cache, or pushing them, may take; then the run goes on without."
  },
  keep: {
    default: "",
    description: "How many full builds of each package, system and branch stay in the cache; older ones are removed, in mode `full`. For `github`, which needs the permission `actions: write`, and `file://`. Default: all."
  },
  "keep-days": {
    default: "",
    description: "How many days full builds stay in the cache, likewise. Default: for ever."
  },
  "nix-options": { default: "", description: "Nix settings for every call, one `name = value` per line." },
  strict: {
    default: "false",
    description: "`true`: fail where the action would otherwise warn and build without the optimisation."
  },
  "confirm-failures": {
    default: "auto",
    description: "Which failures of HEAD on top of full builds count only after HEAD was built without them. `auto`: all but errors that the compiler reports at lines of HEAD's sources. `always`: all. `never`: none; then an error of the action itself can fail the build."
  },
  summary: { default: "true", description: "`false`: no job summary." },
  annotations: {
    default: "all",
    description: "Which errors and warnings of compilers and Nix are shown at their lines: `all`, `errors`, or `none`. GitHub shows ten of each; those in files that changed come first."
  },
  comment: {
    default: "false",
    description: "`true`: on the event `pull_request`, show the summary in a comment on the pull request, which later runs update. Needs the permission `pull-requests: write`; jobs for forks do not have it, and then there is no comment."
  },
  "linux-builder": {
    default: "auto",
    description: "Builds for Linux on a machine that cannot: `auto` starts a Linux VM where something to be built, or needed for that, is for a Linux system that Nix has no machine for, as on macOS. `always`: starts it at once. `never`: no VM."
  },
  "linux-builder-system": {
    default: "",
    description: "What the VM of `linux-builder: always` builds for: `aarch64-linux` or `x86_64-linux`. Default: what the installables name, else, on macOS, its own processor's."
  },
  "linux-builder-package": {
    default: "",
    description: "The VM, as a flake with an attribute that is made as nixpkgs makes `darwin.linux-builder`. Default: that of nixpkgs 26.05 on Intel Macs, of the current unstable channel elsewhere."
  },
  "linux-builder-command": {
    default: "",
    description: "A line for bash that starts a VM or anything else with Nix and an ssh server in it, instead of the package. See docs/linux-builder.md for what it must do."
  },
  "linux-builder-cores": { default: "", description: "How many cores the VM has. Default: all." },
  "linux-builder-memory": {
    default: "",
    description: "Memory of the VM in GiB. Default: half of the machine, at most 16."
  },
  "linux-builder-disk": { default: "20", description: "How large the disk of the VM may become, in GiB." },
  "linux-builder-jobs": {
    default: "",
    description: "How many builds the VM does at once. Default: as many as it has cores."
  },
  "linux-builder-features": {
    default: "big-parallel,benchmark",
    description: "System features that the VM is given builds for, separated by commas. `kvm` only where virtual machines work inside of it."
  },
  "linux-builder-timeout": {
    default: "",
    description: "How long the VM may take to start, without its download. Default: 5 minutes, and 15 where it is emulated."
  },
  "linux-builder-acceleration": {
    default: "auto",
    description: "`auto`: macOS accelerates the VM where it can, Linux does not. `kvm`: Linux does, if /dev/kvm can be opened. `none`: it is emulated."
  },
  builders: {
    default: "",
    description: "Machines that are there already, one per line in the format of /etc/nix/machines. Then no VM is started."
  }
};

export {
  readBaseSettings,
  defaults,
  readLinuxBuilder,
  createReader,
  pathInside,
  settingsOf,
  reference,
  modes,
  readSettings
};
