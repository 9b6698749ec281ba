import { writeFileSync } from 'node:fs'

/** A reporter that writes what failed, and nothing else, to the file that FAILURES names. */
export default class Failures {
  onTestRunEnd(modules, unhandled) {
    const failures = [
      ...unhandled.map((error) => said('Outside of any test', error)),
      ...modules.flatMap((module) => [
        ...module.errors().map((error) => said(module.relativeModuleId, error)),
        ...[...module.children.allTests('failed')].flatMap((test) =>
          (test.result().errors ?? []).map((error) =>
            said(`${module.relativeModuleId}: ${test.fullName}`, error),
          ),
        ),
      ]),
    ]
    writeFileSync(process.env.FAILURES, failures.join('\n\n'))
  }
}

function said(where, { stack, message }) {
  return `${where}\n${(stack || message).replace(/\n.*node_modules.*/g, '')}`
}
