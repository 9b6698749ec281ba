/** The address of the account that a new server begins with. Nobody gets mail there (rule H20). */
export const FIRST_ADDRESS = 'operator@samreferat.local'

/** Whether an address is made up: its user has not given their own yet. */
export function isMadeUp(email: string): boolean {
  return email.trim().toLowerCase().endsWith('@samreferat.local')
}
