// BasicPSF and BRP in one server that says everything it was told again: request line, headers, body and what they mean, in
// whichever place of its answer the test turns to. What is secret in a request is noted as it passes.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { routeFrom } from '../../main/practice/basicpsf-routes.ts';
import { batchFromParam } from '../../main/practice/booking-results-script.ts';
import { stockholmTimestamp, stockholmToday } from '../../shared/stockholm-time.ts';

export type Stage = 'login' | 'layout' | 'script' | 'logout' | 'brp';

/** How the words of an answer are written. */
export const FORMS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  percent: (text) => encodeURIComponent(text),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  json: (text) => JSON.stringify(text),
  entities: (text) => [...text].map((char) => `&#${char.codePointAt(0)};`).join(''),
};

interface Said {
  readonly status: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Asked {
  /** Everything that came, as one text. */
  readonly words: string;
  readonly refs: readonly string[];
  readonly stage: Stage;
}

const message = (code: string, words: string, response: object = {}): string =>
  JSON.stringify({ messages: [{ code, message: words }], response });
const summary = (refs: readonly string[], status: string, error: string): string =>
  JSON.stringify({
    processed: refs.length,
    succeeded: status === 'OK' ? refs.length : 0,
    failed: status === 'OK' ? 0 : refs.length,
    results: refs.map((internalOrderRef) => ({ internalOrderRef, status, error })),
  });
const script = (scriptResult: string, rest: object = {}): string =>
  message('0', 'OK', { scriptResult, scriptError: '0', ...rest });
const page = (words: string): string => `<!DOCTYPE html><html><title>${words}</title><body>${words}</body></html>`;

/** Every place of an answer in which BasicPSF, or what stands before it, has words. */
export const PLACES: Readonly<Record<string, (asked: Asked) => Said>> = {
  'the message of FileMaker': ({ words }) => ({ status: 500, body: message('500', words) }),
  'the message of a refused request': ({ words }) => ({ status: 400, body: message('960', words) }),
  'the message of an unknown code': ({ words }) => ({ status: 404, body: message('1630', words) }),
  'the code of FileMaker': ({ words }) => ({ status: 500, body: message(words, words) }),
  'the message of a refused account': ({ words }) => ({ status: 401, body: message('212', words) }),
  'an HTML page': ({ words }) => ({ status: 403, type: 'text/html', body: page(words) }),
  'an HTML page with 200': ({ words }) => ({ status: 200, type: 'text/html', body: page(words) }),
  'an XML page': ({ words }) => ({ status: 500, type: 'application/xml', body: `<?xml version="1.0"?><fault>${words}</fault>` }),
  'plain text': ({ words }) => ({ status: 502, type: 'text/plain', body: words }),
  'a redirect': ({ words }) => ({
    status: 302,
    headers: { Location: `https://elsewhere.example/${encodeURIComponent(words)}` },
    body: words,
  }),
  'the host of a redirect': ({ words }) => ({
    status: 307,
    headers: { Location: `https://${Buffer.from(words).toString('hex').slice(0, 60)}.example/` },
    body: '',
  }),
  'a proxy': ({ words }) => ({
    status: 407,
    headers: { 'Proxy-Authenticate': `Basic realm="${encodeURIComponent(words)}"` },
    body: page(words),
  }),
  'the error of each order': ({ refs, words }) => ({ status: 200, body: script(summary(refs, 'Error', words)) }),
  'the error of an order that is not found': ({ refs, words }) => ({
    status: 200,
    body: script(summary(refs, 'Error', `Record not found: ${words}`)),
  }),
  'the status of each order': ({ refs, words }) => ({ status: 200, body: script(summary(refs, words, words)) }),
  'the name of an order': ({ words }) => ({ status: 200, body: script(summary([words], 'OK', '')) }),
  'the result of the script': ({ words }) => ({ status: 200, body: script(`? ${words}`) }),
  'the error of the script': ({ refs, words }) => ({
    status: 200,
    body: script(summary(refs, 'OK', ''), { scriptError: words }),
  }),
  'the description of the data': ({ refs, words }) => ({
    status: 200,
    body: script(summary(refs, 'OK', ''), { dataInfo: { database: words } }),
  }),
};

const error = (code: string, words: string): string =>
  JSON.stringify({ errors: { error: [{ code, message: words, debuginfo: words }] } });
const xml = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const date = stockholmToday(Date.now());
const at = (time: string) => ({ timestamp: stockholmTimestamp({ date, time }), datetime: `${date} ${time}`, date, time });
const booking = (words: string) => ({
  id: 12,
  order: { id: 487, number: words, preliminary: false },
  businessunit: { id: 11, name: words },
  start: at('15:00'),
  end: at('16:00'),
  product: { id: 23, name: words, number: '2301' },
  resources: { resource: [{ id: 7, name: words, type: words, isemployee: false }] },
  externalmessage: words,
  internalmessage: words,
  participants: { participant: [{ id: 22, personid: 23, firstname: words, lastname: words }] },
});

/** The same of BRP. */
export const BRP_PLACES: Readonly<Record<string, (asked: Asked) => Said>> = {
  'the errors as JSON': ({ words }) => ({ status: 400, body: error('1001', words) }),
  'the code as JSON': ({ words }) => ({ status: 403, body: error(words, 'no') }),
  'the errors as XML': ({ words }) => ({
    status: 400,
    type: 'application/xml',
    body: `<errors><error><code>1001</code><message>${xml(words)}</message><debuginfo>${xml(words)}</debuginfo></error></errors>`,
  }),
  'a page': ({ words }) => ({ status: 404, type: 'text/html', body: page(words) }),
  'a sign-in': ({ words }) => ({
    status: 401,
    headers: { 'WWW-Authenticate': `Basic realm="${encodeURIComponent(words)}"` },
    body: words,
  }),
  'a redirect': ({ words }) => ({ status: 302, headers: { Location: `/${encodeURIComponent(words)}` }, body: words }),
  'no list': ({ words }) => ({ status: 200, body: JSON.stringify({ said: words }) }),
  'the names of an answer': ({ words }) => ({ status: 200, body: JSON.stringify({ [words]: [words] }) }),
  'the texts of a booking': ({ words }) => ({
    status: 200,
    body: JSON.stringify({ servicebookings: { servicebooking: [booking(words)] } }),
  }),
};

export interface EchoServer {
  readonly baseUrl: string;
  /** Everything secret that was sent here or given out here. */
  readonly secrets: Set<string>;
  readonly turn: { stage: Stage | 'none'; place: (asked: Asked) => Said; form: (text: string) => string; zipped: boolean };
  readonly stop: () => Promise<void>;
}

/** Starts it on a port of its own, answering as it should. */
export async function startEcho(): Promise<EchoServer> {
  const secrets = new Set<string>();
  const turn: EchoServer['turn'] = {
    stage: 'none',
    place: () => ({ status: 500, body: '' }),
    form: (text) => text,
    zipped: false,
  };
  let sessions = 0;

  function note(request: IncomingMessage): string {
    const [scheme = '', credentials = ''] = (request.headers.authorization ?? '').split(' ');
    const account = scheme === 'Basic' ? Buffer.from(credentials, 'base64').toString() : '';
    const key = new URL(request.url ?? '/', 'http://x').searchParams.get('apikey') ?? '';
    for (const secret of [credentials, account.slice(account.indexOf(':') + 1), key]) if (secret !== '') secrets.add(secret);
    return `account ${account}, key ${key}, ${credentials}`;
  }

  function usual({ stage, refs }: Asked, token: string): Said {
    if (stage === 'brp')
      return { status: 200, body: JSON.stringify({ servicebookings: { servicebooking: [booking('as it was')] } }) };
    if (stage === 'login')
      return { status: 200, headers: { 'X-FM-Data-Access-Token': token }, body: message('0', 'OK', { token }) };
    return { status: 200, body: stage === 'script' ? script(summary(refs, 'OK', '')) : message('0', 'OK') };
  }

  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const route = routeFrom(request.method ?? '', request.url ?? '');
    const stage = (['login', 'layout', 'script', 'logout'] as const).find((kind) => kind === route.kind) ?? 'brp';
    sessions += 1;
    const token = `${sessions}-tok3n-${crypto.randomUUID()}`;
    if (stage === 'login') secrets.add(token);
    const meaning = note(request);
    const { rawHeaders, method, url } = request;
    const lines = rawHeaders.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
    const words = turn.form(`${meaning}\r\n${lines}${method} ${url} HTTP/1.1\r\n\r\n${body}`);
    const refs = (route.param === null ? [] : (batchFromParam(route.param) ?? [])).map(
      ({ internalOrderRef }) => internalOrderRef,
    );
    const asked: Asked = { words, refs, stage };
    const isTurned = stage === turn.stage;
    const said = isTurned ? turn.place(asked) : usual(asked, token);
    const sent = Buffer.from(said.body);
    // Words stand in the status and in headers of every answer, good ones too.
    const inHeader = encodeURIComponent(words).slice(0, 4000);
    response.writeHead(said.status, inHeader.slice(0, 1000), {
      'Content-Type': said.type ?? 'application/json',
      Server: inHeader,
      'X-Echo': inHeader,
      'Set-Cookie': `echo=${inHeader}`,
      ...(isTurned && turn.zipped ? { 'Content-Encoding': 'gzip' } : {}),
      ...said.headers,
    });
    response.end(isTurned && turn.zipped ? gzipSync(sent) : sent);
  }

  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets,
    turn,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
