import { keepShell, type WorkerScope } from './shell.ts'

declare const __FILES__: string[]
declare const __VERSION__: string

keepShell(self as unknown as WorkerScope, __VERSION__, __FILES__)
