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

/***/ 30:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 519:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ Env)
/* harmony export */ });
/* unused harmony export SECRET_KEY_BASE */
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
    /** Rails' log level, such as `debug`; the app's own if it is not set. */
    logLevel: "MEGAMODE_LOG_LEVEL",
    /** What of a Rails app the rack server loads before it listens: `auto`, `app` or `first-request`. Anything else is `app`. */
    eagerLoad: "MEGAMODE_EAGER_LOAD",
    /** The stage's URL behind a CDN: `public-url.ts`. Readable by the app. */
    publicUrl: "MEGAMODE_PUBLIC_URL",
    /** What a CDN may set, separated by spaces: `trusted-proxy.ts`. */
    trustedProxyHeaders: "MEGAMODE_TRUSTED_PROXY_HEADERS",
};
/** The secret that Rails signs sessions with; generated once per stage if the app brings none. */
const SECRET_KEY_BASE = "SECRET_KEY_BASE";


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
    /** proxy -> gem: `1` asks it to load what is deferred. It answers 204 itself, and only together with the right secret. */
    prewarm: "x-megamode-prewarm",
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
/* unused harmony export HANDLER */
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
/* unused harmony exports APP_DIR, GEMS_DIR, BIN_DIR, LIB_DIR, COMPILE_CACHE_DIR, CODE_PACK_DIR, APP_PACK_DIR */
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
/**
 * Bootsnap's compile cache. The part compiled from the gems is packed in their archive, the part compiled from the
 * app in the app's.
 */
const COMPILE_CACHE_DIR = (/* unused pure expression or super */ null && (`${ROOT}/cache`));
/** The code pack: what the server loads of Ruby and the gems where bootsnap does not compile it. */
const CODE_PACK_DIR = (/* unused pure expression or super */ null && (`${COMPILE_CACHE_DIR}/pack`));
/** The same of the app's own files, where bootsnap does not compile them. */
const APP_PACK_DIR = (/* unused pure expression or super */ null && (`${COMPILE_CACHE_DIR}/pack-of-app`));
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
/* unused harmony export timeZone */
/* harmony import */ var _headers_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(516);

/**
 * Variables that belong to Lambda's runtime client, or would change how the packaged programs run. `NODE_ENV` does
 * neither: it is for an app's own JavaScript.
 */
const WITHHELD = /^(AWS_LAMBDA_RUNTIME_API|_HANDLER|_LAMBDA_.*|LAMBDA_.*|LD_.*|NODE_(?!ENV$).*)$/;
/**
 * Makes the environment of the rack server and of the commands that `run` runs, in Lambda and in a preflight.
 * @param functionEnv the function's own
 * @param home a writable folder
 * @param secret of this boot, by which the gem trusts the proxy's headers
 */
function serverEnvironment(functionEnv, command, home, secret) {
    const own = Object.entries(functionEnv)
        .filter(([name]) => !WITHHELD.test(name))
        .map(([name, value]) => [name, name === "TZ" ? timeZone(value) : value]);
    return {
        ...command.defaults,
        ...Object.fromEntries(own),
        ...command.env,
        HOME: home,
        [_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .PROXY_SECRET */ .g3]: secret,
    };
}
/**
 * Lambda sets `:UTC`. The C library takes a time zone with and without the colon, and Rails only without:
 * https://man7.org/linux/man-pages/man3/tzset.3.html
 */
function timeZone(value) {
    return value.replace(/^:/, "");
}


/***/ }),

/***/ 277:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ urlSuffix)
/* harmony export */ });
/**
 * Returns what the names of AWS's hosts in a region end with.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
function urlSuffix(region) {
    if (region.startsWith("cn-"))
        return "amazonaws.com.cn"; // China
    if (region.startsWith("eusc-"))
        return "amazonaws.eu"; // The European Sovereign Cloud
    return "amazonaws.com"; // All others, GovCloud too
}


/***/ }),

/***/ 177:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $V: () => (/* binding */ clientFor),
/* harmony export */   Ng: () => (/* binding */ connect),
/* harmony export */   Uo: () => (/* binding */ connectWithin)
/* harmony export */ });
/* unused harmony export addressOf */
const load = process.getBuiltinModule;
function clientFor(url) {
    return url.protocol === "https:" ? load("node:https") : load("node:http");
}
function addressOf({ protocol, hostname, port }) {
    const tls = protocol === "https:";
    const host = hostname.replace(/^\[|\]$/g, "");
    return { tls, host, port: Number(port || (tls ? 443 : 80)) };
}
function connect(url, room, read) {
    const { tls, host, port } = addressOf(url);
    const onread = { buffer: room, callback: read };
    if (!tls)
        return load("node:net").connect({ host, port, onread });
    const servername = load("node:net").isIP(host) ? "" : host;
    const options = { host, port, servername, onread };
    return load("node:tls").connect(options);
}
function connectWithin(milliseconds, socket, late) {
    if (!socket.connecting)
        return;
    const timer = setTimeout(() => socket.destroy(late()), milliseconds);
    const isTls = "encrypted" in socket;
    socket.once(isTls ? "secureConnect" : "connect", () => clearTimeout(timer));
    socket.once("close", () => clearTimeout(timer));
}


/***/ }),

/***/ 986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ signGet),
/* harmony export */   _: () => (/* binding */ signPost)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
function signGet(url, s3, now, extra = {}) {
    return sign({ method: "GET", url, service: "s3", sha256: EMPTY_SHA256 }, s3, now, extra);
}
function signPost(url, service, body, signer, now) {
    const sha256 = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(body).digest("hex");
    return sign({ method: "POST", url, service, sha256 }, signer, now, {});
}
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
        ...names.map((name) => `${name}:${headers[name]}`),
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

/***/ 827:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  k: () => (/* binding */ currentTraceId),
  X: () => (/* binding */ readConfig)
});

// EXTERNAL MODULE: ./lib/contract/environment.js
var environment = __nccwpck_require__(519);
;// CONCATENATED MODULE: ./lib/contract/public-url.js
const HOSTNAME = /^[a-z0-9.-]+$/;
const SEGMENTS = /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)*\/?$/;
/** @throws Error that says what the URL must be, without the URL: it may hold a password */
function parsePublicUrl(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    // What `URL` would resolve or escape (`..`, `\`, spaces) is compared with what was written.
    const written = /^https:\/\/[^/?#\\@\s]+(\/[^?#]*)?$/.exec(text);
    const path = written?.[1] ?? "";
    if (!url || !written || !HOSTNAME.test(url.hostname) || !SEGMENTS.test(path)) {
        throw new Error(`must be an https URL such as \`https://www.example.com\` or \`https://example.com/shop\`, without user, query and fragment.`);
    }
    return { host: url.host, port: url.port || "443", prefix: path.replace(/\/$/, "") };
}

// EXTERNAL MODULE: ./lib/contract/url-suffix.js
var url_suffix = __nccwpck_require__(277);
;// CONCATENATED MODULE: ./lib/runtime/src/config.js



const DEFAULT_REQUEST_TIMEOUT = 28;
function readConfig(env = process.env) {
    const seconds = Number(env[environment/* Env */.o.requestTimeout] ?? DEFAULT_REQUEST_TIMEOUT);
    if (!(seconds > 0)) {
        throw new Error(`${environment/* Env */.o.requestTimeout} must be a number of seconds: ${env[environment/* Env */.o.requestTimeout]}`);
    }
    const endpoint = configuredEndpoint(env, "S3");
    const region = env.AWS_REGION ?? required(env, "AWS_DEFAULT_REGION");
    const sessionToken = env.AWS_SESSION_TOKEN;
    return {
        taskRoot: env.LAMBDA_TASK_ROOT ?? "/var/task",
        s3: {
            bucket: required(env, environment/* Env */.o.bucket),
            region,
            ...(endpoint ? { endpoint } : {}),
            accessKeyId: required(env, "AWS_ACCESS_KEY_ID"),
            secretAccessKey: required(env, "AWS_SECRET_ACCESS_KEY"),
            ...(sessionToken ? { sessionToken } : {}),
        },
        lambdaUrl: configuredEndpoint(env, "LAMBDA") ?? lambdaUrl(region),
        requestTimeoutMs: seconds * 1000,
        publicUrl: publicUrl(env[environment/* Env */.o.publicUrl]),
        environment: Object.fromEntries(Object.entries(env).filter((entry) => entry[1] !== undefined)),
    };
}
function currentTraceId(env = process.env) {
    return env._X_AMZN_TRACE_ID || undefined;
}
function publicUrl(text) {
    if (!text)
        return undefined;
    try {
        return parsePublicUrl(text);
    }
    catch (error) {
        throw new Error(`${environment/* Env */.o.publicUrl} ${error.message}`);
    }
}
function lambdaUrl(region) {
    return `https://lambda.${region}.${(0,url_suffix/* urlSuffix */.r)(region)}`;
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
// EXTERNAL MODULE: ./lib/runtime/src/events/not-the-clients.js
var not_the_clients = __nccwpck_require__(513);
;// CONCATENATED MODULE: ./lib/runtime/src/events/path.js

const UNSAFE = /%(?![0-9a-f]{2})|[^\x21-\x7e]+|["#<>?\\^`{|}]/gi;
function escapePath(path) {
    return path.replace(UNSAFE, (text) => Buffer.from(text, "utf8").reduce((all, byte) => all + percent(byte), ""));
}
function splitPath(path, resource, greedy, fullPath) {
    const parts = segments(path);
    const count = resource === undefined ? parts.length : matchedCount(parts, resource, greedy);
    const before = segments(fullPath);
    const kept = before.length - (count ?? 0);
    const tail = parts.slice(parts.length - (count ?? 0));
    if (count === undefined || kept < 0 || tail.some((part, i) => part !== before[kept + i])) {
        throw new message/* BadRequestError */.v("the path does not fit the API's resource");
    }
    return {
        prefix: before
            .slice(0, kept)
            .map((part) => `/${part}`)
            .join(""),
        path: `/${count > 0 ? lastSegments(path, count) : ""}`,
    };
}
function matchedCount(parts, resource, greedy) {
    const template = segments(resource);
    const fixed = template.filter((segment) => !/^\{.*\+\}$/.test(segment));
    const fits = (count) => count <= parts.length &&
        fixed.every((segment, i) => segment.startsWith("{") || decode(parts[parts.length - count + i]) === decode(segment));
    if (fixed.length === template.length)
        return fits(fixed.length) ? fixed.length : undefined;
    if (greedy === undefined)
        return undefined;
    const wanted = squeezed(greedy);
    for (let count = parts.length; count >= fixed.length; count -= 1) {
        const text = parts.slice(parts.length - count + fixed.length).join("/");
        const same = text === wanted || squeezed(decode(text)) === wanted || text === squeezed(decode(greedy));
        if (same && fits(count))
            return count;
    }
    return undefined;
}
function lastSegments(path, count) {
    return path.slice([...path.matchAll(/[^/]+/g)].at(-count).index);
}
function segments(path) {
    return path.split("/").filter((part) => part !== "");
}
function squeezed(path) {
    return segments(path).join("/");
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
    const whole = Buffer.from(text, "utf8").toString("utf8");
    return encodeURIComponent(whole).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

// EXTERNAL MODULE: ./lib/runtime/src/events/request-headers.js + 1 modules
var request_headers = __nccwpck_require__(359);
// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(573);
;// CONCATENATED MODULE: ./lib/runtime/src/events/response-body.js


const TEXT_TYPES = /^(text\/.*|application\/(json|javascript|ecmascript|xml|yaml|x-yaml|x-javascript|x-www-form-urlencoded)|.*\+(json|xml|yaml))$/;
function encodeBody(response) {
    if (response.body.length === 0)
        return { body: "", isBase64Encoded: false };
    if (isText(response))
        return { body: response.body.toString("utf8"), isBase64Encoded: false };
    return { body: response.body.toString("base64"), isBase64Encoded: true };
}
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
        throw new message/* BadRequestError */.v("the method has invalid characters");
    }
    if (/[\r\n\0]/.test(event.path))
        throw new message/* BadRequestError */.v("the path has a line break or NUL");
    const greedyName = /\{([^{}]+)\+\}$/.exec(event.resource ?? "")?.[1];
    const greedy = greedyName && event.pathParameters?.[greedyName];
    const known = requestContext.path !== event.resource ? requestContext.path : undefined;
    const { prefix, path } = splitPath(event.path, event.resource, greedy, known ?? event.path);
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
        prefix: invocation.publicUrl?.prefix ?? escapePath(prefix),
        target: escapePath(path) +
            encodeQuery(event.multiValueQueryStringParameters, event.queryStringParameters),
        headers: [
            ...(0,request_headers/* requestHeaders */.A)(lines, origin, invocation),
            ...(sendsLength ? [["content-length", String(body?.length ?? 0)]] : []),
        ],
        ...(body?.length ? { body } : {}),
        leftOut: lines.map(([name]) => name).filter(not_the_clients/* hasUnderscore */.r),
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

const adapters = [restApi];
function chooseAdapter(event) {
    const adapter = adapters.find((candidate) => candidate.matches(event));
    if (adapter)
        return adapter;
    const keys = typeof event === "object" && event ? Object.keys(event).join(", ") : String(event);
    throw new Error(`the proxy serves events from these sources: ${adapters.map((a) => a.name).join(", ")}; ` +
        `this event is from another one, its keys are ${keys.slice(0, 300)}`);
}


/***/ }),

/***/ 513:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ isNotTheClients),
/* harmony export */   r: () => (/* binding */ hasUnderscore)
/* harmony export */ });
/* harmony import */ var _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(516);

const NAMES = new Set([
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.requestId,
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.traceId,
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.requestContext,
    _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__/* .Header */ .Y9.lambdaContext,
    "x-amz-tenant-id",
    "host",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-port",
    "content-length",
    "expect",
    "forwarded",
    "x-url-scheme",
    "x-scheme",
    "front-end-https",
    "x-host",
    "x-original-host",
    "x-original-url",
    "x-rewrite-url",
    "x-script-name",
    "client-ip",
    "x-client-ip",
    "x-real-ip",
    "x-sendfile-type",
    "x-accel-mapping",
]);
const FAMILIES = /^x-(forwarded|amzn-oidc|amzn-mtls|megamode)-/;
function isNotTheClients(name) {
    return NAMES.has(name) || FAMILIES.test(name) || hasUnderscore(name);
}
function hasUnderscore(name) {
    return name.includes("_");
}


/***/ }),

/***/ 359:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ requestHeaders)
});

// EXTERNAL MODULE: ./lib/contract/headers.js
var headers = __nccwpck_require__(516);
// EXTERNAL MODULE: ./lib/runtime/src/http/hop-by-hop.js
var hop_by_hop = __nccwpck_require__(677);
// EXTERNAL MODULE: ./lib/runtime/src/http/message.js
var message = __nccwpck_require__(989);
// EXTERNAL MODULE: ./lib/runtime/src/events/not-the-clients.js
var not_the_clients = __nccwpck_require__(513);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(30);
;// CONCATENATED MODULE: ./lib/runtime/src/events/source-address.js

const PRIVATE = /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)|^(::1$|f[cd]..:|fe80:)/i;
function sourceAddress(sourceIp) {
    const address = sourceIp?.trim() ?? "";
    return (0,external_node_net_.isIP)(address) ? address : undefined;
}
function forwardedFor(lines, source) {
    if (source === undefined || PRIVATE.test(source))
        return source;
    const sent = addresses(lines);
    const last = sent.lastIndexOf(source);
    return [...(last === -1 ? sent : sent.slice(0, last)), source].join(", ");
}
function addressBefore(lines, source) {
    const sent = addresses(lines);
    const own = source === undefined ? -1 : sent.lastIndexOf(source);
    return own > 0 ? sourceAddress(sent[own - 1]) : undefined;
}
function viewerAddress(value) {
    return sourceAddress(value
        ?.trim()
        .replace(/:\d+$/, "")
        .replace(/^\[(.*)\]$/, "$1"));
}
function addresses(lines) {
    return lines.flatMap((line) => line.split(/[\s,]+/)).filter((part) => part !== "");
}

// EXTERNAL MODULE: ./lib/runtime/src/events/trusted-proxy.js + 1 modules
var trusted_proxy = __nccwpck_require__(693);
;// CONCATENATED MODULE: ./lib/runtime/src/events/request-headers.js






const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BREAKS = /[\r\n\0]/;
const HOST = /^[\w.:[\]-]+$/;
const SCHEME = /^https?$/;
const PORT = /^\d{1,5}$/;
function requestHeaders(client, origin, { context, traceId, publicUrl, trustedProxy }) {
    const lines = checked(client);
    const vouched = new Map((0,trusted_proxy/* vouchedFor */.sI)(lines, trustedProxy));
    const host = publicUrl?.host ?? only(lines, "host", HOST) ?? origin.domainName ?? "localhost";
    const viewer = viewerAddress(vouched.get("cloudfront-viewer-address"));
    const optional = (name, value) => value === undefined ? [] : [[name, value]];
    return [
        ["host", host],
        ...clientLines(lines, trustedProxy?.header),
        ...optional("x-forwarded-for", clientAddresses(lines, origin, trustedProxy, viewer)),
        ["x-forwarded-proto", (!publicUrl && only(lines, "x-forwarded-proto", SCHEME)) || "https"],
        ["x-forwarded-port", publicUrl?.port ?? only(lines, "x-forwarded-port", PORT) ?? "443"],
        ["x-forwarded-host", vouched.get("x-forwarded-host") ?? host],
        ...optional("forwarded", vouched.get("forwarded")),
        [headers/* Header */.Y9.requestId, context.awsRequestId],
        ...optional(headers/* Header */.Y9.traceId, traceId),
        [headers/* Header */.Y9.requestContext, json(origin.requestContext)],
        [headers/* Header */.Y9.lambdaContext, json(contextValue(context))],
        ...optional("x-amz-tenant-id", context.tenantId),
    ];
}
function clientAddresses(lines, origin, trustedProxy, viewer) {
    const sent = values(lines, "x-forwarded-for");
    const source = sourceAddress(origin.sourceIp);
    const names = (0,trusted_proxy/* provenNames */.fw)(lines, trustedProxy);
    const edge = names.includes("x-forwarded-for") ? addressBefore(sent, source) : undefined;
    return forwardedFor(sent, viewer ?? edge ?? source);
}
function checked(lines) {
    const lower = lines.map(([name, value]) => [name.toLowerCase(), value]);
    for (const [name, value] of lower) {
        if (!TOKEN.test(name))
            throw new message/* BadRequestError */.v("a header's name has invalid characters");
        if (BREAKS.test(value))
            throw new message/* BadRequestError */.v(`the header ${name} has a line break or NUL`);
    }
    return lower;
}
function clientLines(lines, secret) {
    return (0,hop_by_hop/* withoutHopByHop */.q)(lines).filter(([name]) => !(0,not_the_clients/* isNotTheClients */.X)(name) && name !== secret);
}
function values(lines, wanted) {
    return lines.filter(([name]) => name === wanted).map(([, value]) => value);
}
function only(lines, wanted, form) {
    const [value = "", ...more] = values(lines, wanted);
    return more.length === 0 && form.test(value) ? value : undefined;
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
function json(value) {
    return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}


/***/ }),

/***/ 693:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  fw: () => (/* binding */ provenNames),
  mm: () => (/* binding */ readTrustedProxy),
  sI: () => (/* binding */ vouchedFor)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: ./lib/contract/environment.js
var environment = __nccwpck_require__(519);
;// CONCATENATED MODULE: ./lib/contract/trusted-proxy.js
/** Headers that only a CDN that proves itself may set, in lower case. */
const TRUSTABLE = [
    "x-forwarded-host",
    "forwarded",
    "x-forwarded-for",
    "cloudfront-viewer-address",
];
/** Fewer characters could be guessed. */
const SHORTEST_SECRET = 16;
const SECRET = /^(X-[A-Z0-9-]+)\s*=\s*([A-Z_][A-Z0-9_]*)$/i;
/** Names that others set. */
const TAKEN = /^x-(forwarded-|amz|megamode-|request-id$)/i;
/**
 * Parses header names and one `Header-Name=VARIABLE`.
 * @throws Error that says what is wrong
 */
function parseTrustedProxy(parts) {
    const secrets = parts.filter((part) => part.includes("="));
    const names = parts.filter((part) => !part.includes("=")).map((name) => name.toLowerCase());
    const wrong = names.find((name) => !TRUSTABLE.some((one) => one === name));
    if (wrong !== undefined || names.length === 0) {
        throw new Error(`${wrong ? `\`${wrong}\` cannot be trusted` : "no header is named"}: give \`X-Forwarded-Host\`, \`Forwarded\`, \`X-Forwarded-For\` or \`CloudFront-Viewer-Address\`.`);
    }
    const [, header, variable] = SECRET.exec(secrets[0] ?? "") ?? [];
    if (secrets.length !== 1 ||
        header === undefined ||
        variable === undefined ||
        TAKEN.test(header)) {
        // The line may hold the secret itself, so the message does not show it.
        throw new Error("give exactly one line `X-Name=VARIABLE`: the secret header that the CDN adds, and the variable of `environment` that holds its value.");
    }
    return { names, header: header.toLowerCase(), variable };
}

;// CONCATENATED MODULE: ./lib/runtime/src/events/trusted-proxy.js



function readTrustedProxy(env) {
    const parts = env[environment/* Env */.o.trustedProxyHeaders]?.split(/\s+/).filter((part) => part !== "") ?? [];
    if (parts.length === 0)
        return undefined;
    const { names, header, variable } = parsed(parts);
    const value = env[variable] ?? "";
    return { names, header, secret: value.length < SHORTEST_SECRET ? undefined : value };
}
function parsed(parts) {
    try {
        return parseTrustedProxy(parts);
    }
    catch (error) {
        throw new Error(`${environment/* Env */.o.trustedProxyHeaders}: ${error.message}`);
    }
}
function vouchedFor(lines, proxy) {
    return provenNames(lines, proxy).flatMap((wanted) => {
        const [line, ...others] = lines.filter(([name]) => name === wanted);
        const one = line !== undefined && others.length === 0 && line[1].trim() !== "";
        return one && !(wanted === "x-forwarded-host" && line[1].includes(",")) ? [line] : [];
    });
}
function provenNames(lines, proxy) {
    if (proxy?.secret === undefined)
        return [];
    const [given, ...more] = lines.filter(([name]) => name === proxy.header);
    const proven = given !== undefined && more.length === 0 && equal(given[1], proxy.secret);
    return proven ? proxy.names : [];
}
function equal(given, secret) {
    const [a, b] = [Buffer.from(given), Buffer.from(secret)];
    return a.length === b.length && (0,external_node_crypto_.timingSafeEqual)(a, b);
}


/***/ }),

/***/ 417:
/***/ ((__webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ handler)
/* harmony export */ });
/* harmony import */ var _contract_root_js__WEBPACK_IMPORTED_MODULE_11__ = __nccwpck_require__(536);
/* harmony import */ var _config_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(827);
/* harmony import */ var _events_adapters_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(494);
/* harmony import */ var _events_trusted_proxy_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(693);
/* harmony import */ var _loader_manifest_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(392);
/* harmony import */ var _logs_left_out_headers_js__WEBPACK_IMPORTED_MODULE_12__ = __nccwpck_require__(798);
/* harmony import */ var _logs_output_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(100);
/* harmony import */ var _messages_dispatch_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(337);
/* harmony import */ var _messages_parse_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(237);
/* harmony import */ var _requests_answer_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(889);
/* harmony import */ var _server_crash_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(294);
/* harmony import */ var _server_forwarder_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(87);
/* harmony import */ var _server_sandbox_js__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(987);













const INIT_TIME = 9000;
const DRAIN = 400;
const startedAt = performance.now();
const config = (0,_config_js__WEBPACK_IMPORTED_MODULE_0__/* .readConfig */ .X)();
const inFront = { publicUrl: config.publicUrl, trustedProxy: (0,_events_trusted_proxy_js__WEBPACK_IMPORTED_MODULE_2__/* .readTrustedProxy */ .mm)(config.environment) };
const sandbox = new _server_sandbox_js__WEBPACK_IMPORTED_MODULE_10__/* .Sandbox */ .a({
    manifest: (0,_loader_manifest_js__WEBPACK_IMPORTED_MODULE_3__/* .readManifest */ .W)(config.taskRoot),
    s3: config.s3,
    root: _contract_root_js__WEBPACK_IMPORTED_MODULE_11__/* .ROOT */ .Dl,
    place: { runDir: _contract_root_js__WEBPACK_IMPORTED_MODULE_11__/* .RUN_DIR */ .wM, socket: _contract_root_js__WEBPACK_IMPORTED_MODULE_11__/* .SOCKET */ .gL, home: _contract_root_js__WEBPACK_IMPORTED_MODULE_11__/* .HOME_DIR */ .M4 },
    environment: config.environment,
    output: _logs_output_js__WEBPACK_IMPORTED_MODULE_4__/* .stdout */ .U,
    startedAt,
});
const deps = {
    sandbox,
    forwarder: new _server_forwarder_js__WEBPACK_IMPORTED_MODULE_9__/* .Forwarder */ .H(_contract_root_js__WEBPACK_IMPORTED_MODULE_11__/* .SOCKET */ .gL),
    output: _logs_output_js__WEBPACK_IMPORTED_MODULE_4__/* .stdout */ .U,
    leftOutHeaders: new _logs_left_out_headers_js__WEBPACK_IMPORTED_MODULE_12__/* .LeftOutHeaders */ .Y(_logs_output_js__WEBPACK_IMPORTED_MODULE_4__/* .stdout */ .U),
    lambdaUrl: config.lambdaUrl,
    requestTimeoutMs: config.requestTimeoutMs,
};
(0,_server_crash_js__WEBPACK_IMPORTED_MODULE_8__/* .onStrayErrors */ .m)(() => void sandbox.stop(0));
process.on("SIGTERM", () => void sandbox.stop(DRAIN).then(() => process.exit(0)));
const booted = sandbox.ready().catch((error) => {
    _logs_output_js__WEBPACK_IMPORTED_MODULE_4__/* .stdout */ .U.write(`megamode: ${error.message.split("\n", 1)[0]}\n`);
});
await Promise.race([
    sandbox.loaded().then(() => booted),
    new Promise((resolve) => setTimeout(resolve, INIT_TIME)),
]);
async function handler(event, context) {
    const invocation = { context, traceId: (0,_config_js__WEBPACK_IMPORTED_MODULE_0__/* .currentTraceId */ .k)(), ...inFront };
    try {
        const message = (0,_messages_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .parseMessage */ .v)(event);
        if (message)
            return await (0,_messages_dispatch_js__WEBPACK_IMPORTED_MODULE_5__/* .dispatch */ .J)(message, invocation, deps);
        return await (0,_requests_answer_js__WEBPACK_IMPORTED_MODULE_7__/* .answerHttp */ .F)((0,_events_adapters_js__WEBPACK_IMPORTED_MODULE_1__/* .chooseAdapter */ .T)(event), event, invocation, deps);
    }
    finally {
        await _logs_output_js__WEBPACK_IMPORTED_MODULE_4__/* .stdout */ .U.flush();
    }
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 677:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ withoutHopByHop)
/* harmony export */ });
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
class BadRequestError extends Error {
    constructor(message) {
        super(message);
        this.name = "BadRequestError";
    }
}
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

/***/ 392:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ readManifest)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/* harmony import */ var _contract_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(501);



function readManifest(folder) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, _contract_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .MANIFEST_FILE */ .h1);
    const manifest = JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, "utf8"));
    if (manifest.schema !== 1) {
        throw new Error(`${path} has schema ${manifest.schema}, this proxy reads 1: deploy again`);
    }
    return manifest;
}


/***/ }),

/***/ 798:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ LeftOutHeaders)
/* harmony export */ });
const MOST = 20;
const LONGEST = 64;
class LeftOutHeaders {
    #output;
    #known = new Set();
    constructor(output) {
        this.#output = output;
    }
    report(names) {
        for (const name of names) {
            const shown = name.slice(0, LONGEST).toLowerCase();
            if (this.#known.size >= MOST || this.#known.has(shown))
                continue;
            this.#known.add(shown);
            this.#output.write(`megamode: The client's header ${shown} is left out: to a Rack app it would be ${shown.replaceAll("_", "-")}.\n`);
        }
    }
}


/***/ }),

/***/ 100:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ stdout)
/* harmony export */ });
const stdout = {
    write: (text) => void process.stdout.write(text),
    flush: () => new Promise((resolve) => process.stdout.write("", () => resolve())),
};


/***/ }),

/***/ 216:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ ServerLog)
});

// EXTERNAL MODULE: ./lib/contract/headers.js
var headers = __nccwpck_require__(516);
;// CONCATENATED MODULE: ./lib/runtime/src/logs/last-lines.js
const COUNT = 40;
const WIDTH = 1000;
class LastLines {
    #lines = [];
    push(line) {
        this.#lines.push(line.toString("utf8", 0, WIDTH));
        if (this.#lines.length > COUNT)
            this.#lines.shift();
    }
    get all() {
        return this.#lines;
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/logs/line-splitter.js
const MAX_LINE = 256 * 1024 - 1024;
const LINE_FEED = 10;
class LineSplitter {
    #max;
    #pieces = [];
    #length = 0;
    constructor(max = MAX_LINE) {
        this.#max = max;
    }
    push(chunk) {
        const lines = [];
        let at = 0;
        for (let end = chunk.indexOf(LINE_FEED); end !== -1; at = end + 1, end = chunk.indexOf(LINE_FEED, at)) {
            this.#add(chunk.subarray(at, end), lines);
            lines.push(this.#take());
        }
        this.#add(chunk.subarray(at), lines);
        return lines;
    }
    flush() {
        return this.#length > 0 ? this.#take() : undefined;
    }
    #add(piece, lines) {
        if (!piece.length)
            return;
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
function characterStart(bytes, at) {
    for (let i = at; i > at - 4; i -= 1)
        if ((bytes[i] & 0xc0) !== 0x80)
            return i;
    return at;
}

;// CONCATENATED MODULE: ./lib/runtime/src/logs/server-log.js



const NEWLINE = Buffer.of(10);
const MAX_UNCLAIMED = 100;
class ServerLog {
    #prefix;
    #marker;
    #output;
    #lines = new LineSplitter();
    #last = new LastLines();
    #ended = new Set();
    #waiting = new Map();
    #marks = "unknown";
    constructor(label, secret, output) {
        this.#prefix = Buffer.from(`${label}: `);
        this.#marker = Buffer.from(`${headers/* MARKER_START */._8}${secret} `);
        this.#output = output;
    }
    push(chunk) {
        this.#write(this.#lines.push(chunk));
    }
    flush() {
        const rest = this.#lines.flush();
        if (rest)
            this.#write([rest]);
    }
    lastLines() {
        return this.#last.all;
    }
    async requestEnded(requestId, milliseconds) {
        if (!this.#ended.has(requestId) && this.#marks !== "no") {
            await this.#waitForMarker(requestId, milliseconds);
        }
        if (!this.#ended.delete(requestId) && this.#marks === "unknown")
            this.#marks = "no";
        this.flush();
    }
    async #waitForMarker(requestId, milliseconds) {
        await new Promise((resolve) => {
            const timer = setTimeout(resolve, milliseconds);
            this.#waiting.set(requestId, () => {
                clearTimeout(timer);
                resolve();
            });
        });
        this.#waiting.delete(requestId);
    }
    #write(lines) {
        const text = [];
        for (const line of lines) {
            const at = line.indexOf(this.#marker);
            if (at === -1) {
                this.#show(line, text);
                continue;
            }
            if (at > 0)
                this.#show(line.subarray(0, at), text);
            this.#end(line.toString("latin1", at + this.#marker.length));
        }
        if (text.length > 0)
            this.#output.write(Buffer.concat(text));
    }
    #show(line, text) {
        text.push(this.#prefix, line, NEWLINE);
        this.#last.push(line);
    }
    #end(requestId) {
        this.#marks = "yes";
        if (this.#ended.size > MAX_UNCLAIMED)
            this.#ended.clear();
        this.#ended.add(requestId);
        this.#waiting.get(requestId)?.();
    }
}


/***/ }),

/***/ 337:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  J: () => (/* binding */ dispatch)
});

// EXTERNAL MODULE: ./lib/runtime/src/aws/connect.js
var connect = __nccwpck_require__(177);
// EXTERNAL MODULE: ./lib/runtime/src/aws/sign.js
var sign = __nccwpck_require__(986);
;// CONCATENATED MODULE: ./lib/runtime/src/messages/invoke.js


const CONNECT_TIMEOUT = 5000;
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
            const answer = {
                status: response.statusCode,
                failed: "x-amz-function-error" in response.headers,
                body: await read(response),
            };
            return resultOf(answer, `${functionName}:${functionVersion}`);
        },
        close: () => agent.destroy(),
    };
}
function late({ host }) {
    return new Error(`cannot connect to ${host} within ${CONNECT_TIMEOUT / 1000} s: if the function is in a VPC, it needs a NAT gateway or an interface endpoint for Lambda`);
}
async function read(response) {
    const chunks = [];
    for await (const chunk of response)
        chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
}
function resultOf({ status, failed, body }, target) {
    if (status === 429)
        throw new Busy();
    const start = body.slice(0, 300);
    if (status === 403) {
        throw new Error(`this sandbox cannot prewarm the others: the function's role must allow lambda:InvokeFunction on ${target}: ${start}`);
    }
    if (status !== 200)
        throw new Error(`Lambda answered ${status}: ${start}`);
    const value = JSON.parse(body);
    if (failed) {
        throw new Error(`another sandbox of ${target} failed: ${value.errorMessage ?? body}`);
    }
    return value;
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(500);
// EXTERNAL MODULE: ./lib/contract/headers.js
var headers = __nccwpck_require__(516);
// EXTERNAL MODULE: ./lib/runtime/src/server/ask-server.js
var ask_server = __nccwpck_require__(586);
// EXTERNAL MODULE: ./lib/runtime/src/server/server-error.js
var server_error = __nccwpck_require__(305);
;// CONCATENATED MODULE: ./lib/runtime/src/messages/load-deferred.js



const asked = new WeakSet();
async function loadDeferred(server, { awsRequestId }, limitMs, deps) {
    const { takesPrewarm } = deps.sandbox.options.manifest.server;
    if (!takesPrewarm || asked.has(server) || limitMs <= 0)
        return;
    asked.add(server);
    const request = {
        method: "GET",
        prefix: "",
        target: "/",
        headers: [
            ["host", "localhost"],
            [headers/* Header */.Y9.requestId, awsRequestId],
            [headers/* Header */.Y9.prewarm, "1"],
        ],
    };
    const { status } = await (0,ask_server/* askServer */.P)(request, awsRequestId, limitMs, deps);
    if (server.alive || status === 504)
        return;
    const how = await server.ended;
    throw new server_error/* ServerError */.g(`the rack server ${how} while it loaded what was deferred`, server.log.lastLines());
}

;// CONCATENATED MODULE: ./lib/runtime/src/messages/prewarm.js


const BOOT_LIMIT = 120_000;
async function prewarm(message, context, deps, limitMs) {
    const { sandbox } = deps;
    const until = Date.now() + limitMs;
    const left = () => until - Date.now();
    sandbox.countPrewarm();
    await new Promise((resolve) => setImmediate(resolve));
    const server = await sandbox.readyWithin(Math.min(limitMs, BOOT_LIMIT));
    await loadDeferred(server, context, Math.min(left(), BOOT_LIMIT), deps);
    await (0,promises_.setTimeout)(Math.max(0, Math.min(message.holdUntil - Date.now(), left())));
    return sandbox.report();
}

;// CONCATENATED MODULE: ./lib/runtime/src/messages/fan-out.js


const HOLD = 500;
const ROUNDS = 4;
async function fanOut(wanted, context, deps, limitMs, open = openInvoker) {
    const { sandbox, lambdaUrl, output } = deps;
    const until = Date.now() + limitMs;
    const own = await prewarm({ megamode: 1, message: "prewarm", holdUntil: 0 }, context, deps, limitMs);
    const met = new Set([own.sandbox]);
    let invoker;
    try {
        for (let round = 0; round < ROUNDS && met.size < wanted; round += 1) {
            const left = until - Date.now();
            if (left <= 0)
                break;
            invoker ??= open(lambdaUrl, sandbox.options.s3, context);
            for (const report of await ask(invoker, wanted - 1, left))
                met.add(report.sandbox);
        }
    }
    finally {
        invoker?.close();
    }
    output.write(`megamode: prewarmed ${met.size} of ${wanted} sandboxes\n`);
    return { ...sandbox.report(), met: met.size };
}
async function ask(invoker, count, limitMs) {
    const holdUntil = Date.now() + HOLD;
    const message = { megamode: 1, message: "prewarm", holdUntil };
    const signal = AbortSignal.timeout(limitMs);
    const answers = await Promise.allSettled(Array.from({ length: count }, () => invoker.invoke(message, signal)));
    return answers.flatMap((answer) => {
        if (answer.status === "fulfilled")
            return [answer.value];
        if (answer.reason instanceof Busy)
            return [];
        throw answer.reason;
    });
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
// EXTERNAL MODULE: ./lib/runtime/src/logs/server-log.js + 2 modules
var server_log = __nccwpck_require__(216);
// EXTERNAL MODULE: ./lib/runtime/src/server/process-id.js
var process_id = __nccwpck_require__(232);
;// CONCATENATED MODULE: ./lib/runtime/src/messages/output-tail.js
const LINE_FEED = 10;
class OutputTail {
    #limit;
    #pieces = [];
    #length = 0;
    #total = 0;
    constructor(limit) {
        this.#limit = limit;
    }
    push(piece) {
        this.#pieces.push(Buffer.from(piece));
        this.#length += piece.length;
        this.#total += piece.length;
        if (this.#length > 2 * this.#limit)
            this.#pieces = [this.#tail()];
    }
    text() {
        const tail = this.#tail();
        const start = this.#total > this.#limit ? tail.indexOf(LINE_FEED) + 1 : 0;
        return tail.toString("utf8", start);
    }
    #tail() {
        const tail = Buffer.concat(this.#pieces).subarray(-this.#limit);
        this.#length = tail.length;
        return tail;
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/messages/run-record.js


const TIMEOUT = 10_000;
const PAUSES = [500, 2000, 5000];
const AGAIN = [409, 500, 503];
async function claimRun(url, pauses = PAUSES) {
    let status = await put(url, "", { "if-none-match": "*" });
    let hasFailed = false;
    for (const pause of pauses) {
        if (!AGAIN.includes(status))
            break;
        hasFailed ||= status === 500;
        await (0,promises_.setTimeout)(pause);
        status = await put(url, "", { "if-none-match": "*" });
    }
    if (status === 200)
        return;
    if (status === 412) {
        const why = hasFailed
            ? "S3 failed when the run was claimed, and may have claimed it. Deploy again"
            : "the deploy that asked for it has given up";
        throw new Error(`the command was not started: ${why}`);
    }
    throw new Error(`the command was not started: S3 answered ${status} when the run was claimed`);
}
async function leaveResult(url, result, log, pauses = PAUSES) {
    const body = JSON.stringify(result);
    for (const pause of [...pauses, undefined]) {
        const answer = await put(url, body, {}).catch((error) => error.message);
        if (answer === 200)
            return;
        if (pause === undefined) {
            log.write(`megamode: the result could not be left in S3: ${answer}\n`);
        }
        else {
            await (0,promises_.setTimeout)(pause);
        }
    }
}
function put(presigned, body, headers) {
    const url = new URL(presigned);
    const options = {
        method: "PUT",
        agent: false,
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        signal: AbortSignal.timeout(TIMEOUT),
    };
    return new Promise((resolve, reject) => {
        const sent = (0,connect/* clientFor */.$V)(url).request(url, options, (response) => {
            response.resume();
            response.on("end", () => resolve(response.statusCode));
            response.on("error", reject);
        });
        sent.on("error", (cause) => reject(new Error(`S3 (${url.host}): ${cause.message}`)));
        sent.end(body);
    });
}

;// CONCATENATED MODULE: ./lib/runtime/src/messages/run.js









const OUTPUT = 64 * 1024;
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
        const text = "megamode: the command was killed, because the function ran out of time\n";
        output.write(text);
        tail.push(Buffer.from(text));
        if (child.pid)
            (0,process_id/* killGroup */.i0)(child.pid, "SIGKILL");
    }, limitMs);
    try {
        const status = await new Promise((resolve, reject) => {
            child.once("error", reject);
            child.once("close", (code, signal) => resolve(code ?? 128 + external_node_os_namespaceObject.constants.signals[signal]));
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
function withoutCredentials(text, env) {
    let shown = text;
    for (const key of [env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN]) {
        if (key)
            shown = shown.replaceAll(key, "***");
    }
    return shown;
}
function withFolder(folder, path = "/usr/local/bin:/usr/bin:/bin") {
    return path.split(":").includes(folder) ? path : `${folder}:${path}`;
}

// EXTERNAL MODULE: ./lib/runtime/src/events/request-headers.js + 1 modules
var request_headers = __nccwpck_require__(359);
;// CONCATENATED MODULE: ./lib/runtime/src/messages/status.js



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
    const { log } = await deps.sandbox.readyWithin(Math.min(limitMs, BOOT_LIMIT));
    const response = await (0,ask_server/* askServer */.P)(request, invocation.context.awsRequestId, limitMs, deps);
    return { ...deps.sandbox.report(), httpStatus: response.status, log: [...log.lastLines()] };
}

;// CONCATENATED MODULE: ./lib/runtime/src/messages/dispatch.js




const RESERVE = 2000;
function dispatch(message, invocation, deps) {
    const limitMs = Math.max(0, invocation.context.getRemainingTimeInMillis() - RESERVE);
    switch (message.message) {
        case "prewarm":
            return message.fanOut === undefined
                ? prewarm(message, invocation.context, deps, limitMs)
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
const FIELDS = new Map([
    ["prewarm", { holdUntil: "number" }],
    ["run", { command: "string" }],
    ["status", { path: "string", host: "string", prefix: "string" }],
]);
function parseMessage(event) {
    if (!Object.hasOwn(Object(event), "megamode"))
        return undefined;
    const message = event;
    const fields = FIELDS.get(message.message);
    const fits = message.megamode === 1 &&
        fields &&
        Object.entries(fields).every(([name, type]) => typeof message[name] === type) &&
        isFanOut(message.fanOut) &&
        isRecord(message.record);
    if (fits)
        return event;
    throw new Error(`unknown megamode message: ${JSON.stringify(event).slice(0, 200)}`);
}
function isFanOut(value) {
    if (value === undefined)
        return true;
    return Number.isInteger(value) && Number(value) > 0 && Number(value) <= 100;
}
function isRecord(value) {
    if (value === undefined)
        return true;
    const { claimUrl, resultUrl } = Object(value);
    return typeof claimUrl === "string" && typeof resultUrl === "string";
}


/***/ }),

/***/ 889:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  F: () => (/* binding */ answerHttp)
});

// EXTERNAL MODULE: ./lib/contract/headers.js
var headers = __nccwpck_require__(516);
;// CONCATENATED MODULE: ./lib/runtime/src/logs/format.js
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
function processingLine(method, path) {
    return `Processing ${method} ${path}`;
}
function completedLine(status, milliseconds, bytes, cold) {
    const seconds = (milliseconds / 1000).toFixed(3);
    const size = formatBytes(bytes);
    return `Completed Status Code ${status} in ${seconds}s (${size}, ${cold ? "cold" : "warm"})`;
}

;// CONCATENATED MODULE: ./lib/runtime/src/events/payload-limit.js

const PAYLOAD_LIMIT = 6 * 1024 * 1024;
const WORST = 6;
function tooLarge(result, response) {
    if (response.body.length * WORST < PAYLOAD_LIMIT / 2)
        return undefined;
    const bytes = Buffer.byteLength(JSON.stringify(result));
    if (bytes <= PAYLOAD_LIMIT)
        return undefined;
    return {
        status: 502,
        title: "The response is too large",
        detail: `It is ${formatBytes(bytes)} as Lambda sends it; Lambda allows ${formatBytes(PAYLOAD_LIMIT)}. ` +
            "Serve such files from S3, for example by redirecting to a presigned URL, or answer in smaller parts.",
    };
}

// EXTERNAL MODULE: ./lib/runtime/src/http/message.js
var message = __nccwpck_require__(989);
// EXTERNAL MODULE: ./lib/runtime/src/http/problem-page.js
var problem_page = __nccwpck_require__(841);
// EXTERNAL MODULE: ./lib/runtime/src/server/ask-server.js
var ask_server = __nccwpck_require__(586);
;// CONCATENATED MODULE: ./lib/runtime/src/requests/answer.js






const RESERVE = 1000;
async function answerHttp(adapter, event, invocation, deps) {
    const { sandbox, output } = deps;
    const started = performance.now();
    const cold = !sandbox.warm;
    sandbox.countCall();
    const request = readRequest(adapter, event, invocation);
    const answer = "status" in request ? (0,problem_page/* renderProblem */.y)(request, []) : await ask(request);
    let response = { ...answer, headers: [...answer.headers, ...counts(sandbox)] };
    let result = adapter.toResult(event, response);
    const problem = tooLarge(result, response);
    if (problem) {
        output.write(`megamode: ${problem.title}. ${problem.detail}\n`);
        response = (0,problem_page/* renderProblem */.y)(problem, "headers" in request ? request.headers : []);
        result = adapter.toResult(event, response);
    }
    const elapsed = performance.now() - started;
    output.write(`${completedLine(response.status, elapsed, response.body.length, cold)}\n`);
    return result;
    async function ask(request) {
        const path = request.prefix + request.target.replace(/\?.*/s, "");
        output.write(`${processingLine(request.method, path)}\n`);
        deps.leftOutHeaders.report(request.leftOut ?? []);
        const left = invocation.context.getRemainingTimeInMillis() - RESERVE;
        const limit = Math.min(deps.requestTimeoutMs, left);
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
function counts({ counts }) {
    return [
        [headers/* Header */.Y9.prewarmCount, String(counts.prewarms)],
        [headers/* Header */.Y9.callCount, String(counts.calls)],
    ];
}


/***/ }),

/***/ 586:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ askServer)
/* harmony export */ });
/* harmony import */ var _contract_headers_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(516);
/* harmony import */ var _http_problem_page_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(841);
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(917);



const LAST_LINES = 1000;
async function askServer(request, requestId, limitMs, { sandbox, forwarder, output }) {
    const deadline = (0,_deadline_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .N)(limitMs);
    const seconds = Math.round(limitMs / 100) / 10;
    const fail = (status, title, detail) => {
        output.write(`megamode: ${title}. ${detail}\n`);
        return (0,_http_problem_page_js__WEBPACK_IMPORTED_MODULE_1__/* .renderProblem */ .y)({ status, title, detail }, request.headers);
    };
    try {
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
                const detail = `The app did not answer within ${seconds} s; its server is restarted.`;
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
function stillThere() {
    return new Promise((resolve) => setTimeout(() => resolve(undefined), 250));
}


/***/ }),

/***/ 294:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ onStrayErrors)
/* harmony export */ });
/* unused harmony export crashLine */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);

function onStrayErrors(cleanUp) {
    const crash = (kind) => (error) => {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(1, crashLine(kind, error));
        cleanUp();
        process.exit(1);
    };
    process.on("uncaughtException", crash("an uncaught error"));
    process.on("unhandledRejection", crash("an unhandled rejection"));
}
function crashLine(kind, error) {
    const text = String(error instanceof Error ? error.stack : error);
    return `megamode: ${kind}, the proxy restarts: ${text.replaceAll("\n", "\r")}\n`;
}


/***/ }),

/***/ 917:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ withDeadline)
/* harmony export */ });
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

/***/ 87:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  H: () => (/* binding */ Forwarder)
});

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(573);
;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
;// CONCATENATED MODULE: ./lib/runtime/src/server/forwarder.js


const MAX_IDLE = 5000;
const BROKEN = new Set(["ECONNRESET", "EPIPE"]);
const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"]);
class Forwarder {
    #socketPath;
    #agent;
    #usedAt = 0;
    constructor(socketPath) {
        this.#socketPath = socketPath;
    }
    async send(request, signal) {
        if (Date.now() - this.#usedAt > MAX_IDLE)
            this.close();
        try {
            return await this.#attempt(request, signal);
        }
        catch (error) {
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
                readBody(response).then((body) => resolve(toResponse(response, body)), reject);
            });
            outgoing.on("error", (error) => {
                const stale = outgoing.reusedSocket && BROKEN.has(error.code) && !outgoing.res;
                reject(stale ? new StaleConnection(error) : error);
            });
            setHeaders(outgoing, request.headers);
            outgoing.useChunkedEncodingByDefault = false;
            outgoing.end(request.body);
        });
    }
}
class StaleConnection extends Error {
    constructor(cause) {
        super("the rack server closed an idle connection", { cause });
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
    return { status: response.statusCode, headers, body };
}
function toBytes(value) {
    return /^[\x20-\x7e\t]*$/.test(value) ? value : Buffer.from(value, "utf8").toString("latin1");
}
function fromBytes(value) {
    const bytes = Buffer.from(value, "latin1");
    return (0,external_node_buffer_.isUtf8)(bytes) ? bytes.toString("utf8") : value;
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

function identity(pid) {
    try {
        const stat = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(`/proc/${pid}/stat`, "latin1");
        return `${pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
    }
    catch {
        return undefined;
    }
}
function recordServer(file, pid) {
    const id = identity(pid);
    if (id)
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(file, id);
}
function killLeftover(file) {
    let recorded;
    try {
        recorded = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(file, "latin1");
    }
    catch {
        return;
    }
    const pid = Number(recorded.split(" ")[0]);
    if (identity(pid) === recorded)
        killGroup(pid, "SIGKILL");
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(file);
}
function killGroup(pid, signal) {
    if (pid <= 1)
        return;
    try {
        process.kill(-pid, signal);
    }
    catch (error) {
        if (error.code !== "ESRCH")
            throw error;
    }
}


/***/ }),

/***/ 987:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  a: () => (/* binding */ Sandbox)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: ./lib/runtime/src/server/deadline.js
var server_deadline = __nccwpck_require__(917);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
;// CONCATENATED MODULE: ./lib/runtime/src/server/earlier-assets.js

const TRIES = 3;
class EarlierAssets {
    #root;
    #load;
    #log;
    #done;
    constructor(root, load, log) {
        this.#root = root;
        this.#load = load;
        this.#log = log;
    }
    start() {
        this.#done ??= this.#try();
    }
    async settled(path) {
        if (!path.startsWith("/assets/") || (0,external_node_fs_.existsSync)(`${this.#root}/app/public${path}`))
            return;
        await this.#done;
    }
    async #try() {
        let reason = "";
        for (let left = TRIES; left > 0; left -= 1) {
            try {
                return await this.#load();
            }
            catch (error) {
                reason = error.message.split("\n", 1)[0];
            }
        }
        this.#log(`megamode: assets of the previous release are missing: ${reason}\n`);
    }
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(500);
;// CONCATENATED MODULE: ./lib/runtime/src/loader/ahead.js
async function* ahead(items, count, start, stopped) {
    const stop = new AbortController();
    const started = [];
    try {
        for (const item of items) {
            if (started.length === count)
                yield await started.shift();
            const result = start(item, stop.signal);
            result.catch(() => undefined);
            started.push(result);
        }
        yield* started;
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
 * @returns such as `links to /etc, outside the root`; undefined if the link may be in an archive
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
        ? `links to ${target}, which has \`..\` after a name`
        : undefined;
}

;// CONCATENATED MODULE: ./lib/contract/entry-path.js

/** Folder below the root where an archive is written and verified while the app serves. */
const STAGING = ".later";
/** What the proxy itself writes under the root: never in an archive. */
const RESERVED = new Set([".loaded", STAGING, "run", "home"]);
/** Entries of an archive at most. The largest that is known has a tenth of them. */
const MAX_ENTRIES = 1_000_000;
/** Bytes from which on a file may stand in an archive as a hard link to an equal one before it. */
const LINKED_BYTES = 64 * 1024;
/** Names with a slash between them, none of which is empty or begins with a dot. */
const PLAIN = /^(?:[^./\0][^/\0]*\/)+[^./\0][^/\0]*$/;
/**
 * The one rule for where an entry of an archive may lie, in Lambda and on the runner: below the root, and not where the
 * proxy writes.
 * @returns its path relative to the root, without `.` parts and trailing slashes; empty for the root
 * @throws what `refuse` makes
 */
function entryPath(name, refuse) {
    // Nearly every path is like this, and needs no taking apart.
    if (PLAIN.test(name) && !RESERVED.has(name.slice(0, name.indexOf("/"))))
        return name;
    if (name.startsWith("/") || name.includes("\0"))
        throw refuse(name, "is absolute or holds a NUL");
    const parts = name.split("/").filter((part) => part !== "" && part !== ".");
    if (parts.includes(".."))
        throw refuse(name, "has `..`");
    if (RESERVED.has(parts[0] ?? ""))
        throw refuse(name, "is where only the proxy writes");
    return parts.join("/");
}
/**
 * Checks the target of a symbolic link, and returns it.
 * @param path the link's own path, relative to the root
 * @throws what `refuse` makes, if it leads neither into the root nor into a mounted file system
 */
function linkTarget(path, target, root, refuse) {
    const why = whyNoLink(path, target, root);
    if (why)
        throw refuse(path, why);
    return target;
}
/**
 * Checks the target of a hard link, and returns it. It is a path as `entryPath` returns it, so it lies below the root.
 * @param path the link's own path, relative to the root
 * @param earlier the files of at least `LINKED_BYTES` that the same archive has brought so far
 * @throws what `refuse` makes, if it is none of them
 */
function hardLinkTarget(path, target, earlier, refuse) {
    if (earlier.has(target))
        return target;
    throw refuse(path, `is a hard link to ${target}, which is no large file before it`);
}
/** Returns the folder of a path relative to the root; empty for the root itself. */
function parentOf(path) {
    return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
/** The text of the error for an entry that is refused, which begins the same everywhere. */
function refusal(name, why) {
    return `refused the archive entry ${JSON.stringify(name)}: it ${why}`;
}

;// CONCATENATED MODULE: ./lib/contract/messages.js
/**
 * The `errorType` of an invocation that failed because S3 denied an archive to the function's role, or does not know the
 * bucket. What was asked for did not begin. So it is for a while with a role that was just changed, and a new bucket.
 */
const S3_DENIED = "S3Denied";

;// CONCATENATED MODULE: ./lib/runtime/src/loader/load-error.js

class LoadError extends Error {
    constructor(message, options) {
        super(message, options);
        this.name = "LoadError";
    }
}
class DeniedError extends LoadError {
    constructor(message, options) {
        super(message, options);
        this.name = S3_DENIED;
    }
}
class TransientError extends LoadError {
    constructor(message, options) {
        super(message, options);
        this.name = "TransientError";
    }
}
class Unreachable extends TransientError {
    constructor(message, options) {
        super(message, options);
        this.name = "Unreachable";
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/archive/file-sink.js



const hostile = (name, why) => new LoadError(refusal(name, why));
const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = external_node_fs_.constants;
const NEW_FILE = O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY;
class FileSink {
    #written = [];
    #root;
    #folders = new Set([""]);
    #large = new Set();
    #bytesLeft;
    #entries = 0;
    #fd;
    #mtime = 0;
    constructor(root, maxBytes) {
        this.#root = root;
        this.#bytesLeft = maxBytes;
    }
    begin(entry) {
        this.#entries += 1;
        if (this.#entries > MAX_ENTRIES)
            throw hostile(entry.path, "is one too many");
        const path = entryPath(entry.path, hostile);
        if (entry.type === "directory") {
            this.#folder(path);
            return;
        }
        if (path === "")
            throw hostile(entry.path, "is the root itself but not a folder");
        this.#folder(parentOf(path));
        try {
            if (entry.type === "symlink")
                this.#symlink(path, entry);
            else if (entry.type === "hardlink")
                this.#hardLink(path, entry.target);
            else
                this.#open(path, entry);
        }
        catch (error) {
            if (error.code !== "EEXIST")
                throw error;
            throw hostile(entry.path, "appears twice");
        }
        this.#written.push(path);
    }
    takeWritten() {
        const written = this.#written;
        this.#written = [];
        return written;
    }
    data(bytes, at, length) {
        const end = at + length;
        for (let from = at; from !== end;) {
            from += external_node_fs_.writeSync(this.#fd, bytes, from, end - from);
        }
    }
    end() {
        if (this.#fd === undefined)
            return;
        external_node_fs_.futimesSync(this.#fd, this.#mtime, this.#mtime);
        this.close();
    }
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
        if (size >= LINKED_BYTES)
            this.#large.add(path);
        if (mode & 0o022)
            external_node_fs_.fchmodSync(this.#fd, mode);
    }
    #symlink(path, entry) {
        const full = `${this.#root}/${path}`;
        external_node_fs_.symlinkSync(linkTarget(path, entry.target, this.#root, hostile), full);
        external_node_fs_.lutimesSync(full, entry.mtime, entry.mtime);
    }
    #hardLink(path, target) {
        const from = hardLinkTarget(path, target, this.#large, hostile);
        external_node_fs_.linkSync(`${this.#root}/${from}`, `${this.#root}/${path}`);
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
                throw hostile(path, "passes through something that is not a folder");
        }
        this.#folders.add(path);
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/archive/pax.js

const LINE_FEED = 10;
const START = /([1-9]\d*) ([^=\n]+)=/y;
function parsePax(data) {
    const records = new Map();
    const text = data.toString("latin1");
    for (let at = 0; at < data.length;) {
        START.lastIndex = at;
        const start = START.exec(text);
        const end = at + Number(start?.[1]) - 1;
        if (!start || data[end] !== LINE_FEED) {
            throw new LoadError("the archive has a broken pax header");
        }
        records.set(start[2], data.toString("utf8", START.lastIndex, end));
        at = end + 1;
    }
    return records;
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/archive/tar-header.js

const BLOCK = 512;
function parseHeader(bytes, at) {
    let sum = 8 * 32;
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
function isZero(bytes, at) {
    for (let i = at; i < at + BLOCK; i += 1)
        if (bytes[i] !== 0)
            return false;
    return true;
}
function tar_header_text(bytes, at, length) {
    let end = at;
    while (end < at + length && bytes[end] !== 0)
        end += 1;
    return bytes.toString("utf8", at, end);
}
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



const TYPES = {
    "0": "file",
    "1": "hardlink",
    "2": "symlink",
    "5": "directory",
};
const MAX_PAX = 1024 * 1024;
class TarReader {
    #sink;
    #block = Buffer.alloc(BLOCK);
    #filled = 0;
    #left = 0;
    #padding = 0;
    #ended = false;
    #paxParts;
    #pax;
    constructor(sink) {
        this.#sink = sink;
    }
    push(bytes) {
        for (let at = 0; at !== bytes.length;)
            at += this.#take(bytes, at);
    }
    close() {
        if (!this.#ended) {
            throw new LoadError("the archive ends early: it was truncated when it was packed");
        }
    }
    #take(bytes, at) {
        const rest = bytes.length - at;
        if (this.#ended)
            return rest;
        if (this.#left)
            return this.#content(bytes, at, Math.min(rest, this.#left));
        if (this.#padding) {
            const count = Math.min(rest, this.#padding);
            this.#padding -= count;
            return count;
        }
        const count = Math.min(rest, BLOCK - this.#filled);
        if (count === BLOCK) {
            this.#start(bytes, at);
            return count;
        }
        bytes.copy(this.#block, this.#filled, at, at + count);
        this.#filled += count;
        if (this.#filled === BLOCK) {
            this.#filled = 0;
            this.#start(this.#block, 0);
        }
        return count;
    }
    #content(bytes, at, count) {
        if (this.#paxParts)
            this.#paxParts.push(Buffer.from(bytes.subarray(at, at + count)));
        else
            this.#sink.data(bytes, at, count);
        this.#left -= count;
        if (this.#left === 0)
            this.#finish();
        return count;
    }
    #start(bytes, at) {
        if (isZero(bytes, at)) {
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


function checkSpace(root, unpackedBytes, statfs = external_node_fs_.statfsSync) {
    const { bavail, bsize } = statfs(root);
    if (bavail * bsize < unpackedBytes)
        throw tooSmall(unpackedBytes);
}
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


const SPARE = 64;
class Inflater {
    #zstd;
    #parts = [];
    #length = 0;
    #wanted = 0;
    #failed;
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
        this.#zstd.on("end", () => this.#zstd.destroy(new Error("it has bytes after its end")));
    }
    async inflate(ref, piece, bytes) {
        this.#parts = [];
        this.#length = 0;
        this.#wanted = piece.tarBytes;
        Object.assign(this.#zstd, { _outOffset: 0 });
        await new Promise((resolve) => {
            this.#zstd.once("close", resolve);
            this.#zstd.write(bytes, () => {
                this.#zstd.off("close", resolve);
                resolve();
            });
        });
        if (!this.#failed && this.#length === piece.tarBytes)
            return this.#parts;
        const sizes = `it unpacks to ${this.#length} bytes, the manifest says ${piece.tarBytes}`;
        const wrong = this.#failed?.message ?? sizes;
        throw new LoadError(`the archive \`${ref.name}\` (${piece.sha256}) is damaged: ${wrong}`, {
            cause: this.#failed,
        });
    }
    close() {
        this.#zstd.destroy();
    }
}

// EXTERNAL MODULE: ./lib/contract/manifest.js
var manifest = __nccwpck_require__(501);
// EXTERNAL MODULE: ./lib/runtime/src/aws/sign.js
var sign = __nccwpck_require__(986);
;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/refusal.js

class Refused extends Error {
    status;
    text;
    constructor(status, text) {
        super(`S3 answered ${status}`);
        this.status = status;
        this.text = text;
    }
}
const TEMPORARY = new Set([408, 429]);
function explainRefusal({ status, text: body }, name) {
    const code = /<Code>([^<]*)/.exec(body)?.[1];
    const text = `S3 answered ${status}${code ? ` ${code}` : ""} for ${name}`;
    if (status >= 500 || TEMPORARY.has(status))
        return new TransientError(text);
    if (status === 403) {
        return new DeniedError(`${text}: either it was deleted (deploy again), or the function's role does not allow s3:GetObject on it`);
    }
    if (code === "NoSuchBucket") {
        return new DeniedError(`${text}: either the bucket was deleted (deploy again), or it is so new that S3 does not know it everywhere yet`);
    }
    if (status === 404)
        return new LoadError(`${text}: the archive was deleted; deploy again`);
    return new LoadError(`${text}: ${/<Message>([^<]*)/.exec(body)?.[1] ?? body.slice(0, 200)}`);
}

// EXTERNAL MODULE: ./lib/contract/url-suffix.js
var url_suffix = __nccwpck_require__(277);
;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/s3-url.js

function objectUrl(s3, key) {
    const path = key.split("/").map(encodeSegment).join("/");
    if (s3.endpoint) {
        const base = s3.endpoint.replace(/\/+$/, "");
        return new URL(`${base}/${encodeSegment(s3.bucket)}/${path}`);
    }
    const host = `s3.${s3.region}.${(0,url_suffix/* urlSuffix */.r)(s3.region)}`;
    if (s3.bucket.includes("."))
        return new URL(`https://${host}/${s3.bucket}/${path}`);
    return new URL(`https://${s3.bucket}.${host}/${path}`);
}
function encodeSegment(segment) {
    return encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/download.js







const BACKOFF = [50, 150, 450, 1000];
const CONNECTIONS = 2;
async function downloadPiece(ref, piece, s3, lane, signal, backoff = BACKOFF) {
    const key = (0,manifest/* pieceKey */.kp)(ref, piece);
    const url = objectUrl(s3, key);
    const target = { bytes: lane.memory.subarray(0, piece.bytes), received: 0 };
    let unreached = 0;
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
            const name = `s3://${s3.bucket}/${key}`;
            const error = thrown instanceof Refused ? explainRefusal(thrown, name) : thrown;
            const pause = backoff[attempt];
            if (error instanceof Unreachable)
                unreached += 1;
            const again = error instanceof TransientError && unreached < CONNECTIONS && !signal.aborted;
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

// EXTERNAL MODULE: ./lib/runtime/src/aws/connect.js
var connect = __nccwpck_require__(177);
;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/connection-error.js

const NO_WAY = new Set([
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTFOUND",
]);
function explainConnection(error, url) {
    if (error instanceof LoadError)
        return error;
    const reason = error.message || error.code || "";
    if (NO_WAY.has(error.code))
        return unreachable(url, `: ${reason}`, error);
    return new TransientError(`S3 (${url.host}): ${reason}`, { cause: error });
}
function unreachable(url, how, cause) {
    return new Unreachable(`cannot connect to S3 (${url.host})${how}. If the function is in a VPC, it cannot reach S3 ` +
        "by itself: give the route tables of its subnets an S3 gateway endpoint (free) or a NAT " +
        "gateway, or choose other subnets (VpcConfig.SubnetIds in `function-configuration`)", { cause });
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/response-head.js

function parseHead(text) {
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
    if (!status)
        throw new TransientError(`S3's answer is not HTTP: ${text.slice(0, 40)}`);
    const length = /^content-length:[ \t]*(\d+)[ \t]*$/im.exec(text)?.[1];
    return {
        status: Number(status),
        length: length === undefined ? undefined : Number(length),
        last: text.startsWith("HTTP/1.0") || /^connection:[ \t]*close/im.test(text),
    };
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/response-reader.js



const MAX_TEXT = 16 * 1024;
const END_OF_HEAD = "\r\n\r\n";
const LAST_CHUNK = /(^|\n)0\r\n\r\n$/;
const SUCCESS = new Set([200, 206]);
function textMemory() {
    return Buffer.alloc(MAX_TEXT);
}
class ResponseReader {
    #text;
    #accept;
    #filled = 0;
    #head;
    #target;
    constructor(text, accept) {
        this.#text = text;
        this.#accept = accept;
    }
    get room() {
        const target = this.#target;
        return target ? target.bytes.subarray(target.received) : this.#text.subarray(this.#filled);
    }
    get last() {
        return this.#head?.last ?? false;
    }
    read(count) {
        if (this.#target)
            this.#target.received += count;
        else
            this.#readText(count);
        return this.#target !== undefined && this.#target.received === this.#target.bytes.length;
    }
    cut(host) {
        if (!this.#head || this.#target) {
            return new TransientError(`S3 (${host}): the connection ended`);
        }
        return new Refused(this.#head.status, this.#text.toString("utf8", 0, this.#filled));
    }
    #readText(count) {
        this.#filled += count;
        if (this.#head) {
            this.#readRefusal(this.#head);
            return;
        }
        const text = this.#text.subarray(0, this.#filled);
        const end = text.indexOf(END_OF_HEAD);
        if (end === -1) {
            if (this.#filled < MAX_TEXT)
                return;
            throw new TransientError("the head of S3's answer is absurdly long");
        }
        this.#head = parseHead(text.toString("latin1", 0, end + 2));
        const body = text.subarray(end + END_OF_HEAD.length);
        if (SUCCESS.has(this.#head.status)) {
            this.#target = this.#begin(this.#head, body);
            return;
        }
        this.#filled = body.copy(this.#text, 0);
        this.#readRefusal(this.#head);
    }
    #begin(head, body) {
        const target = this.#accept(head);
        if (body.length > target.bytes.length - target.received) {
            throw new TransientError("S3 sent more than it had announced");
        }
        target.received += body.copy(target.bytes, target.received);
        return target;
    }
    #readRefusal({ status, length }) {
        const text = this.#text.subarray(0, this.#filled);
        const whole = length === undefined && LAST_CHUNK.test(text.toString("latin1"));
        if (whole || this.#filled >= Math.min(length ?? MAX_TEXT, MAX_TEXT)) {
            throw new Refused(status, text.toString("utf8"));
        }
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/lane.js




const LIMITS = {
    connect: 2000,
    firstByte: 10_000,
    idle: 5000,
};
class Lane {
    memory;
    #text = textMemory();
    #limits;
    #socket;
    #exchange;
    constructor(bytes, limits = LIMITS) {
        this.#limits = limits;
        this.memory = Buffer.allocUnsafeSlow(bytes);
    }
    get(url, headers, accept) {
        return new Promise((resolve, reject) => {
            this.#exchange = { reader: new ResponseReader(this.#text, accept), resolve, reject };
            this.#socket ??= this.#connect(url);
            this.#waitFor(this.#limits.firstByte);
            const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
            this.#socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`);
        });
    }
    close() {
        this.#break(new Error("stopped"));
    }
    #connect(url) {
        const socket = (0,connect/* connect */.Ng)(url, this.#room, this.#read);
        const fail = (error) => {
            if (this.#socket === socket)
                this.#break(error);
        };
        const { connect: limit } = this.#limits;
        (0,connect/* connectWithin */.Uo)(limit, socket, () => unreachable(url, ` within ${limit / 1000} s`));
        socket.on("timeout", () => fail(new TransientError(`S3 sent nothing for ${socket.timeout / 1000} s`)));
        socket.on("error", (error) => fail(explainConnection(error, url)));
        socket.on("close", () => fail(this.#exchange?.reader.cut(url.host)));
        return socket;
    }
    #room = () => this.#exchange?.reader.room ?? this.#text;
    #waitFor(milliseconds) {
        if (this.#socket?.timeout !== milliseconds)
            this.#socket?.setTimeout(milliseconds);
    }
    #read = (count) => {
        this.#waitFor(this.#limits.idle);
        try {
            const exchange = this.#exchange;
            if (!exchange)
                this.#break();
            else if (exchange.reader.read(count))
                this.#complete(exchange);
        }
        catch (error) {
            this.#break(error);
        }
        return true;
    };
    #complete({ reader, resolve }) {
        this.#exchange = undefined;
        if (reader.last)
            this.#break();
        resolve();
    }
    #break(error) {
        const [socket, exchange] = [this.#socket, this.#exchange];
        this.#socket = undefined;
        this.#exchange = undefined;
        socket?.destroy();
        if (error)
            exchange?.reject(error);
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/fetch/piece-source.js



class PieceSource {
    #s3;
    #bytes;
    #tarBytes;
    #all = [];
    #freeLanes = [];
    #freeInflaters = [];
    #fetchedAt = 0;
    #closed = false;
    constructor(pieces, s3) {
        this.#s3 = s3;
        this.#bytes = Math.max(...pieces.map((piece) => piece.bytes));
        this.#tarBytes = Math.max(...pieces.map((piece) => piece.tarBytes));
    }
    get fetchedAt() {
        return this.#fetchedAt;
    }
    async fetch(ref, piece, signal) {
        const lane = this.#freeLanes.pop() ?? this.#add(new Lane(this.#bytes));
        try {
            const bytes = await downloadPiece(ref, piece, this.#s3, lane, signal);
            this.#fetchedAt = performance.now();
            const inflater = this.#freeInflaters.pop() ?? this.#add(new Inflater(this.#tarBytes));
            const buffers = await inflater.inflate(ref, piece, bytes);
            return { buffers, release: () => this.#freeInflaters.push(inflater) };
        }
        finally {
            this.#freeLanes.push(lane);
        }
    }
    close() {
        this.#closed = true;
        for (const part of this.#all)
            part.close();
    }
    #add(part) {
        this.#all.push(part);
        if (this.#closed)
            part.close();
        return part;
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/loader/marker.js


const FOLDER = ".loaded";
class Marker {
    #path;
    constructor(root, ref) {
        this.#path = `${root}/${FOLDER}/${ref.name}`;
        external_node_fs_.mkdirSync(`${root}/${FOLDER}`, { recursive: true });
        external_node_fs_.writeFileSync(`${this.#path}.new`, identity(ref));
    }
    add(files) {
        external_node_fs_.appendFileSync(`${this.#path}.new`, files.map((file) => `\0${file}`).join(""));
    }
    finish() {
        external_node_fs_.renameSync(`${this.#path}.new`, this.#path);
    }
}
function identity({ pieces }) {
    return pieces.map(({ sha256 }) => sha256).join();
}
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
function discardOthers(root, complete) {
    const files = new Set([...complete.values()].flat());
    const markers = readdir(`${root}/${FOLDER}`);
    for (const { name } of markers) {
        if (!complete.has(name))
            external_node_fs_.rmSync(`${root}/${FOLDER}/${name}`);
    }
    for (const entry of readdir(root)) {
        if (!RESERVED.has(entry.name))
            discard(root, entry, entry.name, files);
    }
}
function discard(root, entry, path, wanted) {
    if (!entry.isDirectory()) {
        if (wanted.has(path))
            return false;
        external_node_fs_.unlinkSync(`${root}/${path}`);
        return true;
    }
    let empty = true;
    for (const child of readdir(`${root}/${path}`)) {
        if (!discard(root, child, `${path}/${child.name}`, wanted))
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









const AHEAD = 4;
async function loadBundle(archives, s3, root, onWhole = () => { }, openSource = (pieces, s3) => new PieceSource(pieces, s3)) {
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
        for (const name of complete.keys())
            onWhole(name);
        const open = (pieces) => openSource(pieces, s3);
        const fetchedAt = await loadMissing(missing, open, root, onWhole);
        return { fetchMs: fetchedAt - started, unpackMs: performance.now() - fetchedAt, reused };
    }
    catch (error) {
        throw explainDisk(error, bytes);
    }
}
async function loadMissing(archives, open, root, onWhole) {
    const all = archives.flatMap((ref) => ref.pieces.map((piece) => ({ ref, piece })));
    const source = open(all.map(({ piece }) => piece));
    const parts = ahead(all, AHEAD, ({ ref, piece }, signal) => source.fetch(ref, piece, signal), () => source.close());
    try {
        for (const ref of archives) {
            await unpack(ref, parts, root);
            onWhole(ref.name);
        }
    }
    finally {
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
            const part = (await parts.next()).value;
            for (const buffer of part.buffers)
                reader.push(buffer);
            part.release();
            marker.add(sink.takeWritten());
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





async function loadLater(ref, s3, root) {
    if (loadedFiles(root, ref))
        return;
    const aside = `${root}/${STAGING}`;
    external_node_fs_.mkdirSync(aside, { recursive: true });
    try {
        await loadBundle([ref], s3, aside);
        const files = loadedFiles(aside, ref);
        for (const file of files)
            load_later_link(`${aside}/${file}`, `${root}/${file}`);
        const marker = new Marker(root, ref);
        marker.add(files);
        marker.finish();
    }
    finally {
        external_node_fs_.rmSync(aside, { recursive: true });
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
// EXTERNAL MODULE: ./lib/runtime/src/logs/server-log.js + 2 modules
var server_log = __nccwpck_require__(216);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(30);
;// CONCATENATED MODULE: ./lib/runtime/src/server/listening.js



const SOON = 5;
const LATE = 100;
async function untilListening(socket, signal, watchFolder = external_node_fs_.watch) {
    let wake = () => { };
    const changed = () => wake();
    let watcher;
    try {
        watcher = watchFolder((0,external_node_path_.dirname)(socket), changed);
        watcher.on("error", () => { });
    }
    catch {
        watcher = undefined;
    }
    signal.addEventListener("abort", changed);
    try {
        while (!signal.aborted) {
            const next = new Promise((resolve) => {
                wake = resolve;
            });
            const exists = (0,external_node_fs_.existsSync)(socket);
            if (exists && (await accepts(socket)))
                return;
            const timer = setTimeout(changed, watcher && !exists ? LATE : SOON);
            await next;
            clearTimeout(timer);
        }
    }
    finally {
        signal.removeEventListener("abort", changed);
        watcher?.close();
    }
}
function accepts(socket) {
    return new Promise((resolve) => {
        const connection = (0,external_node_net_.createConnection)(socket);
        connection.once("connect", () => {
            connection.destroy();
            resolve(true);
        });
        connection.once("error", () => resolve(false));
    });
}

// EXTERNAL MODULE: ./lib/runtime/src/server/process-id.js
var process_id = __nccwpck_require__(232);
// EXTERNAL MODULE: ./lib/runtime/src/server/server-error.js
var server_error = __nccwpck_require__(305);
;// CONCATENATED MODULE: ./lib/runtime/src/server/waiting-start.js
const WORD = "\n";
const PROGRAM = `
if ARGV.include?("-rbundler/setup") && !ENV["GEM_HOME"] && !IO.select([IO.for_fd(3, autoclose: false)], nil, nil, 0)
  require "bundler"
  [
    [Bundler, %i[Definition Dsl EndpointSpecification FeatureFlag Index LazySpecification LockfileParser
                 RemoteSpecification Runtime Settings SourceList SpecSet]],
    [Bundler::Source, %i[Git Metadata Path Rubygems]],
    [Bundler::UI, %i[RGProxy Shell]]
  ].each { |from, names| names.each { |name| from.const_get(name) if from.autoload?(name) } }
end
IO.for_fd(3).then do |word|
  exit!(0) unless word.read(1)
  word.close
end
require ARGV.shift.delete_prefix("-r") while ARGV[0].start_with?("-r")
$0 = ARGV.shift
Process.setproctitle([$0, *ARGV].join(" "))
load $0
`;
const READ_MORE = ["BUNDLER_SETUP", "GEM_HOME", "GEM_PATH", "RUBYGEMS_GEMDEPS", "RUBYLIB"];
const PLAIN_OPTIONS = /^\s*(?:(?:-w|-W[0-2]?|-W:[\w-]+|--\S+)(?:\s+|$))*$/;
function mayWait(command, env) {
    if (command.startsAfter === undefined)
        return false;
    const asPackaged = READ_MORE.every((name) => env[name] === command.env[name]);
    return asPackaged && PLAIN_OPTIONS.test(env.RUBYOPT ?? "");
}
function waitingArgv([ruby = "", ...rest]) {
    return [ruby, "-e", PROGRAM, "--", ...rest];
}

;// CONCATENATED MODULE: ./lib/runtime/src/server/rack-server.js










const LAST_LINES = 200;
class RackServer {
    secret = (0,external_node_crypto_.randomBytes)(24).toString("hex");
    log;
    ready;
    ended;
    #told;
    #child;
    #tell;
    #started = performance.now();
    #alive = true;
    constructor(options) {
        const { command, place, waits = false } = options;
        (0,external_node_fs_.mkdirSync)(place.runDir, { recursive: true, mode: 0o700 });
        (0,external_node_fs_.chmodSync)(place.runDir, 0o700);
        (0,external_node_fs_.mkdirSync)(place.home, { recursive: true, mode: 0o700 });
        const pidFile = `${place.runDir}/server.pid`;
        (0,process_id/* killLeftover */.Sb)(pidFile);
        (0,external_node_fs_.rmSync)(place.socket, { force: true });
        if (waits)
            (0,external_node_fs_.mkdirSync)(command.cwd, { recursive: true });
        const argv = waits ? waitingArgv(command.argv) : command.argv;
        this.#child = (0,external_node_child_process_.spawn)("/bin/sh", ["-c", 'exec "$@" 2>&1', "sh", ...argv], {
            cwd: command.cwd,
            env: (0,server_environment/* serverEnvironment */.P)(options.environment, command, place.home, this.secret),
            stdio: ["ignore", "pipe", "inherit", ...(waits ? ["pipe"] : [])],
            detached: true,
        });
        if (this.#child.pid)
            (0,process_id/* recordServer */.NP)(pidFile, this.#child.pid);
        this.log = new server_log/* ServerLog */.A(options.label, this.secret, options.output);
        this.#child.stdout?.on("data", (chunk) => this.log.push(chunk));
        this.#child.stdio[3]?.on("error", () => undefined);
        this.#told = new Promise((resolve) => {
            this.#tell = resolve;
        });
        if (!waits)
            this.#tell();
        this.ended = this.#watch();
        this.ready = this.#listen(place.socket);
        this.ready.catch(() => undefined);
    }
    get alive() {
        return this.#alive;
    }
    proceed() {
        const word = this.#child.stdio[3];
        if (!word?.writable)
            return;
        this.#started = performance.now();
        word.end(WORD);
        this.#tell();
    }
    async stop(graceMs = 0) {
        const { pid } = this.#child;
        if (pid && this.#alive) {
            if (graceMs) {
                (0,process_id/* killGroup */.i0)(pid, "SIGTERM");
                await within(graceMs, this.ended);
            }
            (0,process_id/* killGroup */.i0)(pid, "SIGKILL");
        }
        this.#alive = false;
        await this.ended;
    }
    async #watch() {
        const written = new Promise((resolve) => this.#child.stdout?.once("close", resolve));
        const how = await new Promise((resolve) => {
            this.#child.once("error", (error) => resolve(`could not be started: ${error.message}`));
            this.#child.once("exit", (code, signal) => resolve((0,server_error/* describeExit */.K)(code, signal)));
        });
        this.#alive = false;
        await within(LAST_LINES, written);
        this.log.flush();
        return how;
    }
    async #listen(socket) {
        const stop = new AbortController();
        const gone = this.ended.then((how) => {
            stop.abort();
            throw new server_error/* ServerError */.g(`the rack server ${how} before it listened`, this.log.lastLines());
        });
        const listening = this.#told.then(() => untilListening(socket, stop.signal));
        await Promise.race([listening, gone]);
        gone.catch(() => undefined);
        return performance.now() - this.#started;
    }
}
async function within(milliseconds, promise) {
    const deadline = (0,server_deadline/* withDeadline */.N)(milliseconds);
    await deadline.race(promise);
    deadline.clear();
}

;// CONCATENATED MODULE: ./lib/runtime/src/server/sandbox-ports.js



const REAL_PORTS = {
    loadBundle: loadBundle,
    loadLater: loadLater,
    startServer: (options) => new RackServer(options),
};

;// CONCATENATED MODULE: ./lib/runtime/src/server/server-starts.js


class ServerStarts {
    #options;
    #startServer;
    #last;
    constructor(options, startServer) {
        this.#options = options;
        this.#startServer = startServer;
    }
    get last() {
        return this.#last;
    }
    early(whole) {
        const { manifest, environment, place, output } = this.#options;
        if (whole !== manifest.server.startsAfter || this.#last?.alive)
            return;
        const env = (0,server_environment/* serverEnvironment */.P)(environment, manifest.server, place.home, "");
        if (!mayWait(manifest.server, env))
            return;
        try {
            this.#last = this.#start(true);
        }
        catch (error) {
            output.write(`megamode: the rack server could not start early: ${error.message}\n`);
        }
    }
    running() {
        if (!this.#last?.alive)
            this.#last = this.#start(false);
        this.#last.proceed();
        return this.#last;
    }
    #start(waits) {
        const { manifest, startedAt: _, ...rest } = this.#options;
        const { server: command, label } = manifest;
        return this.#startServer({ ...rest, command, label, waits });
    }
}

;// CONCATENATED MODULE: ./lib/runtime/src/server/sandbox.js






class Sandbox {
    options;
    #ports;
    #id = (0,external_node_crypto_.randomUUID)();
    #earlierAssets;
    #starts;
    #loading;
    #listening;
    #coldStart;
    #prewarms = 0;
    #calls = 0;
    constructor(options, ports = REAL_PORTS) {
        this.options = options;
        this.#ports = ports;
        const { manifest, s3, root, output } = options;
        this.#starts = new ServerStarts(options, ports.startServer);
        const { earlierAssets } = manifest;
        this.#earlierAssets =
            earlierAssets &&
                new EarlierAssets(root, () => ports.loadLater(earlierAssets, s3, root), (line) => output.write(line));
    }
    loaded() {
        const { manifest, s3, root } = this.options;
        this.#loading ??= this.#ports
            .loadBundle(manifest.archives, s3, root, (archive) => this.#starts.early(archive))
            .catch(async (error) => {
            await this.#starts.last?.stop();
            this.#loading = undefined;
            throw error;
        });
        return this.#loading;
    }
    async ready() {
        const loaded = await this.loaded();
        const server = this.#starts.running();
        const bootMs = await server.ready;
        this.#listening = server;
        this.#earlierAssets?.start();
        this.#coldStart ??= {
            fetchMs: Math.round(loaded.fetchMs),
            unpackMs: Math.round(loaded.unpackMs),
            bootMs: Math.round(bootMs),
            totalMs: Math.round(performance.now() - this.options.startedAt),
        };
        return server;
    }
    async readyWithin(milliseconds) {
        const deadline = (0,server_deadline/* withDeadline */.N)(milliseconds);
        try {
            const server = await deadline.race(this.ready());
            if (server)
                return server;
        }
        finally {
            deadline.clear();
        }
        const seconds = Math.round(milliseconds / 1000);
        throw new server_error/* ServerError */.g(`the rack server did not listen on ${this.options.place.socket} within ${seconds} s`, this.#starts.last?.log.lastLines());
    }
    async settled(path) {
        await this.#earlierAssets?.settled(path);
    }
    get warm() {
        return this.#listening?.alive ?? false;
    }
    async restart() {
        await this.#starts.last?.stop();
        this.ready().catch(() => undefined);
    }
    async stop(graceMs) {
        await this.#starts.last?.stop(graceMs);
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
    report() {
        return {
            sandbox: this.#id,
            prewarmCount: this.#prewarms,
            callCount: this.#calls,
            coldStart: this.#coldStart ?? { fetchMs: 0, unpackMs: 0, bootMs: 0, totalMs: 0 },
        };
    }
}


/***/ }),

/***/ 305:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ describeExit),
/* harmony export */   g: () => (/* binding */ ServerError)
/* harmony export */ });
class ServerError extends Error {
    constructor(reason, lines = []) {
        super(lines.length > 0 ? `${reason}. Its last lines:\n${lines.join("\n")}` : reason);
        this.name = "ServerError";
    }
}
function describeExit(code, signal) {
    if (signal === "SIGKILL")
        return "was killed (SIGKILL): out of memory? Raise `memory`";
    return signal ? `was ended by ${signal}` : `exited with status ${code}`;
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
