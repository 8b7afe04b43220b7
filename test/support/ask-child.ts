// Asks one address, with the variables and options that it was started with, and prints what came of it.
import { connect } from '../../main/base/http.ts';
import { refusedVariables } from '../../main/base/surroundings.ts';

const connection = connect(process.argv[2] ?? '');
const answered = await connection.request({ method: 'GET', path: '/', headers: {}, timeoutMs: 60_000 });
connection.close();
const came = answered.ok ? answered.value.text : 'why' in answered.failure ? answered.failure.why : answered.failure.kind;
console.log(JSON.stringify({ came, told: refusedVariables().map(({ name }) => name) }));
