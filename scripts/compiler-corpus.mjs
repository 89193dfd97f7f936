import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { cases } from '../__tests__/fixtures/compiler/cases.mjs'

/**
 * What compilers really say of the broken programs of __tests__/fixtures/compiler/cases.mjs.
 *
 *     node scripts/compiler-corpus.mjs [ROOT]
 *
 * writes it to __tests__/fixtures/compiler/ghc-VERSION.json, by the GHC on PATH, or by the one in the root directory of
 * another system (made by debootstrap or mmdebstrap, with /proc mounted), which is entered with chroot.
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

/** What the GHC in `root` and its companions print, by case. Cases that it is too old for are left out. */
export function compileCases(root = '', names = Object.keys(cases)) {
  const version = ghcVersion(root)
  const found = {}
  const base = mkdtempSync(join(root || '/', root === '' ? tmpdir() : 'tmp', 'corpus-'))
  try {
    for (const name of names) {
      const { files, run, since, needs } = cases[name]
      if (since !== undefined && version.localeCompare(since, undefined, { numeric: true }) < 0) continue
      const inside = base.slice(root.length)
      if (needs !== undefined && start(root, '/', `command -v ${needs}`) === '') continue
      const directory = join(base, name)
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true })
        writeFileSync(join(directory, path), text)
      }
      const line = run ?? `ghc -v1 -Wall -isrc -outputdir out ${Object.keys(files)[0]}`
      const output = start(root, join(inside, name), line)
      found[name] = output.replaceAll(join(inside, name), place).split('\n')
      rmSync(directory, { recursive: true })
    }
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
  return found
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = process.argv[2] ?? ''
  const target = fileURLToPath(
    new URL(`../__tests__/fixtures/compiler/ghc-${ghcVersion(root)}.json`, import.meta.url),
  )
  writeFileSync(target, `${JSON.stringify(compileCases(root), null, 1)}\n`)
  execFileSync('npx', ['biome', 'format', '--write', target], { stdio: 'ignore' })
  console.log(target)
}
