// Practice BasicPSF as a program of its own, so that a benchmark's peer does not share its thread:
// node main/practice/basicpsf-program.ts [--port N] [--accept-unknown] [--url-limit iis|nginx|apache|node] [--latency MS]
import { parseArgs } from 'node:util';
import { createPracticeBasicPsf } from './basicpsf.ts';
import type { UrlLimit } from './web-server-pages.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'accept-unknown': { type: 'boolean', default: false },
    'url-limit': { type: 'string' },
    latency: { type: 'string', default: '0' },
  },
});

const servers: readonly UrlLimit['server'][] = ['iis', 'nginx', 'apache', 'node'];
const server = servers.find((name) => name === values['url-limit']);
if (values['url-limit'] !== undefined && server === undefined) throw new Error(`--url-limit is one of ${servers.join(', ')}`);

const basicPsf = createPracticeBasicPsf({
  port: Number(values.port),
  unknownOrders: values['accept-unknown'] ? 'made-up' : 'refused',
});
basicPsf.knobs.latencyMs = Number(values.latency);
if (server) basicPsf.knobs.urlLimit = { server };
const { baseUrl } = await basicPsf.start();
process.stdout.write(`${baseUrl}\n`);
