// What the web server in front of FileMaker answers by itself: HTML, never FileMaker's JSON.
// Bodies of stock nginx 1.22, Apache 2.4 and Node; IIS by the text of its generic and its detailed page.
import type { Answer } from './filemaker-answers.ts';

const NGINX = { 'Content-Type': 'text/html', Server: 'nginx/1.22.1' };
const APACHE = { 'Content-Type': 'text/html; charset=iso-8859-1', Server: 'Apache/2.4.71 (Debian)' };
const IIS = { 'Content-Type': 'text/html', Server: 'Microsoft-IIS/10.0' };
const CLOSE = { Connection: 'close' };

function nginxPage(status: number, title: string): Answer {
  const body = [
    '<html>',
    `<head><title>${status} ${title}</title></head>`,
    '<body>',
    `<center><h1>${status} ${title}</h1></center>`,
    '<hr><center>nginx/1.22.1</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
  return { status, headers: { ...NGINX, ...CLOSE }, body };
}

function apachePage(status: number, reason: string, title: string, text: string): Answer {
  const body = [
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">',
    '<html><head>',
    `<title>${status} ${reason}</title>`,
    '</head><body>',
    `<h1>${title}</h1>`,
    text,
    '</body></html>',
    '',
  ].join('\n');
  return { status, headers: { ...APACHE, ...CLOSE }, body };
}

const IIS_GENERIC = `<!DOCTYPE html>
<html><head><title>404 - File or directory not found.</title></head>
<body><h1>Server Error</h1>
<h2>404 - File or directory not found.</h2>
<h3>The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable.</h3>
</body></html>
`;

const IIS_DETAILED =
  '<h3>HTTP Error 404.15 - Not Found</h3>' +
  '<h4>The request filtering module is configured to deny a request where the query string is too long.</h4>';

/** Every page by name: the server that writes it, and its status. */
export const WEB_SERVER_PAGES = {
  'iis-404': { status: 404, headers: IIS, body: IIS_GENERIC },
  'iis-404-detailed': { status: 404, headers: IIS, body: IIS_DETAILED },
  'nginx-414': nginxPage(414, 'Request-URI Too Large'),
  'apache-414': apachePage(
    414,
    'Request-URI Too Long',
    'Request-URI Too Long',
    "<p>The requested URL's length exceeds the capacity\nlimit for this server.<br />\n</p>",
  ),
  'node-431': { status: 431, headers: CLOSE, body: '' },
  'nginx-429': nginxPage(429, 'Too Many Requests'),
  'nginx-502': nginxPage(502, 'Bad Gateway'),
  'nginx-504': nginxPage(504, 'Gateway Time-out'),
  'apache-503': apachePage(
    503,
    'Service Unavailable',
    'Service Unavailable',
    '<p>The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\n' +
      'problems. Please try again later.</p>',
  ),
  'apache-502': apachePage(
    502,
    'Proxy Error',
    'Proxy Error',
    '<p>The proxy server received an invalid\r\nresponse from an upstream server.<br />\r\n' +
      'The proxy server could not handle the request<p>Reason: <strong>Error reading from remote server</strong></p></p>',
  ),
  'nginx-404': nginxPage(404, 'Not Found'),
  'nginx-405': nginxPage(405, 'Not Allowed'),
  // A hotel's or an office's sign-in page, which answers every address with 200.
  'sign-in-200': {
    status: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><form></form></body></html>',
  },
} as const satisfies Record<string, Answer>;

export type WebServerPage = keyof typeof WEB_SERVER_PAGES;

/** What limits the length of a URL. IIS counts the query, nginx, Apache and Node the whole target. */
export interface UrlLimit {
  readonly server: 'iis' | 'nginx' | 'apache' | 'node';
  /** Longest accepted length in bytes; the server's own default when left out. */
  readonly maxBytes?: number;
}

const LIMITS: Readonly<Record<UrlLimit['server'], { maxBytes: number; page: WebServerPage }>> = {
  iis: { maxBytes: 2048, page: 'iis-404' },
  nginx: { maxBytes: 8177, page: 'nginx-414' },
  apache: { maxBytes: 8178, page: 'apache-414' },
  node: { maxBytes: 16_283, page: 'node-431' },
};

/** The page that a too long request target gets, or null when it fits. */
export function pageForLongUrl(limit: UrlLimit, target: string): Answer | null {
  const { maxBytes, page } = LIMITS[limit.server];
  const query = target.indexOf('?');
  const counted = limit.server !== 'iis' ? target.length : query < 0 ? 0 : target.length - query - 1;
  return counted > (limit.maxBytes ?? maxBytes) ? WEB_SERVER_PAGES[page] : null;
}
