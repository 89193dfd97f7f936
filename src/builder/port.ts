import { createServer } from 'node:net'

/** The port of nixpkgs' builder, for those who look for it. */
const usualPort = 31022

/** The usual port if nobody listens there, else one that is free now. */
export async function choosePort(): Promise<number> {
  return (await listening(usualPort)) ?? (await listening(0)) ?? usualPort
}

/** The port if it could be listened on. */
async function listening(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : undefined))
    })
  })
}
