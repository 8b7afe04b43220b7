// Why no secure connection came about, and what a proxy or a sign-in ran into, in a coordinator's words.
import type { Failure } from './failure.ts';
import { duration, quoted, said } from './phrases.ts';

/** Codes of OpenSSL's verification and of Node's TLS. */
const TLS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed, so nobody vouches for it',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an issuer that this computer does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an issuer that this computer does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an issuer that this computer does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an issuer that this computer does not know',
  CERT_UNTRUSTED: 'its certificate comes from an issuer that this computer does not know',
  INVALID_CA: 'its certificate comes from an issuer that may not issue any',
  CERT_HAS_EXPIRED: 'its certificate has expired, or the clock of this computer is wrong',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet, or the clock of this computer is wrong',
  CERT_REVOKED: 'its certificate was revoked',
  CERT_REJECTED: 'its certificate was rejected',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another host name',
  HOSTNAME_MISMATCH: 'its certificate belongs to another host name',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'its certificate has a host name that cannot be read',
  CERT_CHAIN_TOO_LONG: 'its certificate has too long a chain of issuers',
  CERT_SIGNATURE_FAILURE: 'its certificate has a wrong signature',
  EPROTO: 'it does not speak a secure protocol that this program knows',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak a secure protocol at this port',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it does not speak a secure protocol that this program knows',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it does not speak a secure protocol that this program knows',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'the secure connection took too long to begin',
};

/** Why there is no secure connection; a code without words of its own is told as it is. */
export function tlsReason(code: string): string {
  const words = TLS[code] ?? '';
  if (words !== '') return `: ${words}`;
  // Words of another kind than a code are told as somebody's words.
  return /^[A-Z][A-Z0-9_]+$/.test(code) ? `: its certificate or its protocol was not accepted (${code})` : said(code);
}

/** Somebody between this computer and BasicPSF did not let us through. */
export function turnedAwayBy({ status, by }: Extract<Failure, { kind: 'turned-away' }>): string {
  const answered = status === 0 ? '' : ` (status ${status})`;
  if (by === 'server') return `The web server in front does not let us in${answered}; that is not BasicPSF's own word.`;
  if (status === 407) return `A proxy on the way wants a sign-in of its own before it lets us through${answered}.`;
  if (status === 401 || status === 403) return `A proxy on the way does not let us through${answered}.`;
  return `A proxy on the way could not connect us${answered}.`;
}

/** Why a sign-in came to nothing; no result was on board. */
export function signInTrouble({ why, status, code, words }: Extract<Failure, { kind: 'sign-in-failed' }>): string {
  switch (why) {
    case 'timed-out':
      return 'BasicPSF did not answer the sign-in in time';
    case 'cut-off':
      return 'The connection broke during the sign-in';
    case 'gateway':
      return `BasicPSF did not answer the sign-in behind its web server${status === undefined ? '' : ` (status ${status})`}`;
    case 'answer-too-large':
      return "BasicPSF's answer to the sign-in was too large to read";
    case 'answer-unusable':
      return `BasicPSF's answer to the sign-in could not be understood${said(words)}`;
    case 'filemaker-error':
      return `BasicPSF reported an error at the sign-in${code === undefined ? '' : ` (code ${code})`}${said(words)}`;
  }
}

/** The patience that was asked for, as the rest of a sentence. */
export function askedToWait(retryAfterMs: number | undefined): string {
  return retryAfterMs === undefined ? '' : ` and asks us to wait ${duration(retryAfterMs)}`;
}

/** Why BasicPSF does not let orders be looked up. */
export function lookUpRefused({ why, field, code, words }: Extract<Failure, { kind: 'look-up-refused' }>): string {
  switch (why) {
    case 'no-privilege':
      return 'This account may not look orders up in BasicPSF.';
    case 'field-missing':
      return `The field ${quoted(field)} is not on the layout "QC_Booking", so orders cannot be looked up.`;
    case 'refused':
      return `BasicPSF refused to look orders up${code === '' ? '' : ` (code ${code})`}${said(words)}.`;
  }
}
