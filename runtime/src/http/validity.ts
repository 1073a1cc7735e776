/** What a method and a header's name consist of (RFC 9110, 5.6.2). */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What no header's value may hold (RFC 9110, 5.5). Node and the servers refuse it. */
export const CONTROL = /[^\t -~\u0080-\uffff]/;

/** What ends a line, or a text in C: it would break a request apart. */
export const BREAKS = /[\r\n\0]/;
