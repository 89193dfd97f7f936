import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ask } from '../../src/lib/ask.ts'
import { ProcessError, run, withhold } from '../../src/lib/process.ts'
import { openGit } from '../../src/revision/git.ts'
import { isRunning } from '../../testing/processes.ts'

const node = process.execPath

describe('run', () => {
  it('returns what the program printed', async () => {
    const { stdout, stderr } = await run(node, ['-e', 'console.log("out"); console.error("err")'])
    expect([stdout, stderr]).toEqual(['out', 'err'])
  })

  it('passes input, environment and arguments without a shell', async () => {
    const code = 'process.stdin.pipe(process.stdout); console.log(process.env.X, process.argv[1])'
    const { stdout } = await run(node, ['-e', code, '$(id) `id` ; "\''], { input: 'in', env: { X: '$HOME' } })
    expect(stdout).toBe('$HOME $(id) `id` ; "\'\nin')
  })

  it('hands over lines of standard error', async () => {
    const lines: string[] = []
    await run(node, ['-e', 'console.error("a\\nb")'], { onStderrLine: (line) => lines.push(line) })
    expect(lines).toEqual(['a', 'b'])
  })

  const failures: [string, string[], object, Partial<ProcessError>][] = [
    ['a missing program', [], {}, { reason: 'not-found' }],
    [
      'an exit code',
      ['-e', 'console.error("why"); process.exit(3)'],
      {},
      { reason: 'failed', exitCode: 3, stderr: 'why' },
    ],
    [
      'an exit code, by line',
      ['-e', 'console.error("why"); process.exit(3)'],
      { onStderrLine() {} },
      { reason: 'failed' },
    ],
    ['a time limit', ['-e', 'setInterval(() => {}, 1000)'], { timeoutSeconds: 0.3 }, { reason: 'timed-out' }],
  ]
  it.each(failures)('throws on %s', async (name, args, options, expected) => {
    const file = name === 'a missing program' ? 'no-such-program' : node
    const error = await run(file, args, options).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ProcessError)
    expect(error).toMatchObject(expected)
  })

  it('ends a child that is not wanted any more, and starts none', async () => {
    const unwanted = new AbortController()
    const { signal } = unwanted
    let pid = 0
    const running = run(node, ['-e', 'console.error(process.pid); setInterval(() => {}, 1000)'], {
      signal,
      onStderrLine(line) {
        pid = Number(line)
        unwanted.abort()
      },
    })
    await expect(running).rejects.toMatchObject({ reason: 'cancelled' })
    expect(isRunning(pid)).toBe(false)
    await expect(run('no-such-program', [], { signal })).rejects.toMatchObject({ reason: 'cancelled' })
  })

  it('ends the grandchildren with the child', async () => {
    const grandchild = 'setInterval(() => {}, 1000)'
    const code = `const c = require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}]); console.error(c.pid); setInterval(() => {}, 1000)`
    let pid = 0
    await run(node, ['-e', code], {
      timeoutSeconds: 0.5,
      onStderrLine: (line) => {
        pid = Number(line)
      },
    }).catch(() => {})
    expect(pid).toBeGreaterThan(0)
    while (isRunning(pid)) await setTimeout(20)
  })
})

describe('what is withheld', () => {
  beforeAll(() => {
    Object.assign(process.env, { CANARY: 'canary', BYSTANDER: 'bystander' })
    withhold((name) => name === 'CANARY')
  })
  afterAll(() => {
    withhold(() => false)
    delete process.env.CANARY
    delete process.env.BYSTANDER
  })
  const print = 'echo "<$CANARY><$BYSTANDER>"'

  it('no child gets', async () => {
    expect((await run('sh', ['-c', print])).stdout).toBe('<><bystander>')
    expect(await ask('sh', ['-c', print], 10)).toBe('<><bystander>')
  })

  it('nor git, whichever way it is started', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'process-test-'))
    const path = process.env.PATH
    try {
      writeFileSync(join(bin, 'git'), `#!/bin/sh\n${print}\n`, { mode: 0o755 })
      process.env.PATH = `${bin}:${path}`
      for (const network of [false, true])
        expect(await openGit(bin, { network }).text(['version'])).toBe('<><bystander>')
    } finally {
      process.env.PATH = path
      rmSync(bin, { recursive: true })
    }
  })

  it('but for what it is given by name', async () => {
    const { stdout } = await run('sh', ['-c', print], { env: { CANARY: process.env.CANARY } })
    expect(stdout).toBe('<canary><bystander>')
  })
})
