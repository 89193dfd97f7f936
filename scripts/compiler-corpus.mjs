import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { cases } from '../__tests__/fixtures/compiler/cases.mjs'
import { nixCases } from '../__tests__/fixtures/compiler/nix-cases.mjs'

/**
 * What compilers really say of the broken programs of __tests__/fixtures/compiler/cases.mjs.
 *
 *     node scripts/compiler-corpus.mjs [ROOT]
 *
 * writes it to __tests__/fixtures/compiler/{ghc,nix}-VERSION.json, by the GHC and the Nix on PATH, or by those in the root
 * directory of another system (made by debootstrap or mmdebstrap, with /proc mounted), which is entered with chroot.
 */

/** Replaces the directory that a program lies in. */
export const place = '/build/source'

function start(root, directory, line) {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', LANG: 'C.UTF-8', CC: 'gcc' }
  const shell = ['sh', '-c', `cd "${directory}" && { ${line}; } 2>&1`]
  const [file, ...args] = root === '' ? shell : ['chroot', root, ...shell]
  const { stdout, error } = spawnSync(file, args, { env, encoding: 'utf8', timeout: 120_000 })
  if (error) throw error
  return stdout
}

/** The version of the GHC in `root`, which is empty for this system. */
export function ghcVersion(root = '') {
  return start(root, '/', 'ghc --numeric-version').trim()
}

function nixVersion(root) {
  return /\d[\d.]+/.exec(start(root, '/', 'nix --version 2>/dev/null'))?.[0]
}

/** Runs `body` with a new directory of the system in `root`, once as seen from outside and once from inside of it. */
function withDirectory(root, body) {
  const base = mkdtempSync(join(root || '/', root === '' ? tmpdir() : 'tmp', 'corpus-'))
  try {
    return body(base, base.slice(root.length))
  } finally {
    // Nix makes directories of its store read-only.
    execFileSync('chmod', ['-R', 'u+w', base])
    rmSync(base, { recursive: true, force: true })
  }
}

function writeFiles(directory, files, edit = (text) => text) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), edit(text))
  }
}

/** What the GHC in `root` and its companions print, by case. Cases that it is too old for are left out. */
export function compileCases(root = '', names = Object.keys(cases)) {
  const version = ghcVersion(root)
  return withDirectory(root, (base, inside) => {
    const found = {}
    for (const name of names) {
      const { files, run, since, needs } = cases[name]
      if (since !== undefined && version.localeCompare(since, undefined, { numeric: true }) < 0) continue
      if (needs !== undefined && start(root, '/', `command -v ${needs}`) === '') continue
      writeFiles(join(base, name), files)
      const line = run ?? `ghc -v1 -Wall -isrc -outputdir out ${Object.keys(files)[0]}`
      found[name] = start(root, join(inside, name), line).replaceAll(join(inside, name), place).split('\n')
    }
    return found
  })
}

/** What the Nix in `root` prints, by case, as if its store were /nix/store. */
export function evaluateCases(root = '', names = Object.keys(nixCases)) {
  const system = process.arch === 'arm64' ? 'aarch64-linux' : 'x86_64-linux'
  return withDirectory(root, (base, inside) => {
    const variables = ['STORE', 'STATE', 'LOG', 'CONF'].map(
      (name) => `NIX_${name}_DIR="${inside}/${name.toLowerCase()}"`,
    )
    const settings =
      'experimental-features = nix-command flakes\nsandbox = false\nsubstituters =\nbuild-users-group ='
    writeFiles(base, { 'conf/nix.conf': `${settings}\n` })
    const found = {}
    for (const name of names) {
      const { files, run = 'nix build --dry-run --no-link .#a' } = nixCases[name]
      const directory = join(inside, 'cases', name)
      writeFiles(join(base, 'cases', name), files, (text) => text.replaceAll('SYSTEM', system))
      const prepare =
        'git init --quiet -b main && git add . && git -c user.name=a -c user.email=a@b commit -qm a'
      const line = `export ${variables.join(' ')} HOME="${inside}"; ${prepare} && ${run}`
      found[name] = start(root, directory, line)
        .replaceAll(directory, place)
        .replaceAll(join(inside, 'store'), '/nix/store')
        .split('\n')
    }
    return found
  })
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = process.argv[2] ?? ''
  const write = (name, found) => {
    const target = fileURLToPath(new URL(`../__tests__/fixtures/compiler/${name}.json`, import.meta.url))
    writeFileSync(target, `${JSON.stringify(found, null, 1)}\n`)
    execFileSync('npx', ['biome', 'format', '--write', target], { stdio: 'ignore' })
    console.log(target)
  }
  const nix = nixVersion(root)
  if (nix !== undefined) write(`nix-${nix}`, evaluateCases(root))
  if (process.argv[3] !== 'nix') write(`ghc-${ghcVersion(root)}`, compileCases(root))
}
