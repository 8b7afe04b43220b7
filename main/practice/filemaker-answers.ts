// FileMaker's envelope to the letter: codes are strings, and errors carry `messages` before `response`.
// Texts and statuses: Claris "Error codes" and "Error responses"; the words of recorded answers where there are any.

/** A whole HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How the body becomes bytes; UTF-8 when left out. */
  readonly encoding?: BufferEncoding;
}

/** What a script call returns. `scriptResult` is absent when the script exits without a result. */
export interface ScriptReturn {
  readonly scriptResult: string | undefined;
  /** FileMaker's last error inside the script; not the verdict on the batch. */
  readonly scriptError: string;
}

const JSON_HEADERS = { 'Content-Type': 'application/json; charset=utf-8' };
const OK_MESSAGES = '"messages":[{"code":"0","message":"OK"}]';

// 401 is login or token, 400 a request the engine rejects; every other FileMaker code comes as 500.
const CODES: Readonly<Record<string, readonly [status: number, message: string]>> = {
  '9': [500, 'Insufficient privileges'],
  '10': [400, 'Request validation failed: Parameter (Authorization) is required'],
  '102': [500, 'Field is missing'],
  '104': [500, 'Script is missing'],
  '105': [500, 'Layout is missing'],
  '112': [500, 'Window is missing'],
  '212': [401, "Authorization header 'Basic' invalid."],
  '214': [401, 'Too many login attempts'],
  '400': [500, 'Find criteria are empty'],
  '401': [500, 'No records match the request'],
  '802': [500, 'Unable to open file'],
  '812': [500, "Exceeded host's capacity"],
  '951': [500, 'Unexpected error'],
  '952': [401, 'Invalid FileMaker Data API token (*)'],
  '953': [500, 'Exceeded limit on data the Data API can transmit'],
  '958': [400, 'Parameter missing'],
  '960': [400, 'Parameter is invalid'],
};

/** An error of the engine; text and status are those of the code unless given. */
export function fileMakerError(code: string, message?: string, status?: number): Answer {
  const [usualStatus, usualMessage] = CODES[code] ?? [500, 'Error'];
  const body = JSON.stringify({ messages: [{ code, message: message ?? usualMessage }], response: {} });
  return { status: status ?? usualStatus, headers: JSON_HEADERS, body };
}

/** A login without credentials. The engine puts `message` first here, unlike elsewhere. */
export const LOGIN_WITHOUT_CREDENTIALS: Answer = {
  status: 401,
  headers: JSON_HEADERS,
  body: '{"messages":[{"message":"HTTP Authorization header or OAuth headers are missing.","code":"10"}],"response":{}}',
};

/** The description of the one layout, with the fields of the batch page. Claris "Get layout metadata". */
export function layoutAnswer(names: readonly string[]): Answer {
  const fields = names.map((name) => `{"name":${JSON.stringify(name)},"type":"normal","displayType":"editText","result":"text"}`);
  return {
    status: 200,
    headers: JSON_HEADERS,
    body: `{"response":{"fieldMetaData":[${fields.join(',')}],"portalMetaData":{}},${OK_MESSAGES}}`,
  };
}

/** Records that a find found: those within its limit, and how many there were. Claris "Perform a find request". */
export function foundAnswer(
  records: readonly Readonly<Record<string, string>>[],
  foundCount: number,
  totalRecordCount: number,
): Answer {
  const names = { database: 'BasicPSF', layout: 'QC_Booking', table: 'QC_Booking' };
  const dataInfo = { ...names, totalRecordCount, foundCount, returnedCount: records.length };
  const data = records.map((fieldData, n) => ({
    fieldData,
    portalData: {},
    recordId: String(n + 1),
    modId: '0',
    portalDataInfo: [],
  }));
  return {
    status: 200,
    headers: JSON_HEADERS,
    body: `{"response":{"dataInfo":${JSON.stringify(dataInfo)},"data":${JSON.stringify(data)}},${OK_MESSAGES}}`,
  };
}

/** A login that succeeded: the token is in the header and in the body. */
export function loginAnswer(token: string): Answer {
  return {
    status: 200,
    headers: { ...JSON_HEADERS, 'X-FM-Data-Access-Token': token },
    body: `{"response":{"token":"${token}"},${OK_MESSAGES}}`,
  };
}

export const LOGOUT_ANSWER: Answer = {
  status: 200,
  headers: JSON_HEADERS,
  body: '{"response": {},"messages": [{"code": "0", "message": "OK"}]}',
};

/** Whether an operation is still running on the token. */
export function validateSessionAnswer(isSessionInUse: boolean): Answer {
  const body = `{"response":{"isSessionInUse":${isSessionInUse}},"messages":[{"message":"OK","code":"0"}]}`;
  return { status: 200, headers: JSON_HEADERS, body };
}

/** A script that ran. Its result is text, whatever is inside. */
export function scriptAnswer({ scriptResult, scriptError }: ScriptReturn): Answer {
  const result = scriptResult === undefined ? '' : `"scriptResult":${JSON.stringify(scriptResult)},`;
  return {
    status: 200,
    headers: JSON_HEADERS,
    body: `{"response":{${result}"scriptError":"${scriptError}"},${OK_MESSAGES}}`,
  };
}

/** The names of a database's layouts or scripts. Claris "Get layout names", "Get script names". */
export function namesAnswer(what: 'layouts' | 'scripts', name: string): Answer {
  const entry = what === 'layouts' ? { name, table: name } : { name, isFolder: false };
  return { status: 200, headers: JSON_HEADERS, body: `{"response":{"${what}":[${JSON.stringify(entry)}]},${OK_MESSAGES}}` };
}

/** A path that the engine does not have, and a method that a path does not take. Claris "Error responses": 404 and 405; "Error codes". */
export const UNKNOWN_PATH = fileMakerError('1700', "Resource doesn't exist", 404);
export const WRONG_METHOD = fileMakerError('1704', "Resource doesn't support the specified HTTP verb", 405);
/** What FileMaker 18 said to a charset in Content-Type: the request, not one of its parameters. */
export const BAD_REQUEST = fileMakerError('960', 'Bad Request', 400);

const PRODUCT = {
  name: 'FileMaker Data API Engine',
  buildDate: '07/05/2019',
  version: '18.0.2.217',
  dateFormat: 'MM/dd/yyyy',
  timeFormat: 'HH:mm:ss',
  timeStampFormat: 'MM/dd/yyyy HH:mm:ss',
};

export const PRODUCT_INFO_ANSWER: Answer = {
  status: 200,
  headers: JSON_HEADERS,
  body: `{"response":{"productInfo":${JSON.stringify(PRODUCT)}},${OK_MESSAGES}}`,
};
