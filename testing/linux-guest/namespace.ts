import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/**
 * testing/linux-guest/namespace.ts: a Linux builder without QEMU, ready in half a second: namespaces of this machine's own
 * kernel, with a root, a store, an sshd and a Nix daemon of their own, which says that it is an aarch64-linux one. It keeps
 * the same contract as testing/linux-guest/qemu, and has the faults that the tests ask for. Needs root.
 *
 * GUEST_RECORD: a file that gets a line of process id and port for each launch.
 * GUEST_FAULT: what goes wrong; several, separated by spaces, are for the first, second, … launch, by the lines of that
 * file, the last one for all later ones.
 * GUEST_HOST_KEY: a private host key for it, instead of a new one.
 * GUEST_SHARE: directories of this machine that the guest sees too. GUEST_STORE_SIZE: of its store, as in `8m`.
 */
const faults = [
  'none',
  /** Ends at once, with that exit code. */
  'exit-0',
  'exit-1',
  /** As if another program had taken the port. */
  'port-taken',
  /** Ends while it boots. */
  'dies-booting',
  /** Connections are accepted, as QEMU does from the start, and nobody answers. */
  'no-ssh',
  'wrong-host-key',
  'no-host-key',
  'key-not-authorised',
  'user-not-trusted',
  /** Takes three seconds longer. */
  'slow',
  /** Ignores QMP and SIGTERM. */
  'stubborn',
] as const
type Fault = (typeof faults)[number]

const port = Number(process.env.LINUX_BUILDER_PORT ?? 31022)
const fault = faultOfThisLaunch()

function faultOfThisLaunch(): Fault {
  const record = process.env.GUEST_RECORD
  const earlier = record === undefined || !existsSync(record) ? '' : readFileSync(record, 'utf8')
  if (record !== undefined) appendFileSync(record, `${process.pid} ${port}\n`)
  const wanted = (process.env.GUEST_FAULT || 'none').split(' ')
  const name = wanted[Math.min(earlier.split('\n').length, wanted.length) - 1]
  const known = faults.find((one) => one === name)
  if (known === undefined) throw new Error(`GUEST_FAULT: ${name} is not one of ${faults.join(', ')}`)
  return known
}

const say = (text: string) => process.stdout.write(`${text}\n`)
if (fault === 'exit-0' || fault === 'exit-1') {
  say('guest: cannot start')
  process.exit(fault === 'exit-0' ? 0 : 1)
}

const keys = resolve(process.env.KEYS ?? 'keys')
const options = (process.env.QEMU_OPTS ?? '').split(' ')
const option = (name: string): string | undefined => {
  const at = options.indexOf(name)
  return at < 0 ? undefined : options[at + 1]
}

function makeSeed(sshPort: number): string {
  const seed = mkdtempSync(resolve('seed-'))
  const hostKey = join(seed, 'ssh_host_ed25519_key')
  const given = process.env.GUEST_HOST_KEY
  if (given !== undefined) {
    for (const end of ['', '.pub']) copyFileSync(`${given}${end}`, `${hostKey}${end}`)
  }
  for (const path of given === undefined ? [hostKey, join(seed, 'other')] : [join(seed, 'other')])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'linux-builder', '-f', path])
  copyFileSync(join(keys, 'builder_ed25519.pub'), join(seed, 'authorized_keys'))
  const settings = {
    store: process.env.NIX_STORE_DIR ?? '/nix/store',
    system: process.env.LINUX_BUILDER_SYSTEM ?? 'aarch64-linux',
    port: String(sshPort),
    size: process.env.GUEST_STORE_SIZE ?? '',
    share: process.env.GUEST_SHARE ?? '',
    fault,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`)
  writeFileSync(join(seed, 'settings'), lines.join(''))
  mkdirSync(keys, { recursive: true })
  const published = fault === 'wrong-host-key' ? join(seed, 'other.pub') : `${hostKey}.pub`
  if (fault !== 'no-host-key') copyFileSync(published, join(keys, 'ssh_host_ed25519_key.pub'))
  return seed
}

const listen = (server: Server, at: number | string) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail)
    if (typeof at === 'number') server.listen(at, '127.0.0.1', done)
    else server.listen(at, done)
  })

async function freePort(): Promise<number> {
  const server = createServer()
  await listen(server, 0)
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Forwards a connection to the guest's sshd. Before that listens, the connection just waits, as with QEMU. */
async function forward(client: Socket, sshPort: number): Promise<void> {
  client.on('error', () => client.destroy())
  while (!client.destroyed) {
    const reached = await new Promise<boolean>((done) => {
      const guest = connect(sshPort, '127.0.0.1')
      guest.once('connect', () => {
        client.pipe(guest).pipe(client)
        client.once('close', () => guest.destroy())
        guest.once('close', () => client.destroy())
        done(true)
      })
      guest.on('error', () => done(false))
    })
    if (reached) return
    await sleep(50)
  }
}

/** QEMU's monitor, as far as it takes to end a VM. */
function monitor(commands: Readonly<Record<string, () => void>>): Server {
  return createServer((client) => {
    client.on('error', () => client.destroy())
    client.write('{"QMP": {"version": {}, "capabilities": []}}\n')
    client.on('data', (data) => {
      for (const line of data.toString('utf8').split('\n').filter(Boolean)) {
        client.write('{"return": {}}\n')
        commands[JSON.parse(line).execute]?.()
      }
    })
  })
}

const sshPort = await freePort()
const seed = makeSeed(sshPort)
const proxy = createServer((client) => void forward(client, sshPort))
try {
  if (fault === 'port-taken') throw new Error(fault)
  await listen(proxy, port)
} catch {
  say(`guest: Could not set up host forwarding rule 'tcp:127.0.0.1:${port}-:22'`)
  process.exit(1)
}
writeFileSync(process.env.NIX_DISK_IMAGE ?? 'nixos.qcow2', '')
const pidFile = option('-pidfile')
if (pidFile !== undefined) writeFileSync(pidFile, `${process.pid}\n`)
say('guest: booting')
if (fault === 'slow') await sleep(3000)
if (fault === 'dies-booting') {
  await sleep(300)
  say('guest: Kernel panic - not syncing: Attempted to kill init!')
  process.exit(0)
}

const init = fileURLToPath(new URL('namespace-init', import.meta.url))
const guest = spawn(
  'unshare',
  ['--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child=KILL', 'bash', init, seed],
  { stdio: ['ignore', 'inherit', 'inherit'] },
)
const end = (code: number) => {
  guest.kill('SIGKILL')
  process.exit(code)
}
guest.once('exit', (code) => end(code ?? 1))
if (fault === 'stubborn') process.on('SIGTERM', () => say('guest: SIGTERM is ignored'))
else process.on('SIGTERM', () => end(143))
const socket = option('-qmp')?.match(/^unix:([^,]+)/)?.[1]
if (socket !== undefined) {
  const quit = () => (fault === 'stubborn' ? say('guest: quit is ignored') : end(0))
  await listen(monitor({ quit, system_powerdown: quit }), socket)
}
