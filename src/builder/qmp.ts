import { connect } from 'node:net'

/**
 * Asks QEMU over its monitor to end itself. Returns whether it was told; the process may still take a moment.
 * https://www.qemu.org/docs/master/interop/qmp-spec.html
 */
export async function quitQemu(socket: string, timeoutSeconds: number): Promise<boolean> {
  return new Promise((done) => {
    const connection = connect(socket)
    let told = false
    const finish = () => {
      connection.destroy()
      done(told)
    }
    connection.setTimeout(timeoutSeconds * 1000, finish)
    connection.once('error', finish)
    connection.once('close', finish)
    // The first thing it says is a greeting; then it wants its capabilities negotiated.
    connection.once('data', () => {
      connection.write('{"execute":"qmp_capabilities"}\n{"execute":"quit"}\n', () => {
        told = true
      })
    })
  })
}
