import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openCheckout } from '../../src/revision/checkout.ts'
import { parseDate } from '../../src/revision/date.ts'
import { type Commit, git, importCommits, truth } from '../../testing/git.ts'
import { createNixWorld, type NixWorld, removeReadOnly } from '../../testing/nix-world.ts'
import { hostGhc } from '../../testing/sample/project.mjs'

/** `truncate` of nix/default.nix: git's answers, without git's history in what is built of them. */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const hour = 3600
/** A Wednesday. */
const headTime = Date.parse('2026-01-14T15:30:00Z') / 1000
const count = 200
let directory: string
let world: NixWorld
let repository: string
let ids: readonly string[]

/** Two commits an hour along the branch, and topics that began long before they were merged. */
function commits(): readonly Commit[] {
  return Array.from({ length: count }, (_, n): Commit => {
    const time = headTime - Math.round(((count - 1 - n) * hour) / 2)
    const files = { 'sub/file': `${n}\n` }
    const merged = n >= 40 && n % 10 === 0
    return { parents: n === 0 ? [] : merged ? [n - 1, n - 31] : [n - 1], time, files }
  })
}

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'nix-truncate-')))
  world = createNixWorld(join(directory, 'nix'))
  repository = join(directory, 'repository')
  mkdirSync(repository)
  git(repository, ['init', '--quiet', '--initial-branch=main'])
  ids = importCommits(repository, commits())
  git(repository, ['reset', '--quiet', '--hard', ids.at(-1)!])
})
afterAll(() => removeReadOnly(directory))

async function evaluate(expression: string): Promise<unknown> {
  const library = `
    pkgs = import ${at('../../testing/package-set')} { ghc = { version = "${hostGhc().version}"; bin = "/"; }; };
    library = (import ${at('../../nix')} { }).configure { git = pkgs.gitMinimal; };
    revisions = map (arguments: (library.truncate ({ url = ${repository}; } // arguments)).rev);
    refused = map (arguments: !(builtins.tryEval (library.truncate ({ url = ${repository}; } // arguments))).success);`
  const { stdout } = await world.nix(
    ['eval', '--impure', '--json', '--expr', `let ${library} in ${expression}`],
    { env: { TZ: 'Pacific/Auckland' } },
  )
  return JSON.parse(stdout)
}

/** With a zone git does not guess at what a number may mean. */
const commitAt = (time: number) => truth(repository, 'HEAD', `@${time} +0000`, 'first-parent')
const midnight = Math.floor(headTime / 86_400) * 86_400

const string = (text: string) => JSON.stringify(text).replaceAll('$', '\\$')
const list = (values: readonly string[]) => `[ ${values.join(' ')} ]`

const dates = [
  '2 hours ago',
  '36 hours ago',
  '1 day ago',
  '2 days ago',
  'yesterday',
  'midnight',
  'noon yesterday',
  'yesterday 00:00',
  'last monday',
  'two days ago',
  'now',
  '1 year ago',
  'never',
  '2026-01-13',
  '2026-01-13 06:00',
  '2026-01-13T06:00:00Z',
  '2026-01-13T06:00:00+02:00',
  'Tue, 13 Jan 2026 06:00:00 +0000',
  'Jan 12 2026 10:00 PM',
  '13.1.2026 06:00',
  String(headTime - 7 * hour),
  `@${headTime - 7 * hour - 1}`,
  '@0 +0000',
]

it('takes the dates that git takes, relative to HEAD, and gives the commit that git gives', async () => {
  const expected = dates.map((date) => {
    const env = { TZ: 'UTC', GIT_TEST_DATE_NOW: String(headTime) }
    const found = git(repository, ['rev-list', '-1', '--first-parent', `--before=${date}`, 'HEAD'], '', env)
    return found || ids[0]
  })
  // As different as dates can be.
  expect(new Set(expected).size).toBeGreaterThan(12)
  const written = dates.map((date) => `{ date = ${string(date)}; }`)
  expect(await evaluate(`revisions ${list(written)}`)).toEqual(expected)
})

it('takes seconds since the epoch', async () => {
  const times = [headTime, headTime - 1, headTime - 5 * hour, headTime - 5 * hour - 1, 86_400, 0]
  const expected = times.map(commitAt)
  expect(await evaluate(`revisions ${list(times.map((time) => `{ date = ${time}; }`))}`)).toEqual(expected)
})

it('cuts time at multiples of an interval, a day by default', async () => {
  const intervals = [86_400, hour, 6 * hour, 7 * 86_400, 7 * hour + 1, 10 ** 12]
  const expected = [86_400, ...intervals].map((interval) =>
    commitAt(Math.floor(headTime / interval) * interval),
  )
  const written = intervals.map((interval) => `{ interval = ${interval}; }`)
  expect(await evaluate(`revisions ${list(['{ }', ...written])}`)).toEqual(expected)
})

it('refuses what is no date, as the action does', async () => {
  const wrong = ['banana', 'banana 3 days ago', 'last fryday', 'all', 'false', 'next week', '--exec=x', '']
  const impossible = [
    '2026-02-30 00:00',
    '2025-02-29',
    '2026-13-45',
    '2026-00-10',
    'midnight\n',
    'midnight\t',
    'ä',
  ]
  const written = [...wrong, ...impossible].map((date) => `{ date = ${string(date)}; }`)
  expect(await evaluate(`refused ${list(written)}`)).toEqual(written.map(() => true))
  const checkout = await openCheckout(repository)
  for (const date of [...wrong, ...impossible])
    await expect(parseDate(checkout, date, headTime)).rejects.toThrow('is not a date')
  for (const date of dates.filter((one) => one !== '@0 +0000'))
    await expect(parseDate(checkout, date, headTime)).resolves.toEqual(expect.any(Number))
})

it('starts at other commits', async () => {
  git(repository, ['tag', '--annotate', '--message', 'x', 'v1', ids[100]!])
  git(repository, ['branch', 'deep/er', ids[101]!])
  git(repository, ['pack-refs', '--all'])
  git(repository, ['branch', 'loose', ids[102]!])
  const starts = ['v1', 'refs/tags/v1', 'deep/er', 'heads/deep/er', 'loose', 'HEAD']
  const written = starts.map((ref) => `{ date = "now"; ref = "${ref}"; }`)
  expect(await evaluate(`revisions ${list([...written, `{ date = "now"; rev = "${ids[103]}"; }`])}`)).toEqual(
    [...[100, 100, 101, 101, 102].map((n) => ids[n]), ...[ids.at(-1), ids[103]]],
  )
  const absent = [
    '{ ref = "deep"; }',
    '{ ref = "er"; }',
    '{ ref = "nothing"; }',
    `{ rev = "${'1'.repeat(40)}"; }`,
  ]
  expect(await evaluate(`refused ${list(absent)}`)).toEqual(absent.map(() => true))
})

it('gives the source at that commit, and takes what fetchGit takes', async () => {
  const [file, below, name] = (await evaluate(`let
      source = library.truncate { url = ${repository}; date = "5 hours ago"; name = "turtle"; };
    in [
      (builtins.readFile "\${source}/sub/file")
      (builtins.readFile "\${library.truncate { url = ${repository}/sub; date = "5 hours ago"; }}/file")
      (baseNameOf source)
    ]`)) as string[]
  const expected = git(repository, ['show', `${commitAt(headTime - 5 * hour)}:sub/file`])
  expect([file, below]).toEqual([`${expected}\n`, `${expected}\n`])
  expect(name).toMatch(/-turtle$/)
})

describe('reads', () => {
  const clone = (name: string, ...options: string[]) => {
    const path = join(directory, name)
    git(directory, ['clone', '--quiet', ...options, `file://${repository}`, path])
    return path
  }
  const shapes: [string, () => string][] = [
    ['a packed clone', () => clone('packed')],
    ['a path as a text', () => JSON.stringify(clone('text'))],
    ['a file URL', () => JSON.stringify(`file://${clone('url')}`)],
    ['a URL as in flakes', () => JSON.stringify(`git+file://${clone('flake-url')}`)],
    ['a bare repository', () => clone('bare.git', '--bare')],
    ['a directory in it', () => join(clone('inner'), 'sub')],
    ['a shallow clone that has enough', () => clone('shallow', `--depth=${count - 1}`)],
    [
      'another work tree',
      () => {
        const path = join(directory, 'work-tree')
        git(clone('main'), ['worktree', 'add', '--quiet', '--detach', path])
        return path
      },
    ],
    [
      'a submodule',
      () => {
        const above = join(directory, 'above')
        git(directory, ['init', '--quiet', above])
        git(above, ['submodule', '--quiet', 'add', `file://${repository}`, 'below'])
        return join(above, 'below')
      },
    ],
    [
      'a path through a link',
      () => {
        execFileSync('ln', ['-s', clone('linked'), join(directory, 'link')])
        return join(directory, 'link')
      },
    ],
    [
      'a work tree with changes',
      () => {
        const path = clone('changed')
        writeFileSync(join(path, 'sub/file'), 'changed\n')
        return path
      },
    ],
  ]

  it.each(shapes)('%s', async (_, make) => {
    const expected = commitAt(midnight)
    expect(await evaluate(`revisions [ { url = ${make()}; } ]`)).toEqual([expected])
  })

  it('takes no configuration, which may hold a token, into the store', async () => {
    const path = clone('secret')
    git(path, ['config', 'http.extraheader', 'AUTHORIZATION: basic verysecret'])
    expect(await evaluate(`builtins.length (revisions [ { url = ${path}; } ])`)).toBe(1)
    const found = execFileSync('sh', ['-c', `grep -rl verysecret ${world.store} || true`], {
      encoding: 'utf8',
    })
    expect(found).toBe('')
  })
})

describe('refuses, without a failed evaluation that could not be caught,', () => {
  const shapes: [string, () => string][] = [
    [
      'a directory without history',
      () => {
        const path = join(directory, 'plain')
        cpSync(join(repository, 'sub'), path, { recursive: true })
        return path
      },
    ],
    [
      'a repository without commits',
      () => {
        const path = join(directory, 'empty')
        git(directory, ['init', '--quiet', path])
        return path
      },
    ],
    [
      'a history that is cut off',
      () => {
        const path = join(directory, 'cut')
        git(directory, ['clone', '--quiet', '--depth=3', `file://${repository}`, path])
        return path
      },
    ],
    [
      'a partial clone',
      () => {
        const path = join(directory, 'partial')
        git(repository, ['config', 'uploadpack.allowFilter', 'true'])
        git(directory, ['clone', '--quiet', '--filter=blob:none', `file://${repository}`, path])
        return path
      },
    ],
    [
      'a repository that borrows its objects',
      () => {
        const path = join(directory, 'borrowing')
        git(directory, ['clone', '--quiet', '--shared', repository, path])
        return path
      },
    ],
    [
      'commits with long names',
      () => {
        const path = join(directory, 'sha256')
        git(directory, ['init', '--quiet', '--object-format=sha256', path])
        git(path, ['commit', '--quiet', '--allow-empty', '--message', 'x'])
        return path
      },
    ],
    [
      'a damaged repository',
      () => {
        const path = join(directory, 'damaged')
        git(directory, ['clone', '--quiet', `file://${repository}`, path])
        rmSync(join(path, '.git/objects/pack'), { recursive: true })
        return path
      },
    ],
    ['another machine', () => '"https://example.org/x.git"'],
  ]

  it.each(shapes)('%s', async (_, make) => {
    expect(await evaluate(`refused [ { url = ${make()}; } ]`)).toEqual([true])
  })
})
