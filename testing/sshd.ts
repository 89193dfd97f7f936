import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { run } from '../src/lib/process.ts'
import { freePort, type Server, serving } from './nginx.ts'

export interface SshServer extends Server {
  /** `user@host`, to be used with `options`. */
  readonly target: string
  /** For NIX_SSHOPTS. */
  readonly options: string
}

/** sshd with keys of its own, that runs `command` for whoever logs in as this user. */
export async function startSshd(directory: string, command: string): Promise<SshServer> {
  const at = (name: string) => join(directory, 'sshd', name)
  await mkdir(at(''), { recursive: true })
  // sshd insists on it when root starts it; it is Debian's service that makes it otherwise.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  for (const name of ['host', 'user']) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)])
  }
  const userKey = await readFile(at('user.pub'), 'utf8')
  await writeFile(at('authorized_keys'), `restrict,command="${command}" ${userKey}`, { mode: 0o600 })
  const port = await freePort()
  await writeFile(
    at('config'),
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${at('host')}
AuthorizedKeysFile ${at('authorized_keys')}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PerSourcePenalties no
`,
  )
  await writeFile(at('known_hosts'), `[127.0.0.1]:${port} ${await readFile(at('host.pub'), 'utf8')}`)
  const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', at('config')], { stdio: 'ignore' })
  const server = await serving(child, port)
  const options = [
    '-p',
    String(port),
    '-F',
    'none',
    '-i',
    at('user'),
    '-o',
    `UserKnownHostsFile=${at('known_hosts')}`,
  ]
  return { ...server, target: `${userInfo().username}@127.0.0.1`, options: options.join(' ') }
}
