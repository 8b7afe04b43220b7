// A program of its own that asks the keychain one harmless question. On Linux a locked keychain can hold up the thread
// that asks, and with it the end of the program; this one can be ended from outside.
import { probeKeychain } from './keychain.ts';

const answer = await probeKeychain(2 ** 31 - 1);
if (!answer.ok && answer.failure.kind === 'keychain-failed') process.stdout.write(answer.failure.words);
process.exit(answer.ok ? 0 : 1);
