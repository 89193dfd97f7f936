import { jest } from '@jest/globals'

// Real processes and builds: how long they take is the machine's affair. A limit only so that a hang ends.
jest.setTimeout(600_000)
