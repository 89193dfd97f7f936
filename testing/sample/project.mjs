import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  cabalFile,
  leafNames,
  mainSource,
  moduleFile,
  moduleNames,
  moduleSource,
  testSource,
} from './haskell.mjs'
import { classic, client, flake, other, samplePackage, script } from './nix.mjs'

/** Plain JavaScript, since the demo runs it before anything is installed. Types: project.d.mts. */

const packageSet = fileURLToPath(new URL('../package-set', import.meta.url))

/** The GHC on PATH, as the package set wants it described. */
export function hostGhc() {
  const bin = (process.env.PATH ?? '').split(delimiter).find((entry) => existsSync(join(entry, 'ghc')))
  if (bin === undefined) throw new Error('ghc is not on PATH: run scripts/setup')
  const version = execFileSync(join(bin, 'ghc'), ['--numeric-version'], { encoding: 'utf8' }).trim()
  return { version, bin: realpathSync(bin) }
}

/** Writes the project into `directory`, a new git repository on branch `main`, and commits nothing yet. */
export function createSample(directory, options = {}) {
  const {
    modules = 8,
    optimization = 0,
    size = 6,
    pathsModule = false,
    tests = false,
    subdirectory = '',
    ghc = hostGhc(),
    objectFormat = 'sha1',
  } = options
  const root = join(directory, subdirectory)
  const names = moduleNames(modules)
  const leaves = leafNames(modules)
  let version = '0.1.0.0'

  const git = (args, env = {}) =>
    execFileSync('git', args, {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...isolation, ...identity, ...env },
    }).trim()

  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const edit = (path, change) => {
    const before = readFileSync(join(root, path), 'utf8')
    const after = change(before)
    if (after === before) throw new Error(`the edit of ${path} changed nothing`)
    write(path, after)
    return path
  }
  const writeVersion = () => {
    write('sample.cabal', cabalFile({ count: modules, version, optimization, pathsModule, tests }))
    write('package.nix', samplePackage(version, tests))
  }

  const sample = {
    directory,
    root,
    modules: names,
    leaves,
    git: (...args) => git(args),
    write,
    edit,

    commit(message, date) {
      git(['add', '--all'])
      git(['commit', '--quiet', '--allow-empty', '--message', message], dates(date))
      return git(['rev-parse', 'HEAD'])
    },
    merge(branch, date, message = `Merge ${branch}`) {
      git(['merge', '--quiet', '--no-ff', '--message', message, branch], dates(date))
      return git(['rev-parse', 'HEAD'])
    },
    branch(name, start = 'HEAD') {
      git(['switch', '--quiet', '--create', name, start])
    },
    checkout(revision) {
      git(['checkout', '--quiet', revision])
    },

    changeLeaf: (index = 0) => changeBody(leaves[index % leaves.length]),
    changeInterior: (index = 0) => changeBody(names[index % (names.length - leaves.length)]),
    changeInterface(index = 0) {
      const name = names[index % (names.length - leaves.length)]
      return edit(moduleFile(name), (text) =>
        text.replace(/\n {2}deriving/, `\n  | Kind${text.match(/Kind\d+/g)?.length}More\n  deriving`),
      )
    },
    bumpVersion(next) {
      version = next
      writeVersion()
    },
    addGhcOption(option) {
      edit('package.nix', (text) =>
        text.replace(/\n}\s*$/, `\n  configureFlags = [ "--ghc-option=${option}" ];\n}\n`),
      )
    },
    pretendGhc(claimed) {
      write('nixpkgs/ghc.json', `${JSON.stringify({ ...ghc, version: claimed })}\n`)
    },
  }

  function changeBody(name) {
    return edit(moduleFile(name), (text) =>
      text.replace(/seed = (\d+)/, (_, seed) => `seed = ${Number(seed) + 1000}`),
    )
  }

  mkdirSync(root, { recursive: true })
  git(['init', '--quiet', '--initial-branch=main', `--object-format=${objectFormat}`])
  cpSync(packageSet, join(root, 'nixpkgs'), { recursive: true })
  sample.pretendGhc(ghc.version)
  write('flake.nix', flake)
  write('default.nix', classic)
  write('README.md', '# Sample\n')
  names.forEach((name, index) => {
    write(moduleFile(name), moduleSource(index, size))
  })
  write('app/Main.hs', mainSource(modules))
  if (tests) write('test/Spec.hs', testSource(modules))
  writeVersion()
  for (const [path, text] of Object.entries({ ...other, ...client, ...script })) write(path, text)
  return sample
}

/** The user's own configuration (signing, hooks, templates) and a git that may be running us stay out of it. */
const isolation = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
}
const identity = {
  GIT_AUTHOR_NAME: 'Sample',
  GIT_AUTHOR_EMAIL: 'sample@example.org',
  GIT_COMMITTER_NAME: 'Sample',
  GIT_COMMITTER_EMAIL: 'sample@example.org',
}

function dates(date) {
  const seconds = Math.floor(new Date(date).getTime() / 1000)
  return { GIT_AUTHOR_DATE: `@${seconds} +0000`, GIT_COMMITTER_DATE: `@${seconds} +0000` }
}

const hour = 3_600_000
const day = 24 * hour

/**
 * Ten days of work that end on the day of `today`: a few commits a day, a side branch that is merged the day after it
 * began, and, not on the branch, the merge commit that GitHub makes of an open pull request (first parent: `main`).
 */
export function tenDaysOfHistory(sample, today) {
  const midnight = Math.floor(new Date(today).getTime() / day) * day
  const commits = []
  const add = (kind, date, revision) => commits.push({ kind, date: new Date(date), revision })

  const start = midnight - 9 * day
  add('initial', start + 9 * hour, sample.commit('A sample project', start + 9 * hour))
  for (let number = 1; number <= 9; number++) {
    const morning = start + number * day + 9 * hour
    if (number % 3 === 1) {
      sample.branch(`topic-${number}`)
      sample.changeInterior(number)
      // After the day's last commit on main: walking all parents would pick it once merged, the first parents not.
      sample.commit(`Topic ${number}`, morning + 6 * hour)
      sample.checkout('main')
    }
    if (number % 3 === 2) {
      add('merge', morning + hour, sample.merge(`topic-${number - 1}`, morning + hour))
    }
    sample.changeLeaf(number)
    add('leaf', morning + 2 * hour, sample.commit(`Leaf ${number}`, morning + 2 * hour))
    if (number % 4 === 0) {
      sample.changeInterface(number)
      add('interface', morning + 5 * hour, sample.commit(`Interface ${number}`, morning + 5 * hour))
    }
  }
  sample.changeLeaf(0)
  add('leaf', midnight + 15 * hour, sample.commit('One more leaf', midnight + 15 * hour))

  sample.branch('pull-request')
  sample.changeLeaf(1)
  const head = sample.commit('A pull request', midnight + 16 * hour)
  sample.checkout(commits.at(-1).revision)
  const merge = sample.merge('pull-request', midnight + 17 * hour)
  sample.git('branch', 'pull-request-merge', merge)
  sample.checkout('main')
  return { commits, pullRequest: { head, merge } }
}
