import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Y9: () => (/* binding */ Header),
/* harmony export */   _8: () => (/* binding */ MARKER_START),
/* harmony export */   g3: () => (/* binding */ PROXY_SECRET)
/* harmony export */ });
/** Headers between the proxy, the gem in the app and the client, named as they are sent. */
const Header = {
    /** proxy -> app: SCRIPT_NAME, such as `/production`. The gem trusts it only together with the right secret. */
    prefix: "x-megamode-prefix",
    /** proxy -> app: equals MEGAMODE_PROXY_SECRET, a random value per boot that no client can know. */
    secret: "x-megamode-secret",
    requestId: "x-request-id",
    traceId: "x-amzn-trace-id",
    requestContext: "x-amzn-request-context",
    lambdaContext: "x-amzn-lambda-context",
    /** proxy -> client: prewarms and calls that this sandbox has seen. */
    prewarmCount: "x-megamode-prewarm-count",
    callCount: "x-megamode-call-count",
};
/** The variable by which the proxy gives the rack server the secret of the headers above, at each boot. */
const PROXY_SECRET = "MEGAMODE_PROXY_SECRET";
/**
 * Begins the line that the gem writes to stdout when a response's body is closed, so that the proxy knows when a
 * request's lines are complete: `MARKER_START + secret + " " + request id + "\n"`. The line is never logged.
 */
const MARKER_START = "\u001emegamode-end ";


/***/ }),

/***/ 501:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   h1: () => (/* binding */ MANIFEST_FILE),
/* harmony export */   kp: () => (/* binding */ pieceKey)
/* harmony export */ });
/* unused harmony exports ARCHIVE_NAMES, HANDLER */
/**
 * The archives of a bundle, in the order in which they are listed everywhere. `assets` holds the digested files of
 * the previous release that this one lacks.
 */
const ARCHIVE_NAMES = (/* unused pure expression or super */ null && (["ruby", "gems", "app", "assets"]));
/** Names the S3 key of a piece. */
function pieceKey({ prefix }, { sha256 }) {
    return `${prefix}${sha256}.zst`;
}
/** Name of the manifest's file in the function zip. */
const MANIFEST_FILE = "manifest.json";
/** Lambda's handler string for the proxy in the function zip (`index.mjs`, export `handler`). */
const HANDLER = "index.handler";


/***/ }),

/***/ 536:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dl: () => (/* binding */ ROOT),
/* harmony export */   M4: () => (/* binding */ HOME_DIR),
/* harmony export */   gL: () => (/* binding */ SOCKET),
/* harmony export */   wM: () => (/* binding */ RUN_DIR)
/* harmony export */ });
/* unused harmony exports APP_DIR, GEMS_DIR, BIN_DIR, LIB_DIR, COMPILE_CACHE_DIR */
/**
 * The root. It is the same path in Lambda and while building (where only child processes see it), because Ruby's and
 * the gems' binaries hold absolute paths. It is short, because paths inside binaries are replaced by paths of equal
 * length (`/usr/lib/ruby` becomes `/tmp/mm/ruby/`).
 */
const ROOT = "/tmp/mm";
/** The staged app. */
const APP_DIR = (/* unused pure expression or super */ null && (`${ROOT}/app`));
/** Bundler's `path`. The gems lie in `gems/ruby/<abi>/gems`. */
const GEMS_DIR = (/* unused pure expression or super */ null && (`${ROOT}/gems`));
/** Executables: `ruby` and those that the user asked to carry. */
const BIN_DIR = (/* unused pure expression or super */ null && (`${ROOT}/bin`));
/** The dynamic loader and every shared library. */
const LIB_DIR = (/* unused pure expression or super */ null && (`${ROOT}/lib`));
/** Bootsnap's compile cache. What it has of the gems is packed in their archive, what it has of the app in the app's. */
const COMPILE_CACHE_DIR = (/* unused pure expression or super */ null && (`${ROOT}/cache`));
/** The folder of the rack server's socket: mode 0700, made by the proxy. Never in an archive. */
const RUN_DIR = `${ROOT}/run`;
/** The Unix socket on which the rack server listens. */
const SOCKET = `${RUN_DIR}/server.sock`;
/** A writable HOME for the rack server and its children. Never in an archive. */
const HOME_DIR = `${ROOT}/home`;


/***/ }),

/***/ 907:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ serverEnvironment)
/* harmony export */ });
/* harmony import */ var _headers_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(516);

/** Variables that belong to Lambda's runtime client, or would change how the packaged programs run. */
const WITHHELD = /^(AWS_LAMBDA_RUNTIME_API|_HANDLER|_LAMBDA_.*|LAMBDA_.*|LD_.*|NODE_.*)$/;
/**
 * Makes the environment of the rack server and of the commands that `run` runs, in Lambda and in a preflight.
 * @param functionEnv the function's own
 * @param home a writable folder
 * @param secret of this boot, by which the gem trusts the proxy's headers
 */
function serverEnvironment(functionEnv, command, home, secret) {
    const own = Object.entries(functionEnv).filter(([name]) => !WITHHELD.test(name));
    return {
        ...command.defaults,
        ...Object.fromEntries(own),
        ...command.env,
        HOME: home,
        [_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .PROXY_SECRET */ .g3]: secret,
    };
}


/***/ }),

/***/ 177:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $V: () => (/* binding */ clientFor),
/* harmony export */   Ng: () => (/* binding */ connect),
/* harmony export */   Uo: () => (/* binding */ connectWithin)
/* harmony export */ });
/**
 * One of Node's modules, now: TLS is loaded only where it is needed. Not by `import()`, which reads each name
 * that the module exports; one of node:http's loads the whole fetch API, 40 ms.
 */
const load = process.getBuiltinModule;
/** Node's HTTP client for a URL. */
function clientFor(url) {
    return url.protocol === "https:" ? load("node:https") : load("node:http");
}
/**
 * A connection to a URL's host, that gives bytes to `read` from memory that `room` names.
 * @param read returns whether it wants more
 */
function connect(url, room, read) {
    const tls = url.protocol === "https:";
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const port = Number(url.port || (tls ? 443 : 80));
    const onread = { buffer: room, callback: read };
    if (!tls)
        return load("node:net").connect({ host, port, onread });
    const servername = load("node:net").isIP(host) ? "" : host;
    // TLS takes the option as TCP does; its types do not say so.
    const options = { host, port, servername, onread };
    return load("node:tls").connect(options);
}
/** Gives a connection up that is not made in time. In a subnet without a way there, nothing answers at all. */
function connectWithin(milliseconds, socket, late) {
    if (!socket.connecting)
        return;
    const timer = setTimeout(() => socket.destroy(late()), milliseconds);
    socket.once("connect", () => clearTimeout(timer));
    socket.once("close", () => clearTimeout(timer));
}


/***/ }),

/***/ 141:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  k: () => (/* binding */ currentTraceId),
  X: () => (/* binding */ readConfig)
});

;// CONCATENATED MODULE: ./lib/contract/environment.js
/**
 * Names of variables in the function's environment, which an operator may change without a build. Settings that
 * change only with a version are in the manifest.
 */
const Env = {
    /** The stage: `production`, `pr-12`. Readable by the app. */
    stage: "MEGAMODE_STAGE",
    /** First part of every resource's name. Readable by the app. */
    app: "MEGAMODE_APP",
    /** Digest of the bundle that this version runs. Readable by the app. */
    release: "MEGAMODE_RELEASE",
    /** Bucket that holds the archives. */
    bucket: "MEGAMODE_BUCKET",
    /** Seconds that one HTTP request may take. */
    requestTimeout: "MEGAMODE_REQUEST_TIMEOUT",
    /** `1` while the app is tried on the runner, before it runs in Lambda. Readable by the app. */
    preflight: "MEGAMODE_PREFLIGHT",
    /** Rails' log level, such as `debug`; the app's own where it is not set. */
    logLevel: "MEGAMODE_LOG_LEVEL",
};
/** The secret that Rails signs sessions with; generated once per stage where the app brings none. */
const SECRET_KEY_BASE = "SECRET_KEY_BASE";

;// CONCATENATED MODULE: ./lib/runtime/src/config.js

const DEFAULT_REQUEST_TIMEOUT = 28;
/**
 * Reads the environment, once. The endpoint variables mean what they mean to the SDKs:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 * @throws Error that names the variable that is missing or wrong
 */
function readConfig(env = process.env) {
    const seconds = Number(env[Env.requestTimeout] ?? DEFAULT_REQUEST_TIMEOUT);
    if (!(seconds > 0)) {
        throw new Error(`${Env.requestTimeout} must be a number of seconds: ${env[Env.requestTimeout]}`);
    }
    const endpoint = configuredEndpoint(env, "S3");
    const region = env.AWS_REGION ?? required(env, "AWS_DEFAULT_REGION");
    const sessionToken = env.AWS_SESSION_TOKEN;
    return {
        taskRoot: env.LAMBDA_TASK_ROOT ?? "/var/task",
        s3: {
            bucket: required(env, Env.bucket),
            region,
            ...(endpoint ? { endpoint } : {}),
            accessKeyId: required(env, "AWS_ACCESS_KEY_ID"),
            secretAccessKey: required(env, "AWS_SECRET_ACCESS_KEY"),
            ...(sessionToken ? { sessionToken } : {}),
        },
        lambdaUrl: configuredEndpoint(env, "LAMBDA") ?? lambdaUrl(region),
        requestTimeoutMs: seconds * 1000,
        environment: Object.fromEntries(Object.entries(env).filter((entry) => entry[1] !== undefined)),
    };
}
/** The trace of the invocation in progress: the runtime client sets it anew for each. */
function currentTraceId(env = process.env) {
    return env._X_AMZN_TRACE_ID || undefined;
}
function lambdaUrl(region) {
    return `https://lambda.${region}.${region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`;
}
function configuredEndpoint(env, service) {
    if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true")
        return undefined;
    return env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL || undefined;
}
function required(env, name) {
    const value = env[name];
    if (!value)
        throw new Error(`${name} is not set in the function's environment`);
    return value;
}


/***/ }),

/***/ 494:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  T: () => (/* binding */ chooseAdapter)
});

// EXTERNAL MODULE: ./lib/runtime/src/http/hop-by-hop.js
var hop_by_hop = __nccwpck_require__(677);
// EXTERNAL MODULE: ./lib/runtime/src/http/message.js
var message = __nccwpck_require__(989);
;// CONCATENATED MODULE: ./lib/runtime/src/events/path.js
/**
 * Escapes what can never stand literally in an encoded path, and nothing else: an encoded path comes out
 * as it went in, byte for byte.
 */
function escapePath(path) {
    return path.replace(/%(?![0-9a-f]{2})|[^\x21-\x7e]+|[?#]/gi, (text) => Buffer.from(text, "utf8").reduce((all, byte) => all + percent(byte), ""));
}
/**
 * PATH_INFO is what the resource matched, SCRIPT_NAME what stands before it in the path as the client
 * sees it. Counted in segments, so that encoded bytes and a slash at the end survive.
 * @param path the event's `path`
 * @param resource the resource's template, such as `/{proxy+}`; undefined: all of `path` matched
 * @param greedy value of the template's `{name+}`
 * @param fullPath `requestContext.path`: with stage or base path
 */
function splitPath(path, resource, greedy, fullPath) {
    const parts = segments(path);
    const count = resource === undefined ? parts.length : matchedCount(parts, resource, greedy);
    const tail = parts.slice(parts.length - count);
    const slash = path.endsWith("/") && count > 0 ? "/" : "";
    const before = segments(fullPath);
    const prefix = before.slice(0, Math.max(0, before.length - count));
    return {
        prefix: prefix.length > 0 ? `/${prefix.join("/")}` : "",
        path: `/${tail.join("/")}${slash}`,
    };
}
function matchedCount(parts, resource, greedy = "") {
    const template = segments(resource);
    const fixed = template.filter((segment) => !/^\{.*\+\}$/.test(segment)).length;
    if (fixed === template.length)
        return Math.min(fixed, parts.length);
    const wanted = decode(greedy.replace(/\/$/, ""));
    // The parameter may be decoded, its slashes too: only the text itself tells how many parts it spans.
    for (let n = 1; n <= parts.length - fixed; n += 1) {
        if (decode(parts.slice(parts.length - n).join("/")) === wanted)
            return n + fixed;
    }
    return Math.min(segments(greedy).length + fixed, parts.length);
}
function segments(path) {
    const inner = path.replace(/^\//, "").replace(/\/$/, "");
    return inner === "" ? [] : inner.split("/");
}
function decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function percent(byte) {
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

;// CONCATENATED MODULE: ./lib/runtime/src/events/query.js
/**
 * A query that arrived decoded, encoded again by RFC 3986. The order within a key is kept; the order
 * across keys was lost before us.
 * @returns with its `?`, or empty
 */
function encodeQuery(multi, single) {
    const pairs = [];
    for (const [key, values] of Object.entries(multi ?? {})) {
        for (const value of values ?? [""])
            pairs.push(`${encode(key)}=${encode(value)}`);
    }
    for (const [key, value] of Object.entries(single ?? {})) {
        if (!multi || !(key in multi))
            pairs.push(`${encode(key)}=${encode(value ?? "")}`);
    }
    return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}
function encode(text) {
    // Half a surrogate pair cannot be encoded.
    const whole = Buffer.from(text, "utf8").toString("utf8");
    return encodeURIComponent(whole).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

// EXTERNAL MODULE: ./lib/runtime/src/events/request-headers.js
var request_headers = __nccwpck_require__(997);
// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(573);
;// CONCATENATED MODULE: ./lib/runtime/src/events/response-body.js


const TEXT_TYPES = /^(text\/.*|application\/(json|javascript|ecmascript|xml|yaml|x-yaml|x-javascript|x-www-form-urlencoded)|.*\+(json|xml|yaml))$/;
/** The body as a string: text only where the header says text and the bytes are that text. */
function encodeBody(response) {
    if (response.body.length === 0)
        return { body: "", isBase64Encoded: false };
    if (isText(response))
        return { body: response.body.toString("utf8"), isBase64Encoded: false };
    return { body: response.body.toString("base64"), isBase64Encoded: true };
}
/** Whether an answer to this method with this status has a body at all (RFC 9110, 6.4.1). */
function hasBody(method, status) {
    return method !== "HEAD" && status >= 200 && status !== 204 && status !== 304;
}
function isText(response) {
    const encoding = (0,message/* headerValue */.Z)(response.headers, "content-encoding")?.trim().toLowerCase();
    if (encoding && encoding !== "identity")
        return false;
    const [type = "", ...parameters] = ((0,message/* headerValue */.Z)(response.headers, "content-type") ?? "")
        .toLowerCase()
        .split(";")
        .map((part) => part.trim());
    const charset = parameters.find((part) => part.startsWith("charset="))?.slice(8);
    const name = charset?.replace(/^"|"$/g, "") ?? "utf-8";
    if (!["utf-8", "utf8", "us-ascii"].includes(name))
        return false;
    return TEXT_TYPES.test(type) && (0,external_node_buffer_.isUtf8)(response.body);
}

;// CONCATENATED MODULE: ./lib/runtime/src/events/rest-api.js






const restApi = {
    name: "REST API",
    matches: isRestApiEvent,
    toRequest,
    toResult,
};
function isRestApiEvent(value) {
    const event = value;
    if (typeof event?.httpMethod !== "string" || event.version !== undefined)
        return false;
    const context = event.requestContext;
    if (typeof context !== "object" || context === null || context.elb !== undefined)
        return false;
    return context.resourceId !== undefined || event.resource !== undefined;
}
function toRequest(event, invocation) {
    const { httpMethod: method, requestContext } = event;
    if (!/^[A-Za-z!#$%&'*+\-.^_`|~0-9]+$/.test(method)) {
        throw new message/* BadRequestError */.v("the method has characters that it may not have");
    }
    if (/[\r\n\0]/.test(event.path))
        throw new message/* BadRequestError */.v("the path has a line break or NUL");
    const greedyName = /\{([^{}]+)\+\}$/.exec(event.resource ?? "")?.[1];
    const greedy = greedyName === undefined ? undefined : event.pathParameters?.[greedyName];
    const { prefix, path } = splitPath(event.path, event.resource, greedy, requestContext.path ?? event.path);
    const lines = headerLines(event);
    const origin = {
        domainName: requestContext.domainName,
        sourceIp: requestContext.identity?.sourceIp,
        requestContext,
    };
    const body = decodeBody(event);
    const declared = body !== undefined || lines.some(([name]) => /^content-length$/i.test(name));
    const sendsLength = body?.length || (declared && /^(POST|PUT|PATCH|DELETE)$/.test(method));
    return {
        method,
        prefix: escapePath(prefix),
        target: escapePath(path) +
            encodeQuery(event.multiValueQueryStringParameters, event.queryStringParameters),
        headers: [
            ...(0,request_headers/* requestHeaders */.A)(lines, origin, invocation),
            ...(sendsLength ? [["content-length", String(body?.length ?? 0)]] : []),
        ],
        ...(body && body.length > 0 ? { body } : {}),
    };
}
function headerLines(event) {
    const multi = event.multiValueHeaders ?? {};
    const names = new Set(Object.keys(multi).map((name) => name.toLowerCase()));
    return [
        ...Object.entries(multi).flatMap(([name, values]) => (values ?? []).map((value) => [name, String(value)])),
        ...Object.entries(event.headers ?? {})
            .filter(([name]) => !names.has(name.toLowerCase()))
            .map(([name, value]) => [name, String(value)]),
    ];
}
function decodeBody(event) {
    if (typeof event.body !== "string")
        return undefined;
    return Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8");
}
/** `multiValueHeaders` only: API Gateway would merge both maps, and double what is in both. */
function toResult(event, response) {
    const headers = new Map();
    for (const [name, value] of (0,hop_by_hop/* withoutHopByHop */.q)(response.headers)) {
        const key = name.toLowerCase();
        const known = headers.get(key);
        if (known)
            known.values.push(value);
        else
            headers.set(key, { name, values: [value] });
    }
    const empty = !hasBody(event.httpMethod, response.status);
    const body = empty ? { body: "", isBase64Encoded: false } : encodeBody(response);
    return {
        statusCode: response.status,
        multiValueHeaders: Object.fromEntries([...headers.values()].map((h) => [h.name, h.values])),
        ...body,
    };
}

;// CONCATENATED MODULE: ./lib/runtime/src/events/adapters.js

/** Most specific first: the first match wins. */
// biome-ignore lint/suspicious/noExplicitAny: each adapter has an event type of its own
const adapters = [restApi];
/** @throws Error for an event of a source that the proxy does not know */
// biome-ignore lint/suspicious/noExplicitAny: as above
function chooseAdapter(event) {
    const adapter = adapters.find((candidate) => candidate.matches(event));
    if (adapter)
        return adapter;
    const keys = typeof event === "object" && event ? Object.keys(event).join(", ") : String(event);
    throw new Error(`this event is of no source that the proxy serves (${adapters.map((a) => a.name).join(", ")}): ` +
        `its keys are ${keys.slice(0, 300)}`);
}


/***/ }),

/***/ 997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ requestHeaders)
/* harmony export */ });
/* unused harmony export cleanHeaders */
/* harmony import */ var _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(516);
/* harmony import */ var _http_hop_by_hop_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(677);
/* harmony import */ var _http_message_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(989);



/** Headers that the app may trust: a client's own copies go first, whether we have a value or not. */
const OURS = new Set([
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.prefix,
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.secret,
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.requestId,
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.traceId,
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.requestContext,
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.lambdaContext,
    "x-amz-tenant-id",
]);
/** The body is at hand as a whole: its length is ours to say, and there is nothing to wait for. */
const FRAMING = new Set(["content-length", "expect"]);
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BREAKS = /[\r\n\0]/;
/**
 * The client's lines, cleaned, with lower-case names.
 * @throws BadRequestError for a name that is no token, or a value with a line break or NUL
 */
function cleanHeaders(lines) {
    const lower = lines.map(([name, value]) => [name.toLowerCase(), value]);
    for (const [name, value] of lower) {
        if (!TOKEN.test(name))
            throw new _http_message_js__WEBPACK_IMPORTED_MODULE_2__/* .BadRequestError */ .v("a header's name has characters it may not have");
        if (BREAKS.test(value))
            throw new _http_message_js__WEBPACK_IMPORTED_MODULE_2__/* .BadRequestError */ .v(`the header ${name} has a line break or NUL`);
    }
    return (0,_http_hop_by_hop_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutHopByHop */ .q)(lower).filter(
    // Rack makes one name of `x_request_id` and `x-request-id`.
    ([name]) => !OURS.has(name.replaceAll("_", "-")) && !FRAMING.has(name));
}
/** The lines for the rack server: the client's, what the front door left out, and what only we may say. */
function requestHeaders(client, origin, { context, traceId }) {
    const cleaned = cleanHeaders(client);
    const given = new Map(cleaned);
    const host = given.get("host") || origin.domainName || "localhost";
    const absent = (name, value) => value !== undefined && !given.has(name) ? [[name, value]] : [];
    return [
        ["host", host],
        ...cleaned.filter(([name]) => name !== "host"),
        ...absent("x-forwarded-for", origin.sourceIp),
        ...absent("x-forwarded-proto", "https"),
        ...absent("x-forwarded-port", "443"),
        ...absent("x-forwarded-host", host),
        [_contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.requestId, context.awsRequestId],
        ...(traceId ? [[_contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.traceId, traceId]] : []),
        [_contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.requestContext, json(origin.requestContext)],
        [_contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.lambdaContext, json(contextValue(context))],
        ...(context.tenantId ? [["x-amz-tenant-id", context.tenantId]] : []),
    ];
}
function contextValue(context) {
    return {
        awsRequestId: context.awsRequestId,
        functionName: context.functionName,
        functionVersion: context.functionVersion,
        invokedFunctionArn: context.invokedFunctionArn,
        memoryLimitInMB: context.memoryLimitInMB,
        deadlineMs: Date.now() + context.getRemainingTimeInMillis(),
    };
}
/** JSON in ASCII, as a header must be. */
function json(value) {
    return JSON.stringify(value ?? null).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}


/***/ }),

/***/ 417:
/***/ ((__webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ handler)
/* harmony export */ });
/* harmony import */ var _contract_root_js__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(536);
/* harmony import */ var _config_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(141);
/* harmony import */ var _events_adapters_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(494);
/* harmony import */ var _http_answer_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(583);
/* harmony import */ var _http_forward_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(935);
/* harmony import */ var _loader_manifest_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(392);
/* harmony import */ var _logs_output_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(100);
/* harmony import */ var _messages_dispatch_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(895);
/* harmony import */ var _messages_parse_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(237);
/* harmony import */ var _server_crash_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(294);
/* harmony import */ var _server_sandbox_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(977);











/** Milliseconds of Lambda's 10 s for init after which the rest is left to the first invocation. */
const INIT_TIME = 9000;
/** Milliseconds from SIGTERM to SIGKILL, of which the rack server may use most. */
const DRAIN = 400;
const startedAt = performance.now();
const config = (0,_config_js__WEBPACK_IMPORTED_MODULE_0__/* .readConfig */ .X)();
const sandbox = new _server_sandbox_js__WEBPACK_IMPORTED_MODULE_9__/* .Sandbox */ .a({
    manifest: (0,_loader_manifest_js__WEBPACK_IMPORTED_MODULE_4__/* .readManifest */ .W)(config.taskRoot),
    s3: config.s3,
    root: _contract_root_js__WEBPACK_IMPORTED_MODULE_10__/* .ROOT */ .Dl,
    place: { runDir: _contract_root_js__WEBPACK_IMPORTED_MODULE_10__/* .RUN_DIR */ .wM, socket: _contract_root_js__WEBPACK_IMPORTED_MODULE_10__/* .SOCKET */ .gL, home: _contract_root_js__WEBPACK_IMPORTED_MODULE_10__/* .HOME_DIR */ .M4 },
    environment: config.environment,
    output: _logs_output_js__WEBPACK_IMPORTED_MODULE_5__/* .stdout */ .U,
    startedAt,
});
const deps = {
    sandbox,
    forwarder: new _http_forward_js__WEBPACK_IMPORTED_MODULE_3__/* .Forwarder */ .H(_contract_root_js__WEBPACK_IMPORTED_MODULE_10__/* .SOCKET */ .gL),
    output: _logs_output_js__WEBPACK_IMPORTED_MODULE_5__/* .stdout */ .U,
    lambdaUrl: config.lambdaUrl,
    requestTimeoutMs: config.requestTimeoutMs,
};
(0,_server_crash_js__WEBPACK_IMPORTED_MODULE_8__/* .onStrayErrors */ .m)(() => void sandbox.stop(0));
process.on("SIGTERM", () => void sandbox.stop(DRAIN).then(() => process.exit(0)));
// A bundle that cannot be loaded fails the init. A server that does not boot fails the invocations that
// need it, each with a new try: `run` must get through to migrate the database that it waits for.
const booted = sandbox.ready().catch((error) => {
    _logs_output_js__WEBPACK_IMPORTED_MODULE_5__/* .stdout */ .U.write(`megamode: ${error.message.split("\n", 1)[0]}\n`);
});
await Promise.race([
    sandbox.loaded().then(() => booted),
    new Promise((resolve) => setTimeout(resolve, INIT_TIME)),
]);
/** What Lambda calls, for HTTP events and for our own messages. */
async function handler(event, context) {
    const invocation = { context, traceId: (0,_config_js__WEBPACK_IMPORTED_MODULE_0__/* .currentTraceId */ .k)() };
    try {
        const message = (0,_messages_parse_js__WEBPACK_IMPORTED_MODULE_7__/* .parseMessage */ .v)(event);
        if (message)
            return await (0,_messages_dispatch_js__WEBPACK_IMPORTED_MODULE_6__/* .dispatch */ .J)(message, invocation, deps);
        return await (0,_http_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .answerHttp */ .F)((0,_events_adapters_js__WEBPACK_IMPORTED_MODULE_1__/* .chooseAdapter */ .T)(event), event, invocation, deps);
    }
    finally {
        await _logs_output_js__WEBPACK_IMPORTED_MODULE_5__/* .stdout */ .U.flush();
    }
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 583:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  F: () => (/* binding */ answerHttp)
});

// EXTERNAL MODULE: ./lib/contract/headers.js
var headers = __nccwpck_require__(516);
;// CONCATENATED MODULE: ./lib/runtime/src/logs/format.js
/** `2150` becomes `2.1 KB`. */
function formatBytes(bytes) {
    const units = ["B", "KB", "MB", "GB"];
    let value = bytes;
    let unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
        value /= 1024;
        unit += 1;
    }
    return unit === 0 ? `${bytes} B` : `${value.toFixed(1)} ${units[unit]}`;
}
/** First line of a request: `Processing GET /dev/posts`. */
function processingLine(method, path) {
    return `Processing ${method} ${path}`;
}
/**
 * Last line of a request: `Completed Status Code 200 in 0.035s (2.1 KB, warm)`.
 * @param cold whether this request waited for a start
 */
function completedLine(status, milliseconds, bytes, cold) {
    const seconds = (milliseconds / 1000).toFixed(3);
    const size = formatBytes(bytes);
    return `Completed Status Code ${status} in ${seconds}s (${size}, ${cold ? "cold" : "warm"})`;
}

;// CONCATENATED MODULE: ./lib/runtime/src/events/payload-limit.js

/** Bytes of a buffered result that Lambda takes: 6 MB, as JSON. */
const PAYLOAD_LIMIT = 6 * 1024 * 1024;
/** Bytes of JSON that a byte of the body becomes at most (`\u0000`). */
const WORST = 6;
/** A page in place of a result that Lambda would refuse with a 413 of its own; undefined where it fits. */
function tooLarge(result, response) {
    // Measuring costs a second rendering: only where the result could be too large at all.
    if (response.body.length * WORST < PAYLOAD_LIMIT / 2)
        return undefined;
    const bytes = Buffer.byteLength(JSON.stringify(result));
    if (bytes <= PAYLOAD_LIMIT)
        return undefined;
    return {
        status: 502,
        title: "The response is too large",
        detail: `It has ${formatBytes(bytes)} as Lambda sends it; a buffered response may have ` +
            `${formatBytes(PAYLOAD_LIMIT)}. Serve such files from S3, or use the streaming mode (response-mode: stream).`,
    };
}

// EXTERNAL MODULE: ./lib/runtime/src/http/ask-server.js
var ask_server = __nccwpck_require__(567);
// EXTERNAL MODULE: ./lib/runtime/src/http/message.js
var message = __nccwpck_require__(989);
// EXTERNAL MODULE: ./lib/runtime/src/http/problem-page.js
var problem_page = __nccwpck_require__(841);
;// CONCATENATED MODULE: ./lib/runtime/src/http/answer.js






/**
 * One HTTP invocation: event to request, rack server, response to result, with its first and last line.
 * @throws LoadError, ServerError where the app does not come up: the invocation fails with the reason
 */
async function answerHttp(adapter, event, invocation, deps) {
    const { sandbox, output } = deps;
    const started = performance.now();
    const cold = !sandbox.warm;
    sandbox.countCall();
    const request = readRequest(adapter, event, invocation);
    const answer = "status" in request ? (0,problem_page/* renderProblem */.y)(request, []) : await ask(request);
    const response = { ...answer, headers: [...answer.headers, ...counts(sandbox)] };
    let sent = response;
    let result = adapter.toResult(event, response);
    const problem = tooLarge(result, response);
    if (problem) {
        output.write(`megamode: ${problem.title}. ${problem.detail}\n`);
        sent = (0,problem_page/* renderProblem */.y)(problem, "headers" in request ? request.headers : []);
        result = adapter.toResult(event, sent);
    }
    const elapsed = performance.now() - started;
    output.write(`${completedLine(sent.status, elapsed, sent.body.length, cold)}\n`);
    return result;
    async function ask(request) {
        const path = request.prefix + request.target.replace(/\?.*/s, "");
        output.write(`${processingLine(request.method, path)}\n`);
        const limit = Math.min(deps.requestTimeoutMs, invocation.context.getRemainingTimeInMillis() - 1000);
        return (0,ask_server/* askServer */.P)(request, invocation.context.awsRequestId, limit, deps);
    }
}
function readRequest(adapter, event, invocation) {
    try {
        return adapter.toRequest(event, invocation);
    }
    catch (error) {
        if (!(error instanceof message/* BadRequestError */.v))
            throw error;
        return { status: 400, title: "Bad request", detail: error.message };
    }
}
function counts(sandbox) {
    return [
        [headers/* Header */.Y9.prewarmCount, String(sandbox.counts.prewarms)],
        [headers/* Header */.Y9.callCount, String(sandbox.counts.calls)],
    ];
}


/***/ }),

/***/ 567:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ askServer)
/* harmony export */ });
/* harmony import */ var _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(516);
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(156);
/* harmony import */ var _problem_page_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(841);



/**
 * Milliseconds to wait for the last lines of a request whose response is complete: a function with little memory
 * has little of a processor. An app without the gem waits for them once.
 */
const LAST_LINES = 1000;
/**
 * Asks the rack server, started where it is not, and returns when the request's lines are written.
 * A server that hangs is answered for with 504 and replaced; one that dies, with 502.
 * @param limitMs milliseconds for all of it
 * @throws LoadError, ServerError where it does not come up
 */
async function askServer(request, requestId, limitMs, { sandbox, forwarder, output }) {
    const deadline = (0,_deadline_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .N)(limitMs);
    const seconds = Math.round(limitMs / 100) / 10;
    const fail = (status, title, detail) => {
        output.write(`megamode: ${title}. ${detail}\n`);
        return (0,_problem_page_js__WEBPACK_IMPORTED_MODULE_1__/* .renderProblem */ .y)({ status, title, detail }, request.headers);
    };
    try {
        // A server that died while the sandbox was frozen is known to have only after a turn of the loop.
        await new Promise((resolve) => setImmediate(resolve));
        const server = await deadline.race(sandbox.ready());
        if (!server) {
            return fail(504, "The app is still starting", `It was not ready within ${seconds} s.`);
        }
        await deadline.race(sandbox.settled(request.target.replace(/\?.*/s, "")));
        try {
            const response = await forwarder.send(trusted(request, server), deadline.signal);
            await server.log.requestEnded(requestId, LAST_LINES);
            return response;
        }
        catch (error) {
            forwarder.close();
            if (deadline.signal.aborted) {
                await sandbox.restart();
                const detail = `The app did not answer within ${seconds} s; its server is started anew.`;
                return fail(504, "The request took too long", detail);
            }
            const how = await deadline.race(Promise.race([server.ended, stillThere()]));
            server.log.flush();
            const detail = how ? `The rack server ${how}.` : error.message;
            return fail(502, "The app did not answer", detail);
        }
    }
    finally {
        deadline.clear();
    }
}
function trusted(request, server) {
    const ours = [
        [_contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.prefix, request.prefix],
        [_contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.secret, server.secret],
    ];
    return { ...request, headers: [...request.headers, ...ours] };
}
/** A connection broke; whether its server did too shows within a moment. */
function stillThere() {
    return new Promise((resolve) => setTimeout(() => resolve(undefined), 250));
}


/***/ }),

/***/ 156:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ withDeadline)
/* harmony export */ });
/** @param milliseconds from now */
function withDeadline(milliseconds) {
    const controller = new AbortController();
    let expire;
    const expired = new Promise((resolve) => {
        expire = () => resolve(undefined);
    });
    const timer = setTimeout(() => {
        controller.abort();
        expire();
    }, Math.max(0, milliseconds));
    return {
        signal: controller.signal,
        race: (promise) => Promise.race([promise, expired]),
        clear: () => clearTimeout(timer),
    };
}


/***/ }),

/***/ 935:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  H: () => (/* binding */ Forwarder)
});

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(573);
;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
;// CONCATENATED MODULE: ./lib/runtime/src/http/forward.js


/** Milliseconds of wall time after which a connection is not trusted: the sandbox may have been frozen. */
const MAX_IDLE = 5000;
const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"]);
/** One kept connection to the rack server's socket. */
class Forwarder {
    #socketPath;
    #agent;
    #usedAt = 0;
    constructor(socketPath) {
        this.#socketPath = socketPath;
    }
    /**
     * Sends a request and reads the answer to its end.
     * @throws Error where the connection breaks; AbortError where `signal` says so
     */
    async send(request, signal) {
        if (Date.now() - this.#usedAt > MAX_IDLE)
            this.close();
        try {
            return await this.#attempt(request, signal);
        }
        catch (error) {
            // The server may close a kept connection in the very moment that we use it.
            if (!(error instanceof StaleConnection) || !IDEMPOTENT.has(request.method))
                throw error;
            this.close();
            return await this.#attempt(request, signal);
        }
        finally {
            this.#usedAt = Date.now();
        }
    }
    close() {
        this.#agent?.destroy();
        this.#agent = undefined;
    }
    #attempt(request, signal) {
        this.#agent ??= new external_node_http_namespaceObject.Agent({ keepAlive: true, maxSockets: 1 });
        const { method, target: path } = request;
        const options = { agent: this.#agent, socketPath: this.#socketPath, method, path, signal };
        return new Promise((resolve, reject) => {
            const outgoing = (0,external_node_http_namespaceObject.request)(options, (response) => {
                readBody(response).then((body) => resolve(toResponse(response, body)), (error) => reject(error));
            });
            outgoing.on("error", (error) => {
                const broken = error.code === "ECONNRESET" || error.code === "EPIPE";
                reject(outgoing.reusedSocket && broken && !outgoing.res ? new StaleConnection(error) : error);
            });
            setHeaders(outgoing, request.headers);
            // Without a declared body Node would announce a chunked one for POST.
            outgoing.useChunkedEncodingByDefault = false;
            outgoing.end(request.body);
        });
    }
}
class StaleConnection extends Error {
    constructor(cause) {
        super("the rack server closed a kept connection", { cause });
    }
}
function setHeaders(outgoing, headers) {
    const values = new Map();
    for (const [name, value] of headers) {
        const line = toBytes(value);
        const known = values.get(name);
        if (known)
            known.push(line);
        else
            values.set(name, [line]);
    }
    for (const [name, lines] of values)
        outgoing.setHeader(name, lines.length === 1 ? lines[0] : lines);
}
async function readBody(response) {
    const chunks = [];
    for await (const chunk of response)
        chunks.push(chunk);
    return Buffer.concat(chunks);
}
function toResponse(response, body) {
    const headers = [];
    for (let i = 0; i < response.rawHeaders.length; i += 2) {
        headers.push([response.rawHeaders[i], fromBytes(response.rawHeaders[i + 1])]);
    }
    return { status: response.statusCode ?? 502, headers, body };
}
/** Node takes one character a byte; events and answers are text. */
function toBytes(value) {
    return /^[\x20-\x7e\t]*$/.test(value) ? value : Buffer.from(value, "utf8").toString("latin1");
}
function fromBytes(value) {
    const bytes = Buffer.from(value, "latin1");
    return (0,external_node_buffer_.isUtf8)(bytes) ? bytes.toString("utf8") : value;
}


/***/ }),

/***/ 677:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ withoutHopByHop)
/* harmony export */ });
/** Headers of one connection (RFC 9110, 7.6.1), and `Proxy`, which CGI takes for HTTP_PROXY (httpoxy.org). */
const HOP_BY_HOP = new Set([
    "connection",
    "keep-alive",
    "proxy",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
]);
/** The lines without those of one connection, nor those that `Connection` names. */
function withoutHopByHop(headers) {
    const named = headers
        .filter(([name]) => name.toLowerCase() === "connection")
        .flatMap(([, value]) => value.split(","))
        .map((name) => name.trim().toLowerCase());
    const dropped = new Set([...HOP_BY_HOP, ...named]);
    return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}


/***/ }),

/***/ 989:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ headerValue),
/* harmony export */   v: () => (/* binding */ BadRequestError)
/* harmony export */ });
/** A request that must not be forwarded: answered with 400. */
class BadRequestError extends Error {
    constructor(message) {
        super(message);
        this.name = "BadRequestError";
    }
}
/** First value of a header; the name in lower case. */
function headerValue(headers, name) {
    return headers.find((line) => line[0].toLowerCase() === name)?.[1];
}


/***/ }),

/***/ 841:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ renderProblem)
/* harmony export */ });
/* harmony import */ var _message_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(989);

/** The proxy's own answer, as JSON to who asks for JSON and as HTML to a browser. */
function renderProblem(problem, headers) {
    const accept = (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .headerValue */ .Z)(headers, "accept") ?? "";
    const json = accept.includes("json") && !accept.includes("text/html");
    const text = json
        ? JSON.stringify({ status: problem.status, error: problem.title, detail: problem.detail })
        : `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(problem.title)}</title>` +
            `<h1>${escapeHtml(problem.title)}</h1><p>${escapeHtml(problem.detail)}</p></html>\n`;
    return {
        status: problem.status,
        headers: [
            ["Content-Type", json ? "application/json" : "text/html; charset=utf-8"],
            ["Cache-Control", "no-store"],
        ],
        body: Buffer.from(text),
    };
}
function escapeHtml(text) {
    return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}


/***/ }),

/***/ 913:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ signGet),
/* harmony export */   _: () => (/* binding */ signPost)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/**
 * The signature of a GET from S3. The SDK would cost more to load than the archives to fetch.
 * @param extra further headers to send and sign, lower-case names, such as `range`
 * @returns all headers to send, `host` included
 */
function signGet(url, s3, now, extra = {}) {
    return sign({ method: "GET", url, service: "s3", sha256: EMPTY_SHA256 }, s3, now, extra);
}
/** The same for a POST to another service. */
function signPost(url, service, body, signer, now) {
    const sha256 = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(body).digest("hex");
    return sign({ method: "POST", url, service, sha256 }, signer, now, {});
}
/**
 * Signature Version 4 where path and query hold unreserved characters only and the query has one parameter
 * at most: nothing is left to encode or to sort.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
function sign(request, signer, now, extra) {
    const { method, url, service, sha256 } = request;
    const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
    const headers = {
        ...extra,
        host: url.host,
        "x-amz-content-sha256": sha256,
        "x-amz-date": stamp,
        ...(signer.sessionToken ? { "x-amz-security-token": signer.sessionToken } : {}),
    };
    const names = Object.keys(headers).sort();
    const signedHeaders = names.join(";");
    const canonical = [
        method,
        url.pathname,
        url.search.slice(1),
        ...names.map((name) => `${name}:${headers[name].trim()}`),
        "",
        signedHeaders,
        sha256,
    ].join("\n");
    const scope = `${stamp.slice(0, 8)}/${signer.region}/${service}/aws4_request`;
    const digest = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(canonical).digest("hex");
    const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${digest}`;
    const key = scope.split("/").reduce(hmac, `AWS4${signer.secretAccessKey}`);
    const signature = hmac(key, toSign).toString("hex");
    return {
        ...headers,
        authorization: `AWS4-HMAC-SHA256 Credential=${signer.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    };
}
function hmac(key, data) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)("sha256", key).update(data).digest();
}


/***/ }),

/***/ 392:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ readManifest)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/* harmony import */ var _contract_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(501);



/**
 * The manifest that lies beside the proxy in the function zip.
 * @throws Error where it is missing or of a schema that this proxy does not know
 */
function readManifest(folder) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, _contract_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .MANIFEST_FILE */ .h1);
    const manifest = JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, "utf8"));
    if (manifest.schema !== 1) {
        throw new Error(`${path} has schema ${manifest.schema}, this proxy reads 1: deploy again`);
    }
    return manifest;
}


/***/ }),

/***/ 100:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ stdout)
/* harmony export */ });
/** Raw stdout: `console` in Lambda adds a timestamp, a level and a tab, and joins lines. */
const stdout = {
    write: (text) => void process.stdout.write(text),
    flush: () => new Promise((resolve) => process.stdout.write("", () => resolve())),
};


/***/ }),

/***/ 744:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ ServerLog)
});

// EXTERNAL MODULE: ./lib/contract/headers.js
var headers = __nccwpck_require__(516);
;// CONCATENATED MODULE: ./lib/runtime/src/logs/line-splitter.js
/** Bytes after which a line is cut: CloudWatch takes no event larger than 256 KB. */
const MAX_LINE = 256 * 1024 - 1024;
const LINE_FEED = 10;
/** Cuts a stream of bytes into lines; a character that spans two pieces is never torn. */
class LineSplitter {
    #max;
    #pieces = [];
    #length = 0;
    constructor(max = MAX_LINE) {
        this.#max = max;
    }
    /** @returns the lines that are complete now, without their line feeds */
    push(chunk) {
        const lines = [];
        for (let at = 0; at < chunk.length;) {
            const found = chunk.indexOf(LINE_FEED, at);
            const end = found < 0 ? chunk.length : found;
            this.#add(chunk.subarray(at, end), lines);
            if (found >= 0)
                lines.push(this.#take());
            at = end + 1;
        }
        return lines;
    }
    /** @returns what stands there without a line feed, if anything */
    flush() {
        return this.#length > 0 ? this.#take() : undefined;
    }
    #add(piece, lines) {
        this.#pieces.push(piece);
        this.#length += piece.length;
        while (this.#length > this.#max) {
            const line = this.#take();
            const cut = characterStart(line, this.#max);
            lines.push(line.subarray(0, cut));
            this.#pieces = [line.subarray(cut)];
            this.#length = line.length - cut;
        }
    }
    #take() {
        const line = this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces);
        this.#pieces = [];
        this.#length = 0;
        return line;
    }
}
/** The start of the UTF-8 character at `at`; `at` itself where the bytes are no UTF-8. */
function characterStart(bytes, at) {
    for (let i = at; i > at - 4 && i > 0; i -= 1)
        if ((bytes[i] & 0xc0) !== 0x80)
            return i;
    return at;
}

;// CONCATENATED MODULE: ./lib/runtime/src/logs/server-log.js


/** Lines kept for an error's message. */
const KEPT = 40;
/** Bytes of a kept line. */
const KEPT_WIDTH = 1000;
/**
 * What one process writes, line by line with its label; the marks of the gem, which tell that a request's
 * lines are complete, are taken out. One for each start of the rack server, because each has its secret.
 */
class ServerLog {
    #prefix;
    #marker;
    #output;
    #lines = new LineSplitter();
    #last = [];
    #ended = new Set();
    #waiting = new Map();
    /** Whether the app sends markers, as far as is known: one unanswered wait without any says no. */
    #marks = "unknown";
    constructor(label, secret, output) {
        this.#prefix = Buffer.from(`${label}: `);
        this.#marker = Buffer.from(`${headers/* MARKER_START */._8}${secret} `);
        this.#output = output;
    }
    push(chunk) {
        this.#write(this.#lines.push(chunk));
    }
    /** Writes a line that has no end yet: nothing more of its request will come. */
    flush() {
        const rest = this.#lines.flush();
        if (rest)
            this.#write([rest]);
    }
    /** The last lines, for an error. */
    lastLines() {
        return this.#last;
    }
    /**
     * Settles when the lines of a request are complete, or after a while for an app that says nothing.
     * @param milliseconds at most
     */
    async requestEnded(requestId, milliseconds) {
        if (!this.#ended.has(requestId) && this.#marks !== "no") {
            await new Promise((resolve) => {
                const timer = setTimeout(resolve, milliseconds);
                this.#waiting.set(requestId, () => {
                    clearTimeout(timer);
                    resolve();
                });
            });
            this.#waiting.delete(requestId);
        }
        if (!this.#ended.has(requestId) && this.#marks === "unknown")
            this.#marks = "no";
        this.#ended.delete(requestId);
        this.flush();
    }
    #write(lines) {
        const text = [];
        for (const line of lines) {
            const at = line.indexOf(this.#marker);
            // A marker behind text: the app wrote without a line feed.
            const shown = at < 0 ? line : line.subarray(0, at);
            if (at < 0 || shown.length > 0)
                text.push(this.#prefix, shown, NEWLINE);
            if (at < 0 || shown.length > 0)
                this.#keep(shown);
            if (at >= 0)
                this.#end(line.toString("latin1", at + this.#marker.length));
        }
        if (text.length > 0)
            this.#output.write(Buffer.concat(text));
    }
    #keep(line) {
        this.#last.push(line.toString("utf8", 0, KEPT_WIDTH));
        if (this.#last.length > KEPT)
            this.#last.shift();
    }
    #end(requestId) {
        this.#marks = "yes";
        // A request that nobody waits for any more (it ran into its limit) must not be kept for ever.
        if (this.#ended.size > 100)
            this.#ended.clear();
        this.#ended.add(requestId);
        this.#waiting.get(requestId)?.();
    }
}
const NEWLINE = Buffer.of(10);


/***/ }),

/***/ 895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  J: () => (/* binding */ dispatch)
});

// EXTERNAL MODULE: ./lib/runtime/src/aws/connect.js
var connect = __nccwpck_require__(177);
// EXTERNAL MODULE: ./lib/runtime/src/loader/fetch/sign.js
var sign = __nccwpck_require__(913);
;// CONCATENATED MODULE: ./lib/runtime/src/messages/invoke.js


/** Milliseconds to connect in. In a subnet without a way to Lambda nothing answers at all. */
const CONNECT_TIMEOUT = 5000;
/** Lambda has no room for another sandbox at the moment. */
class Busy extends Error {
}
function openInvoker(lambdaUrl, signer, { functionName, functionVersion }) {
    const path = `/2015-03-31/functions/${functionName}/invocations`;
    const url = new URL(path, lambdaUrl);
    url.search = `Qualifier=${encodeURIComponent(functionVersion)}`;
    const client = (0,connect/* clientFor */.$V)(url);
    const agent = new client.Agent({ keepAlive: true });
    return {
        async invoke(payload, signal) {
            const body = JSON.stringify(payload);
            const headers = (0,sign/* signPost */._)(url, "lambda", body, signer, new Date());
            const response = await new Promise((resolve, reject) => {
                const request = client.request(url, { method: "POST", agent, headers, signal }, resolve);
                request.on("error", (cause) => reject(new Error(`Lambda (${url.host}): ${cause.message}`)));
                request.once("socket", (socket) => (0,connect/* connectWithin */.Uo)(CONNECT_TIMEOUT, socket, () => late(url)));
                request.end(body);
            });
            return judge(response, await read(response), `${functionName}:${functionVersion}`);
        },
        close: () => agent.destroy(),
    };
}
function late({ host }) {
    return new Error(`cannot connect to ${host} within ${CONNECT_TIMEOUT / 1000} s: in a VPC it takes a NAT gateway or an interface endpoint for Lambda`);
}
async function read(response) {
    const chunks = [];
    for await (const chunk of response)
        chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
}
function judge({ statusCode, headers }, body, target) {
    if (statusCode === 429)
        throw new Busy();
    if (statusCode === 403) {
        throw new Error(`this sandbox cannot prewarm the others: the function's role must allow lambda:InvokeFunction on ${target}: ${body.slice(0, 300)}`);
    }
    if (statusCode !== 200)
        throw new Error(`Lambda answered ${statusCode}: ${body.slice(0, 300)}`);
    const value = JSON.parse(body);
    if (headers["x-amz-function-error"] === undefined)
        return value;
    throw new Error(`another sandbox of ${target} failed: ${value.errorMessage ?? body}`);
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(500);
;// CONCATENATED MODULE: ./lib/runtime/src/messages/prewarm.js

/** Milliseconds that an app may take to come up: who deploys should hear of it while they look. */
const BOOT_LIMIT = 120_000;
/**
 * Makes this sandbox ready and answers not before `holdUntil`.
 * @param limitMs milliseconds to hold at most
 * @throws LoadError, ServerError where the app does not come up
 */
async function prewarm(message, sandbox, limitMs) {
    const started = Date.now();
    sandbox.countPrewarm();
    await sandbox.readyWithin(Math.min(limitMs, BOOT_LIMIT));
    const left = Math.min(message.holdUntil - Date.now(), limitMs - (Date.now() - started));
    if (left > 0)
        await (0,promises_.setTimeout)(left);
    return sandbox.report();
}

;// CONCATENATED MODULE: ./lib/runtime/src/messages/fan-out.js


/** Milliseconds that a ready sandbox waits for the others to be asked: it serves nobody meanwhile. */
const HOLD = 500;
const ROUNDS = 4;
/**
 * Makes this sandbox ready, then as many more of its version as are wanted. This one is taken while it asks,
 * so that the others are others; those that are met twice are asked again, as a deploy does it.
 * @throws LoadError, ServerError; Error where another one fails
 */
async function fanOut(wanted, context, deps, limitMs) {
    const until = Date.now() + limitMs;
    const own = await prewarm({ megamode: 1, message: "prewarm", holdUntil: 0 }, deps.sandbox, limitMs);
    const met = new Set([own.sandbox]);
    if (wanted > 1) {
        const invoker = openInvoker(deps.lambdaUrl, deps.sandbox.options.s3, context);
        try {
            for (let round = 0; round < ROUNDS && met.size < wanted && Date.now() < until; round += 1) {
                const message = {
                    megamode: 1,
                    message: "prewarm",
                    holdUntil: Date.now() + HOLD,
                };
                const signal = AbortSignal.timeout(Math.max(1, until - Date.now()));
                const answers = await Promise.allSettled(Array.from({ length: wanted - 1 }, () => invoker.invoke(message, signal)));
                for (const answer of answers) {
                    if (answer.status === "fulfilled")
                        met.add(answer.value.sandbox);
                    else if (!(answer.reason instanceof Busy))
                        throw answer.reason;
                }
            }
        }
        finally {
            invoker.close();
        }
    }
    deps.output.write(`megamode: prewarmed ${met.size} of ${wanted} sandboxes\n`);
    return { ...deps.sandbox.report(), met: met.size };
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __nccwpck_require__(421);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
// EXTERNAL MODULE: ./lib/contract/server-environment.js
var server_environment = __nccwpck_require__(907);
// EXTERNAL MODULE: ./lib/runtime/src/logs/server-log.js + 1 modules
var server_log = __nccwpck_require__(744);
// EXTERNAL MODULE: ./lib/runtime/src/server/process-id.js
var process_id = __nccwpck_require__(232);
;// CONCATENATED MODULE: ./lib/runtime/src/messages/output-tail.js
/** The last bytes of an output, whole lines where it had to be cut. */
class OutputTail {
    #limit;
    #pieces = [];
    #length = 0;
    #cut = false;
    /** @param limit bytes to keep */
    constructor(limit) {
        this.#limit = limit;
    }
    push(piece) {
        this.#pieces.push(Buffer.from(piece));
        this.#length += piece.length;
        while (this.#length - (this.#pieces[0]?.length ?? 0) >= this.#limit) {
            this.#length -= this.#pieces.shift().length;
            this.#cut = true;
        }
    }
    text() {
        const all = Buffer.concat(this.#pieces);
        if (!this.#cut && all.length <= this.#limit)
            return all.toString("utf8");
        const kept = all.subarray(Math.max(0, all.length - this.#limit));
        return kept.subarray(kept.indexOf(10) + 1).toString("utf8");
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/messages/run-record.js


/** Milliseconds for one PUT. */
const TIMEOUT = 10_000;
/** Milliseconds before a further attempt to leave the result. */
const PAUSES = [500, 2000, 5000];
/**
 * Claims a run, once. Not repeated: a claim that arrived, but whose answer was lost, could not be told from
 * another's.
 * @throws Error where it is claimed already, or cannot be claimed
 */
async function claimRun(url) {
    const status = await put(url, "", { "if-none-match": "*" });
    if (status === 200)
        return;
    if (status === 412)
        throw new Error("this run was given up by who asked for it: not started");
    throw new Error(`the command was not started: claiming the run, S3 answered ${status}`);
}
/** Leaves the result for who may have lost the connection. Where it cannot, the answer is all there is. */
async function leaveResult(url, result, log) {
    const body = JSON.stringify(result);
    for (let attempt = 0;; attempt += 1) {
        const said = await put(url, body, {}).catch((error) => error.message);
        if (said === 200)
            return;
        const pause = PAUSES[attempt];
        if (pause === undefined) {
            log.write(`megamode: the result could not be left in S3: ${said}\n`);
            return;
        }
        await (0,promises_.setTimeout)(pause);
    }
}
/** @returns the status of the answer */
function put(presigned, body, headers) {
    const url = new URL(presigned);
    const options = {
        method: "PUT",
        agent: false, // A kept connection would be dead after the sandbox was frozen.
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        signal: AbortSignal.timeout(TIMEOUT),
    };
    return new Promise((resolve, reject) => {
        const sent = (0,connect/* clientFor */.$V)(url).request(url, options, (response) => {
            response.resume();
            response.on("end", () => resolve(response.statusCode ?? 0));
            response.on("error", reject);
        });
        // The URL is a capability: only its host is named.
        sent.on("error", (cause) => reject(new Error(`S3 (${url.host}): ${cause.message}`)));
        sent.end(body);
    });
}

;// CONCATENATED MODULE: ./lib/runtime/src/messages/run.js









/** Bytes of output in the result. */
const OUTPUT = 64 * 1024;
/**
 * Runs a shell command line in the app's folder with the rack server's environment. Needs the archives,
 * not a server: a migration has to run where the app would not boot yet.
 * @param limitMs milliseconds after which the command and its children are killed
 */
async function run(message, sandbox, limitMs) {
    await sandbox.loaded();
    const { manifest, place, root, environment, output } = sandbox.options;
    if (message.record)
        await claimRun(message.record.claimUrl);
    const secret = (0,external_node_crypto_.randomBytes)(24).toString("hex");
    const env = (0,server_environment/* serverEnvironment */.P)(environment, manifest.server, place.home, secret);
    (0,external_node_fs_.mkdirSync)(place.home, { recursive: true, mode: 0o700 });
    const log = new server_log/* ServerLog */.A(manifest.label, secret, output);
    const tail = new OutputTail(OUTPUT);
    // `exec` before the command would bind to its first word only, so the shell's own stderr is redirected.
    const child = (0,external_node_child_process_.spawn)("/bin/sh", ["-c", 'exec 2>&1\neval "$1"', "sh", message.command], {
        cwd: manifest.server.cwd,
        env: { ...env, PATH: withFolder(`${root}/bin`, env.PATH) },
        stdio: ["ignore", "pipe", "inherit"],
        detached: true,
    });
    child.stdout.on("data", (chunk) => {
        tail.push(chunk);
        log.push(chunk);
    });
    const timer = setTimeout(() => {
        const text = `megamode: the command was killed: the function's time is over\n`;
        output.write(text);
        tail.push(Buffer.from(text));
        if (child.pid)
            (0,process_id/* killGroup */.i0)(child.pid, "SIGKILL");
    }, limitMs);
    try {
        const status = await new Promise((resolve, reject) => {
            child.once("error", reject);
            child.once("close", (code, signal) => resolve(code ?? 128 + (signal ? external_node_os_namespaceObject.constants.signals[signal] : 0)));
        });
        const result = { status, output: withoutCredentials(tail.text(), env) };
        if (message.record)
            await leaveResult(message.record.resultUrl, result, output);
        return result;
    }
    finally {
        clearTimeout(timer);
        log.flush();
    }
}
/** The role's session is the sandbox's: its keys do not go into the log of a job. */
function withoutCredentials(text, env) {
    return [env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN]
        .filter((key) => key !== undefined && key !== "")
        .reduce((shown, key) => shown.replaceAll(key, "***"), text);
}
function withFolder(folder, path = "/usr/local/bin:/usr/bin:/bin") {
    return path.split(":").includes(folder) ? path : `${folder}:${path}`;
}

// EXTERNAL MODULE: ./lib/runtime/src/events/request-headers.js
var request_headers = __nccwpck_require__(997);
// EXTERNAL MODULE: ./lib/runtime/src/http/ask-server.js
var ask_server = __nccwpck_require__(567);
;// CONCATENATED MODULE: ./lib/runtime/src/messages/status.js



/**
 * Asks the rack server for a path as the front door would.
 * @param limitMs milliseconds for start and answer
 * @throws LoadError, ServerError where the app does not come up
 */
async function checkStatus(message, invocation, deps, limitMs) {
    const origin = { domainName: message.host, sourceIp: "127.0.0.1", requestContext: null };
    const client = [
        ["host", message.host],
        ["accept", "*/*"],
        ["user-agent", "megamode-status"],
    ];
    const request = {
        method: "GET",
        prefix: message.prefix,
        target: message.path,
        headers: (0,request_headers/* requestHeaders */.A)(client, origin, invocation),
    };
    // Its log, not that of a server that takes its place when it hangs or dies of this very request.
    const { log } = await deps.sandbox.readyWithin(Math.min(limitMs, BOOT_LIMIT));
    const response = await (0,ask_server/* askServer */.P)(request, invocation.context.awsRequestId, limitMs, deps);
    return { ...deps.sandbox.report(), httpStatus: response.status, log: [...log.lastLines()] };
}

;// CONCATENATED MODULE: ./lib/runtime/src/messages/dispatch.js




/** Milliseconds kept free before Lambda ends the invocation. */
const RESERVE = 2000;
/** Carries out one of our own invocations. */
function dispatch(message, invocation, deps) {
    const limitMs = Math.max(0, invocation.context.getRemainingTimeInMillis() - RESERVE);
    switch (message.message) {
        case "prewarm":
            return message.fanOut === undefined
                ? prewarm(message, deps.sandbox, limitMs)
                : fanOut(message.fanOut, invocation.context, deps, limitMs);
        case "run":
            return run(message, deps.sandbox, limitMs);
        case "status":
            return checkStatus(message, invocation, deps, limitMs);
    }
}


/***/ }),

/***/ 237:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ parseMessage)
/* harmony export */ });
/** Fields of each message and their types. */
const FIELDS = new Map([
    ["prewarm", { holdUntil: "number" }],
    ["run", { command: "string" }],
    ["status", { path: "string", host: "string", prefix: "string" }],
]);
/**
 * One of our own invocations; undefined for any other event.
 * @throws Error for a message that this proxy does not know
 */
function parseMessage(event) {
    if (typeof event !== "object" || event === null || !Object.hasOwn(event, "megamode")) {
        return undefined;
    }
    const message = event;
    const fields = FIELDS.get(message.message);
    const fits = fields &&
        Object.entries(fields).every(([name, type]) => typeof message[name] === type) &&
        isFanOut(message.fanOut) &&
        isRecord(message.record);
    if (message.megamode !== 1 || !fits) {
        throw new Error(`unknown megamode message: ${JSON.stringify(event).slice(0, 200)}`);
    }
    return event;
}
/** Each of them is an invocation: a number that nobody can have meant is none. */
function isFanOut(value) {
    return (value === undefined || (Number.isInteger(value) && Number(value) > 0 && Number(value) <= 100));
}
function isRecord(value) {
    if (value === undefined)
        return true;
    const { claimUrl, resultUrl } = (value ?? {});
    return typeof claimUrl === "string" && typeof resultUrl === "string";
}


/***/ }),

/***/ 294:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ onStrayErrors)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);

/**
 * nodejs24.x's runtime client has no handlers of its own for these: the process would end without a line
 * that says why. Its state is unknown, so it still ends; the next runtime finds the archives in place.
 */
function onStrayErrors(cleanUp) {
    const crash = (kind) => (error) => {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(1, `megamode: ${kind}, the proxy starts anew: ${text.replaceAll("\n", "\r")}\n`);
        cleanUp();
        process.exit(1);
    };
    process.on("uncaughtException", crash("an error nobody caught"));
    process.on("unhandledRejection", crash("a rejection nobody caught"));
}


/***/ }),

/***/ 232:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   NP: () => (/* binding */ recordServer),
/* harmony export */   Sb: () => (/* binding */ killLeftover),
/* harmony export */   i0: () => (/* binding */ killGroup)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);

/**
 * A process id beside its start time, so that an id which was given away since is not taken for it.
 * undefined where there is no such process.
 */
function identity(pid) {
    try {
        const stat = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(`/proc/${pid}/stat`, "latin1");
        // Field 22; the name in parentheses may hold anything. man 5 proc_pid_stat
        return `${pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
    }
    catch {
        return undefined;
    }
}
/** Notes which process serves, for the runtime that comes after a crash of this one. */
function recordServer(file, pid) {
    const id = identity(pid);
    if (id)
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(file, id);
}
/** Ends the server that an earlier runtime of this sandbox left behind, with its children. */
function killLeftover(file) {
    let recorded;
    try {
        recorded = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(file, "latin1");
    }
    catch {
        return;
    }
    const pid = Number(recorded.split(" ")[0]);
    if (pid > 1 && identity(pid) === recorded)
        killGroup(pid, "SIGKILL");
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(file, { force: true });
}
/** Signals a process and its children; one that is gone is fine. */
function killGroup(pid, signal) {
    try {
        process.kill(-pid, signal);
    }
    catch (error) {
        if (error.code !== "ESRCH")
            throw error;
    }
}


/***/ }),

/***/ 977:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  a: () => (/* binding */ Sandbox)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: ./lib/runtime/src/http/deadline.js
var http_deadline = __nccwpck_require__(156);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(500);
;// CONCATENATED MODULE: ./lib/runtime/src/loader/ahead.js
/**
 * Results in the items' order, of which some are made ahead, side by side.
 * @param count how many are in the making at most
 * @param start told by the signal to stop where one has failed or no more are wanted
 * @param stopped called when the signal has been given
 * @throws what the first failed one in order threw, when all the others are still
 */
async function* ahead(items, count, start, stopped) {
    const stop = new AbortController();
    const started = [];
    let next = 0;
    try {
        while (next < items.length || started.length > 0) {
            while (next < items.length && started.length < count) {
                const result = start(items[next], stop.signal);
                result.catch(() => undefined); // It is heard of when its turn comes.
                started.push(result);
                next += 1;
            }
            yield await started.shift();
        }
    }
    finally {
        stop.abort();
        stopped();
        await Promise.allSettled(started);
    }
}

;// CONCATENATED MODULE: ./lib/contract/links.js
/** The folder of the file systems that a function mounts. https://docs.aws.amazon.com/lambda/latest/api/API_FileSystemConfig.html */
const MOUNTS = "/mnt/";
/**
 * Says why a symbolic link may not be in an archive: it must stay below the root or lead to a mounted file system.
 * `..` may stand at the beginning only, where it climbs real folders. After a name it would climb out of wherever
 * that name links to.
 * @param path the link's own path, relative to the root
 * @returns such as `links to /etc, outside the root`; undefined where the link may be in an archive
 */
function whyNoLink(path, target, root) {
    const absolute = target.startsWith("/");
    const inside = target === root || target.startsWith(`${root}/`) || target.startsWith(MOUNTS);
    const parts = target.split("/").filter((part) => part !== "" && part !== ".");
    const climbs = parts.findIndex((part) => part !== "..");
    const leading = climbs === -1 ? parts.length : climbs;
    const depth = absolute ? 0 : path.split("/").length - 1;
    if ((absolute && !inside) || target === "" || target.includes("\0") || leading > depth) {
        return `links to ${target}, outside the root`;
    }
    return parts.slice(leading).includes("..")
        ? `links to ${target}, which has \`..\` behind a name`
        : undefined;
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/load-error.js
/** The archives could not be brought to the root. The message is one line that says what to do. */
class LoadError extends Error {
    constructor(message, options) {
        super(message, options);
        this.name = "LoadError";
    }
}
/** Worth another attempt: a flaky answer or a connection that broke. */
class TransientError extends LoadError {
    constructor(message, options) {
        super(message, options);
        this.name = "TransientError";
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/archive/entry-path.js


/** Folder below the root where an archive waits for its digest while the app serves. */
const STAGING = ".later";
/** What the proxy itself keeps under the root: never in an archive. */
const RESERVED = new Set([".loaded", STAGING, "run", "home"]);
/** Names with a slash between them, none of which is empty or begins with a dot. */
const PLAIN = /^(?:[^./\0][^/\0]*\/)+[^./\0][^/\0]*$/;
/**
 * The path of an entry relative to the root, without `.` parts and slashes at the end; empty for the root.
 * @throws LoadError for a path that leaves the root or lies where only the proxy writes
 */
function entryPath(name) {
    // Nearly every one: nothing to take apart.
    if (PLAIN.test(name) && !RESERVED.has(name.slice(0, name.indexOf("/"))))
        return name;
    if (name.startsWith("/") || name.includes("\0"))
        throw hostile(name, "is absolute or holds a NUL");
    const parts = name.split("/").filter((part) => part !== "" && part !== ".");
    if (parts.includes(".."))
        throw hostile(name, "has `..`");
    if (RESERVED.has(parts[0] ?? ""))
        throw hostile(name, "lies where only the proxy writes");
    return parts.join("/");
}
/**
 * @param path the link's own path, relative to the root
 * @returns the target of a symbolic link as it is to be written
 * @throws LoadError where it leads elsewhere than into the root or a mounted file system
 */
function linkTarget(path, target, root) {
    const why = whyNoLink(path, target, root);
    if (why)
        throw hostile(path, why);
    return target;
}
/** The folder of a path relative to the root; empty for the root itself. */
function parentOf(path) {
    return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
function hostile(name, why) {
    return new LoadError(`refused the archive entry ${JSON.stringify(name)}: it ${why}`);
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/archive/file-sink.js


const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = external_node_fs_.constants;
const NEW_FILE = O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY;
/**
 * Writes entries straight to their place under the root. Nothing is ever written over or through a link:
 * a path's folders must be real ones, and the file itself must be new. All calls are synchronous: an
 * asynchronous one costs more than what most of these files take to write.
 */
class FileSink {
    #written = [];
    #root;
    #folders = new Set([""]);
    #bytesLeft;
    #fd;
    #mtime = 0;
    /** @param maxBytes what all files together may hold at most: the manifest knows */
    constructor(root, maxBytes) {
        this.#root = root;
        this.#bytesLeft = maxBytes;
    }
    /** @throws LoadError for a hostile entry */
    begin(entry) {
        const path = entryPath(entry.path);
        if (entry.type === "directory") {
            this.#folder(path);
            return;
        }
        if (path === "")
            throw hostile(entry.path, "is the root itself, but no folder");
        this.#folder(parentOf(path));
        try {
            if (entry.type === "symlink")
                this.#symlink(path, entry);
            else
                this.#open(path, entry);
        }
        catch (error) {
            if (error.code !== "EEXIST")
                throw error;
            throw hostile(entry.path, "is there twice");
        }
        this.#written.push(path);
    }
    /** What was written since the last call, folders aside, relative to the root. */
    takeWritten() {
        const written = this.#written;
        this.#written = [];
        return written;
    }
    data(bytes, at, length) {
        const end = at + length;
        for (let from = at; from < end;) {
            from += external_node_fs_.writeSync(this.#fd, bytes, from, end - from);
        }
    }
    end() {
        if (this.#fd === undefined)
            return;
        // Bootsnap knows a file by its mtime: it has to be the one that was packed.
        external_node_fs_.futimesSync(this.#fd, this.#mtime, this.#mtime);
        this.close();
    }
    /** Closes the file in progress, whatever happened to it. */
    close() {
        if (this.#fd !== undefined)
            external_node_fs_.closeSync(this.#fd);
        this.#fd = undefined;
    }
    #open(path, { mode, mtime, size, path: name }) {
        this.#bytesLeft -= size;
        if (this.#bytesLeft < 0)
            throw hostile(name, "exceeds the size that the manifest names");
        this.#fd = external_node_fs_.openSync(`${this.#root}/${path}`, NEW_FILE, mode);
        this.#mtime = mtime;
        // What a usual umask takes away.
        if (mode & 0o022)
            external_node_fs_.fchmodSync(this.#fd, mode);
    }
    #symlink(path, entry) {
        const full = `${this.#root}/${path}`;
        external_node_fs_.symlinkSync(linkTarget(path, entry.target, this.#root), full);
        external_node_fs_.lutimesSync(full, entry.mtime, entry.mtime);
    }
    #folder(path) {
        if (this.#folders.has(path))
            return;
        this.#folder(parentOf(path));
        const full = `${this.#root}/${path}`;
        try {
            external_node_fs_.mkdirSync(full, 0o755);
        }
        catch (error) {
            if (error.code !== "EEXIST")
                throw error;
            if (!external_node_fs_.lstatSync(full).isDirectory())
                throw hostile(path, "goes through what is no folder");
        }
        this.#folders.add(path);
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/archive/tar-header.js

/** Bytes of a block. */
const BLOCK = 512;
/**
 * Fields of the ustar header block at an offset of some bytes.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 * @throws LoadError where the block's checksum does not match
 */
function parseHeader(bytes, at) {
    let sum = 8 * 32; // the checksum is made with blanks in its own place
    for (let i = at; i < at + 148; i += 1)
        sum += bytes[i];
    for (let i = at + 156; i < at + BLOCK; i += 1)
        sum += bytes[i];
    if (sum !== number(bytes, at + 148, 8)) {
        throw new LoadError("the archive is not a tar: bad checksum");
    }
    const name = tar_header_text(bytes, at, 100);
    const prefix = bytes[at + 345] === 0 ? "" : tar_header_text(bytes, at + 345, 155);
    return {
        path: prefix ? `${prefix}/${name}` : name,
        mode: number(bytes, at + 100, 8) & 0o777,
        size: number(bytes, at + 124, 12),
        mtime: number(bytes, at + 136, 12),
        flag: String.fromCharCode(bytes[at + 156]),
        target: bytes[at + 157] === 0 ? "" : tar_header_text(bytes, at + 157, 100),
    };
}
/** Whether a block is one of those that end a tar. */
function isZero(bytes, at) {
    for (let i = at; i < at + BLOCK; i += 1)
        if (bytes[i] !== 0)
            return false;
    return true;
}
/** Records of a pax extended header: `<length> <key>=<value>\n`. */
function parsePax(data) {
    const records = new Map();
    for (let at = 0; at < data.length;) {
        const space = data.indexOf(32, at);
        const length = Number(data.toString("latin1", at, Math.max(space, at)));
        const equals = data.indexOf(61, space);
        const end = at + length;
        if (space < 0 || !(length > 0) || equals < 0 || equals >= end || end > data.length) {
            throw new LoadError("the archive has a broken pax header");
        }
        records.set(data.toString("utf8", space + 1, equals), data.toString("utf8", equals + 1, end - 1));
        at = end;
    }
    return records;
}
/** A header's string: up to the first NUL. */
function tar_header_text(bytes, at, length) {
    let end = at;
    while (end < at + length && bytes[end] !== 0)
        end += 1;
    return bytes.toString("utf8", at, end);
}
/** Octal digits, up to the first NUL or the blank behind them. Byte by byte: four of them in every header. */
function number(bytes, at, length) {
    let value = 0;
    for (let i = at; i < at + length; i += 1) {
        const byte = bytes[i];
        if (byte === 0 || (byte === 0x20 && value > 0))
            break;
        if (byte === 0x20)
            continue;
        if (byte < 0x30 || byte > 0x37) {
            throw new LoadError("the archive has a broken number in a header");
        }
        value = value * 8 + (byte - 0x30);
    }
    return value;
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/archive/tar.js


/** What our packer writes; all else, hard links and devices among them, is refused. */
const TYPES = {
    "0": "file",
    "2": "symlink",
    "5": "directory",
};
/** An extended header larger than this is an attack. */
const MAX_PAX = 1024 * 1024;
/** Reads a tar as its bytes arrive, cut anywhere: ustar and pax (`path`, `linkpath`). */
class TarReader {
    #sink;
    /** A header of which a part has arrived. */
    #block = Buffer.alloc(BLOCK);
    #filled = 0;
    /** Bytes of content, then of padding, that are still to come. */
    #left = 0;
    #padding = 0;
    #ended = false;
    #paxParts;
    #pax;
    constructor(sink) {
        this.#sink = sink;
    }
    /** @throws LoadError for what is not a tar or must not be unpacked; the reader is of no use afterwards */
    push(bytes) {
        let at = 0;
        while (at < bytes.length && !this.#ended) {
            const rest = bytes.length - at;
            if (this.#left > 0) {
                const take = Math.min(rest, this.#left);
                if (this.#paxParts)
                    this.#paxParts.push(Buffer.from(bytes.subarray(at, at + take)));
                else
                    this.#sink.data(bytes, at, take);
                this.#left -= take;
                at += take;
                if (this.#left === 0)
                    this.#finish();
            }
            else if (this.#padding > 0) {
                const take = Math.min(rest, this.#padding);
                this.#padding -= take;
                at += take;
            }
            else if (this.#filled === 0 && rest >= BLOCK) {
                this.#start(bytes, at);
                at += BLOCK;
            }
            else {
                const take = Math.min(rest, BLOCK - this.#filled);
                bytes.copy(this.#block, this.#filled, at, at + take);
                this.#filled += take;
                at += take;
                if (this.#filled === BLOCK) {
                    this.#filled = 0;
                    this.#start(this.#block, 0);
                }
            }
        }
    }
    /** @throws LoadError where the archive stops before its end */
    close() {
        if (!this.#ended)
            throw new LoadError("the archive ends early: it was truncated when it was packed");
    }
    #start(bytes, at) {
        if (bytes[at] === 0 && isZero(bytes, at)) {
            this.#ended = true;
            return;
        }
        const header = parseHeader(bytes, at);
        if (header.flag === "x") {
            if (header.size > MAX_PAX)
                throw new LoadError("the archive has an absurdly long header");
            this.#paxParts = [];
            this.#expect(header.size);
            return;
        }
        const path = this.#pax?.get("path") ?? header.path;
        const target = this.#pax?.get("linkpath") ?? header.target;
        this.#pax = undefined;
        const type = TYPES[header.flag];
        if (!type) {
            throw new LoadError(`refused the archive entry ${JSON.stringify(path)}: type ${header.flag}`);
        }
        // A link or folder has no content, whatever its header says.
        const size = type === "file" ? header.size : 0;
        const { mode, mtime } = header;
        this.#sink.begin({ type, path, target, mode, size, mtime });
        this.#expect(size);
    }
    #expect(size) {
        this.#left = size;
        this.#padding = (BLOCK - (size % BLOCK)) % BLOCK;
        if (size === 0)
            this.#finish();
    }
    #finish() {
        if (this.#paxParts) {
            this.#pax = parsePax(Buffer.concat(this.#paxParts));
            this.#paxParts = undefined;
        }
        else
            this.#sink.end();
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/disk.js


/**
 * Asks beforehand what would otherwise fail half-way.
 * @throws LoadError where the file system has less room than the files take
 */
function checkSpace(root, unpackedBytes) {
    const { bavail, bsize } = (0,external_node_fs_.statfsSync)(root);
    if (bavail * bsize < unpackedBytes)
        throw tooSmall(unpackedBytes);
}
/** What the disk says, in words that name the input to change. */
function explainDisk(error, unpackedBytes) {
    const code = error.code;
    return code === "ENOSPC" || code === "EDQUOT" ? tooSmall(unpackedBytes, error) : error;
}
function tooSmall(unpackedBytes, cause) {
    const megabytes = Math.ceil(unpackedBytes / 1024 / 1024);
    const text = `/tmp is full: the archives need ${megabytes} MB there. Raise \`tmp-size\` (512 to 10240 MB)`;
    return new LoadError(text, { cause });
}

;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./lib/runtime/src/loader/archive/inflater.js


/** Bytes that the output buffer is longer than what it must hold, so that one call fills it and sees the end. */
const SPARE = 64;
/**
 * Decompresses one piece after the other into the same memory: fresh megabytes for each would cost the system
 * half as much as the decompression. Each piece takes one call, which is twice as fast as many: zstd then
 * writes where the bytes are wanted, without a window to copy them from.
 */
class Inflater {
    #zstd;
    #parts = [];
    #length = 0;
    #wanted = 0;
    #failed;
    /** @param bytes that the largest piece has unpacked */
    constructor(bytes) {
        this.#zstd = (0,external_node_zlib_namespaceObject.createZstdDecompress)({ chunkSize: bytes + SPARE });
        this.#zstd.on("data", (part) => {
            this.#parts.push(part);
            this.#length += part.length;
            if (this.#length > this.#wanted)
                this.#zstd.destroy();
        });
        this.#zstd.on("error", (error) => {
            this.#failed = error;
        });
        this.#zstd.on("end", () => this.#zstd.destroy(new Error("there is something behind it")));
    }
    /**
     * The part of the tar that a verified piece holds, in one buffer or several. They are good until the next
     * piece.
     * @throws LoadError where it is not what the manifest says; this object is of no use afterwards
     */
    async inflate(ref, piece, bytes) {
        this.#parts = [];
        this.#length = 0;
        this.#wanted = piece.tarBytes;
        // Node writes behind what it wrote before until the buffer is full, and then makes another: it is to begin
        // anew. There is no public name for that; where this has no effect, all comes as well, in two parts.
        Object.assign(this.#zstd, { _outOffset: 0 });
        await new Promise((resolve) => {
            this.#zstd.once("close", resolve);
            this.#zstd.write(bytes, () => {
                this.#zstd.off("close", resolve);
                resolve();
            });
        });
        const text = `it unpacks to ${this.#length} bytes, the manifest says ${piece.tarBytes}`;
        const wrong = this.#failed?.message ?? (this.#length === piece.tarBytes ? undefined : text);
        if (wrong === undefined)
            return this.#parts;
        throw new LoadError(`the archive \`${ref.name}\` (${piece.sha256}) is damaged: ${wrong}`, {
            cause: this.#failed,
        });
    }
    close() {
        this.#zstd.destroy();
    }
}

// EXTERNAL MODULE: ./lib/runtime/src/aws/connect.js
var connect = __nccwpck_require__(177);
;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/response-head.js

/**
 * https://www.rfc-editor.org/rfc/rfc9112
 * @param text status line and header lines
 * @throws TransientError where it is no HTTP/1.1
 */
function parseHead(text) {
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
    if (!status)
        throw new TransientError(`S3 answered with no HTTP: ${text.slice(0, 40)}`);
    const length = /^content-length:[ \t]*(\d+)[ \t]*$/im.exec(text)?.[1];
    return {
        status: Number(status),
        length: length === undefined ? undefined : Number(length),
        last: text.startsWith("HTTP/1.0") || /^connection:[ \t]*close/im.test(text),
    };
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/lane.js



/** Milliseconds to connect in. */
const CONNECT_TIMEOUT = 2000;
/** Milliseconds without a byte after which a connection is given up. */
const IDLE_TIMEOUT = 5000;
/** Bytes of an answer's head, or of what an error says. */
const MAX_TEXT = 16 * 1024;
const END_OF_HEAD = "\r\n\r\n";
/** An answer other than 200 and 206, and the beginning of what it says, perhaps still in chunks. */
class Refused extends Error {
    status;
    text;
    constructor(status, text) {
        super(`S3 answered ${status}`);
        this.status = status;
        this.text = text;
    }
}
/**
 * One connection to S3, for one GET after the other. It speaks HTTP/1.1 itself, since the bytes of a body
 * then come from the system to where they are wanted: by node:http the same takes three times as long, and
 * brings megabytes of small buffers that the garbage collector has to find.
 */
class Lane {
    /** Kept for all that comes by this lane, one after the other. */
    memory;
    #text = Buffer.alloc(MAX_TEXT);
    #filled = 0;
    #socket;
    #exchange;
    /** @param bytes of the largest object */
    constructor(bytes) {
        this.memory = Buffer.allocUnsafeSlow(bytes);
    }
    /**
     * @param accept see Exchange; what it throws ends the request
     * @throws Refused; LoadError where S3 cannot be reached; TransientError where the connection breaks
     */
    get(url, headers, accept) {
        return new Promise((resolve, reject) => {
            this.#exchange = { accept, resolve, reject };
            this.#filled = 0;
            this.#socket ??= this.#connect(url);
            const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
            this.#socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`);
        });
    }
    /** Breaks off what is under way. */
    close() {
        this.#end(new Error("stopped"));
    }
    #connect(url) {
        const socket = (0,connect/* connect */.Ng)(url, this.#room, this.#read);
        // One that was given up says what it has to say to nobody.
        const fail = (error) => {
            if (this.#socket === socket)
                this.#end(error);
        };
        (0,connect/* connectWithin */.Uo)(CONNECT_TIMEOUT, socket, () => unreachable(url));
        socket.setTimeout(IDLE_TIMEOUT, () => fail(new TransientError(`S3 sent nothing for ${IDLE_TIMEOUT / 1000} s`)));
        socket.on("error", (error) => fail(explain(error, url)));
        socket.on("close", () => fail(this.#cut(url)));
        return socket;
    }
    /** Where the next bytes go: never an empty place. */
    #room = () => {
        const { target } = this.#exchange ?? {};
        return target ? target.bytes.subarray(target.received) : this.#text.subarray(this.#filled);
    };
    #read = (count) => {
        try {
            const exchange = this.#exchange;
            if (!exchange)
                throw new TransientError("S3 sent what nobody had asked for");
            if (exchange.target)
                exchange.target.received += count;
            else
                this.#readText(exchange, count);
            const { target } = exchange;
            if (target && target.received === target.bytes.length)
                this.#end();
        }
        catch (error) {
            this.#end(error);
        }
        return true;
    };
    #readText(exchange, count) {
        this.#filled += count;
        const text = this.#text.subarray(0, this.#filled);
        const end = exchange.head ? 0 : text.indexOf(END_OF_HEAD);
        if (end === -1) {
            if (this.#filled < MAX_TEXT)
                return;
            throw new TransientError("S3's answer has an absurdly long head");
        }
        if (exchange.head) {
            this.#readRefusal(exchange.head);
            return;
        }
        exchange.head = parseHead(text.toString("latin1", 0, end + 2));
        const body = text.subarray(end + END_OF_HEAD.length);
        if (exchange.head.status === 200 || exchange.head.status === 206) {
            this.#begin(exchange, body);
            return;
        }
        this.#filled = body.copy(this.#text, 0);
        this.#readRefusal(exchange.head);
    }
    #begin(exchange, body) {
        const target = exchange.accept(exchange.head);
        if (body.length > target.bytes.length - target.received) {
            throw new TransientError("S3 sent more than it had announced");
        }
        target.received += body.copy(target.bytes, target.received);
        exchange.target = target;
    }
    /** Waits until an error has said what it has to say, or all that there is room for. */
    #readRefusal({ status, length }) {
        const text = this.#text.subarray(0, this.#filled);
        const whole = length === undefined ? /(^|\n)0\r\n\r\n$/.test(text.toString("latin1")) : false;
        if (whole || this.#filled >= Math.min(length ?? MAX_TEXT, MAX_TEXT)) {
            this.#end(new Refused(status, text.toString("utf8")));
        }
    }
    /** What a connection that has ended leaves: an error's text may end with it. */
    #cut(url) {
        const { head, target } = this.#exchange ?? {};
        if (!head || target)
            return new TransientError(`S3 (${url.host}): the connection ended`);
        return new Refused(head.status, this.#text.toString("utf8", 0, this.#filled));
    }
    /** The connection is kept only where it is known to be in order. */
    #end(error) {
        const exchange = this.#exchange;
        this.#exchange = undefined;
        this.#filled = 0;
        if (error || exchange?.head?.last) {
            const socket = this.#socket;
            this.#socket = undefined;
            socket?.destroy();
        }
        if (error)
            exchange?.reject(error);
        else
            exchange?.resolve();
    }
}
function explain(error, url) {
    if (error instanceof LoadError)
        return error;
    if (error.code === "EHOSTUNREACH" || error.code === "ENETUNREACH")
        return unreachable(url, error);
    return new TransientError(`S3 (${url.host}): ${error.message || error.code}`, { cause: error });
}
function unreachable(url, cause) {
    return new LoadError(`cannot connect to S3 (${url.host}) within ${CONNECT_TIMEOUT / 1000} s. A function in a VPC has no way ` +
        "there by itself: give the route tables of its subnets an S3 gateway endpoint (free) or a NAT " +
        "gateway, or choose other subnets (VpcConfig.SubnetIds in `function-configuration`)", { cause });
}

// EXTERNAL MODULE: ./lib/contract/manifest.js
var manifest = __nccwpck_require__(501);
;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/s3-url.js
/** The URL of an object: virtual-hosted on AWS; path style at another endpoint or for a dotted bucket. */
function objectUrl(s3, key) {
    const path = key.split("/").map(encodeSegment).join("/");
    if (s3.endpoint) {
        const base = s3.endpoint.replace(/\/+$/, "");
        return new URL(`${base}/${encodeSegment(s3.bucket)}/${path}`);
    }
    const suffix = s3.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    const host = `s3.${s3.region}.${suffix}`;
    // AWS's certificate covers one label: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    if (s3.bucket.includes("."))
        return new URL(`https://${host}/${s3.bucket}/${path}`);
    return new URL(`https://${s3.bucket}.${host}/${path}`);
}
/** RFC 3986: all but the unreserved characters escaped. */
function encodeSegment(segment) {
    return encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

// EXTERNAL MODULE: ./lib/runtime/src/loader/fetch/sign.js
var sign = __nccwpck_require__(913);
;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/download.js







/** Pauses in milliseconds before a further attempt; the number of them is the number of retries. */
const BACKOFF = [50, 150, 450, 1000];
/**
 * A piece's compressed bytes, verified; they lie in the lane's memory. A connection that breaks is taken up
 * again where it broke.
 * @throws LoadError naming the object and what to do, after the last retry
 */
async function downloadPiece(ref, piece, s3, lane, signal) {
    const key = (0,manifest/* pieceKey */.kp)(ref, piece);
    const url = objectUrl(s3, key);
    const target = { bytes: lane.memory.subarray(0, piece.bytes), received: 0 };
    for (let attempt = 0;; attempt += 1) {
        try {
            const from = target.received;
            const range = from > 0 ? { range: `bytes=${from}-` } : {};
            await lane.get(url, (0,sign/* signGet */.I)(url, s3, new Date(), range), ({ status, length }) => {
                if (length === undefined)
                    throw new LoadError(`S3 named no Content-Length for ${key}`);
                if (status !== 206)
                    target.received = 0;
                const whole = target.received + length;
                if (whole !== piece.bytes)
                    throw wrongSize(ref, key, whole, piece.bytes);
                return target;
            });
            verify(ref, key, piece, target.bytes);
            return target.bytes;
        }
        catch (thrown) {
            const error = thrown instanceof Refused ? download_explain(thrown, `s3://${s3.bucket}/${key}`) : thrown;
            const pause = BACKOFF[attempt];
            const again = error instanceof TransientError && !signal.aborted;
            if (!again || pause === undefined)
                throw giveUp(error, ref, attempt);
            await (0,promises_.setTimeout)(pause * (0.5 + Math.random()), undefined, { signal });
        }
    }
}
function verify(ref, key, { sha256 }, bytes) {
    const actual = (0,external_node_crypto_.hash)("sha256", bytes);
    if (actual === sha256)
        return;
    throw new LoadError(`the archive \`${ref.name}\` (${key}) has SHA-256 ${actual}, the manifest says ${sha256}: ` +
        "it was changed or damaged; nothing of it is used. Deploy again");
}
function download_explain({ status, text: body }, name) {
    const code = /<Code>([^<]*)/.exec(body)?.[1] ?? "";
    const text = `S3 answered ${status} ${code} for ${name}`.replace("  ", " ");
    if (status >= 500 || status === 429 || status === 408)
        return new TransientError(text);
    if (status === 403) {
        // To who may not list the bucket, S3 says the same of what is not there.
        return new LoadError(`${text}: either it was deleted, then deploy again; or the function's role must allow s3:GetObject on it`);
    }
    if (status === 404)
        return new LoadError(`${text}: the archive was deleted; deploy again`);
    return new LoadError(`${text}: ${/<Message>([^<]*)/.exec(body)?.[1] ?? body.slice(0, 200)}`);
}
function giveUp(error, ref, retries) {
    if (error instanceof LoadError && !(error instanceof TransientError))
        return error;
    if (retries === 0)
        return error;
    const reason = error.message;
    const text = `fetching the archive \`${ref.name}\` failed ${retries + 1} times, last: ${reason}`;
    return new LoadError(text, { cause: error });
}
function wrongSize(ref, key, actual, wanted) {
    return new LoadError(`the archive \`${ref.name}\` (${key}) has ${actual} bytes, the manifest says ${wanted}: deploy again`);
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/piece-source.js



/**
 * Where pieces come from: connections and memory that are made once. What comes and goes by the megabyte
 * keeps the system and the garbage collector busy.
 */
class PieceSource {
    #s3;
    #lanes;
    #freeLanes;
    #inflaters;
    #freeInflaters;
    #fetchedAt = 0;
    /**
     * @param pieces all that will be asked for
     * @param count how many may be in the making at once; one more may not have been released yet
     */
    constructor(pieces, count, s3) {
        this.#s3 = s3;
        const bytes = Math.max(...pieces.map((piece) => piece.bytes));
        const tarBytes = Math.max(...pieces.map((piece) => piece.tarBytes));
        this.#lanes = Array.from({ length: count }, () => new Lane(bytes));
        this.#freeLanes = [...this.#lanes];
        this.#inflaters = Array.from({ length: count + 1 }, () => new Inflater(tarBytes));
        this.#freeInflaters = [...this.#inflaters];
    }
    /** Clock (performance.now) when the last bytes had arrived. */
    get fetchedAt() {
        return this.#fetchedAt;
    }
    /** @throws LoadError */
    async fetch(ref, piece, signal) {
        const lane = this.#freeLanes.pop();
        try {
            const bytes = await downloadPiece(ref, piece, this.#s3, lane, signal);
            this.#fetchedAt = performance.now();
            const inflater = this.#freeInflaters.pop();
            const buffers = await inflater.inflate(ref, piece, bytes);
            return { buffers, release: () => this.#freeInflaters.push(inflater) };
        }
        finally {
            this.#freeLanes.push(lane);
        }
    }
    /** Breaks off what is under way. */
    close() {
        for (const part of [...this.#lanes, ...this.#inflaters])
            part.close();
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/marker.js


/** Folder of the markers below the root. */
const FOLDER = ".loaded";
/**
 * Notes which files an archive brings, on disk and not in memory: there may be many. It counts when it is
 * finished.
 */
class Marker {
    #path;
    constructor(root, ref) {
        this.#path = `${root}/${FOLDER}/${ref.name}`;
        external_node_fs_.mkdirSync(`${root}/${FOLDER}`, { recursive: true });
        external_node_fs_.writeFileSync(`${this.#path}.new`, identity(ref));
    }
    /** @param files relative to the root */
    add(files) {
        external_node_fs_.appendFileSync(`${this.#path}.new`, files.map((file) => `\0${file}`).join(""));
    }
    /** The archive is complete and verified. */
    finish() {
        external_node_fs_.renameSync(`${this.#path}.new`, this.#path);
    }
}
function identity({ pieces }) {
    return pieces.map(({ sha256 }) => sha256).join();
}
/** The files of an archive that an earlier runtime of this sandbox completed; undefined where none did. */
function loadedFiles(root, ref) {
    try {
        const [found, ...files] = external_node_fs_.readFileSync(`${root}/${FOLDER}/${ref.name}`, "utf8").split("\0");
        return found === identity(ref) ? files : undefined;
    }
    catch (error) {
        if (error.code === "ENOENT")
            return undefined;
        throw error;
    }
}
/** Removes all that no complete archive brought: what a killed runtime left half-written. */
function discardOthers(root, keep) {
    const files = new Set([...keep.values()].flat());
    const markers = readdir(`${root}/${FOLDER}`);
    for (const { name } of markers)
        if (!keep.has(name))
            external_node_fs_.rmSync(`${root}/${FOLDER}/${name}`);
    for (const entry of readdir(root)) {
        if (!RESERVED.has(entry.name))
            discard(root, entry, entry.name, files);
    }
}
/** @returns whether nothing is left of it */
function discard(root, entry, path, keep) {
    if (!entry.isDirectory()) {
        if (keep.has(path))
            return false;
        external_node_fs_.unlinkSync(`${root}/${path}`);
        return true;
    }
    let empty = true;
    for (const child of readdir(`${root}/${path}`)) {
        if (!discard(root, child, `${path}/${child.name}`, keep))
            empty = false;
    }
    if (empty)
        external_node_fs_.rmdirSync(`${root}/${path}`);
    return empty;
}
function readdir(path) {
    try {
        return external_node_fs_.readdirSync(path, { withFileTypes: true });
    }
    catch (error) {
        if (error.code === "ENOENT")
            return [];
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/load.js









/**
 * Pieces that are fetched and decompressed side by side, ahead of the one that is written: enough for S3's
 * bandwidth, few enough for the memory (a piece is at most 6 MB, and as much again compressed).
 */
const AHEAD = 4;
/**
 * Brings all archives to the root and returns when every one is complete. Nothing is even decompressed before
 * its digest is verified, and nothing may be used before its archive is marked.
 * @throws LoadError; the next call starts afresh with what was not complete
 */
async function loadBundle(archives, s3, root) {
    const started = performance.now();
    if (archives.length === 0)
        throw new LoadError("the manifest names no archives: deploy again");
    (0,external_node_fs_.mkdirSync)(root, { recursive: true, mode: 0o755 });
    const complete = new Map();
    for (const ref of archives) {
        const files = loadedFiles(root, ref);
        if (files)
            complete.set(ref.name, files);
    }
    const missing = archives.filter((ref) => !complete.has(ref.name));
    const reused = [...complete.keys()];
    if (missing.length === 0)
        return { fetchMs: 0, unpackMs: 0, reused };
    discardOthers(root, complete);
    const bytes = missing.reduce((sum, ref) => sum + ref.unpackedBytes, 0);
    checkSpace(root, bytes);
    try {
        const fetchedAt = await loadMissing(missing, s3, root);
        return { fetchMs: fetchedAt - started, unpackMs: performance.now() - fetchedAt, reused };
    }
    catch (error) {
        throw explainDisk(error, bytes);
    }
}
/** @returns clock (performance.now) at the last byte's arrival */
async function loadMissing(archives, s3, root) {
    const all = archives.flatMap((ref) => ref.pieces.map((piece) => ({ ref, piece })));
    const pieces = all.map(({ piece }) => piece);
    const source = new PieceSource(pieces, AHEAD, s3);
    const parts = ahead(all, AHEAD, ({ ref, piece }, signal) => source.fetch(ref, piece, signal), () => source.close());
    try {
        for (const ref of archives)
            await unpack(ref, parts, root);
    }
    finally {
        // All have to be still before somebody discards what they wrote.
        await parts.return(undefined);
    }
    return source.fetchedAt;
}
async function unpack(ref, parts, root) {
    const sink = new FileSink(root, ref.unpackedBytes);
    const reader = new TarReader(sink);
    const marker = new Marker(root, ref);
    try {
        for (const _ of ref.pieces) {
            const { value: part } = await parts.next();
            if (!part)
                break;
            for (const buffer of part.buffers)
                reader.push(buffer);
            part.release();
            marker.add(sink.takeWritten());
            // What has arrived meanwhile is taken first: the next pieces then go on beside the writing.
            await (0,promises_.setImmediate)();
        }
        reader.close();
    }
    finally {
        sink.close();
    }
    marker.finish();
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
;// CONCATENATED MODULE: ./lib/runtime/src/loader/load-later.js





/**
 * Brings an archive to the root while the app serves from there. A file is there whole or not at all: it is
 * written and verified aside, then linked. What is there already stays as it is.
 * @throws LoadError; what was written is removed
 */
async function loadLater(ref, s3, root) {
    if (loadedFiles(root, ref))
        return;
    const aside = `${root}/${STAGING}`;
    try {
        await loadBundle([ref], s3, aside);
        const files = loadedFiles(aside, ref) ?? [];
        for (const file of files)
            load_later_link(`${aside}/${file}`, `${root}/${file}`);
        const marker = new Marker(root, ref);
        marker.add(files);
        marker.finish();
    }
    finally {
        external_node_fs_.rmSync(aside, { recursive: true, force: true });
    }
}
function load_later_link(from, to) {
    external_node_fs_.mkdirSync((0,external_node_path_.dirname)(to), { recursive: true });
    try {
        external_node_fs_.linkSync(from, to);
    }
    catch (error) {
        if (error.code !== "EEXIST")
            throw error;
    }
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __nccwpck_require__(421);
// EXTERNAL MODULE: ./lib/contract/server-environment.js
var server_environment = __nccwpck_require__(907);
// EXTERNAL MODULE: ./lib/runtime/src/logs/server-log.js + 1 modules
var server_log = __nccwpck_require__(744);
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
;// CONCATENATED MODULE: ./lib/runtime/src/server/listening.js



/** Milliseconds between two looks: a look costs microseconds, the start a second or two. */
const INTERVAL = 5;
/** Settles when a Unix socket accepts a connection: Puma binds it once the app is loaded. */
async function untilListening(socket, signal) {
    while (!signal.aborted) {
        if ((0,external_node_fs_.existsSync)(socket) && (await accepts(socket)))
            return;
        await (0,promises_.setTimeout)(INTERVAL);
    }
}
function accepts(socket) {
    return new Promise((resolve) => {
        const connection = (0,external_node_net_namespaceObject.createConnection)(socket);
        connection.once("connect", () => {
            connection.destroy();
            resolve(true);
        });
        connection.once("error", () => resolve(false));
    });
}

// EXTERNAL MODULE: ./lib/runtime/src/server/process-id.js
var process_id = __nccwpck_require__(232);
;// CONCATENATED MODULE: ./lib/runtime/src/server/server-error.js
/** The rack server did not come up, or went away. The message ends with the app's own last lines. */
class ServerError extends Error {
    /** @param reason one line */
    constructor(reason, lines = []) {
        super(lines.length > 0 ? `${reason}. Its last lines:\n${lines.join("\n")}` : reason);
        this.name = "ServerError";
    }
}
/** How a process ended, in words. */
function describeExit(code, signal) {
    if (signal === "SIGKILL")
        return "was killed (SIGKILL): out of memory? Raise `memory`";
    return signal ? `was ended by ${signal}` : `exited with status ${code}`;
}

;// CONCATENATED MODULE: ./lib/runtime/src/server/rack-server.js









/** One start of the rack server. A server that has ended is not started again: make another. */
class RackServer {
    /** What the gem trusts this proxy by. */
    secret = (0,external_node_crypto_.randomBytes)(24).toString("hex");
    log;
    /** Milliseconds from the start until it listened. @throws ServerError where it ended before */
    ready;
    /** Settles, when it has ended and its output is written, with how, in words. */
    ended;
    #child;
    #alive = true;
    constructor(options) {
        const { command, place } = options;
        (0,external_node_fs_.mkdirSync)(place.runDir, { recursive: true, mode: 0o700 });
        (0,external_node_fs_.chmodSync)(place.runDir, 0o700);
        (0,external_node_fs_.mkdirSync)(place.home, { recursive: true, mode: 0o700 });
        const pidFile = `${place.runDir}/server.pid`;
        (0,process_id/* killLeftover */.Sb)(pidFile);
        (0,external_node_fs_.rmSync)(place.socket, { force: true });
        const started = performance.now();
        // The shell only joins stderr to stdout: two pipes could not keep the order of their lines.
        this.#child = (0,external_node_child_process_.spawn)("/bin/sh", ["-c", 'exec "$@" 2>&1', "sh", ...command.argv], {
            cwd: command.cwd,
            env: (0,server_environment/* serverEnvironment */.P)(options.environment, command, place.home, this.secret),
            stdio: ["ignore", "pipe", "inherit"],
            detached: true,
        });
        if (this.#child.pid)
            (0,process_id/* recordServer */.NP)(pidFile, this.#child.pid);
        this.log = new server_log/* ServerLog */.A(options.label, this.secret, options.output);
        this.#child.stdout?.on("data", (chunk) => this.log.push(chunk));
        this.ended = this.#watch();
        this.ready = this.#listen(place.socket, started);
        // Who waits for it sees the failure; a start that nobody waits for must not end the proxy.
        this.ready.catch(() => undefined);
    }
    /** Whether the process runs, as far as is known. */
    get alive() {
        return this.#alive;
    }
    /** Ends the server and its children: politely first, where there is time. */
    async stop(graceMs = 0) {
        const { pid } = this.#child;
        if (pid && this.#alive) {
            if (graceMs > 0) {
                (0,process_id/* killGroup */.i0)(pid, "SIGTERM");
                await Promise.race([this.ended, (0,promises_.setTimeout)(graceMs)]);
            }
            (0,process_id/* killGroup */.i0)(pid, "SIGKILL");
        }
        this.#alive = false;
        await this.ended;
    }
    async #watch() {
        const how = await new Promise((resolve) => {
            this.#child.once("error", (error) => resolve(`could not be started: ${error.message}`));
            this.#child.once("exit", (code, signal) => resolve(describeExit(code, signal)));
        });
        this.#alive = false;
        // Its last lines are still in the pipe, which a child of its own may hold open.
        const stdout = this.#child.stdout;
        if (stdout && !stdout.closed) {
            await Promise.race([new Promise((resolve) => stdout.once("close", resolve)), (0,promises_.setTimeout)(200)]);
        }
        this.log.flush();
        return how;
    }
    async #listen(socket, started) {
        const stop = new AbortController();
        const gone = this.ended.then((how) => {
            stop.abort();
            throw new ServerError(`the rack server ${how} before it listened`, this.log.lastLines());
        });
        await Promise.race([untilListening(socket, stop.signal), gone]);
        gone.catch(() => undefined);
        return performance.now() - started;
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/server/sandbox.js







/** Lambda may freeze the sandbox while it connects: on waking, a connection of long ago has timed out. */
const TRIES = 3;
/** This sandbox: what is loaded, the server that runs, what it has seen. Lives as long as the process. */
class Sandbox {
    options;
    #id = (0,external_node_crypto_.randomUUID)();
    #loading;
    #earlierAssets;
    #server;
    /** The server that was seen listening last. */
    #listening;
    #coldStart;
    #prewarms = 0;
    #calls = 0;
    constructor(options) {
        this.options = options;
    }
    /** Settles when all archives are verified and in place. A failure is not kept: the next call tries again. */
    loaded() {
        const { manifest, s3, root } = this.options;
        this.#loading ??= loadBundle(manifest.archives, s3, root).catch((error) => {
            this.#loading = undefined;
            throw error;
        });
        return this.#loading;
    }
    /**
     * The rack server, listening; started where there is none or the last one has ended.
     * @throws LoadError, ServerError
     */
    async ready() {
        const loaded = await this.loaded();
        const { manifest, startedAt, ...rest } = this.options;
        if (!this.#server?.alive) {
            this.#server = new RackServer({ ...rest, command: manifest.server, label: manifest.label });
        }
        const server = this.#server;
        const bootMs = await server.ready;
        this.#listening = server;
        this.#earlierAssets ??= this.#loadEarlierAssets();
        this.#coldStart ??= {
            fetchMs: Math.round(loaded.fetchMs),
            unpackMs: Math.round(loaded.unpackMs),
            bootMs: Math.round(bootMs),
            totalMs: Math.round(performance.now() - startedAt),
        };
        return server;
    }
    /**
     * The same, for who cannot wait for ever.
     * @throws LoadError, ServerError; also where the server runs but does not listen in time
     */
    async readyWithin(milliseconds) {
        const deadline = (0,http_deadline/* withDeadline */.N)(milliseconds);
        try {
            const server = await deadline.race(this.ready());
            if (server)
                return server;
        }
        finally {
            deadline.clear();
        }
        const seconds = Math.round(milliseconds / 1000);
        throw new ServerError(`the rack server did not listen on ${this.options.place.socket} within ${seconds} s`, this.#server?.log.lastLines());
    }
    /**
     * Settles when a path's file is there, or will not be: assets of the release before come after the rest.
     * To be asked when ready.
     */
    async settled(path) {
        if (!path.startsWith("/assets/") || (0,external_node_fs_.existsSync)(`${this.options.root}/app/public${path}`))
            return;
        await this.#earlierAssets;
    }
    /** Whether a request would not have to wait for a start. */
    get warm() {
        return this.#listening !== undefined && this.#listening === this.#server && this.#server.alive;
    }
    /** Ends a server that hangs and starts another, without waiting for it. */
    async restart() {
        await this.#server?.stop();
        this.ready().catch(() => undefined);
    }
    async stop(graceMs) {
        await this.#server?.stop(graceMs);
    }
    countPrewarm() {
        this.#prewarms += 1;
    }
    countCall() {
        this.#calls += 1;
    }
    get counts() {
        return { prewarms: this.#prewarms, calls: this.#calls };
    }
    /** An app does without them: a failure is a line in its log. */
    async #loadEarlierAssets() {
        const { manifest, s3, root, output } = this.options;
        if (!manifest.earlierAssets)
            return;
        for (let left = TRIES - 1;; left -= 1) {
            try {
                return await loadLater(manifest.earlierAssets, s3, root);
            }
            catch (error) {
                if (left > 0)
                    continue;
                const reason = error.message.split("\n", 1)[0];
                output.write(`megamode: assets of the release before are missing: ${reason}\n`);
                return;
            }
        }
    }
    /** To be asked when the server is ready. */
    report() {
        return {
            sandbox: this.#id,
            prewarmCount: this.#prewarms,
            callCount: this.#calls,
            coldStart: this.#coldStart ?? { fetchMs: 0, unpackMs: 0, bootMs: 0, totalMs: 0 },
        };
    }
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(417);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ var __webpack_exports__handler = __webpack_exports__.R;
/******/ export { __webpack_exports__handler as handler };
/******/ 
