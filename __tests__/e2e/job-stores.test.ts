import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runAction } from '../../testing/action.ts'
import { type Server, startNginx } from '../../testing/nginx.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { type SshServer, startSshd } from '../../testing/sshd.ts'

/** The whole job by each kind of store; `file://` and `github` have tests of their own. */
let scenario: Scenario
let nginx: Server
let sshd: SshServer
let head: string

beforeAll(async () => {
  scenario = createScenario({ modules: 3 })
  scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  head = scenario.sample.commit('head', '2026-01-02T05:00:00Z')
  const at = (name: string) => join(scenario.directory, name)
  nginx = await startNginx(at('servers'), at('www'))
  // The far side has the same store directory and everything else of its own.
  for (const name of ['conf', 'state', 'log', 'real']) mkdirSync(at(`remote/${name}`), { recursive: true })
  const uri = `local?store=${scenario.world.store}&real=${at('remote/real')}&state=${at('remote/state')}&log=${at('remote/log')}`
  const environment = Object.entries(scenario.world.env).map(([name, value]) => `${name}='${value}'`)
  sshd = await startSshd(at('servers'), `env ${environment.join(' ')} nix-daemon --stdio --store '${uri}'`)
})
afterAll(async () => {
  await Promise.all([nginx.stop(), sshd.stop()])
  scenario.dispose()
})

const stores: [string, () => { cache: string; env: Record<string, string> }][] = [
  ['http://', () => ({ cache: `http://127.0.0.1:${nginx.port}`, env: {} })],
  ['ssh-ng://', () => ({ cache: `ssh-ng://${sshd.target}`, env: { NIX_SSHOPTS: sshd.options } })],
]

it.each(stores)('%s: the first job pushes, the next restores', async (_, store) => {
  const { cache, env } = store()
  const job = async () => {
    scenario.world.wipeStore()
    const step = scenario.step(scenario.checkout(head), { inputs: { installables: '.#sample', cache }, env })
    const { main, post } = await runAction(step)
    expect([...main.errors, ...main.warnings, ...post.errors, ...post.warnings]).toEqual([])
    expect(main.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
    expect(scenario.leftovers()).toEqual([])
    return { hit: main.outputs['cache-hit'], pushed: post.log.includes('Pushed incremental-nix') }
  }
  expect(await job()).toEqual({ hit: 'false', pushed: true })
  expect(await job()).toEqual({ hit: 'true', pushed: false })
})

it('what lies on the web server is zstd', () => {
  const directory = join(scenario.directory, 'www/nar')
  const files = readdirSync(directory)
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter((name) => !name.endsWith('.nar.zst'))).toEqual([])
  expect(files.filter((name) => statSync(join(directory, name)).size === 0)).toEqual([])
})
