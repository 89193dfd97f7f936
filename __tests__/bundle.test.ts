import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

// What a runner has to load before a program of the action does anything: bundled packages are known by esbuild's comments.

const root = fileURLToPath(new URL('../', import.meta.url))
const built = mkdtempSync(join(tmpdir(), 'incremental-nix-bundle-'))
beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs', built], { cwd: root })
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

const textOf = (file: string) => readFileSync(join(built, file), 'utf8')

/** A file of the bundle with all that it imports at once. */
function loadedWith(entry: string): ReadonlySet<string> {
  const found = new Set([entry])
  for (const file of found) {
    for (const [, name = ''] of textOf(file).matchAll(/^(?:import|\} from) ?(?:.* from )?"(\.[^"]+)";$/gm))
      found.add(normalize(join(dirname(file), name)))
  }
  return found
}

const packagesIn = (files: Iterable<string>) =>
  new Set(
    [...files].flatMap((file) =>
      [...textOf(file).matchAll(/^\s*\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
        ([, name = '']) => name,
      ),
    ),
  )

const heavy = ['@actions/cache', '@actions/github', '@actions/http-client', '@azure/storage-blob', 'undici']

it('has the clients of caches and of GitHub in it', () => {
  const all = ['main.js', 'cache/github-worker.js'].flatMap((entry) => [...loadedWith(entry)])
  const later = [...textOf('main.js').matchAll(/import\("(\.[^"]+)"\)/g)].map(([, name = '']) => name)
  expect([...packagesIn([...all, ...later.flatMap((name) => [...loadedWith(normalize(name))])])]).toEqual(
    expect.arrayContaining(heavy),
  )
})

it.each(['main.js', 'post.js', 'truncate-main.js', 'linux-builder-main.js', 'linux-builder-post.js'])(
  'loads none of them to start %s',
  (entry) => {
    const packages = packagesIn(loadedWith(entry))
    expect(packages).toContain('@actions/core')
    expect(heavy.filter((name) => packages.has(name))).toEqual([])
  },
)

it('loads nothing else for a post step that has nothing to do', () => {
  expect([...packagesIn(loadedWith('post.js'))]).toEqual(['@actions/core'])
})

it('loads nothing of GitHub’s to start on a terminal', () => {
  const packages = [...packagesIn(loadedWith('cli.js'))]
  expect(packages.filter((name) => name.startsWith('@actions/') || heavy.includes(name))).toEqual([])
})
