// The Data API's sessions: a token per login, valid until logout or 15 minutes after the last call, and only so many at once.
import { randomBytes } from 'node:crypto';

/** Idle life of a token (API page, "Token lifetime"). */
export const SESSION_IDLE_MS = 15 * 60 * 1000;

/** One login. */
export interface PracticeSession {
  /** Counts up from 1, so that a ledger can tell sessions apart without knowing their tokens. */
  readonly id: number;
  readonly token: string;
  /** The database as the login spelt it: later calls must spell it the same way. */
  readonly database: string;
  lastUsedAt: number;
  /** Script calls under way on this token. */
  running: number;
}

/** The open sessions and how many there ever were. */
export interface Sessions {
  /** A new session, or null when the host is full. */
  readonly open: (database: string, maxSessions: number) => PracticeSession | null;
  /** The session of a token that is still valid; using it starts its 15 minutes anew. */
  readonly use: (token: string) => PracticeSession | null;
  /** Ends a session by logout; false when there was none. */
  readonly close: (token: string, database: string) => boolean;
  /** Ends a session as an administrator would, behind the client's back. */
  readonly kill: (token: string) => void;
  /** Ends all of them, as a restart does. */
  readonly killAll: () => void;
  readonly counts: () => { opened: number; closed: number; lost: number; open: number };
}

/** Creates the table of sessions over the given clock. */
export function createSessions(now: () => number): Sessions {
  const sessions = new Map<string, PracticeSession>();
  let opened = 0;
  let closed = 0;
  let lost = 0;

  function use(token: string): PracticeSession | null {
    const session = sessions.get(token);
    if (!session) return null;
    const at = now();
    if (at - session.lastUsedAt >= SESSION_IDLE_MS) {
      kill(token);
      return null;
    }
    session.lastUsedAt = at;
    return session;
  }

  function kill(token: string): void {
    if (sessions.delete(token)) lost += 1;
  }

  function expire(): void {
    const deadline = now() - SESSION_IDLE_MS;
    for (const session of sessions.values()) if (session.lastUsedAt <= deadline) kill(session.token);
  }

  return {
    open: (database, maxSessions) => {
      expire();
      if (sessions.size >= maxSessions) return null;
      opened += 1;
      const token = randomBytes(25).toString('hex');
      const session = { id: opened, token, database, lastUsedAt: now(), running: 0 };
      sessions.set(token, session);
      return session;
    },
    use,
    close: (token, database) => {
      if (use(token)?.database !== database) return false;
      sessions.delete(token);
      closed += 1;
      return true;
    },
    kill,
    killAll: () => {
      lost += sessions.size;
      sessions.clear();
    },
    counts: () => {
      expire();
      return { opened, closed, lost, open: sessions.size };
    },
  };
}
