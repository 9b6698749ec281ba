/** Where it is written what whoever runs the server should know. */
export interface Log {
  warn(detail: object, message: string): void
}
