// A client of the Practice server that is not ours: bare node:http, one connection per request, nothing checked or retried.
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { expect } from 'vitest';
import type { BatchSummary } from '../../main/practice/booking-results-script.ts';
import type { BookingResultDraft } from '../../shared/booking-result.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export const DATABASE = '/fmi/data/vLatest/databases/BasicPSF_Test';
export const SCRIPT = `${DATABASE}/layouts/QC_Booking/script/CLIV%20Booking%20Results%20Batch`;
export const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The calls of the Data API, as anybody would make them. */
export interface PracticeClient {
  readonly ask: (asked: Asked) => Promise<Answer>;
  readonly login: (authorization?: string, database?: string) => Promise<Answer>;
  /** A login that answers with its token. */
  readonly signIn: () => Promise<string>;
  readonly logout: (token: string) => Promise<Answer>;
  readonly runScript: (token: string, bookingResults: readonly unknown[], script?: string) => Promise<Answer>;
}

/** A client of a port that may not be known yet. */
export function clientOf(port: () => number): PracticeClient {
  function ask({ method = 'GET', path, headers = {}, body }: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port: port(), method, path, headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
        response.on('error', reject);
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  function login(authorization = basic('practice', ''), database = DATABASE): Promise<Answer> {
    return ask({
      method: 'POST',
      path: `${database}/sessions`,
      headers: { ...JSON_TYPE, Authorization: authorization },
      body: '{}',
    });
  }

  async function signIn(): Promise<string> {
    return String((await login()).headers['x-fm-data-access-token']);
  }

  function logout(token: string): Promise<Answer> {
    return ask({ method: 'DELETE', path: `${DATABASE}/sessions/${token}`, headers: JSON_TYPE });
  }

  function runScript(token: string, bookingResults: readonly unknown[], script = SCRIPT): Promise<Answer> {
    return ask({ path: `${script}${paramOf(bookingResults)}`, headers: { ...JSON_TYPE, Authorization: `Bearer ${token}` } });
  }

  return { ask, login, signIn, logout, runScript };
}

/** An Authorization header with username and password. */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** One result, good unless told otherwise. */
export function result(
  internalOrderRef: string,
  bookingResult = 'Booked',
  bookingDate = '2025-04-28',
  inspectorName = 'Zhang Wei',
): BookingResultDraft {
  return { internalOrderRef, bookingResult, bookingDate, inspectorName };
}

/** The query of a script call. */
export function paramOf(bookingResults: readonly unknown[]): string {
  return `?script.param=${encodeURIComponent(JSON.stringify({ bookingResults }))}`;
}

/** The text that the script returned. */
export function scriptResultOf(answer: Answer): string {
  return (JSON.parse(answer.body) as { response: { scriptResult: string } }).response.scriptResult;
}

/** The text that the script returned, read as JSON. */
export function summaryOf(answer: Answer): BatchSummary {
  return JSON.parse(scriptResultOf(answer)) as BatchSummary;
}

/** FileMaker's own code. */
export function codeOf(answer: Answer): string | undefined {
  return (JSON.parse(answer.body) as { messages: { code: string }[] }).messages[0]?.code;
}

export function brokenBy(asked: Promise<Answer>): Promise<string> {
  return asked.then(
    (answer) => `answered ${answer.status}`,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}

/** A recorded or derived answer, by its file name. */
export function fixture(name: string): { status: number; content_type: string; body: string; headers: Record<string, string> } {
  return JSON.parse(readFileSync(new URL(`../fixtures/filemaker/${name}.json`, import.meta.url), 'utf8'));
}

/** Status, content type and every byte of the body are those of the fixture. */
export function expectFixture(answer: Answer, name: string): void {
  const { status, body, content_type } = fixture(name);
  expect({ status: answer.status, body: answer.body, type: answer.headers['content-type'] ?? '' }).toEqual({
    status,
    body,
    type: content_type,
  });
}
