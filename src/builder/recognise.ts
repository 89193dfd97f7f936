/** What is known of failures, by the words of the programs that fail. */

export interface Recognised {
  readonly why: string
  readonly remedy: string
}

interface VmRecognition extends Recognition {
  /** Another port may do. */
  readonly portTaken?: true
}

interface Recognition extends Recognised {
  readonly words: RegExp
}

/** In what the VM or its launch command prints. The first that fits counts. */
const inVmLog: readonly VmRecognition[] = [
  {
    words: /Could not set up host forwarding rule|Address already in use/i,
    why: 'its port was taken by another program',
    remedy: 'Run the job again; if it goes on, see what else on this machine starts VMs',
    portTaken: true,
  },
  {
    words: /No space left on device|Disk quota exceeded/i,
    why: 'the disk of this machine is full',
    remedy: 'Free some space before this step, or give the VM less by `linux-builder-disk`',
  },
  {
    words: /cannot set up guest memory|Cannot allocate memory|failed to allocate memory/i,
    why: 'this machine has too little memory for it',
    remedy: 'Lower `linux-builder-memory`',
  },
  {
    words: /KVM internal error|failed to initialize kvm|Could not access KVM|HV_(UNSUPPORTED|ERROR|DENIED)/i,
    why: 'the acceleration of VMs does not work on this machine',
    remedy: 'Set `linux-builder-acceleration: none`',
  },
  {
    words: /Kernel panic|not syncing/i,
    why: 'its kernel panicked',
    remedy: 'Run the job again; if it goes on, choose another `linux-builder-package`',
  },
  {
    words: /command not found|No such file or directory|not found/i,
    why: 'a program or file that it needs is not there',
    remedy: 'See that `linux-builder-command` names a program that an earlier step installed',
  },
]

/** In what ssh or Nix say when they try to reach the VM. */
const inProbe: readonly (Recognition & { readonly fatal: boolean })[] = [
  {
    words: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    why: 'it shows another host key than the one that was expected',
    remedy: 'The launch command must write the host key of its guest to `$KEYS/ssh_host_ed25519_key.pub`',
    fatal: true,
  },
  {
    words: /Permission denied/i,
    why: 'it does not accept the key of this job',
    remedy:
      'The launch command must authorise `$KEYS/builder_ed25519.pub` for the user `builder` of its guest',
    fatal: true,
  },
  {
    words: /nix-daemon: (command )?not found|nix-daemon: No such file/i,
    why: 'there is no Nix in it',
    remedy: 'See that `nix-daemon` is on the PATH of a non-interactive login there',
    fatal: true,
  },
  {
    words:
      /Nix daemon disconnected|Connection refused|Connection reset|Connection closed|timed out|did not finish/i,
    why: 'its ssh server or its Nix does not answer yet',
    remedy: 'Raise `linux-builder-timeout` if it is only slow',
    fatal: false,
  },
]

/** In the log of a build that the VM did. */
const inBuild: readonly Recognition[] = [
  {
    words: /No space left on device|database or disk is full/i,
    why: 'the disk of the Linux builder is full',
    remedy: 'Raise `linux-builder-disk`',
  },
  {
    words:
      /failed with exit code 137|due to signal 9 \(Killed\)|Cannot allocate memory|out of memory|memory exhausted|Killed$/im,
    why: 'the Linux builder ran out of memory',
    remedy: 'Raise `linux-builder-memory`, or lower `linux-builder-jobs`',
  },
]

/** A build that failed because of the way to the VM and not because of what was built. */
const lostConnection =
  /failed to start SSH connection|Failed to find a machine for remote build|Nix daemon disconnected unexpectedly|error: (unexpected end-of-file|cannot (connect|open connection) to|reading from file|writing to file: Broken pipe)|unexpected EOF|Timeout, server .* not responding|client_loop: send disconnect|Broken pipe/i

export function recogniseVmLog(log: string): (Recognised & { readonly portTaken?: true }) | undefined {
  return inVmLog.find(({ words }) => words.test(log))
}

export function recogniseProbe(text: string): (Recognised & { readonly fatal: boolean }) | undefined {
  return inProbe.find(({ words }) => words.test(text))
}

export function recogniseBuild(log: string): Recognised | undefined {
  return inBuild.find(({ words }) => words.test(log))
}

/** What Nix says of a machine that it cannot use. */
export function unusableMachine(text: string): string | undefined {
  return /cannot build on '[^']*': .*/.exec(text)?.[0]
}

export function isLostConnection(text: string): boolean {
  return lostConnection.test(text)
}
