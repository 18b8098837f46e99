/** Reports keep time to the minute: enough for the legal clocks, too little to find the chat of the same moment. */
export function toMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000);
}
