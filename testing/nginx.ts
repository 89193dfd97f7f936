import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Servers for store tests. Each runs as this user, on a free port, with all of its files in one directory. */
export interface Server {
  readonly port: number
  stop(): Promise<void>
}

/** nginx as an HTTP binary cache that takes PUT below `root`. `locations` are more lines of its configuration. */
export async function startNginx(directory: string, root: string, locations = ''): Promise<Server> {
  const port = await freePort()
  const temporary = join(directory, 'nginx')
  await mkdir(temporary, { recursive: true })
  await mkdir(root, { recursive: true })
  // Started by root, nginx's workers are another user.
  await chmod(root, 0o777)
  const configuration = join(temporary, 'nginx.conf')
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${temporary}/${name};`,
  )
  await writeFile(
    configuration,
    `daemon off; master_process off; pid ${temporary}/pid; error_log ${temporary}/error.log;
events {}
http {
  access_log off; client_max_body_size 0; ${paths.join(' ')}
  server {
    listen 127.0.0.1:${port};
    root ${root};
    location / { dav_methods PUT; create_full_put_path on; }
    ${locations}
  }
}
`,
  )
  const child = spawn('nginx', ['-p', temporary, '-e', join(temporary, 'error.log'), '-c', configuration], {
    stdio: 'ignore',
  })
  return serving(child, port)
}

/** The server of `child`, once it takes connections. */
export async function serving(child: ChildProcess, port: number): Promise<Server> {
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  const end = performance.now() + 10_000
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > end) {
      await stop()
      throw new Error(`${child.spawnfile} does not listen on port ${port}`)
    }
    await sleep(20)
  }
  return { port, stop }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
