/** What a rack server may send, and what becomes of it. */
export interface Sent {
  readonly title: string;
  /** Bytes, as latin1 text. */
  readonly bytes: string;
  readonly method?: string;
  /** Whether the server then closes the connection. */
  readonly closes?: boolean;
  /** The answer; absent if there must be none. */
  readonly answer?: { readonly status: number; readonly body: string };
  /** Whether the next request may use the same connection. */
  readonly kept?: boolean;
  /** Why Node accepts what we refuse, where it does. */
  readonly stricter?: string;
}

const OK = "HTTP/1.1 200 OK\r\n";
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const INNER = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
const two = { status: 200, body: "ab" };
const none = (status: number) => ({ status, body: "" });

/** Answers that two readers could understand in two ways, or that are none. */
export const REFUSED: readonly Sent[] = [
  {
    title: "a second Content-Length",
    bytes: `${OK}Content-Length: 2\r\nContent-Length: 2\r\n\r\nab`,
  },
  {
    title: "two different lengths",
    bytes: `${OK}Content-Length: 2\r\nContent-Length: 9\r\n\r\nab`,
  },
  { title: "two lengths in one line", bytes: `${OK}Content-Length: 2, 2\r\n\r\nab` },
  { title: "a length with a sign", bytes: `${OK}Content-Length: +2\r\n\r\nab` },
  { title: "a negative length", bytes: `${OK}Content-Length: -2\r\n\r\nab` },
  { title: "a hexadecimal length", bytes: `${OK}Content-Length: 0x2\r\n\r\nab` },
  {
    title: "a length beyond all numbers",
    bytes: `${OK}Content-Length: 99999999999999999999\r\n\r\nab`,
  },
  { title: "an empty length", bytes: `${OK}Content-Length:\r\n\r\nab` },
  {
    title: "a length in chunks",
    bytes: `${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
  },
  {
    title: "chunks with a length",
    bytes: `${OK}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
  },
  {
    title: "an unknown coding",
    bytes: `${OK}Transfer-Encoding: gzip\r\n\r\nab`,
    closes: true,
    stricter: "it reads to the end",
  },
  {
    title: "chunks before another coding",
    bytes: `${OK}Transfer-Encoding: chunked, gzip\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
    closes: true,
    stricter: "it reads to the end",
  },
  {
    title: "a coding below the chunks",
    bytes: `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
    stricter: "it leaves gzip to its user",
  },
  {
    title: "a coding that only begins as chunked",
    bytes: `${OK}Transfer-Encoding: chunkedx\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
    closes: true,
    stricter: "it reads to the end",
  },
  {
    title: "chunks twice",
    bytes: `${OK}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
    stricter: "it takes the last",
  },
  {
    title: "chunks in HTTP/1.0",
    bytes: `HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
    closes: true,
    stricter: "RFC 9112, 6.1, has it end the connection",
  },
  { title: "chunks without a size", bytes: `${CHUNKED}\r\nab\r\n0\r\n\r\n` },
  { title: "a chunk's size that is no number", bytes: `${CHUNKED}zz\r\nab\r\n0\r\n\r\n` },
  { title: "a chunk's size with 0x", bytes: `${CHUNKED}0x2\r\nab\r\n0\r\n\r\n` },
  { title: "a negative chunk", bytes: `${CHUNKED}-2\r\nab\r\n0\r\n\r\n` },
  { title: "a blank before a chunk's size", bytes: `${CHUNKED} 2\r\nab\r\n0\r\n\r\n` },
  { title: "a blank behind a chunk's size", bytes: `${CHUNKED}2 \r\nab\r\n0\r\n\r\n` },
  { title: "a chunk beyond all numbers", bytes: `${CHUNKED}fffffffffffffffff\r\nab` },
  { title: "a size that ends with a line feed alone", bytes: `${CHUNKED}2\nab\r\n0\r\n\r\n` },
  {
    title: "a control character in a chunk's extension",
    bytes: `${CHUNKED}2;a=\0\r\nab\r\n0\r\n\r\n`,
  },
  { title: "a chunk that is longer than it says", bytes: `${CHUNKED}2\r\nabc\r\n0\r\n\r\n` },
  { title: "a chunk that a line feed alone ends", bytes: `${CHUNKED}2\r\nab\n0\r\n\r\n` },
  { title: "an endless extension", bytes: `${CHUNKED}2;${"x".repeat(17_000)}` },
  { title: "endless trailers", bytes: `${CHUNKED}2\r\nab\r\n0\r\n${"X: y\r\n".repeat(9000)}` },
  { title: "a trailer that is none", bytes: `${CHUNKED}2\r\nab\r\n0\r\nno trailer\r\n\r\n` },
  { title: "a continued line", bytes: `${OK}X: a\r\n b\r\nContent-Length: 2\r\n\r\nab` },
  { title: "a continued Content-Length", bytes: `${OK}Content-Length:\r\n 2\r\n\r\nab` },
  { title: "a blank before a name", bytes: `${OK} Content-Length: 2\r\n\r\nab` },
  { title: "a blank before a colon", bytes: `${OK}Content-Length : 2\r\n\r\nab` },
  { title: "a line without a colon", bytes: `${OK}Content-Length\r\n\r\nab` },
  { title: "an empty name", bytes: `${OK}: 2\r\nContent-Length: 2\r\n\r\nab` },
  { title: "a name with a separator", bytes: `${OK}X(y): 2\r\nContent-Length: 2\r\n\r\nab` },
  { title: "a name above ASCII", bytes: `${OK}X\xe9: 2\r\nContent-Length: 2\r\n\r\nab` },
  { title: "NUL in a value", bytes: `${OK}X: a\0b\r\nContent-Length: 2\r\n\r\nab` },
  {
    title: "another control character in a value",
    bytes: `${OK}X: a\x0bb\r\nContent-Length: 2\r\n\r\nab`,
  },
  { title: "DEL in a value", bytes: `${OK}X: a\x7fb\r\nContent-Length: 2\r\n\r\nab` },
  { title: "a carriage return alone in a value", bytes: `${OK}X: a\rContent-Length: 2\r\n\r\nab` },
  { title: "a line feed alone behind a value", bytes: `${OK}X: a\nContent-Length: 2\r\n\r\nab` },
  { title: "line feeds alone", bytes: "HTTP/1.1 200 OK\nContent-Length: 2\n\nab" },
  { title: "a line feed alone at a head's end", bytes: `${OK}Content-Length: 2\r\n\nab` },
  { title: "a carriage return alone at a head's end", bytes: `${OK}Content-Length: 2\r\n\rab` },
  {
    title: "an empty line before the answer",
    bytes: `\r\n${OK}Content-Length: 2\r\n\r\nab`,
    stricter: "RFC 9112, 2.2, allows it for requests",
  },
  { title: "another protocol", bytes: "SSH-2.0-OpenSSH_9.2\r\n" },
  { title: "the beginning of another protocol", bytes: "SSH" },
  { title: "HTTP/0.9", bytes: "<p>hello</p>" },
  {
    title: "HTTP/2",
    bytes: "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nab",
    stricter: "it takes this number for a 1.1",
  },
  { title: "HTTP/1.2", bytes: "HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nab" },
  { title: "a protocol in lower case", bytes: "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab" },
  { title: "a status of two digits", bytes: "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nab" },
  { title: "a status of four digits", bytes: "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nab" },
  {
    title: "a status of zeros",
    bytes: "HTTP/1.1 000 OK\r\nContent-Length: 2\r\n\r\nab",
    stricter: "it takes any three digits",
  },
  { title: "no status", bytes: "HTTP/1.1 OK\r\nContent-Length: 2\r\n\r\nab" },
  {
    title: "two blanks before the status",
    bytes: "HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nab",
  },
  {
    title: "NUL in the status line",
    bytes: "HTTP/1.1 200 O\0K\r\nContent-Length: 2\r\n\r\nab",
    stricter: "it reads to the line's end",
  },
  { title: "an endless status line", bytes: `HTTP/1.1 200 ${"x".repeat(17_000)}` },
  { title: "an endless header", bytes: `${OK}X: ${"x".repeat(17_000)}` },
  {
    title: "endless headers",
    bytes: `${OK}${"X: y\r\n".repeat(9000)}`,
  },
  {
    title: "another protocol on the same connection",
    bytes: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
  },
  { title: "a tunnel", bytes: `${OK}\r\n`, method: "CONNECT" },
  { title: "no tunnel", bytes: "HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n", method: "CONNECT" },
  {
    title: "hints without an answer",
    bytes: "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
    closes: true,
  },
  { title: "nothing", bytes: "", closes: true },
  { title: "half a head", bytes: OK, closes: true },
  { title: "half a body", bytes: `${OK}Content-Length: 9\r\n\r\nhalf`, closes: true },
  { title: "half of the chunks", bytes: `${CHUNKED}2\r\nab\r\n`, closes: true },
];

/** Answers that are right, or harmless. */
export const ANSWERED: readonly Sent[] = [
  { title: "a length", bytes: `${OK}Content-Length: 2\r\n\r\nab`, answer: two, kept: true },
  {
    title: "blanks around a length",
    bytes: `${OK}content-LENGTH: \t 2 \r\n\r\nab`,
    answer: two,
    kept: true,
  },
  {
    title: "no reason",
    bytes: "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nab",
    answer: two,
    kept: true,
  },
  {
    title: "an empty body",
    bytes: `${OK}Content-Length: 0\r\n\r\n`,
    answer: none(200),
    kept: true,
  },
  { title: "chunks", bytes: `${CHUNKED}1\r\na\r\n01\r\nb\r\n0\r\n\r\n`, answer: two, kept: true },
  {
    title: "chunks with extensions",
    bytes: `${CHUNKED}2;a=b;c="d"\r\nab\r\n0;x\r\n\r\n`,
    answer: two,
    kept: true,
  },
  {
    title: "trailers, which are dropped",
    bytes: `${CHUNKED}2\r\nab\r\n0\r\nX-Sum: 1\r\nContent-Length: 9\r\n\r\n`,
    answer: two,
    kept: true,
  },
  {
    title: "hints before the answer",
    bytes: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}Content-Length: 2\r\n\r\nab`,
    answer: two,
    kept: true,
  },
  { title: "a body that the connection ends", bytes: `${OK}\r\nab`, closes: true, answer: two },
  { title: "HTTP/1.0", bytes: "HTTP/1.0 200 OK\r\n\r\nab", closes: true, answer: two },
  {
    title: "HTTP/1.0 with a length",
    bytes: "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab",
    answer: two,
  },
  {
    title: "a last answer",
    bytes: `${OK}Connection: Close\r\nContent-Length: 2\r\n\r\nab`,
    answer: two,
  },
  {
    title: "a last answer, among other words",
    bytes: `${OK}Connection: x-a, close\r\nContent-Length: 2\r\n\r\nab`,
    answer: two,
  },
  { title: "204", bytes: "HTTP/1.1 204 No Content\r\n\r\n", answer: none(204), kept: true },
  {
    title: "204 with a body",
    bytes: "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nab",
    answer: none(204),
  },
  {
    title: "204 with chunks",
    bytes: "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
    answer: none(204),
  },
  {
    title: "304 with a body that nobody announced",
    bytes: "HTTP/1.1 304 Not Modified\r\n\r\nab",
    answer: none(304),
  },
  { title: "an answer to HEAD", bytes: `${OK}\r\n`, method: "HEAD", answer: none(200), kept: true },
  {
    title: "an answer to HEAD with the length of GET's",
    bytes: `${OK}Content-Length: 2\r\n\r\n`,
    method: "HEAD",
    answer: none(200),
  },
  {
    title: "an answer to HEAD with a body",
    bytes: `${OK}Content-Length: 2\r\n\r\nab`,
    method: "HEAD",
    answer: none(200),
  },
  { title: "more than was announced", bytes: `${OK}Content-Length: 2\r\n\r\nabc`, answer: two },
  {
    title: "a second answer behind a length",
    bytes: `${OK}Content-Length: 2\r\n\r\nab${INNER}`,
    answer: two,
  },
  {
    title: "a second answer behind chunks",
    bytes: `${CHUNKED}2\r\nab\r\n0\r\n\r\n${INNER}`,
    answer: two,
  },
  {
    title: "a second answer behind 204",
    bytes: `HTTP/1.1 204 No Content\r\n\r\n${INNER}`,
    answer: none(204),
  },
  {
    title: "a second answer behind one to HEAD",
    bytes: `${OK}\r\n${INNER}`,
    method: "HEAD",
    answer: none(200),
  },
  {
    title: "a second answer in a body that the connection ends",
    bytes: `${OK}\r\nab${INNER}`,
    closes: true,
    answer: { status: 200, body: `ab${INNER}` },
  },
];
