/** Where the relay's own few sentences go. They never hold names, secrets, chat or addresses. */

export type Log = (level: 'info' | 'warn' | 'error', message: string, cause?: unknown) => void;

/** Problems only; to standard error. */
export const warnings: Log = (level, message, cause) => {
  if (level === 'info') return;
  const line = `stream-room-relay: ${message}`;
  if (cause === undefined) console.error(line);
  else console.error(line, cause);
};
