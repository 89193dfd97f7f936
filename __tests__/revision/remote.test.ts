import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { openCheckout, openHistory, RemoteError } from '../../src/revision/index.ts'
import {
  emptyOrigin,
  fingerprint,
  git,
  gitAsync,
  importCommits,
  origin,
  removeTemporaries,
  temporary,
  truth,
} from '../../testing/git.ts'
import { type GitServer, serveGit } from '../../testing/git-server.ts'

const token = 'ghs_0123456789abcdefghij'
const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
const authorization = `AUTHORIZATION: basic ${basic}`
const time = 1_700_000_000
const { directory: repository, ids } = origin(
  [0, 1, 2, 3].map((n) => ({
    parents: n === 0 ? [] : [n - 1],
    time: time + n * 1000,
    files: { file: `${n}` },
    ...(n === 3 ? { refs: ['refs/heads/main'] } : {}),
  })),
)

let guarded: GitServer
let open: GitServer
beforeAll(async () => {
  guarded = await serveGit(dirname(repository), `basic ${basic}`)
  open = await serveGit(dirname(repository))
})
afterAll(async () => {
  await guarded.close()
  await open.close()
  removeTemporaries()
})

/** A depth-1 clone whose remote is then said to be at `url`, with more configuration. */
function checkoutOf(url: string, configure: (directory: string) => void = () => {}): string {
  const directory = join(temporary(), 'checkout')
  git('/', ['clone', '--quiet', '--depth=1', `file://${repository}`, directory])
  git(directory, ['remote', 'set-url', 'origin', url])
  configure(directory)
  return directory
}

async function both(
  directory: string,
  access: { serverUrl: string; token?: string; timeoutSeconds?: number },
) {
  const scratch = temporary()
  const checkout = await openCheckout(directory)
  const wanted = { start: checkout.head, boundary: time + 1500, parents: 'first-parent' as const }
  const { revision } = await openHistory({ checkout, access, scratch }).truncate(wanted)
  return {
    revision,
    source: await openHistory({ checkout, access, scratch }).sourceRepository([checkout.head, revision]),
    scratch,
  }
}

const urlOf = (server: GitServer) => `${server.url}/origin.git`
const headerOf = (server: GitServer) => `http.${server.url}/.extraheader`

describe('credentials', () => {
  it('uses what actions/checkout v4 leaves in the configuration', async () => {
    const directory = checkoutOf(urlOf(guarded), (d) => git(d, ['config', headerOf(guarded), authorization]))
    expect(await both(directory, { serverUrl: guarded.url, token: 'another' })).toMatchObject({
      revision: ids[1],
    })
  })

  it('uses what actions/checkout v6 leaves in a file of its own', async () => {
    const file = join(temporary(), 'git-credentials.config')
    const directory = checkoutOf(urlOf(guarded), (d) => {
      git(d, ['config', '--file', file, headerOf(guarded), authorization])
      git(d, ['config', `includeIf.gitdir:${d}/.git.path`, file])
    })
    expect(await both(directory, { serverUrl: guarded.url })).toMatchObject({ revision: ids[1] })
  })

  it('uses a URL with a password, and shows it nowhere', async () => {
    const url = urlOf(guarded).replace('://', `://x-access-token:${token}@`)
    const server = await serveGit(dirname(repository), `Basic ${basic}`)
    try {
      const directory = checkoutOf(url.replace(guarded.url.slice(7), server.url.slice(7)))
      const { revision, source, scratch } = await both(directory, { serverUrl: server.url })
      expect(revision).toBe(ids[1])
      expect(git(source, ['config', 'remote.origin.url'])).toBe(urlOf(server))
      expectNoSecretBelow(scratch)
    } finally {
      await server.close()
    }
  })

  it('follows insteadOf', async () => {
    const directory = checkoutOf('gh:origin.git', (d) =>
      git(d, ['config', `url.${open.url}/.insteadOf`, 'gh:']),
    )
    expect(await both(directory, { serverUrl: open.url })).toMatchObject({ revision: ids[1] })
  })

  it('uses the token, which goes neither to a file nor to a command line', async () => {
    const watched = watchCommandLines()
    const { revision, source, scratch } = await both(checkoutOf(urlOf(guarded)), {
      serverUrl: guarded.url,
      token,
    })
    expect(revision).toBe(ids[1])
    expect(git(source, ['config', 'remote.origin.url'])).toBe(urlOf(guarded))
    expectNoSecretBelow(scratch)
    const lines = await watched()
    expect(lines).toContain('fetch')
    expect(lines).not.toContain(token)
    expect(lines).not.toContain(basic)
  })

  it('never sends the token to another server', async () => {
    const before = open.requests.length
    await both(checkoutOf(urlOf(open)), { serverUrl: guarded.url, token })
    expect(open.requests.length).toBeGreaterThan(before)
    expect(open.requests.filter((headers) => headers.authorization !== undefined)).toEqual([])
  })

  it.each([
    ['none', undefined],
    ['a wrong token', 'ghs_wrongwrongwrong'],
  ])('says what to do with %s', async (_, wrong) => {
    const error = await both(checkoutOf(urlOf(guarded)), {
      serverUrl: guarded.url,
      ...(wrong === undefined ? {} : { token: wrong }),
    }).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(RemoteError)
    const { message } = error as Error
    expect(message).toMatch(
      /^fetching history from .* failed \(.*\): .*persist-credentials.*github-token.*fetch-depth: 0/,
    )
    expect(message).not.toMatch(/\n|ghs_/)
    expect(message).not.toContain(Buffer.from(`x-access-token:${wrong}`).toString('base64'))
  })
})

describe('a remote that does not answer', () => {
  it('is given up after its time limit, with all processes', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const url = `http://127.0.0.1:${port}/r`
    const access = { serverUrl: 'https://git.example', timeoutSeconds: 1 }
    const error = await both(checkoutOf(url), access).catch((e: unknown) => e)
    expect(error).toMatchObject({ name: 'RemoteError', reason: 'timed-out' })
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(url)
    silent.close()
  })

  it.each([
    ['refuses connections', 'http://127.0.0.1:1/r'],
    ['is not there', 'file:///no/such/repository'],
    ['is no git server', 'http://u:secretsecret@127.0.0.1:1/r'],
  ])('and one that %s is a RemoteError', async (_, url) => {
    const error = await both(checkoutOf(url), { serverUrl: 'https://git.example' }).catch((e: unknown) => e)
    expect(error).toMatchObject({ name: 'RemoteError', reason: 'failed' })
    expect((error as Error).message).not.toMatch(/\n|secretsecret/)
  })
})

function expectNoSecretBelow(directory: string) {
  for (const path of Object.keys(fingerprint(directory))) {
    const content = (() => {
      try {
        return readFileSync(path)
      } catch {
        return Buffer.alloc(0)
      }
    })()
    expect(content.includes(token) || content.includes(basic)).toBe(false)
  }
}

/** Records the command lines of all processes until the returned function is called. */
function watchCommandLines(): () => Promise<string> {
  let lines = ''
  const timer = setInterval(() => {
    lines += execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  }, 15)
  return async () => {
    clearInterval(timer)
    return lines
  }
}

it('goes on where a server has no commit as new as that', async () => {
  const root = temporary()
  emptyOrigin(join(root, 'r.git'))
  // Gits before 2.43.1 take the year 2040 for one long ago or far away when they serve.
  const future = 2_208_988_800
  const numbers = [0, 1, 2, 3]
  const commits = importCommits(
    join(root, 'r.git'),
    numbers.map((n) => ({
      parents: n === 0 ? [] : [n - 1],
      time: future + n,
      ...(n === 3 ? { refs: ['refs/heads/main'] } : {}),
    })),
  )
  const server = await serveGit(root)
  try {
    const directory = join(temporary(), 'checkout')
    await gitAsync('/', ['clone', '--quiet', '--depth=1', `${server.url}/r.git`, directory])
    const checkout = await openCheckout(directory)
    const history = openHistory({ checkout, access: { serverUrl: '' }, scratch: temporary() })
    const wanted = { start: checkout.head, boundary: future + 1, parents: 'first-parent' as const }
    expect(await history.truncate(wanted)).toMatchObject({ revision: commits[1] })
  } finally {
    await server.close()
  }
})

// How long before the boundary the topics were ready that were merged after it, in days.
it.each([
  [0, 1],
  [13, 1],
  [50, 3],
  [300, 4],
  [1000, 5],
])(
  'passes many merges of topics that had rested for %d days, with %d fetches of a few requests',
  async (days, fetches) => {
    const root = temporary()
    const repository = join(root, 'r.git')
    emptyOrigin(repository)
    const day = 86_400
    const boundary = time + 10 * day
    const old = Array.from({ length: 10 }, (_, n) => ({
      parents: n === 0 ? [] : [n - 1],
      time: time + n * day,
    }))
    const merges = Array.from({ length: 300 }, (_, n) => [
      { parents: [9], time: boundary - days * day - n },
      { parents: [n === 0 ? 9 : 9 + 2 * n, 10 + 2 * n], time: boundary + 1 + n },
    ]).flat()
    const commits = importCommits(repository, [...old, ...merges])
    git(repository, ['update-ref', 'refs/heads/main', commits.at(-1)!])
    const server = await serveGit(root)
    try {
      const directory = join(temporary(), 'checkout')
      await gitAsync('/', ['clone', '--quiet', '--depth=1', `${server.url}/r.git`, directory])
      const checkout = await openCheckout(directory)
      for (const parents of ['first-parent', 'all'] as const) {
        const history = openHistory({ checkout, access: { serverUrl: '' }, scratch: temporary() })
        const before = server.requests.length
        expect(await history.truncate({ start: checkout.head, boundary, parents })).toMatchObject({
          revision: truth(repository, checkout.head, boundary, parents),
          fetches,
        })
        // What git asks first, and the fetch itself.
        expect(server.requests.length - before).toBeLessThanOrEqual(3 * fetches)
      }
    } finally {
      await server.close()
    }
  },
)

describe('a depth-1 checkout of 20,000 commits', () => {
  it('needs at most 3 fetches and 1 % of the bytes of the complete clone', async () => {
    const large = join(temporary(), 'large.git')
    emptyOrigin(large)
    // Twenty commits a day for a thousand days, with content that does not compress away.
    let state = 1
    const random = () => {
      state = (state * 48_271) % 2_147_483_647
      return state
    }
    const stream: string[] = []
    for (let n = 0; n < 20_000; n += 1) {
      const content = Array.from({ length: 12 }, () => random().toString(36)).join('\n')
      stream.push(
        `commit refs/heads/main\ncommitter A <a@example.com> ${time + n * 4320} +0000\ndata 1\nx`,
        `M 100644 inline d${random() % 20}/f${random() % 20}\ndata ${content.length}\n${content}\n`,
      )
    }
    git(large, ['fast-import', '--quiet'], stream.join('\n'))
    const server = await serveGit(dirname(large))
    try {
      await gitAsync('/', [
        'clone',
        '--quiet',
        '--bare',
        `${server.url}/large.git`,
        join(temporary(), 'complete'),
      ])
      const complete = server.takeBytes()
      const directory = join(temporary(), 'checkout')
      await gitAsync('/', ['clone', '--quiet', '--depth=1', `${server.url}/large.git`, directory])
      const depthOne = server.takeBytes()
      const checkout = await openCheckout(directory)
      const boundary = checkout.headTime - (checkout.headTime % 86_400)
      const scratch = temporary()
      const access = { serverUrl: server.url }
      for (const history of ['first-parent', 'all'] as const) {
        const wanted = { start: checkout.head, boundary, parents: history }
        const { revision, fetches } = await openHistory({ checkout, access, scratch: temporary() }).truncate(
          wanted,
        )
        expect(revision).toBe(git(large, ['rev-list', '-1', `--before=${boundary}`, 'main']))
        expect(fetches).toBeLessThanOrEqual(3)
        const walked = server.takeBytes()
        expect(walked / complete).toBeLessThan(0.01)
        process.stdout.write(`20,000 commits: clone ${complete} B, walk ${walked} B in ${fetches} fetches\n`)
        if (history === 'all') continue
        // The base differs from HEAD in a few files, and no more than these need come.
        await openHistory({ checkout, access, scratch }).sourceRepository([checkout.head, revision])
        const base = server.takeBytes()
        process.stdout.write(`20,000 commits: depth-1 clone ${depthOne} B, base on top ${base} B\n`)
        expect(base).toBeLessThan(depthOne)
      }
    } finally {
      await server.close()
    }
  }, 60_000)
})
