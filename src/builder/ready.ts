import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { BuilderError } from './error.ts'
import { type BuilderFolder, filesOf, readJson } from './folder.ts'
import { recogniseProbe, recogniseVmLog } from './recognise.ts'
import { type Address, pinHostKey } from './ssh.ts'
import { type Ended, endOf } from './vm.ts'

/** When a VM is ready: Nix itself answers through ssh, and trusts us. An open port proves nothing with QEMU. */

/** What Nix said of the VM's store, or why it could not be asked. */
export type Probe =
  | { readonly answered: true; readonly trusted: boolean | undefined }
  | { readonly answered: false; readonly said: string }

export interface Waiting {
  readonly folder: BuilderFolder
  readonly address: Address
  readonly limitSeconds: number
  readonly expectedSeconds: number
  /** Asks Nix once, within a time limit of its own. */
  readonly probe: () => Promise<Probe>
  readonly print: (line: string) => void
  /** Seconds between two lines that say that it still boots. */
  readonly heartbeatSeconds?: number
}

/** sshd puts clients in quarantine that try often, so a try is either patient or rare. */
const seconds = { watch: 0.25, banner: 30, refused: 0.5, probe: 2, heartbeat: 30 } as const
/** A guest may accept connections a moment before it has the key. */
const triesBeforeGivingUp = 3

/** Returns when the VM is ready, with the seconds that it took. Throws `BuilderError` if it will not be. */
export async function untilReady(waiting: Waiting): Promise<number> {
  const { folder, limitSeconds } = waiting
  const started = Date.now()
  const elapsed = () => (Date.now() - started) / 1000
  const stop = new AbortController()
  let lastSaid: string | undefined
  const heartbeat = setInterval(
    async () => waiting.print(await sayStillBooting(waiting, elapsed())),
    (waiting.heartbeatSeconds ?? seconds.heartbeat) * 1000,
  )
  const watch = async (): Promise<never> => {
    for (let round = 0; ; round++) {
      const end = round % 8 === 0 ? await endOf(folder) : await readJson<Ended>(filesOf(folder).ended)
      if (end !== undefined) throw await diedError(folder, end)
      if (elapsed() > limitSeconds) throw await slowError(waiting, lastSaid)
      await sleep(seconds.watch * 1000, undefined, { signal: stop.signal })
    }
  }
  try {
    await Promise.race([
      watch(),
      attempt(waiting, stop.signal, (said) => {
        lastSaid = said
      }),
    ])
    return elapsed()
  } finally {
    stop.abort()
    clearInterval(heartbeat)
  }
}

/** Tries until Nix answers. `tell` is told what every failed try said, for the error when time is up. */
async function attempt(waiting: Waiting, signal: AbortSignal, tell: (said: string) => void): Promise<void> {
  const { folder, address } = waiting
  let refusals = 0
  let pinned = false
  while (!signal.aborted) {
    if (!(await bannerFrom(address.port, signal))) {
      await sleep(seconds.refused * 1000, undefined, { signal })
      continue
    }
    try {
      pinned ||= await pinHostKey(folder, address)
    } catch (error) {
      throw new BuilderError(String((error as Error).message), 'See what the launch command writes there')
    }
    if (pinned) {
      const probe = await waiting.probe()
      if (probe.answered) {
        if (probe.trusted !== false) return
        throw new BuilderError(
          'Nix in it does not trust the user `builder`',
          'Its nix.conf needs `trusted-users = builder`',
        )
      }
      tell(probe.said)
      const known = recogniseProbe(probe.said)
      refusals = known?.fatal === true ? refusals + 1 : 0
      if (known !== undefined && refusals >= triesBeforeGivingUp)
        throw new BuilderError(`${known.why} (${probe.said})`, known.remedy)
    }
    await sleep(seconds.probe * 1000, undefined, { signal })
  }
}

/** Holds one connection until an ssh server says who it is. */
async function bannerFrom(port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((done) => {
    const connection = connect({ port, host: '127.0.0.1' })
    const finish = (answered: boolean) => {
      signal.removeEventListener('abort', abort)
      connection.destroy()
      done(answered)
    }
    const abort = () => finish(false)
    signal.addEventListener('abort', abort)
    connection.setTimeout(seconds.banner * 1000, abort)
    connection.once('error', abort)
    connection.once('close', abort)
    connection.once('data', (data) => finish(data.toString('latin1').startsWith('SSH-')))
  })
}

/** The last lines that the VM printed, on one line. */
export async function tailOf(folder: BuilderFolder, lines = 5): Promise<string> {
  const text = await readFile(filesOf(folder).log, 'utf8').catch(() => '')
  return text
    .slice(-20_000)
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '')
    .replace(/[^\P{Cc}\n]/gu, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-lines)
    .join(' | ')
    .slice(-1000)
}

async function diedError(folder: BuilderFolder, { exitCode }: Ended): Promise<BuilderError> {
  const known = recogniseVmLog(await readFile(filesOf(folder).log, 'utf8').catch(() => ''))
  const how = exitCode === null ? 'was ended by a signal' : `ended with exit code ${exitCode}`
  const why = known === undefined ? '' : `: ${known.why}`
  return new BuilderError(
    `it ${how} before it was ready${why}. It printed last: ${(await tailOf(folder)) || 'nothing'}`,
    known?.remedy ?? 'Its complete output is above',
  )
}

async function slowError(waiting: Waiting, said: string | undefined): Promise<BuilderError> {
  const known = said === undefined ? undefined : recogniseProbe(said)
  const state =
    said === undefined ? 'no ssh server answered' : `${known?.why ?? 'the last answer was'} (${said})`
  return new BuilderError(
    `it was not ready within ${Math.round(waiting.limitSeconds)} s: ${state}. It printed last: ${(await tailOf(waiting.folder)) || 'nothing'}`,
    known?.remedy ?? 'Raise `linux-builder-timeout` if it is only slow',
  )
}

async function sayStillBooting({ folder, expectedSeconds }: Waiting, elapsed: number): Promise<string> {
  const last = await tailOf(folder, 1)
  return `… ${Math.round(elapsed)} s, the Linux builder is booting (usually ${expectedSeconds} s)${last === '' ? '' : `: ${last}`}`
}
